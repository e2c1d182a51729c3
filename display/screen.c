#include "display/screen.h"

#include <event2/event.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>

#include "display/display.h"
#include "display/draw.h"
#include "display/ticker.h"
#include "ui/catalogue.h"
#include "ui/field.h"
#include "ui/picture.h"
#include "ui/shell.h"
#include "ui/window.h"

#define LANGS_KEPT 8

struct screen {
	struct screen_config config;
	struct scene_settings settings;
	struct scene scene; /* as it is drawn */
	int width, height;  /* of the pixels that it was built for */
	struct event_base *base;
	struct window *window;
	struct event *timer, *frames; /* FRAMES: while the ticker moves */
	struct ticker ticker;
	struct catalogue *kept[LANGS_KEPT]; /* whatever the hall speaks */
	size_t kept_count;
	uint64_t drawn; /* the display's changes */
	bool warm;
};

/* --- Languages ---------------------------------------------------------- */

static const struct catalogue *
catalogue_of(struct screen *s, const char *lang)
{
	for (size_t i = 0; i < s->kept_count; i++) {
		if (strcmp(catalogue_lang(s->kept[i]), lang) == 0)
			return s->kept[i];
	}
	struct catalogue *c = s->kept_count < LANGS_KEPT
	    ? catalogue_create(lang)
	    : NULL;
	if (c != NULL)
		s->kept[s->kept_count++] = c;
	return c;
}

static void
add_lang(struct screen *s, const char *lang)
{
	const struct catalogue *c = catalogue_of(s, lang);

	if (c != NULL && s->settings.langs_count < SCENE_LANGS)
		s->settings.langs[s->settings.langs_count++] = c;
}

static void
add_langs(struct screen *s, const json_t *langs)
{
	for (size_t i = 0; i < json_array_size(langs); i++) {
		const char *lang = json_string_value(json_array_get(langs, i));
		add_lang(s, lang != NULL ? lang : "");
	}
}

static void
add_words(struct screen *s, const char *words)
{
	char names[64], *rest = names;

	(void)snprintf(names, sizeof(names), "%s", words);
	for (char *one; (one = strsep(&rest, ",")) != NULL;)
		add_lang(s, one);
}

/* By the flag; else as it is set; else the hall's; else Chinese, English. */
static void
take_langs(struct screen *s, const json_t *set)
{
	const json_t *own = json_object_get(set, "languages");
	const json_t *layout = s->config.display->facts.layout;

	s->settings.langs_count = 0;
	if (s->config.langs != NULL) {
		add_words(s, s->config.langs);
	} else if (own != NULL) {
		add_langs(s, own);
	} else {
		add_langs(s, json_object_get(layout, "languages"));
	}
	if (s->settings.langs_count > 0)
		return;
	add_lang(s, "zh");
	add_lang(s, "en");
}

/* The flags go before what the hall's layout says of this display. */
static void
take_settings(struct screen *s)
{
	const struct screen_config *c = &s->config;
	const json_t *set = display_settings(c->display);
	const char *counter = field_text(set, "counter");

	s->settings.layout = SCENE_CALLS;
	(void)scene_layout_named(&s->settings.layout,
	    c->layout != NULL ? c->layout : field_text(set, "screen"));
	s->settings.counter = c->counter;
	if (c->counter == NULL && c->layout == NULL && *counter != '\0')
		s->settings.counter = counter;
	if (s->settings.counter != NULL)
		s->settings.layout = SCENE_SIGN;
	s->settings.page_s = field_int(set, "page_s", 0);
	take_langs(s, set);
}

/* --- Drawing ------------------------------------------------------------ */

static void
build(struct screen *s, int width, int height)
{
	struct scene_time when = { .now_ms = shell_now_ms() };
	time_t now = time(NULL);

	(void)localtime_r(&now, &when.wall);
	take_settings(s);
	scene_build(&s->scene, s->config.display, &s->settings, &when);
	ticker_set(&s->ticker, &s->scene, width, height);
	s->scene.moves = s->ticker.strip != NULL && s->window != NULL;
	s->width = width;
	s->height = height;
}

/* All pixels that the box touches. */
static void
refresh_box(struct screen *s, struct paint_box box)
{
	int x = (int)box.x, y = (int)box.y;

	window_refresh_box(s->window,
	    (struct window_box){ x, y, (int)(box.x + box.w) + 1 - x,
		(int)(box.y + box.h) + 1 - y });
}

/* The display has changed: what looks different is drawn again. */
static void
update(struct screen *s)
{
	struct scene was = s->scene;

	if (s->width == 0)
		return; /* not drawn as yet: it will be */
	build(s, s->width, s->height);
	unsigned changes = place_changes(&was, &s->scene);
	if (changes == PLACE_ALL) {
		window_refresh(s->window);
		return;
	}
	for (enum place at = PLACE_HEAD; at < PLACES; at++) {
		struct paint_box box = place_box(
		    &s->scene, s->width, s->height, at);
		if ((changes & PLACE_BIT(at)) != 0)
			refresh_box(s, box);
	}
}

static void
tell_seen(struct screen *s)
{
	struct display *d = s->config.display;
	const struct scene *scene = &s->scene;
	int64_t now_ms = shell_now_ms();
	size_t before = d->unseen_count;

	if (scene->urgent[0] != '\0')
		return; /* it covers them */
	for (size_t i = scene->tiles_count; i-- > 0;)
		display_seen(d, scene->tiles[i].seq, now_ms);
	for (size_t i = scene->rows_count; i-- > 0;)
		display_seen(d, scene->rows[i].seq, now_ms);
	if (d->unseen_count != before)
		s->config.seen(s->config.ctx);
}

