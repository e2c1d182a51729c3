#include "ui/window.h"

#include <SDL.h>
#include <SDL_syswm.h>
#include <event2/event.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define POLL_MS	  16   /* where no file descriptor tells of events */
#define SAFETY_MS 1000 /* Xlib may have read them ahead */
#define BOXES_MAX 16   /* of a turn; more are as good as all */

struct window {
	struct window_config config;
	SDL_Window *sdl;
	struct event *fd, *poll, *draw;
	bool video; /* SDL was begun */
	bool whole; /* more than the boxes is to be drawn */
	SDL_Rect boxes[BOXES_MAX];
	int count;
	int width, height; /* as it was drawn last */
};

static void
schedule(struct event *e, long after_ms)
{
	struct timeval after = { after_ms / 1000, after_ms % 1000 * 1000 };

	(void)event_add(e, &after);
}

void
window_refresh(struct window *w)
{
	w->whole = true;
	schedule(w->draw, 0);
}

void
window_refresh_box(struct window *w, struct window_box box)
{
	const SDL_Rect all = { 0, 0, w->width, w->height };
	const SDL_Rect rect = { box.x, box.y, box.width, box.height };

	if (w->count == BOXES_MAX) {
		window_refresh(w);
		return;
	}
	if (SDL_IntersectRect(&all, &rect, &w->boxes[w->count]))
		w->count++;
	schedule(w->draw, 0);
}

/* Another size than before: nothing of what was drawn is there any more. */
static bool
is_whole(struct window *w, const SDL_Surface *to)
{
	bool same = w->width == to->w && w->height == to->h;

	w->width = to->w;
	w->height = to->h;
	return w->whole || !same;
}

static void
clip(const struct window *w, cairo_t *cr)
{
	for (int i = 0; i < w->count; i++) {
		const SDL_Rect *r = &w->boxes[i];
		cairo_rectangle(cr, r->x, r->y, r->w, r->h);
	}
	cairo_clip(cr);
}

static void
show(struct window *w, bool whole)
{
	if (whole) {
		(void)SDL_UpdateWindowSurface(w->sdl);
	} else {
		(void)SDL_UpdateWindowSurfaceRects(w->sdl, w->boxes, w->count);
	}
}

/* All that SDL draws into has 32 bits a pixel, in the order of Cairo's. */
static void
on_draw(int fd, short what, void *ctx)
{
	struct window *w = ctx;
	SDL_Surface *to = SDL_GetWindowSurface(w->sdl);
	(void)fd, (void)what;

	if (to == NULL || to->format->BytesPerPixel != 4)
		return;
	cairo_surface_t *surface = cairo_image_surface_create_for_data(
	    to->pixels, CAIRO_FORMAT_RGB24, to->w, to->h, to->pitch);
	cairo_t *cr = cairo_create(surface);
	bool whole = is_whole(w, to);
	w->whole = false;
	if (!whole)
		clip(w, cr);
	w->config.draw(w->config.ctx, cr, to->w, to->h);
	cairo_destroy(cr);
	cairo_surface_flush(surface);
	cairo_surface_destroy(surface);
	show(w, whole);
	w->count = 0;
	/* Xlib has read ahead while it waited for the picture to be shown. */
	schedule(w->poll, 0);
}

struct key {
	SDL_Keycode sym;
	enum window_key key;
	bool keypad;
};

