#include "tests/unit/counter/room.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

int
room_take(struct room *r)
{
	return taken(&r->t.asks, r->words);
}

void
room_answer(struct room *r, int kind, const char *json, int64_t now_ms)
{
	json_t *value = json_loads(json, JSON_DECODE_ANY, NULL);

	assert_non_null(value);
	assert_int_equal(room_take(r), kind);
	talk_reply(&r->t, (enum talk_ask)kind,
	    &(struct link_reply){ .verdict = LINK_OK, .value = value }, now_ms);
	json_decref(value);
}

void
room_end_as(struct room *r, int kind, enum link_verdict verdict, int64_t now_ms)
{
	assert_int_equal(room_take(r), kind);
	talk_reply(&r->t, (enum talk_ask)kind,
	    &(struct link_reply){
		.verdict = verdict, .word = "BADSTATE", .say = "not now" },
	    now_ms);
}

void
room_begin(struct room *r, bool interactive, const char *once)
{
	*r = (struct room){ 0 };
	talk_init(&r->t,
	    &(struct talk_config){
		.label = "3",
		.clerk = "7",
		.lang = "en",
		.interactive = interactive,
		.start_ms = 1000,
		.once = once,
		.once_rid = RID,
	    });
}

void
room_come_up(struct room *r, const char *hall, int64_t now_ms)
{
	talk_link(&r->t, true, "", now_ms);
	room_answer(r, TALK_ASK_LAYOUT, LAYOUT, now_ms);
	assert_false(talk_ready(&r->t) && !r->t.config.interactive);
	room_answer(r, TALK_ASK_OPEN, "{\"counter\":\"3\",\"seq\":4}", now_ms);
	assert_string_equal(r->words, "COUNTER OPEN 3 CLERK 7");
	room_answer(r, TALK_ASK_STATE, hall, now_ms);
}

void
room_ready(struct room *r, bool interactive)
{
	room_begin(r, interactive, NULL);
	room_come_up(r, IDLE, 1000);
	assert_true(talk_ready(&r->t));
	assert_int_equal(r->t.asks.count, 0);
	buf_clear(&r->t.out);
}

void
room_called(struct room *r)
{
	talk_line(&r->t, "n", RID, 2000);
	room_answer(r, TALK_ASK_ACTION, CALLED, 2000);
	buf_clear(&r->t.out);
	assert_string_equal(r->t.ticket.id, "41");
}

void
room_finish(struct room *r)
{
	talk_release(&r->t);
}
