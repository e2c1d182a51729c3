/*
 * Pictures of the screen and of the paper, byte for byte as those that were
 * looked at. golden/pictures.txt has the hash of each; when the drawing is
 * meant to change, look at the new ones (hao-kiosk --png) and take the lines
 * that the failing test prints.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <sodium.h>

#include "kiosk/draw.h"
#include "kiosk/raster.h"
#include "kiosk/sample.h"
#include "kiosk/slip.h"
#include "ui/catalogue.h"

#define HASH_SIZE  16
#define LINE_SIZE  160
#define LINES_SIZE 8192

struct shot {
	enum kiosk_page page;
	const char *lang;
	int w, h;
	unsigned modes;
};

static const struct shot shots[] = {
	{ KIOSK_SERVICES, "zh", 1920, 1080, 0 },
	{ KIOSK_SERVICES, "en", 1920, 1080, 1U << KIOSK_CONTRAST },
	{ KIOSK_SERVICES, "ar", 1280, 800, 1U << KIOSK_LARGE },
	{ KIOSK_SERVICES, "en", 1080, 1920, 1U << KIOSK_LOW },
	{ KIOSK_DEPARTMENTS, "zh", 1080, 1920, 0 },
	{ KIOSK_GUIDE, "en", 1920, 1080, 0 },
	{ KIOSK_WAIT, "zh", 1280, 800, 0 },
	{ KIOSK_TICKET, "zh", 1920, 1080, 0 },
	{ KIOSK_TICKET, "ar", 1080, 1920, 0 },
	{ KIOSK_CHECKIN, "ar", 1280, 800, 0 },
	{ KIOSK_FIND, "en", 1080, 1920, 0 },
	{ KIOSK_FOUND, "en", 1920, 1080, 0 },
	{ KIOSK_GIVE_BACK, "zh", 1280, 800, 0 },
	{ KIOSK_RATE, "zh", 1920, 1080, 0 },
	{ KIOSK_SAY, "en", 1280, 800, 0 },
	{ KIOSK_AWAY, "zh", 1280, 800, 0 },
	{ KIOSK_NO_PAPER, "ar", 1280, 800, 0 },
};

static void
hash_hex(const void *bytes, size_t size, char hex[2 * HASH_SIZE + 1])
{
	unsigned char hash[HASH_SIZE];

	assert_int_equal(
	    crypto_generichash(hash, sizeof(hash), bytes, size, NULL, 0), 0);
	(void)sodium_bin2hex(hex, 2 * HASH_SIZE + 1, hash, sizeof(hash));
}

/* Whether LINE, which a picture came out as, is one of the kept. */
static bool
is_kept(const char *kept, const char *line)
{
	if (strstr(kept, line) != NULL)
		return true;
	print_message("%s", line);
	return false;
}

static bool
check_screen(const char *kept, const struct shot *s)
{
	struct kiosk_model *m = sample_create(s->page, s->lang);
	cairo_surface_t *surface = cairo_image_surface_create(
	    CAIRO_FORMAT_RGB24, s->w, s->h);
	cairo_t *cr = cairo_create(surface);
	char hex[2 * HASH_SIZE + 1], line[LINE_SIZE];

	assert_non_null(m);
	for (size_t i = 0; i < KIOSK_MODES; i++)
		m->modes[i] = (s->modes >> i & 1U) != 0;
	kiosk_draw(cr, m, s->w, s->h);
	cairo_surface_flush(surface);
	hash_hex(cairo_image_surface_get_data(surface),
	    (size_t)cairo_image_surface_get_stride(surface) * (size_t)s->h,
	    hex);
	(void)snprintf(line, sizeof(line), "%s %s %dx%d modes %x: %s\n",
	    sample_page((int)s->page), s->lang, s->w, s->h, s->modes, hex);
	cairo_destroy(cr);
	cairo_surface_destroy(surface);
	sample_destroy(m);
	return is_kept(kept, line);
}

