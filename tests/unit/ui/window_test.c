/* The window on SDL's dummy driver: what it draws, and what comes out. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include <SDL.h>
#include <event2/event.h>

#include "ui/window.h"

#define ACTIONS_MAX 16

struct room {
	struct event_base *base;
	struct window *window;
	int draws, width, height;
	double clip[4]; /* of the last draw: left, top, right, bottom */
	struct window_action actions[ACTIONS_MAX];
	size_t count, wanted;
};

static void
on_draw(void *ctx, cairo_t *cr, int width, int height)
{
	struct room *r = ctx;

	cairo_clip_extents(
	    cr, &r->clip[0], &r->clip[1], &r->clip[2], &r->clip[3]);
	cairo_set_source_rgb(cr, 1, 0, 0);
	cairo_paint(cr);
	r->width = width;
	r->height = height;
	if (++r->draws == 1)
		(void)event_base_loopbreak(r->base);
}

static void
on_action(void *ctx, const struct window_action *action)
{
	struct room *r = ctx;

	assert_true(r->count < ACTIONS_MAX);
	r->actions[r->count++] = *action;
	if (r->count == r->wanted)
		(void)event_base_loopbreak(r->base);
}

static void
begin(struct room *r)
{
	*r = (struct room){ .base = event_base_new() };
	assert_int_equal(setenv("SDL_VIDEODRIVER", "dummy", 1), 0);
	r->window = window_create(r->base,
	    &(struct window_config){
		.title = "test",
		.width = 640,
		.height = 480,
		.draw = on_draw,
		.action = on_action,
		.ctx = r,
	    });
	assert_non_null(r->window);
	assert_int_equal(event_base_dispatch(r->base), 0);
}

static void
finish(struct room *r)
{
	window_destroy(r->window);
	event_base_free(r->base);
}

static void
push(uint32_t type, SDL_Event e)
{
	e.type = type;
	assert_int_equal(SDL_PushEvent(&e), 1);
}

static void
until(struct room *r, size_t wanted)
{
	r->wanted = wanted;
	if (r->count < wanted)
		assert_int_equal(event_base_dispatch(r->base), 0);
	assert_int_equal(r->count, wanted);
}

static void
test_it_draws_once_for_many_refreshes(void **state)
{
	struct room r;
	(void)state;

	begin(&r);
	assert_int_equal(r.width, 640);
	assert_int_equal(r.height, 480);
	r.draws = 0;
	for (int i = 0; i < 100; i++)
		window_refresh(r.window);
	assert_int_equal(event_base_dispatch(r.base), 0);
	assert_int_equal(r.draws, 1);
	finish(&r);
}

static void
drawn(struct room *r, double left, double top, double right, double bottom)
{
	r->draws = 0;
	assert_int_equal(event_base_dispatch(r->base), 0);
	assert_int_equal(r->draws, 1);
	assert_int_equal((int)r->clip[0], (int)left);
	assert_int_equal((int)r->clip[1], (int)top);
	assert_int_equal((int)r->clip[2], (int)right);
	assert_int_equal((int)r->clip[3], (int)bottom);
}

static void
test_boxes_alone_are_drawn_again(void **state)
{
	struct room r;
	(void)state;

	begin(&r);
	window_refresh_box(r.window, (struct window_box){ 10, 20, 100, 50 });
	window_refresh_box(r.window, (struct window_box){ 600, 400, 100, 500 });
	drawn(&r, 10, 20, 640, 480);
	/* Those of the turn before are forgotten. */
	window_refresh_box(r.window, (struct window_box){ 0, 5, 7, 1 });
	drawn(&r, 0, 5, 7, 6);
	window_refresh_box(r.window, (struct window_box){ 0, 5, 7, 1 });
	window_refresh(r.window);
	drawn(&r, 0, 0, 640, 480);
	/* More than it can remember: all of it. */
	for (int i = 0; i < 100; i++)
		window_refresh_box(r.window, (struct window_box){ i, 5, 1, 1 });
	drawn(&r, 0, 0, 640, 480);
	finish(&r);
}

