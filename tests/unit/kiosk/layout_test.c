/*
 * Every page in every language, size and mode: nothing off the screen,
 * nothing on top of another, nothing too small, everything named, all texts
 * whole, and a finger meets what is drawn.
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "kiosk/draw.h"
#include "kiosk/sample.h"
#include "ui/view.h"

#define TARGET_LEAST 80 /* pixels at 1080 lines: 20 mm on a kiosk's glass */
#define TEXT_LEAST   23

struct size {
	int w, h;
};

static const struct size sizes[] = { { 1920, 1080 }, { 1024, 768 },
	{ 1080, 1920 }, { 768, 1024 } };
static const char *const langs[] = { "zh", "en", "ar" };

/* Bits of enum kiosk_mode. */
static const unsigned modes[] = { 0, 1U << KIOSK_LARGE,
	1U << KIOSK_LOW | 1U << KIOSK_CONTRAST };

struct room {
	struct view view;
	struct kiosk_model *m;
	struct paint *paint;
	struct size size;
	char where[128];
};

static double
scale(const struct room *r)
{
	return fmin(r->size.w, r->size.h) / 1080.0;
}

static bool
overlap(struct paint_box a, struct paint_box b)
{
	return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h &&
	    b.y < a.y + a.h;
}

static bool
within(struct paint_box a, struct paint_box outer)
{
	return a.x >= outer.x && a.y >= outer.y &&
	    a.x + a.w <= outer.x + outer.w && a.y + a.h <= outer.y + outer.h;
}

static void
check_inside(const struct room *r, const struct view_item *item)
{
	struct paint_box screen = { 0, 0, r->size.w, r->size.h };

	if (!within(item->box, screen) || item->box.w <= 0 ||
	    item->box.h <= 0) {
		fail_msg("%s: off the screen: %s (%g %g %g %g)", r->where,
		    item->name != NULL	     ? item->name
			: item->text != NULL ? item->text
					     : "a box",
		    item->box.x, item->box.y, item->box.w, item->box.h);
	}
}

static void
check_target(const struct room *r, const struct view_item *item)
{
	double least = floor(TARGET_LEAST * scale(r));
	struct paint_box b = item->box;

	if (item->name == NULL || *item->name == '\0')
		fail_msg("%s: a target has no name", r->where);
	if (b.w < least || b.h < least) {
		fail_msg("%s: %s is too small: %g by %g", r->where, item->name,
		    b.w, b.h);
	}
	const struct view_item *hit = view_hit(
	    &r->view, b.x + b.w / 2, b.y + b.h / 2);
	if (hit != item)
		fail_msg("%s: %s can't be hit", r->where, item->name);
	if (view_hit(&r->view, b.x - 1, b.y) == item ||
	    view_hit(&r->view, b.x, b.y + b.h) == item)
		fail_msg("%s: %s is hit beside it", r->where, item->name);
}

static void
check_text(const struct room *r, const struct view_item *item)
{
	struct paint_text text = view_paint_text(&r->view, item);
	struct paint_fit fit = paint_measure(r->paint, &text, item->box);

	if (!fit.whole) {
		fail_msg("%s: is cut: %s (in %g by %g)", r->where, item->text,
		    item->box.w, item->box.h);
	}
	if (fit.size < TEXT_LEAST * scale(r))
		fail_msg("%s: too small: %s", r->where, item->text);
}

static bool
are_alike(const struct view_item *a, const struct view_item *b)
{
	return (a->action != 0 && b->action != 0) ||
	    (a->kind == VIEW_TEXT && b->kind == VIEW_TEXT);
}

static const char *
called(const struct view_item *item)
{
	return item->action != 0 ? item->name : item->text;
}

/* Targets and texts are each beside their like. */
static void
check_apart(const struct room *r, size_t at)
{
	const struct view_item *a = &r->view.items[at];

	for (size_t i = 0; i < at; i++) {
		const struct view_item *b = &r->view.items[i];
		if (!are_alike(a, b) || !overlap(a->box, b->box))
			continue;
		fail_msg("%s: %s lies on %s", r->where, called(a), called(b));
	}
}

static bool
sticks_out(const struct view_item *text, const struct view_item *target)
{
	return target->action != 0 && overlap(text->box, target->box) &&
	    !within(text->box, target->box);
}

/* A text that touches a target lies within it. */
static void
check_held(const struct room *r, const struct view_item *item)
{
	for (size_t i = 0; i < r->view.count; i++) {
		const struct view_item *target = &r->view.items[i];
		if (item->kind != VIEW_TEXT || !sticks_out(item, target))
			continue;
		fail_msg("%s: %s sticks out of %s", r->where, item->text,
		    target->name);
	}
}

