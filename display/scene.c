#include "display/scene.h"

#include <stdio.h>
#include <string.h>

#include "display/display.h"
#include "ui/catalogue.h"
#include "ui/field.h"

#define COPY(to, from) ((void)snprintf(to, sizeof(to), "%s", from))

static const char *
lang_of(const struct scene *s, size_t i)
{
	return catalogue_lang(s->langs[i]);
}

static void
put_names(const struct scene *s, char to[SCENE_LANGS][SCENE_NAME],
    const json_t *object)
{
	for (size_t i = 0; i < s->langs_count; i++) {
		(void)snprintf(to[i], SCENE_NAME, "%s",
		    field_words(object, "name", lang_of(s, i)));
	}
	/* Said once, where a text has one language alone. */
	if (strcmp(to[0], to[1]) == 0)
		to[1][0] = '\0';
}

/* --- Calls -------------------------------------------------------------- */

static void
put_call(const struct scene *s, struct scene_call *to, const struct display *d,
    const struct board_call *call)
{
	*to = (struct scene_call){ .seq = call->seq };
	COPY(to->number, call->number);
	COPY(to->counter, call->counter);
	put_names(s, to->service, facts_service(&d->facts, call->service));
}

static void
put_tiles(struct scene *s, const struct display *d)
{
	const struct stage *stage = &d->stage;

	for (size_t i = stage->count; i-- > 0;) {
		struct scene_call *to = &s->tiles[s->tiles_count++];
		put_call(s, to, d, &stage->tiles[i].call);
		to->is_new = stage->tiles[i].is_new;
	}
}

/* The last calls that don't stand large, each ticket once. */
static bool
is_row(const struct scene *s, const struct display *d,
    const struct board_call *call)
{
	if (s->layout == SCENE_CALLS && stage_has(&d->stage, call->seq))
		return false;
	for (size_t i = 0; i < s->rows_count; i++) {
		if (strcmp(s->rows[i].number, call->number) == 0)
			return false;
	}
	for (size_t i = 0; s->layout == SCENE_CALLS && i < s->tiles_count;
	     i++) {
		if (strcmp(s->tiles[i].number, call->number) == 0)
			return false;
	}
	return true;
}

static void
put_rows(struct scene *s, const struct display *d)
{
	size_t most = s->layout == SCENE_LIST ? SCENE_ROWS : 6;
	const struct board_call *call;

	for (size_t i = 0; s->rows_count < most &&
	     (call = board_recent(&d->board, i)) != NULL;
	     i++) {
		if (!is_row(s, d, call))
			continue;
		struct scene_call *to = &s->rows[s->rows_count++];
		put_call(s, to, d, call);
		to->is_new = stage_will_have(&d->stage, call->seq) ||
		    (s->layout == SCENE_LIST &&
			stage_has(&d->stage, call->seq));
	}
}

/* --- Services and counters ---------------------------------------------- */

static size_t
page_of(struct scene *s, size_t count, size_t on_page, int64_t now_ms)
{
	s->pages = count > 0 ? (count - 1) / on_page + 1 : 1;
	s->page = (size_t)(now_ms / 1000 / s->page_s) % s->pages;
	return s->page * on_page;
}

static void
put_service(struct scene *s, const struct display *d, const json_t *row)
{
	struct scene_service *to = &s->services[s->services_count++];
	const char *code = field_text(row, "service");
	const json_t *service = facts_service(&d->facts, code);
	const char *prefix = field_text(service, "prefix");

	to->waiting = field_int(row, "waiting", 0);
	(void)snprintf(to->mark, sizeof(to->mark), "%.2s",
	    *prefix != '\0' ? prefix : code);
	put_names(s, to->name, service);
	if (to->name[0][0] == '\0')
		COPY(to->name[0], code);
}

static bool
lies_in(const struct display *d, const char *code)
{
	const json_t *service = facts_service(&d->facts, code);

	return json_object_get(service, "zones") == NULL ||
	    field_has(service, "zones", board_zone(&d->board));
}

static void
put_services(struct scene *s, const struct display *d, int64_t now_ms)
{
	const json_t *rows = d->facts.services;
	size_t here[256], count = 0;

	for (size_t i = 0; i < json_array_size(rows) && count < 256; i++) {
		const json_t *row = json_array_get(rows, i);
		if (lies_in(d, field_text(row, "service")))
			here[count++] = i;
	}
	/* Eight fit when there are no more, else six and then the next. */
	size_t on_page = count <= SCENE_SERVICES ? SCENE_SERVICES : 6;
	size_t at = page_of(s, count, on_page, now_ms);
	for (size_t i = at; i < count && i < at + on_page; i++)
		put_service(s, d, json_array_get(rows, here[i]));
}

static void
put_counter(struct scene *s, const struct display *d, const json_t *row)
{
	struct scene_counter *to = &s->counters[s->counters_count++];

	COPY(to->label, field_text(row, "counter"));
	COPY(to->number, field_text(row, "number"));
	to->state = field_is(row, "state", "open") ? SCENE_OPEN
	    : field_is(row, "state", "paused")	   ? SCENE_PAUSED
						   : SCENE_CLOSED;
	for (size_t i = 0; to->number[0] != '\0'; i++) {
		const struct board_call *c = board_recent(&d->board, i);
		if (c == NULL)
			return;
		if (strcmp(c->number, to->number) != 0)
			continue;
		put_names(s, to->service, facts_service(&d->facts, c->service));
		return;
	}
}

