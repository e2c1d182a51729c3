/*
 * What screens look like: kept pictures, and at every size no text that is
 * cut, enough contrast, and the same bytes each time.
 *
 *	draw_test FOLDER		compares with the pictures there
 *	draw_test --keep FOLDER		makes them anew, to be looked at
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

#include "display/draw.h"
#include "display/ticker.h"
#include "tests/unit/display/scenes.h"

static const char *folder;

struct shape {
	int width, height;
};

static const struct shape shapes[] = { { 1280, 720 }, { 1920, 1080 },
	{ 3840, 2160 }, { 1280, 1024 }, { 720, 1280 }, { 1080, 1920 },
	{ 1920, 540 } };

static cairo_surface_t *
drawn(const struct scene *s, int width, int height, const char **cut)
{
	cairo_surface_t *to = cairo_image_surface_create(
	    CAIRO_FORMAT_RGB24, width, height);
	cairo_t *cr = cairo_create(to);

	*cut = draw_scene(cr, s, width, height);
	cairo_destroy(cr);
	cairo_surface_flush(to);
	return to;
}

/* The text that is cut; drawn onto one pixel, which is quick. */
static const char *
laid_out(const struct scene *s, const struct shape *shape)
{
	cairo_surface_t *to = cairo_image_surface_create(
	    CAIRO_FORMAT_RGB24, 1, 1);
	cairo_t *cr = cairo_create(to);
	const char *cut = draw_scene(cr, s, shape->width, shape->height);

	cairo_destroy(cr);
	cairo_surface_destroy(to);
	return cut;
}

static void
is_whole(const struct scene *s, const char *what)
{
	for (size_t i = 0; i < sizeof(shapes) / sizeof(shapes[0]); i++) {
		const struct shape *at = &shapes[i];
		const char *cut = laid_out(s, at);
		if (cut == NULL)
			continue;
		print_error("%s at %dx%d: %s is cut\n", what, at->width,
		    at->height, cut);
		fail();
	}
}

static void
no_text_is_cut_at_any_size(void **state)
{
	static const char *const pairs[][2] = { { "zh", "en" }, { "en", "zh" },
		{ "zh", "ar" }, { "en", NULL } };
	struct scene s;
	(void)state;

	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
		for (size_t calls = 1; calls <= STAGE_TILES; calls++) {
			scenes_begin(&s, pairs[i][0], pairs[i][1]);
			scenes_hall(&s, calls);
			is_whole(&s, "the hall");
			scenes_end(&s);
		}
		scenes_begin(&s, pairs[i][0], pairs[i][1]);
		scenes_hall(&s, 1);
		s.layout = SCENE_LIST;
		(void)strcpy(s.away, "10:38:07");
		is_whole(&s, "the list");
		scenes_counters(&s, 20);
		is_whole(&s, "the counters");
		s.layout = SCENE_SIGN;
		is_whole(&s, "the sign");
		scenes_end(&s);
	}
}

/* Names may lose their end at last; numbers never do. */
static void
the_longest_numbers_are_whole(void **state)
{
	struct scene s;
	(void)state;

	scenes_begin(&s, "zh", "en");
	scenes_long(&s);
	for (size_t i = 0; i < sizeof(shapes) / sizeof(shapes[0]); i++) {
		const char *cut = laid_out(&s, &shapes[i]);
		if (cut != NULL && strstr(cut, "1234567") != NULL)
			fail_msg("%s is cut", cut);
	}
	scenes_end(&s);
}

static void
colours_have_contrast(void **state)
{
	(void)state;
	for (size_t i = 0; i < draw_pairs_count; i++) {
		const struct draw_pair *p = &draw_pairs[i];
		double ratio = theme_ratio(
		    draw_colours[p->front], draw_colours[p->back]);
		if (ratio < THEME_TEXT_LEAST)
			fail_msg("%d on %d: %.2f", p->front, p->back, ratio);
	}
}

