#include "tests/unit/kiosk/screen_room.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "kiosk/draw.h"

const char room_layout[] =
    "{\"languages\":[\"zh\",\"en\",\"xx\"],\"name\":{\"zh\":\"大厅\","
    "\"en\":\"Hall\"},\"timezone\":\"Asia/Shanghai\","
    "\"classes\":[{\"code\":\"normal\",\"name\":{\"zh\":\"普通\"}}],"
    "\"departments\":[{\"code\":\"d\",\"name\":{\"zh\":\"局\"}}],"
    "\"services\":[{\"code\":\"id\",\"prefix\":\"A\",\"name\":{\"zh\":"
    "\"户籍\",\"en\":\"Household\"},\"department\":\"d\",\"slots\":[]},"
    "{\"code\":\"tax\",\"prefix\":\"B\",\"name\":{\"zh\":\"税务\"},"
    "\"guide\":{\"zh\":\"请带\"}}],"
    "\"counters\":[{\"label\":\"1\",\"groups\":[{\"services\":"
    "[\"id\"]}]}]}";
const char room_state[] =
    "{\"t\":1795487278950,\"services\":[{\"service\":\"id\",\"waiting\":7,"
    "\"open\":1,\"wait_low\":60000,\"wait_high\":300000},"
    "{\"service\":\"tax\",\"waiting\":0,\"open\":1}],\"notices\":[]}";
const char room_ticket[] =
    "{\"id\":\"41\",\"number\":\"A012\",\"service\":\"id\",\"issued\":99,"
    "\"state\":\"waiting\",\"ahead\":2,\"seq\":5,\"replayed\":0}";

const char room_token_ticket[] =
    "{\"id\":\"41\",\"number\":\"A012\",\"service\":\"id\",\"issued\":99,"
    "\"state\":\"waiting\",\"ahead\":2,\"token\":\"" ROOM_TOKEN "\","
    "\"seq\":5,\"replayed\":0}";

static void
local(const char *zone, int64_t t_ms, struct tm *to)
{
	time_t seconds = (time_t)(t_ms / 1000);

	assert_string_equal(zone, "Asia/Shanghai");
	assert_non_null(gmtime_r(&seconds, to));
}

int
room_take(struct room *r)
{
	return taken(&r->s.asks, r->words);
}

void
room_reply(
    struct room *r, int kind, enum link_verdict verdict, const char *json)
{
	json_t *value = json_loads(json, JSON_DECODE_ANY, NULL);

	assert_non_null(value);
	assert_int_equal(room_take(r), kind);
	screen_reply(&r->s, kind,
	    &(struct link_reply){ .verdict = verdict,
		.value = value,
		.word = "NUMBERSUSED",
		.say = "none is left" },
	    r->now_ms);
	json_decref(value);
}

void
room_begin(struct room *r)
{
	*r = (struct room){ .now_ms = 1000 };
	assert_true(screen_init(&r->s,
	    &(struct screen_config){
		.lang = "zh", .start_ms = 1000, .local = local }));
	assert_int_equal(r->s.model.page, KIOSK_AWAY);
}

/* Up, with its hall, at the first page, and quiet. */
void
room_ready(struct room *r)
{
	room_begin(r);
	screen_link(&r->s, true, r->now_ms);
	room_reply(r, SCREEN_ASK_LAYOUT, LINK_OK, room_layout);
	room_reply(r, SCREEN_ASK_STATE, LINK_OK, room_state);
	assert_int_equal(r->s.model.page, KIOSK_SERVICES);
	r->now_ms += SCREEN_QUIET_MS;
	(void)screen_deadline(&r->s);
	while (room_take(r) >= 0)
		continue;
}

void
room_finish(struct room *r)
{
	screen_release(&r->s);
}

void
room_act(struct room *r, const struct window_action *action)
{
	uint8_t random[CODE_TICKET];

	for (size_t i = 0; i < sizeof(random); i++)
		random[i] = 17; /* K */
	screen_action(&r->s, action, random, r->now_ms);
}

const struct view_item *
room_item(struct room *r, int action, int arg)
{
	kiosk_layout(&r->view, &r->s.model, r->s.width, r->s.height);
	for (size_t i = 0; i < r->view.count; i++) {
		const struct view_item *item = &r->view.items[i];
		if (item->action == action && item->arg == arg)
			return item;
	}
	return NULL;
}

struct paint_box
room_box(struct room *r, int action, int arg)
{
	const struct view_item *item = room_item(r, action, arg);

	if (item == NULL) {
		fail_msg("no target %d %d", action, arg);
		return (struct paint_box){ 0 };
	}
	return item->box;
}

void
room_finger(
    struct room *r, enum window_what what, int64_t finger, struct paint_box b)
{
	room_act(r,
	    &(struct window_action){ .what = what,
		.finger = finger,
		.x = b.x + b.w / 2,
		.y = b.y + b.h / 2 });
}

void
room_tap(struct room *r, int action, int arg)
{
	struct paint_box box = room_box(r, action, arg);

	room_finger(r, WINDOW_PRESS, 1, box);
	room_finger(r, WINDOW_LIFT, 1, box);
}

/* Past the moment in which presses do not count. */
void
room_later(struct room *r, int64_t ms)
{
	r->now_ms += ms;
	screen_time(&r->s, r->now_ms);
	while (r->s.asks.count > 0 && r->s.asks.at[0].kind <= SCREEN_ASK_STATE)
		(void)room_take(r);
}

void
room_type(struct room *r, const char *text)
{
	struct window_action a = { .what = WINDOW_TYPE };

	for (; *text != '\0'; text++) {
		a.typed[0] = *text;
		room_act(r, &a);
	}
}

void
room_key(struct room *r, enum window_key key)
{
	room_act(r, &(struct window_action){ .what = WINDOW_KEY, .key = key });
}
