/* Colours, text that fits, and one list for drawing and for fingers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "ui/catalogue.h"
#include "ui/picture.h"
#include "ui/qr.h"
#include "ui/view.h"

static void
check_contrast(const struct theme *t, const struct theme_pair *p)
{
	double ratio = theme_ratio(t->colours[p->front], t->colours[p->back]);

	if (ratio < p->least)
		fail_msg("colour %d on %d: %.2f", p->front, p->back, ratio);
}

static void
test_contrast(void **state)
{
	(void)state;

	for (size_t i = 0; i < theme_pairs_count; i++) {
		check_contrast(&theme_normal, &theme_pairs[i]);
		check_contrast(&theme_contrast, &theme_pairs[i]);
	}
}

static void
test_ratio_is_that_of_the_wcag(void **state)
{
	struct theme_rgb black = { 0, 0, 0 }, white = { 255, 255, 255 };
	struct theme_rgb grey = { 0x76, 0x76, 0x76 };
	(void)state;

	assert_true(theme_ratio(black, white) > 20.99);
	assert_true(theme_ratio(white, grey) > 4.54);
	assert_true(theme_ratio(white, grey) < 4.55);
}

struct room {
	cairo_surface_t *surface;
	cairo_t *cr;
	struct paint *paint;
	struct catalogue *catalogue;
	struct paint_script script;
};

static void
begin(struct room *r, const char *lang)
{
	r->surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, 400, 200);
	r->cr = cairo_create(r->surface);
	r->paint = paint_create(r->cr);
	r->catalogue = catalogue_create(lang);
	assert_non_null(r->paint);
	r->script = paint_script(r->catalogue);
}

static void
finish(struct room *r)
{
	catalogue_destroy(r->catalogue);
	paint_destroy(r->paint);
	cairo_destroy(r->cr);
	cairo_surface_destroy(r->surface);
}

static struct paint_fit
fit(struct room *r, const char *text, double width, int lines)
{
	struct paint_text t = { .text = text,
		.script = &r->script,
		.size = 40,
		.size_min = 20,
		.lines_max = lines };

	return paint_measure(
	    r->paint, &t, (struct paint_box){ 0, 0, width, 60.0 * lines });
}

static void
test_text_shrinks_then_breaks_then_ends(void **state)
{
	struct room r;
	(void)state;

	begin(&r, "en");
	struct paint_fit large = fit(&r, "Tax", 400, 1);
	assert_true(large.whole && large.size > 39 && large.lines == 1);
	struct paint_fit small = fit(&r, "Household registration", 400, 1);
	assert_true(small.whole && small.size < 40 && small.w <= 400);
	struct paint_fit two = fit(&r, "Household registration", 300, 2);
	assert_true(two.whole && two.size > 39 && two.lines == 2);
	struct paint_fit cut = fit(&r, "Household registration", 60, 1);
	assert_false(cut.whole);
	assert_true(cut.w <= 61);
	finish(&r);
}

/* Where the first and the last dark column of the surface are. */
static void
dark_columns(struct room *r, int *first, int *last)
{
	int stride = cairo_image_surface_get_stride(r->surface) / 4;

	cairo_surface_flush(r->surface);
	const uint32_t *at = (const uint32_t *)(const void *)
	    cairo_image_surface_get_data(r->surface);
	*first = 400;
	*last = -1;
	for (int i = 0; i < 200 * 400; i++) {
		int x = i % 400;
		if ((at[i / 400 * stride + x] & 0xFF) > 128)
			continue;
		*first = x < *first ? x : *first;
		*last = x > *last ? x : *last;
	}
}

static void
paint_at_start(struct room *r, const char *text, int *first, int *last)
{
	struct paint_text t = {
		.text = text, .script = &r->script, .size = 40, .lines_max = 1
	};

	cairo_set_source_rgb(r->cr, 1, 1, 1);
	cairo_paint(r->cr);
	(void)paint_text(r->paint, &t, (struct paint_box){ 0, 0, 400, 200 });
	dark_columns(r, first, last);
}

static void
test_each_language_begins_on_its_side(void **state)
{
	struct room r;
	int first, last;
	(void)state;

	begin(&r, "en");
	paint_at_start(&r, "A012", &first, &last);
	assert_true(first < 10 && last < 200);
	finish(&r);
	begin(&r, "ar");
	paint_at_start(&r, "A012", &first, &last);
	assert_true(first > 200 && last > 390);
	paint_at_start(&r, "السجل", &first, &last);
	assert_true(first > 200 && last > 380);
	finish(&r);
}

static void
test_the_view_is_what_fingers_meet(void **state)
{
	struct room r;
	static struct view v;
	(void)state;

	begin(&r, "ar");
	view_init(&v, &theme_normal, &r.script);
	view_add(&v, VIEW_BOX, (struct paint_box){ 0, 0, 50, 50 })->action = 1;
	view_add(&v, VIEW_BOX, (struct paint_box){ 10, 10, 5, 5 })->action = 2;
	view_add(&v, VIEW_ICON, (struct paint_box){ 0, 0, 9, 9 })->icon =
	    ICON_BACK;
	view_finish(&v, 2, 400);
	assert_int_equal(view_hit(&v, 399, 0)->action, 1);
	assert_int_equal(view_hit(&v, 375, 25)->action, 2);
	assert_null(view_hit(&v, 299, 0));
	assert_null(view_hit(&v, 310, 100));
	assert_int_equal(v.items[2].icon, ICON_FORWARD);
	finish(&r);
}

static void
test_kept_text_never_overflows(void **state)
{
	static struct view v;
	struct paint_script script = { "en", "sans", false };
	char text[1000];
	(void)state;

	memset(text, 'x', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	view_init(&v, &theme_normal, &script);
	for (int i = 0; i < VIEW_TEXT_MAX / 1000; i++)
		assert_int_equal(strlen(view_keep(&v, text)), 999);
	assert_string_equal(view_keep(&v, text), "");
}

static void
test_sizes(void **state)
{
	struct picture p = { 0 };
	(void)state;

	assert_true(picture_size(&p, "1920x1080"));
	assert_int_equal(p.width, 1920);
	assert_int_equal(p.height, 1080);
	assert_false(picture_size(&p, "1920"));
	assert_false(picture_size(&p, "0x10"));
	assert_false(picture_size(&p, "10x99999"));
	assert_false(picture_size(&p, "10x10x10"));
}

static void
test_qr(void **state)
{
	struct qr *q = qr_create("HELLO");
	(void)state;

	assert_int_equal(qr_side(q), 21);
	assert_true(qr_dark(q, 0, 0));
	assert_false(qr_dark(q, 1, 1));
	qr_destroy(q);
	assert_null(qr_create(""));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_contrast),
		cmocka_unit_test(test_ratio_is_that_of_the_wcag),
		cmocka_unit_test(test_text_shrinks_then_breaks_then_ends),
		cmocka_unit_test(test_each_language_begins_on_its_side),
		cmocka_unit_test(test_the_view_is_what_fingers_meet),
		cmocka_unit_test(test_kept_text_never_overflows),
		cmocka_unit_test(test_sizes),
		cmocka_unit_test(test_qr),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
