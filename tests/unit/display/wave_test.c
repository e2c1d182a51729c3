/* Samples: as loud as they should be, and no longer than they need. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "display/wave.h"

static void
the_loudest_becomes_the_peak(void **state)
{
	int16_t samples[] = { 0, 100, -32768, 200 };
	struct wave w = { samples, 4 };
	(void)state;

	wave_normalise(&w);
	assert_int_equal(samples[2], -WAVE_PEAK);
	assert_int_equal(samples[1], 100 * WAVE_PEAK / 32768);
	memset(samples, 0, sizeof(samples));
	wave_normalise(&w);
	assert_int_equal(samples[2], 0);
}

static void
silence_at_the_ends_goes(void **state)
{
	static int16_t samples[3UL * WAVE_RATE];
	struct wave w = { samples, 3UL * WAVE_RATE };
	(void)state;

	samples[WAVE_RATE] = 9000;
	samples[WAVE_RATE + 10] = -9000;
	wave_trim(&w);
	assert_in_range(wave_ms(w.count), 55, 65);
	assert_int_equal(w.samples[wave_samples(30)], 9000);
	memset(samples, 0, sizeof(samples));
	w.count = 100;
	wave_trim(&w);
	assert_in_range(w.count, 0, 100);
	w.count = 0;
	wave_trim(&w);
	assert_int_equal(w.count, 0);
}

static void
a_chime_is_as_loud_and_dies_away(void **state)
{
	struct wave w = wave_chime();
	int most = 0;
	(void)state;

	assert_int_equal(wave_ms(w.count), WAVE_CHIME_MS);
	for (size_t i = 0; i < w.count; i++) {
		int level = abs((int)w.samples[i]);
		most = level > most ? level : most;
	}
	assert_int_equal(most, WAVE_PEAK);
	assert_in_range(abs((int)w.samples[w.count - 1]), 0, 3000);
	free(w.samples);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_loudest_becomes_the_peak),
		cmocka_unit_test(silence_at_the_ends_goes),
		cmocka_unit_test(a_chime_is_as_loud_and_dies_away),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