static const struct key keys[] = {
	{ SDLK_UP, WINDOW_KEY_UP, false },
	{ SDLK_DOWN, WINDOW_KEY_DOWN, false },
	{ SDLK_LEFT, WINDOW_KEY_LEFT, false },
	{ SDLK_RIGHT, WINDOW_KEY_RIGHT, false },
	{ SDLK_TAB, WINDOW_KEY_NEXT, false },
	{ SDLK_RETURN, WINDOW_KEY_ENTER, false },
	{ SDLK_ESCAPE, WINDOW_KEY_BACK, false },
	{ SDLK_BACKSPACE, WINDOW_KEY_ERASE, false },
	{ SDLK_KP_8, WINDOW_KEY_UP, true },
	{ SDLK_KP_2, WINDOW_KEY_DOWN, true },
	{ SDLK_KP_4, WINDOW_KEY_LEFT, true },
	{ SDLK_KP_6, WINDOW_KEY_RIGHT, true },
	{ SDLK_KP_5, WINDOW_KEY_ENTER, true },
	{ SDLK_KP_0, WINDOW_KEY_BACK, true },
	{ SDLK_KP_PLUS, WINDOW_KEY_NEXT, false },
	{ SDLK_KP_MINUS, WINDOW_KEY_PREVIOUS, false },
	{ SDLK_KP_ENTER, WINDOW_KEY_ENTER, false },
	{ SDLK_KP_PERIOD, WINDOW_KEY_ERASE, false },
};

static bool
key_action(const SDL_KeyboardEvent *e, struct window_action *a)
{
	a->what = WINDOW_KEY;
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		if (keys[i].sym != e->keysym.sym)
			continue;
		a->key = keys[i].key;
		a->keypad = keys[i].keypad;
		if (a->key == WINDOW_KEY_NEXT && e->keysym.mod & KMOD_SHIFT)
			a->key = WINDOW_KEY_PREVIOUS;
		/* A key held down presses nothing twice. */
		return e->repeat == 0 || a->key != WINDOW_KEY_ENTER;
	}
	return false;
}

static bool
mouse_action(const SDL_MouseButtonEvent *e, struct window_action *a)
{
	a->what = e->type == SDL_MOUSEBUTTONDOWN ? WINDOW_PRESS : WINDOW_LIFT;
	a->finger = WINDOW_MOUSE;
	a->x = e->x;
	a->y = e->y;
	/* A finger's press comes a second time as a mouse's. */
	return e->which != SDL_TOUCH_MOUSEID && e->button == SDL_BUTTON_LEFT;
}

static bool
finger_action(
    struct window *w, const SDL_TouchFingerEvent *e, struct window_action *a)
{
	int width = 0, height = 0;

	SDL_GetWindowSize(w->sdl, &width, &height);
	a->what = e->type == SDL_FINGERDOWN ? WINDOW_PRESS : WINDOW_LIFT;
	a->finger = e->fingerId;
	a->x = (double)e->x * width;
	a->y = (double)e->y * height;
	return true;
}

/* What E means to the window's owner; false: nothing. */
static bool
to_action(struct window *w, const SDL_Event *e, struct window_action *a)
{
	switch (e->type) {
	case SDL_QUIT:
		a->what = WINDOW_CLOSE;
		return true;
	case SDL_WINDOWEVENT:
		window_refresh(w);
		return false;
	case SDL_MOUSEBUTTONDOWN:
	case SDL_MOUSEBUTTONUP:
		return mouse_action(&e->button, a);
	case SDL_FINGERDOWN:
	case SDL_FINGERUP:
		return finger_action(w, &e->tfinger, a);
	case SDL_KEYDOWN:
		return key_action(&e->key, a);
	case SDL_TEXTINPUT:
		a->what = WINDOW_TYPE;
		(void)snprintf(a->typed, sizeof(a->typed), "%s", e->text.text);
		return true;
	default:
		return false;
	}
}

static void
on_events(int fd, short what, void *ctx)
{
	struct window *w = ctx;
	SDL_Event e;
	(void)fd, (void)what;

	while (SDL_PollEvent(&e) != 0) {
		struct window_action a = { 0 };
		if (to_action(w, &e, &a))
			w->config.action(w->config.ctx, &a);
	}
	schedule(w->poll, w->fd != NULL ? SAFETY_MS : POLL_MS);
}

