#include "display/wave.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define QUIET	  300
#define MARGIN_MS 30

int64_t
wave_ms(size_t samples)
{
	return (int64_t)samples * 1000 / WAVE_RATE;
}

size_t
wave_samples(int64_t ms)
{
	return (size_t)(ms * WAVE_RATE / 1000);
}

static int
loudest(const struct wave *w)
{
	int most = 0;

	for (size_t i = 0; i < w->count; i++) {
		int level = abs((int)w->samples[i]);
		most = level > most ? level : most;
	}
	return most;
}

void
wave_normalise(struct wave *w)
{
	int most = loudest(w);

	for (size_t i = 0; most > 0 && i < w->count; i++) {
		w->samples[i] = (int16_t)(w->samples[i] * WAVE_PEAK / most);
	}
}

void
wave_trim(struct wave *w)
{
	size_t first = 0, end = w->count, margin = wave_samples(MARGIN_MS);

	while (first < end && abs((int)w->samples[first]) <= QUIET)
		first++;
	while (end > first && abs((int)w->samples[end - 1]) <= QUIET)
		end--;
	first = first > margin ? first - margin : 0;
	end = end + margin < w->count ? end + margin : w->count;
	memmove(w->samples, w->samples + first,
	    (end - first) * sizeof(w->samples[0]));
	w->count = end - first;
}

/* A tone and its octave, dying away from AT on. */
static void
add_tone(struct wave *w, size_t at, double hertz)
{
	for (size_t i = at; i < w->count; i++) {
		double t = (double)(i - at) / WAVE_RATE;
		double turn = 2 * M_PI * hertz * t;
		double level = 9000 * exp(-5 * t) * fmin(1, t * 200);
		double sum = w->samples[i] +
		    level * (sin(turn) + 0.3 * sin(2 * turn));
		w->samples[i] = (int16_t)sum;
	}
}

struct wave
wave_chime(void)
{
	struct wave w = { .count = wave_samples(WAVE_CHIME_MS) };

	w.samples = calloc(w.count, sizeof(w.samples[0]));
	if (w.samples == NULL) {
		w.count = 0;
		return w;
	}
	add_tone(&w, 0, 659.26);		 /* e2 … */
	add_tone(&w, wave_samples(350), 523.25); /* … and c2 */
	wave_normalise(&w);
	return w;
}