static void
test_fingers_and_the_mouse(void **state)
{
	struct room r;
	(void)state;

	begin(&r);
	push(SDL_FINGERDOWN,
	    (SDL_Event){ .tfinger = { .fingerId = 7, .x = 0.5F, .y = 0.25F } });
	/* SDL's own echo of a finger as a mouse. */
	push(SDL_MOUSEBUTTONDOWN,
	    (SDL_Event){ .button = { .which = SDL_TOUCH_MOUSEID,
			     .button = SDL_BUTTON_LEFT } });
	push(SDL_FINGERUP, (SDL_Event){ .tfinger = { .fingerId = 7 } });
	push(SDL_MOUSEBUTTONDOWN,
	    (SDL_Event){ .button = { .button = SDL_BUTTON_RIGHT } });
	push(SDL_MOUSEBUTTONDOWN,
	    (SDL_Event){
		.button = { .button = SDL_BUTTON_LEFT, .x = 3, .y = 4 } });
	until(&r, 3);
	assert_int_equal(r.actions[0].what, WINDOW_PRESS);
	assert_int_equal(r.actions[0].finger, 7);
	assert_int_equal((int)r.actions[0].x, 320);
	assert_int_equal((int)r.actions[0].y, 120);
	assert_int_equal(r.actions[1].what, WINDOW_LIFT);
	assert_int_equal(r.actions[2].finger, WINDOW_MOUSE);
	assert_int_equal((int)r.actions[2].x, 3);
	finish(&r);
}

static SDL_Event
key(SDL_Keycode sym, uint8_t repeat)
{
	return (
	    SDL_Event){ .key = { .repeat = repeat, .keysym = { .sym = sym } } };
}

static void
test_keys_and_text(void **state)
{
	struct room r;
	SDL_Event typed = { 0 };
	(void)state;

	begin(&r);
	push(SDL_KEYDOWN, key(SDLK_KP_8, 0));
	push(SDL_KEYDOWN, key(SDLK_F1, 0));
	push(SDL_KEYDOWN, key(SDLK_RETURN, 0));
	push(SDL_KEYDOWN, key(SDLK_RETURN, 1));
	memcpy(typed.text.text, "A\0", 2);
	push(SDL_TEXTINPUT, typed);
	push(SDL_QUIT, (SDL_Event){ 0 });
	until(&r, 4);
	assert_int_equal(r.actions[0].key, WINDOW_KEY_UP);
	assert_true(r.actions[0].keypad);
	assert_int_equal(r.actions[1].key, WINDOW_KEY_ENTER);
	assert_false(r.actions[1].keypad);
	assert_string_equal(r.actions[2].typed, "A");
	assert_int_equal(r.actions[3].what, WINDOW_CLOSE);
	finish(&r);
}

static void
test_no_display_is_said(void **state)
{
	struct event_base *base = event_base_new();
	(void)state;

	assert_int_equal(setenv("SDL_VIDEODRIVER", "none-such", 1), 0);
	assert_null(window_create(
	    base, &(struct window_config){ .title = "test", .draw = on_draw }));
	event_base_free(base);
}

/* The driver that SDL falls back on is no screen. */
static void
test_what_nobody_sees_is_no_display(void **state)
{
	struct event_base *base = event_base_new();
	(void)state;

	if (access("/dev/dri", F_OK) == 0)
		skip(); /* SDL may find a screen there */
	assert_int_equal(unsetenv("SDL_VIDEODRIVER"), 0);
	assert_int_equal(unsetenv("WAYLAND_DISPLAY"), 0);
	assert_int_equal(setenv("DISPLAY", ":none", 1), 0);
	assert_null(window_create(
	    base, &(struct window_config){ .title = "test", .draw = on_draw }));
	event_base_free(base);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_it_draws_once_for_many_refreshes),
		cmocka_unit_test(test_boxes_alone_are_drawn_again),
		cmocka_unit_test(test_fingers_and_the_mouse),
		cmocka_unit_test(test_keys_and_text),
		cmocka_unit_test(test_no_display_is_said),
		cmocka_unit_test(test_what_nobody_sees_is_no_display),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