static void
check(struct room *r)
{
	kiosk_layout(&r->view, r->m, r->size.w, r->size.h);
	for (size_t i = 0; i < r->view.count; i++) {
		const struct view_item *item = &r->view.items[i];
		check_inside(r, item);
		if (item->action != 0)
			check_target(r, item);
		if (item->kind == VIEW_TEXT)
			check_text(r, item);
		check_apart(r, i);
		check_held(r, item);
	}
}

static void
check_modes(struct room *r, const char *lang)
{
	for (size_t i = 0; i < sizeof(modes) / sizeof(modes[0]); i++) {
		for (size_t m = 0; m < KIOSK_MODES; m++)
			r->m->modes[m] = (modes[i] >> m & 1U) != 0;
		(void)snprintf(r->where, sizeof(r->where),
		    "%s %s %dx%d modes %x", sample_page((int)r->m->page), lang,
		    r->size.w, r->size.h, modes[i]);
		check(r);
	}
}

static void
check_page(struct room *r, int page, const char *lang)
{
	r->m = sample_create((enum kiosk_page)page, lang);
	assert_non_null(r->m);
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		r->size = sizes[i];
		check_modes(r, lang);
	}
	sample_destroy(r->m);
}

static void
begin(struct room *r)
{
	cairo_surface_t *surface = cairo_image_surface_create(
	    CAIRO_FORMAT_RGB24, 1, 1);
	cairo_t *cr = cairo_create(surface);

	cairo_surface_destroy(surface);
	r->paint = paint_create(cr);
	assert_non_null(r->paint);
}

static void
finish(struct room *r)
{
	cairo_t *cr = paint_cairo(r->paint);

	paint_destroy(r->paint);
	cairo_destroy(cr);
}

static void
test_every_page(void **state)
{
	static struct room r;
	(void)state;

	begin(&r);
	for (int page = 0; page < KIOSK_PAGES; page++) {
		for (size_t i = 0; i < sizeof(langs) / sizeof(langs[0]); i++)
			check_page(&r, page, langs[i]);
	}
	finish(&r);
}

/* More services than fit: each is on one page of cards, and on one alone. */
static void
test_turning_shows_each_once(void **state)
{
	static struct room r;
	(void)state;

	begin(&r);
	r.size = sizes[1];
	r.m = sample_create(KIOSK_SERVICES, "en");
	for (size_t i = 0; i < 20; i++)
		r.m->services[i] = r.m->services[i % 5];
	r.m->services_count = 20;
	size_t turns = kiosk_turns(r.m, r.size.w, r.size.h);
	int seen[20] = { 0 };
	assert_true(turns > 3);
	for (r.m->turned = 0; r.m->turned < turns; r.m->turned++) {
		check(&r);
		for (size_t i = 0; i < r.view.count; i++) {
			const struct view_item *item = &r.view.items[i];
			if (item->action == KIOSK_CHOOSE_SERVICE)
				seen[item->arg]++;
		}
	}
	for (size_t i = 0; i < 20; i++)
		assert_int_equal(seen[i], 1);
	sample_destroy(r.m);
	finish(&r);
}

/* What is closed can't be pressed, and says why. */
static void
test_closed_is_no_target(void **state)
{
	static struct room r;
	bool said = false;
	(void)state;

	r.size = sizes[0];
	r.m = sample_create(KIOSK_SERVICES, "en");
	kiosk_layout(&r.view, r.m, r.size.w, r.size.h);
	for (size_t i = 0; i < r.view.count; i++) {
		const struct view_item *item = &r.view.items[i];
		assert_false(
		    item->action == KIOSK_CHOOSE_SERVICE && item->arg == 5);
		said |= item->text != NULL &&
		    strcmp(item->text, "Opens at 13:30") == 0;
	}
	assert_true(said);
	sample_destroy(r.m);
}

/* In a mirror letters still go from left to right. */
static void
test_arabic_is_mirrored_but_for_the_keys(void **state)
{
	static struct room r;
	double a = 0, b = 0, back = 0;
	(void)state;

	r.m = sample_create(KIOSK_FIND, "ar");
	kiosk_layout(&r.view, r.m, 1920, 1080);
	for (size_t i = 0; i < r.view.count; i++) {
		const struct view_item *item = &r.view.items[i];
		if (item->action == KIOSK_TYPE && item->arg == 'A')
			a = item->box.x;
		if (item->action == KIOSK_TYPE && item->arg == 'B')
			b = item->box.x;
		if (item->action == KIOSK_GO_BACK)
			back = item->box.x;
	}
	assert_true(a < b);
	assert_true(back > 0 && back < 1920.0 / 2);
	sample_destroy(r.m);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_page),
		cmocka_unit_test(test_turning_shows_each_once),
		cmocka_unit_test(test_closed_is_no_target),
		cmocka_unit_test(test_arabic_is_mirrored_but_for_the_keys),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