/* The file descriptor of the X server; -1: there is none. */
static int
x11_fd(const struct window *w)
{
	SDL_SysWMinfo info;

	SDL_VERSION(&info.version);
	if (!SDL_GetWindowWMInfo(w->sdl, &info) ||
	    info.subsystem != SDL_SYSWM_X11)
		return -1;
	return ConnectionNumber(info.info.x11.display);
}

static bool
watch(struct window *w, struct event_base *base)
{
	int fd = x11_fd(w);

	w->poll = event_new(base, -1, 0, on_events, w);
	w->draw = event_new(base, -1, 0, on_draw, w);
	if (w->poll == NULL || w->draw == NULL)
		return false;
	if (fd >= 0) {
		w->fd = event_new(base, fd, EV_READ | EV_PERSIST, on_events, w);
		if (w->fd == NULL || event_add(w->fd, NULL) < 0)
			return false;
	}
	schedule(w->poll, 0);
	window_refresh(w);
	return true;
}

/*
 * Where there is no screen SDL draws for nobody, and says nothing: calls would
 * count as shown. Who names such a driver wants it so.
 */
static bool
is_seen(void)
{
	const char *named = getenv("SDL_VIDEODRIVER");
	const char *driver = SDL_GetCurrentVideoDriver();
	bool blind = driver == NULL || strcmp(driver, "offscreen") == 0 ||
	    strcmp(driver, "dummy") == 0 || strcmp(driver, "evdev") == 0;

	if (!blind || (named != NULL && *named != '\0'))
		return true;
	(void)SDL_SetError("no screen was found");
	return false;
}

static bool
begin(struct window *w)
{
	(void)SDL_SetHint(SDL_HINT_NO_SIGNAL_HANDLERS, "1");
	(void)SDL_SetHint(SDL_HINT_FRAMEBUFFER_ACCELERATION, "0");
	SDL_SetMainReady();
	w->video = SDL_Init(SDL_INIT_VIDEO) == 0;
	return w->video && is_seen();
}

/*
 * The whole screen is a window of its size: on a bare X server, without a
 * window manager, nobody else would make it so.
 */
static bool
open_window(struct window *w)
{
	const struct window_config *c = &w->config;
	bool whole = c->width == 0;
	SDL_DisplayMode mode = { .w = c->width, .h = c->height };

	if (whole && SDL_GetDesktopDisplayMode(0, &mode) != 0)
		return false;
	int at = whole ? 0 : (int)SDL_WINDOWPOS_CENTERED;
	w->sdl = SDL_CreateWindow(c->title, at, at, mode.w, mode.h,
	    whole ? SDL_WINDOW_FULLSCREEN_DESKTOP | SDL_WINDOW_BORDERLESS
		  : SDL_WINDOW_RESIZABLE);
	if (w->sdl == NULL)
		return false;
	SDL_DisableScreenSaver();
	(void)SDL_ShowCursor(c->pointer ? SDL_ENABLE : SDL_DISABLE);
	if (whole)
		(void)SDL_SetWindowInputFocus(w->sdl);
	SDL_StartTextInput();
	return true;
}

struct window *
window_create(struct event_base *base, const struct window_config *config)
{
	struct window *w = calloc(1, sizeof(*w));

	if (w == NULL)
		return NULL;
	w->config = *config;
	if (!begin(w) || !open_window(w) || !watch(w, base)) {
		(void)fprintf(stderr,
		    "%s: no window: %s; is there a display (DISPLAY), or a "
		    "screen that this user may use?\n",
		    config->title, SDL_GetError());
		window_destroy(w);
		return NULL;
	}
	return w;
}

void
window_destroy(struct window *w)
{
	if (w == NULL)
		return;
	struct event *events[] = { w->fd, w->poll, w->draw };
	for (size_t i = 0; i < 3; i++) {
		if (events[i] != NULL)
			event_free(events[i]);
	}
	if (w->sdl != NULL)
		SDL_DestroyWindow(w->sdl);
	if (w->video)
		SDL_Quit();
	free(w);
}
