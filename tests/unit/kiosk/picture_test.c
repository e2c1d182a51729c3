/*
 * Pictures of the screen and of the paper, dot for dot as those in
 * tests/unit/kiosk/pictures, which were looked at. When the drawing is meant
 * to change, run this test with a folder behind its first one: what differs
 * is written there. Look at it, and put it in its place.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kiosk/draw.h"
#include "kiosk/paper_folder.h"
#include "kiosk/raster.h"
#include "kiosk/sample.h"
#include "kiosk/slip.h"
#include "ui/catalogue.h"
#include <cmocka.h>

#define FILE_SIZE 4096

/* Where the kept ones are, and where those go that differ; or NULL. */
struct folders {
	const char *kept, *differ;
};

struct shot {
	enum kiosk_page page;
	const char *lang;
	int w, h;
	unsigned modes;
};

static const struct shot shots[] = {
	{ KIOSK_SERVICES, "zh", 1280, 720, 0 },
	{ KIOSK_SERVICES, "en", 1280, 720, 1U << KIOSK_CONTRAST },
	{ KIOSK_SERVICES, "ar", 1280, 800, 1U << KIOSK_LARGE },
	{ KIOSK_SERVICES, "en", 720, 1280, 1U << KIOSK_LOW },
	{ KIOSK_DEPARTMENTS, "zh", 720, 1280, 0 },
	{ KIOSK_GUIDE, "en", 1280, 720, 0 },
	{ KIOSK_WAIT, "zh", 1280, 800, 0 },
	{ KIOSK_TICKET, "zh", 1280, 720, 0 },
	{ KIOSK_TICKET, "ar", 720, 1280, 0 },
	{ KIOSK_CHECKIN, "ar", 1280, 800, 0 },
	{ KIOSK_FIND, "en", 720, 1280, 0 },
	{ KIOSK_FOUND, "en", 1280, 720, 0 },
	{ KIOSK_GIVE_BACK, "zh", 1280, 800, 0 },
	{ KIOSK_RATE, "zh", 1280, 720, 0 },
	{ KIOSK_SAY, "en", 1280, 800, 0 },
	{ KIOSK_AWAY, "zh", 1280, 800, 0 },
	{ KIOSK_NO_PAPER, "ar", 1280, 800, 0 },
};

static bool
same_size(cairo_surface_t *a, cairo_surface_t *b)
{
	return cairo_surface_status(b) == CAIRO_STATUS_SUCCESS &&
	    cairo_image_surface_get_width(a) ==
	    cairo_image_surface_get_width(b) &&
	    cairo_image_surface_get_height(a) ==
	    cairo_image_surface_get_height(b);
}

/* A quarter of each pixel is no colour. */
static bool
same_dots(cairo_surface_t *a, cairo_surface_t *b)
{
	int height = cairo_image_surface_get_height(a);
	int stride = cairo_image_surface_get_stride(a) / 4;
	const uint32_t *in_a = (const uint32_t *)(const void *)
	    cairo_image_surface_get_data(a);
	const uint32_t *in_b = (const uint32_t *)(const void *)
	    cairo_image_surface_get_data(b);

	for (int i = 0; i < stride * height; i++) {
		if ((in_a[i] ^ in_b[i]) & 0xFFFFFFU)
			return false;
	}
	return true;
}

/* Whether PICTURE is as the kept one of that NAME. */
static bool
is_kept(const struct folders *f, const char *name, cairo_surface_t *picture)
{
	char file[FILE_SIZE];

	(void)snprintf(file, sizeof(file), "%s/%s.png", f->kept, name);
	cairo_surface_t *kept = cairo_image_surface_create_from_png(file);
	cairo_surface_flush(picture);
	bool same = same_size(picture, kept) && same_dots(picture, kept);
	cairo_surface_destroy(kept);
	if (same)
		return true;
	print_message("%s is another picture\n", name);
	if (f->differ != NULL) {
		(void)snprintf(
		    file, sizeof(file), "%s/%s.png", f->differ, name);
		assert_int_equal(cairo_surface_write_to_png(picture, file), 0);
	}
	return false;
}

static bool
check_screen(const struct folders *f, const struct shot *s)
{
	static const char *const modes[] = { "", "-contrast", "-large", "",
		"-voice", "", "", "", "-low" };
	struct kiosk_model *m = sample_create(s->page, s->lang);
	cairo_surface_t *surface = cairo_image_surface_create(
	    CAIRO_FORMAT_RGB24, s->w, s->h);
	cairo_t *cr = cairo_create(surface);
	char name[64];

	assert_non_null(m);
	for (size_t i = 0; i < KIOSK_MODES; i++)
		m->modes[i] = (s->modes >> i & 1U) != 0;
	kiosk_draw(cr, m, s->w, s->h);
	(void)snprintf(name, sizeof(name), "%s-%s-%dx%d%s",
	    sample_page((int)s->page), s->lang, s->w, s->h, modes[s->modes]);
	bool same = is_kept(f, name, surface);
	cairo_destroy(cr);
	cairo_surface_destroy(surface);
	sample_destroy(m);
	return same;
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
		.qr = SAMPLE_ADDRESS SAMPLE_TOKEN,
		.code = "K7QM 2H9X PD4T" };
}

static bool
check_paper(const struct folders *f, const char *lang, int width)
{
	struct catalogue *c = catalogue_create(lang);
	struct slip slip = slip_of(c);
	struct raster paper;
	char name[64];

	assert_true(slip_draw(&paper, &slip, width));
	cairo_surface_t *picture = paper_folder_picture(&paper);
	(void)snprintf(name, sizeof(name), "paper-%s-%d", lang, width);
	bool same = is_kept(f, name, picture);
	cairo_surface_destroy(picture);
	raster_release(&paper);
	catalogue_destroy(c);
	return same;
}

static void
test_as_kept(void **state)
{
	static const char *const langs[] = { "zh", "en", "ar" };
	const struct folders *f = *state;
	bool same = true;

	for (size_t i = 0; i < sizeof(shots) / sizeof(shots[0]); i++)
		same &= check_screen(f, &shots[i]);
	for (size_t i = 0; i < 3; i++) {
		same &= check_paper(f, langs[i], SLIP_DOTS_80);
		same &= check_paper(f, langs[i], SLIP_DOTS_58);
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
	struct folders folders = { argc > 1 ? argv[1] : ".",
		argc > 2 ? argv[2] : NULL };
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_prestate(test_as_kept, &folders),
		cmocka_unit_test(test_the_number_is_twelve_millimetres_high),
		cmocka_unit_test(test_long_names_stay_on_the_paper),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