static struct slip
slip_of(const struct catalogue *c)
{
	return (struct slip){ .catalogue = c,
		.hall = "清河县政务服务中心",
		.number = "A012",
		.service = "户籍办理",
		.counters = "1, 3",
		.ahead = 11,
		.wait = { 20, 25 },
		.time = "2026-11-24 10:42",
		.missed_rule = "",
		.qr = "https://hall.example/t/K7QM2H9XPD4T",
		.code = "K7QM 2H9X PD4T" };
}

static bool
check_paper(const char *kept, const char *lang, int width)
{
	struct catalogue *c = catalogue_create(lang);
	struct slip slip = slip_of(c);
	struct raster paper;
	char hex[2 * HASH_SIZE + 1], line[LINE_SIZE];

	assert_true(slip_draw(&paper, &slip, width));
	hash_hex(paper.bits, (size_t)paper.stride * (size_t)paper.height, hex);
	(void)snprintf(line, sizeof(line), "paper %s %dx%d: %s\n", lang,
	    paper.width, paper.height, hex);
	raster_release(&paper);
	catalogue_destroy(c);
	return is_kept(kept, line);
}

static void
test_as_kept(void **state)
{
	static const char *const langs[] = { "zh", "en", "ar" };
	char path[4096], kept[LINES_SIZE] = "";
	bool same = true;

	(void)snprintf(
	    path, sizeof(path), "%s/pictures.txt", (const char *)*state);
	FILE *from = fopen(path, "re");
	if (from != NULL) {
		kept[fread(kept, 1, sizeof(kept) - 1, from)] = '\0';
		(void)fclose(from);
	}
	for (size_t i = 0; i < sizeof(shots) / sizeof(shots[0]); i++)
		same &= check_screen(kept, &shots[i]);
	for (size_t i = 0; i < 3; i++) {
		same &= check_paper(kept, langs[i], SLIP_DOTS_80);
		same &= check_paper(kept, langs[i], SLIP_DOTS_58);
	}
	assert_true(same);
}

/* The height in dots of the tallest run of dark rows. */
static int
tallest(const struct raster *r)
{
	int best = 0, run = 0;

	for (int y = 0; y < r->height; y++) {
		bool dark = false;
		for (int x = 0; x < r->width; x++)
			dark |= raster_dot(r, x, y);
		run = dark ? run + 1 : 0;
		/* The QR code is taller; it stands in the lower half. */
		if (y < r->height / 2 && run > best)
			best = run;
	}
	return best;
}

static void
test_the_number_is_twelve_millimetres_high(void **state)
{
	static const int widths[] = { SLIP_DOTS_80, SLIP_DOTS_58 };
	struct catalogue *c = catalogue_create("en");
	struct slip slip = slip_of(c);
	struct raster paper;
	(void)state;

	for (size_t i = 0; i < 2; i++) {
		assert_true(slip_draw(&paper, &slip, widths[i]));
		assert_int_equal(paper.width, widths[i]);
		assert_true(tallest(&paper) >= 12 * 8);
		raster_release(&paper);
	}
	catalogue_destroy(c);
}

/* No text runs off the paper: its margins stay white. */
static void
test_long_names_stay_on_the_paper(void **state)
{
	struct catalogue *c = catalogue_create("en");
	struct slip slip = slip_of(c);
	struct raster paper;
	(void)state;

	slip.hall = "Qinghe County Comprehensive Government Affairs Service "
		    "Centre, Northern Branch";
	slip.service = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerk"
		       "bauunterbeamtengesellschaft";
	slip.number = "AB1234567";
	slip.training = slip.again = true;
	assert_true(slip_draw(&paper, &slip, SLIP_DOTS_58));
	for (int y = 0; y < paper.height; y++) {
		for (int x = 0; x < 4; x++) {
			assert_false(raster_dot(&paper, x, y));
			assert_false(
			    raster_dot(&paper, paper.width - 1 - x, y));
		}
	}
	raster_release(&paper);
	catalogue_destroy(c);
}

int
main(int argc, char **argv)
{
	if (argc != 2 || sodium_init() < 0)
		return 2;
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_prestate(test_as_kept, argv[1]),
		cmocka_unit_test(test_the_number_is_twelve_millimetres_high),
		cmocka_unit_test(test_long_names_stay_on_the_paper),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