static void
the_same_scene_gives_the_same_bytes(void **state)
{
	struct scene s;
	const char *cut;
	(void)state;

	scenes_begin(&s, "zh", "en");
	scenes_hall(&s, 4);
	cairo_surface_t *a = drawn(&s, 1280, 720, &cut);
	cairo_surface_t *b = drawn(&s, 1280, 720, &cut);
	size_t bytes = (size_t)cairo_image_surface_get_stride(a) * 720;
	assert_memory_equal(cairo_image_surface_get_data(a),
	    cairo_image_surface_get_data(b), bytes);
	cairo_surface_destroy(a);
	cairo_surface_destroy(b);
	scenes_end(&s);
}

static void
paint_ticker(const struct ticker *t, cairo_surface_t *to, int64_t now_ms)
{
	cairo_t *cr = cairo_create(to);

	ticker_draw(t, cr, now_ms);
	cairo_destroy(cr);
	cairo_surface_flush(to);
}

static void
a_long_line_moves_and_comes_round(void **state)
{
	struct ticker t = { 0 };
	struct scene s;
	(void)state;

	scenes_begin(&s, "zh", "en");
	scenes_hall(&s, 1);
	ticker_set(&t, &s, 1280, 720);
	assert_null(t.strip); /* it stands there whole */
	ticker_set(&t, &s, 720, 1280);
	assert_non_null(t.strip);
	assert_true(t.width > t.box.w);
	cairo_surface_t *a = cairo_image_surface_create(
	    CAIRO_FORMAT_RGB24, 720, 1280);
	cairo_surface_t *b = cairo_image_surface_create(
	    CAIRO_FORMAT_RGB24, 720, 1280);
	size_t bytes = (size_t)cairo_image_surface_get_stride(a) * 1280;
	paint_ticker(&t, a, 0);
	paint_ticker(&t, b, TICKER_STAND_MS);
	assert_memory_equal(cairo_image_surface_get_data(a),
	    cairo_image_surface_get_data(b), bytes);
	assert_int_equal(ticker_stands_ms(1000), TICKER_STAND_MS - 1000);
	int64_t step_ms = TICKER_STAND_MS + TICKER_SLIDE_MS;
	paint_ticker(&t, b, step_ms - (int64_t)TICKER_FRAME_MS * 10);
	assert_int_equal(ticker_stands_ms(step_ms - 1), TICKER_FRAME_MS);
	assert_memory_not_equal(cairo_image_surface_get_data(a),
	    cairo_image_surface_get_data(b), bytes);
	/* Every word was whole once: steps are shorter than the place. */
	assert_true(t.steps > 1 && t.width < t.box.w * t.steps);
	paint_ticker(&t, b, step_ms * t.steps);
	assert_memory_equal(cairo_image_surface_get_data(a),
	    cairo_image_surface_get_data(b), bytes);
	/* A notice stands in its place. */
	(void)strcpy(s.notice, "a fire");
	ticker_set(&t, &s, 720, 1280);
	assert_null(t.strip);
	cairo_surface_destroy(a);
	cairo_surface_destroy(b);
	ticker_release(&t);
	scenes_end(&s);
}

/* --- Changes ------------------------------------------------------------ */

static void
next_call(struct scene *s)
{
	s->tiles[0].number[3] = '9';
	s->rows[0].is_new = true;
}

static void
one_more_waits(struct scene *s)
{
	s->services[2].waiting++;
}

static void
minute_later(struct scene *s)
{
	s->now.tm_min++;
}

static void
notice(struct scene *s)
{
	(void)strcpy(s->notice, "a fire");
}

static void
away(struct scene *s)
{
	(void)strcpy(s->away, "10:41:00");
}

static void
another_tile(struct scene *s)
{
	s->tiles[1] = s->tiles[0];
	s->tiles_count = 2;
}

static void
nothing(struct scene *s)
{
	(void)s;
}