static bool
counter_is_here(const struct display *d, const char *label)
{
	const json_t *counters = json_object_get(d->facts.layout, "counters");
	const json_t *counter = field_find(counters, "label", label);

	return counter == NULL ||
	    field_has(counter, "zones", board_zone(&d->board));
}

static void
put_counters(struct scene *s, const struct display *d, int64_t now_ms)
{
	const json_t *rows = d->facts.counters;
	size_t here[256], count = 0;

	for (size_t i = 0; i < json_array_size(rows) && count < 256; i++) {
		const json_t *row = json_array_get(rows, i);
		if (counter_is_here(d, field_text(row, "counter")))
			here[count++] = i;
	}
	size_t on_page = count <= 24 ? 24 : 20;
	size_t at = page_of(s, count, on_page, now_ms);
	for (size_t i = at; i < count && i < at + on_page; i++)
		put_counter(s, d, json_array_get(rows, here[i]));
}

/* The counter's last call is newer than what was asked for. */
static void
put_sign(struct scene *s, const struct display *d, const char *label)
{
	const json_t *row = facts_counter(&d->facts, label);
	const struct board_call *call = NULL;

	if (row != NULL) {
		put_counter(s, d, row);
	} else {
		COPY(s->counters[0].label, label);
		s->counters_count = 1;
	}
	for (size_t i = 0; (call = board_recent(&d->board, i)) != NULL; i++) {
		if (strcmp(call->counter, label) == 0)
			break;
	}
	struct scene_counter *to = &s->counters[0];
	if (call == NULL || !stage_has(&d->stage, call->seq))
		return;
	COPY(to->number, call->number);
	to->state = SCENE_OPEN;
	put_names(s, to->service, facts_service(&d->facts, call->service));
	put_call(s, &s->tiles[s->tiles_count++], d, call);
	s->tiles[0].is_new = true;
}

static const char *
ticker_in(const struct display *d, const char *lang)
{
	const char *own = field_words(display_settings(d), "ticker", lang);

	return *own != '\0' ? own
			    : field_words(d->facts.layout, "ticker", lang);
}

/* --- The rest ----------------------------------------------------------- */

static void
put_texts(struct scene *s, const struct display *d)
{
	const struct board *b = &d->board;
	size_t used = 0;

	for (size_t i = 0; i < s->langs_count; i++) {
		const char *text = ticker_in(d, lang_of(s, i));
		if (*text == '\0' || (used > 0 && strstr(s->ticker, text)))
			continue;
		int n = snprintf(s->ticker + used, sizeof(s->ticker) - used,
		    "%s%s", used > 0 ? "\xe3\x80\x80\xe3\x80\x80" : "", text);
		used += n > 0 ? (size_t)n : 0;
		used = used < sizeof(s->ticker) ? used : sizeof(s->ticker) - 1;
	}
	(void)snprintf(s->notice, sizeof(s->notice), "%.*s", (int)b->notice.len,
	    b->notice.len > 0 ? b->notice.at : "");
	(void)snprintf(s->urgent, sizeof(s->urgent), "%.*s", (int)b->urgent.len,
	    b->urgent.len > 0 ? b->urgent.at : "");
	for (char *at = s->ticker; (at = strchr(at, '\n')) != NULL;)
		*at = ' ';
}

/* "2026-11-28 20:44:28": today its time alone. */
static const char *
short_time(const struct scene *s, const char *text)
{
	char today[16];

	(void)strftime(today, sizeof(today), "%Y-%m-%d ", &s->now);
	size_t len = strlen(today);
	return strncmp(text, today, len) == 0 ? text + len : text;
}

static void
put_troubles(struct scene *s, const struct display *d)
{
	const struct tell_device *sound = tell_find(&d->tell, "sound");

	if (!d->board.up || d->facts.late)
		COPY(s->away, short_time(s, d->board.since));
	if ((!d->board.up || d->facts.late) && s->away[0] == '\0')
		COPY(s->away, "-");
	if (sound != NULL && strcmp(sound->value, "ok") != 0)
		COPY(s->alarm, tr(s->langs[0], "The voice is out of order"));
}

bool
scene_layout_named(enum scene_layout *out, const char *name)
{
	static const char *const names[] = { [SCENE_CALLS] = "calls",
		[SCENE_LIST] = "list",
		[SCENE_ALL_COUNTERS] = "counters" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (strcmp(names[i], name) != 0)
			continue;
		*out = (enum scene_layout)i;
		return true;
	}
	return false;
}

void
scene_build(struct scene *s, const struct display *d,
    const struct scene_settings *settings, const struct scene_time *time)
{
	memset(s, 0, sizeof(*s));
	s->layout = settings->layout;
	s->page_s = settings->page_s > 0 ? settings->page_s : SCENE_PAGE_S;
	memcpy(s->langs, settings->langs, sizeof(s->langs));
	s->langs_count = settings->langs_count;
	s->now = time->wall;
	put_names(s, s->hall, d->facts.layout);
	put_texts(s, d);
	put_troubles(s, d);
	if (s->layout == SCENE_SIGN) {
		put_sign(s, d, settings->counter);
		return;
	}
	put_tiles(s, d);
	put_rows(s, d);
	if (s->layout == SCENE_ALL_COUNTERS) {
		put_counters(s, d, time->now_ms);
	} else {
		put_services(s, d, time->now_ms);
	}
}