/* The next of the ticker's pictures. */
static void
move_on(struct screen *s)
{
	long ms = (long)ticker_stands_ms(shell_now_ms());
	const struct timeval after = { ms / 1000, ms % 1000 * 1000 };

	(void)event_add(s->frames, &after);
}

static void
on_frame(evutil_socket_t fd, short what, void *ctx)
{
	struct screen *s = ctx;
	(void)fd, (void)what;

	if (s->ticker.strip == NULL)
		return;
	refresh_box(s, s->ticker.box);
}

/*
 * Letters are drawn from memory once they were drawn before: so that the
 * first call of a day is as quick as the others, all kinds of it are drawn
 * where nobody sees them.
 */
static void
warm_up(struct screen *s, int width, int height)
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
	cairo_surface_t *to = cairo_image_surface_create(
	    CAIRO_FORMAT_RGB24, width, height);
	cairo_t *cr = cairo_create(to);
	struct scene scene = s->scene;

	for (size_t i = 0; i + 4 < sizeof(letters); i += 4) {
		struct scene_call *c = &scene.tiles[i / 4 % STAGE_TILES];
		*c = (struct scene_call){ .is_new = true };
		memcpy(c->number, letters + i, 4);
		memcpy(c->counter, letters + sizeof(letters) - 3, 2);
		scene.tiles_count = i / 4 % STAGE_TILES + 1;
		(void)draw_scene(cr, &scene, width, height);
	}
	cairo_destroy(cr);
	cairo_surface_destroy(to);
}

static void
on_draw(void *ctx, cairo_t *cr, int width, int height)
{
	struct screen *s = ctx;

	if (width != s->width || height != s->height)
		build(s, width, height);
	if (!s->warm && s->window != NULL)
		warm_up(s, width, height);
	s->warm = true;
	(void)draw_scene(cr, &s->scene, width, height);
	if (s->scene.moves) {
		ticker_draw(&s->ticker, cr, shell_now_ms());
		move_on(s);
	}
	tell_seen(s);
}

/* Until the minute turns or, with more than one, the page does. */
static void
set_timer(struct screen *s)
{
	int64_t page_s = s->scene.page_s > 0 ? s->scene.page_s : SCENE_PAGE_S;
	int64_t page_ms = page_s * 1000;
	struct timeval now;

	(void)gettimeofday(&now, NULL);
	int64_t left_ms = 60000 - now.tv_sec % 60 * 1000 - now.tv_usec / 1000;
	int64_t page_left_ms = page_ms - shell_now_ms() % page_ms;
	if (s->scene.pages > 1 && page_left_ms < left_ms)
		left_ms = page_left_ms;
	left_ms += 5; /* never a moment too early */
	struct timeval after = { .tv_sec = (time_t)(left_ms / 1000),
		.tv_usec = (suseconds_t)(left_ms % 1000) * 1000 };
	(void)event_add(s->timer, &after);
}

static void
on_timer(evutil_socket_t fd, short what, void *ctx)
{
	struct screen *s = ctx;
	(void)fd, (void)what;

	update(s);
	set_timer(s);
}

static void
on_action(void *ctx, const struct window_action *action)
{
	struct screen *s = ctx;

	if (action->what == WINDOW_CLOSE)
		s->config.closed(s->config.ctx);
}

/* --- The whole ---------------------------------------------------------- */

struct screen *
screen_create(struct event_base *base, const struct screen_config *config)
{
	struct screen *s = calloc(1, sizeof(*s));

	if (s == NULL)
		return NULL;
	s->config = *config;
	s->base = base;
	if (config->layout == NULL ||
	    scene_layout_named(&s->settings.layout, config->layout))
		return s;
	(void)fprintf(stderr,
	    "hao-display: --layout %s: takes calls, list or counters\n",
	    config->layout);
	screen_destroy(s);
	return NULL;
}

void
screen_destroy(struct screen *s)
{
	if (s == NULL)
		return;
	window_destroy(s->window);
	if (s->timer != NULL)
		event_free(s->timer);
	if (s->frames != NULL)
		event_free(s->frames);
	ticker_release(&s->ticker);
	for (size_t i = 0; i < s->kept_count; i++)
		catalogue_destroy(s->kept[i]);
	free(s);
}

bool
screen_open(struct screen *s)
{
	s->timer = event_new(s->base, -1, 0, on_timer, s);
	s->frames = event_new(s->base, -1, 0, on_frame, s);
	s->window = window_create(s->base,
	    &(struct window_config){
		.title = "hao-display",
		.width = s->config.width,
		.height = s->config.height,
		.draw = on_draw,
		.action = on_action,
		.ctx = s,
	    });
	if (s->timer == NULL || s->frames == NULL || s->window == NULL)
		return false;
	set_timer(s);
	return true;
}

void
screen_refresh(struct screen *s)
{
	const struct display *d = s->config.display;
	uint64_t now = d->changes + d->facts.changes;

	if (now == s->drawn || s->window == NULL)
		return;
	s->drawn = now;
	update(s);
	set_timer(s);
}

bool
screen_is_whole(const struct screen *s)
{
	const struct display *d = s->config.display;

	return d->board.known && d->facts.layout != NULL &&
	    d->facts.services != NULL && d->facts.counters != NULL;
}

const char *
screen_picture(struct screen *s, const char *size, const char *file)
{
	struct picture p = { .draw = on_draw, .ctx = s };

	if (!picture_size(&p, size))
		return "--size takes WIDTHxHEIGHT, 8192 at most";
	return picture_write(&p, file);
}