/* Draws NOW over TO, but only what has changed since WAS. */
static void
draw_over(cairo_surface_t *to, const struct scene *was, const struct scene *now,
    const struct shape *shape)
{
	unsigned changes = place_changes(was, now);
	cairo_t *cr = cairo_create(to);

	for (enum place at = PLACE_HEAD; at < PLACES; at++) {
		struct paint_box b = place_box(
		    now, shape->width, shape->height, at);
		if ((changes & PLACE_BIT(at)) == 0)
			continue;
		double x = floor(b.x), y = floor(b.y);
		cairo_rectangle(
		    cr, x, y, ceil(b.x + b.w) - x, ceil(b.y + b.h) - y);
	}
	if (changes != PLACE_ALL)
		cairo_clip(cr);
	(void)draw_scene(cr, now, shape->width, shape->height);
	cairo_destroy(cr);
	cairo_surface_flush(to);
}

/* How far apart they are anywhere: a clip rounds a soft edge otherwise. */
static int
worst(cairo_surface_t *a, cairo_surface_t *b, const struct shape *shape)
{
	const unsigned char *at = cairo_image_surface_get_data(a);
	const unsigned char *to = cairo_image_surface_get_data(b);
	int bytes = cairo_image_surface_get_stride(a) * shape->height, most = 0;

	for (int i = 0; i < bytes; i++) {
		int apart = i % 4 == 3 ? 0 : abs(at[i] - to[i]);
		most = apart > most ? apart : most;
	}
	return most;
}

static void
changes_alone_draw_the_same(
    void (*change)(struct scene *s), const struct shape *shape)
{
	struct scene was, now;
	const char *cut;

	scenes_begin(&was, "zh", "en");
	scenes_hall(&was, 1);
	now = was;
	change(&now);
	cairo_surface_t *a = drawn(&was, shape->width, shape->height, &cut);
	cairo_surface_t *b = drawn(&now, shape->width, shape->height, &cut);
	draw_over(a, &was, &now, shape);
	assert_in_range(worst(a, b, shape), 0, 2);
	cairo_surface_destroy(a);
	cairo_surface_destroy(b);
	scenes_end(&was);
}

static void
what_changed_is_drawn_and_no_more(void **state)
{
	static void (*const changes[])(struct scene *) = { next_call,
		one_more_waits, minute_later, notice, away, another_tile,
		nothing };
	static const struct shape sizes[] = { { 1920, 1080 }, { 1366, 768 },
		{ 768, 1366 } };
	(void)state;

	for (size_t i = 0; i < sizeof(changes) / sizeof(changes[0]); i++) {
		for (size_t k = 0; k < 3; k++)
			changes_alone_draw_the_same(changes[i], &sizes[k]);
	}
}

static void
a_change_stays_in_its_place(void **state)
{
	struct scene was, now;
	(void)state;

	scenes_begin(&was, "zh", "en");
	scenes_hall(&was, 1);
	now = was;
	assert_int_equal(place_changes(&was, &now), 0);
	next_call(&now);
	assert_int_equal(place_changes(&was, &now),
	    PLACE_BIT(PLACE_CALL) | PLACE_BIT(PLACE_ROWS));
	now = was;
	one_more_waits(&now);
	assert_int_equal(place_changes(&was, &now), PLACE_BIT(PLACE_WAITING));
	now = was;
	away(&now);
	assert_int_equal(place_changes(&was, &now), PLACE_ALL);
	scenes_end(&was);
}

/* --- Kept pictures ------------------------------------------------------ */

static void
make_hall(struct scene *s)
{
	scenes_hall(s, 1);
}

static void
make_four(struct scene *s)
{
	scenes_hall(s, 4);
}

static void
make_away(struct scene *s)
{
	scenes_hall(s, 1);
	s->tiles[0].is_new = false;
	(void)strcpy(s->away, "10:38:07");
	(void)strcpy(s->notice, "三号楼梯维修，请走电梯");
}

static void
make_counters(struct scene *s)
{
	scenes_hall(s, 1);
	scenes_counters(s, 20);
}

static void
make_sign(struct scene *s)
{
	scenes_hall(s, 0);
	scenes_counters(s, 1);
	s->layout = SCENE_SIGN;
	(void)strcpy(s->counters[0].service[0], "户籍与身份证");
	(void)strcpy(s->counters[0].service[1], "Household & ID");
}

static void
make_urgent(struct scene *s)
{
	scenes_hall(s, 1);
	(void)strcpy(s->urgent, "请立即从最近的出口离开 · Please leave now");
}

static const struct kept {
	const char *name;
	struct shape shape;
	void (*make)(struct scene *s);
} kept[] = {
	{ "hall", { 640, 360 }, make_hall },
	{ "four", { 640, 360 }, make_four },
	{ "upright", { 360, 640 }, make_hall },
	{ "away", { 640, 360 }, make_away },
	{ "counters", { 640, 360 }, make_counters },
	{ "sign", { 320, 192 }, make_sign },
	{ "urgent", { 640, 360 }, make_urgent },
};

/* How far apart they are, of 255; another version of a font is a little. */
static double
distance(cairo_surface_t *a, cairo_surface_t *b, const struct shape *shape)
{
	int stride = cairo_image_surface_get_stride(a);
	const unsigned char *at = cairo_image_surface_get_data(a);
	const unsigned char *to = cairo_image_surface_get_data(b);
	double sum = 0;

	for (int y = 0; y < shape->height; y++) {
		for (int x = 0; x < 4 * shape->width; x++) {
			int i = y * stride + x;
			sum += x % 4 == 3 ? 0 : abs(at[i] - to[i]);
		}
	}
	return sum / 3 / shape->width / shape->height;
}

static void
compare(const struct kept *k, cairo_surface_t *is, const char *path)
{
	cairo_surface_t *should = cairo_image_surface_create_from_png(path);

	assert_int_equal(cairo_surface_status(should), CAIRO_STATUS_SUCCESS);
	assert_int_equal(cairo_image_surface_get_width(should), k->shape.width);
	assert_int_equal(
	    cairo_image_surface_get_height(should), k->shape.height);
	double apart = distance(is, should, &k->shape);
	cairo_surface_destroy(should);
	if (apart > 1.5) {
		fail_msg("%s: %.2f from %s; look at it, and keep it with "
			 "--keep",
		    k->name, apart, path);
	}
}

static void
see(const struct kept *k, bool keep)
{
	char path[4096];
	struct scene s;
	const char *cut;

	(void)snprintf(path, sizeof(path), "%s/%s.png", folder, k->name);
	scenes_begin(&s, "zh", "en");
	k->make(&s);
	cairo_surface_t *is = drawn(&s, k->shape.width, k->shape.height, &cut);
	if (keep) {
		(void)cairo_surface_write_to_png(is, path);
	} else {
		compare(k, is, path);
	}
	cairo_surface_destroy(is);
	scenes_end(&s);
}

static void
pictures_are_as_they_were_kept(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(kept) / sizeof(kept[0]); i++)
		see(&kept[i], false);
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_text_is_cut_at_any_size),
		cmocka_unit_test(the_longest_numbers_are_whole),
		cmocka_unit_test(colours_have_contrast),
		cmocka_unit_test(the_same_scene_gives_the_same_bytes),
		cmocka_unit_test(a_long_line_moves_and_comes_round),
		cmocka_unit_test(what_changed_is_drawn_and_no_more),
		cmocka_unit_test(a_change_stays_in_its_place),
		cmocka_unit_test(pictures_are_as_they_were_kept),
	};

	folder = argv[argc - 1];
	if (argc == 3 && strcmp(argv[1], "--keep") == 0) {
		for (size_t i = 0; i < sizeof(kept) / sizeof(kept[0]); i++)
			see(&kept[i], true);
		return 0;
	}
	return argc == 2 ? cmocka_run_group_tests(tests, NULL, NULL) : 2;
}
