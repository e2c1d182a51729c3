/* Events as text and back: nothing is lost, for any type and any field. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <sodium.h>

#include "server/journal/codec.h"
#include "server/journal/journal.h"

#define T_MS ((int64_t)1780300800123)
#define TEXT "\xe6\x9c\x8d\xe5\x8a\xa1 \"q\" \\ / \x01\x1f\n\t\x7f end"

/* Written down a second time on purpose: the codec may not forget one. */
static const size_t texts[] = {
	offsetof(struct event, user),
	offsetof(struct event, rid),
	offsetof(struct event, terminal),
	offsetof(struct event, number),
	offsetof(struct event, service),
	offsetof(struct event, class),
	offsetof(struct event, lang),
	offsetof(struct event, counter),
	offsetof(struct event, clerk),
	offsetof(struct event, reason),
	offsetof(struct event, verdict),
	offsetof(struct event, to_service),
	offsetof(struct event, to_counter),
	offsetof(struct event, state),
	offsetof(struct event, victim),
	offsetof(struct event, raw),
	offsetof(struct event, to_clerk),
	offsetof(struct event, was),
	offsetof(struct event, hold),
	offsetof(struct event, steps),
	offsetof(struct event, after_to),
	offsetof(struct event, zone),
	offsetof(struct event, text),
	offsetof(struct event, services),
	offsetof(struct event, device),
	offsetof(struct event, key),
	offsetof(struct event, kind),
	offsetof(struct event, subject),
	offsetof(struct event, level),
	offsetof(struct event, appointment),
	offsetof(struct event, owner),
};
static const size_t numbers[] = {
	offsetof(struct event, args),
	offsetof(struct event, id),
	offsetof(struct event, ahead),
	offsetof(struct event, waited_ms),
	offsetof(struct event, after),
	offsetof(struct event, day),
	offsetof(struct event, calls),
	offsetof(struct event, misses),
	offsetof(struct event, matters),
	offsetof(struct event, front),
	offsetof(struct event, nil),
	offsetof(struct event, on),
	offsetof(struct event, until_ms),
	offsetof(struct event, handled_ms),
	offsetof(struct event, again),
	offsetof(struct event, after_handled_ms),
	offsetof(struct event, count),
	offsetof(struct event, training),
	offsetof(struct event, value),
	offsetof(struct event, limit),
	offsetof(struct event, call),
	offsetof(struct event, appointed_ms),
	offsetof(struct event, origin),
	offsetof(struct event, rating),
	offsetof(struct event, followup),
	offsetof(struct event, due),
	offsetof(struct event, offset_s),
	offsetof(struct event, turns_ms),
	offsetof(struct event, turned_s),
};
static const size_t times[] = {
	offsetof(struct event, wall_ms),
	offsetof(struct event, credited_ms),
	offsetof(struct event, issued_ms),
	offsetof(struct event, after_credited_ms),
};
#define COUNT(list) (sizeof(list) / sizeof(*(list)))

static const char *
text_at(const struct event *e, size_t at)
{
	const char *s;

	memcpy(&s, (const char *)e + at, sizeof(s));
	return s;
}

static int64_t
number_at(const struct event *e, size_t at)
{
	int64_t n;

	memcpy(&n, (const char *)e + at, sizeof(n));
	return n;
}

static void
set_text(struct event *e, size_t at, const char *s)
{
	memcpy((char *)e + at, &s, sizeof(s));
}

static void
set_number(struct event *e, size_t at, int64_t n)
{
	memcpy((char *)e + at, &n, sizeof(n));
}

static struct event
empty(enum event_type type)
{
	return (struct event){
		.type = type,
		.seq = 5,
		.t_ms = T_MS,
		.wall_ms = T_MS,
		.credited_ms = T_MS,
		.issued_ms = T_MS,
		.after_credited_ms = T_MS,
	};
}

static void
assert_same(const struct event *a, const struct event *b)
{
	assert_int_equal(a->type, b->type);
	assert_int_equal(a->seq, b->seq);
	assert_int_equal(a->t_ms, b->t_ms);
	for (size_t i = 0; i < COUNT(texts); i++) {
		const char *s = text_at(a, texts[i]);
		if (s) {
			assert_non_null(text_at(b, texts[i]));
			assert_string_equal(s, text_at(b, texts[i]));
		} else {
			assert_null(text_at(b, texts[i]));
		}
	}
	for (size_t i = 0; i < COUNT(numbers); i++) {
		assert_int_equal(
		    number_at(a, numbers[i]), number_at(b, numbers[i]));
	}
	for (size_t i = 0; i < COUNT(times); i++) {
		assert_int_equal(
		    number_at(a, times[i]), number_at(b, times[i]));
	}
}

/* Where an event of that type keeps what is personal; a second time too. */
static size_t
personal_at(enum event_type type)
{
	if (type == EVENT_COMPLAINED || type == EVENT_FOLLOWUP_CLOSED)
		return offsetof(struct event, text);
	return type == EVENT_BOOKED ? offsetof(struct event, contact)
				    : offsetof(struct event, reason);
}

/* As the opening state has it, which keeps personal values too. */
static void
whole_there_and_back(const struct event *e)
{
	struct buf out = { 0 };
	struct event back = { 0 };

	codec_write_whole(&out, e);
	assert_false(out.failed);
	json_t *object = json_loadb(out.at, out.len, 0, NULL);
	assert_non_null(object);
	assert_true(codec_read(&back, object));
	assert_same(e, &back);
	json_decref(object);
	buf_release(&out);
}

/* As a row has it: type, seq and t stand beside it. */
static void
row_there_and_back(const struct event *e)
{
	const uint8_t salt[16] = { 1, 2, 3 };
	struct buf out = { 0 };
	struct event left = *e;
	struct event back = { .type = e->type, .seq = e->seq, .t_ms = e->t_ms };

	codec_write(&out, e, salt);
	assert_false(out.failed);
	json_t *object = json_loadb(out.at, out.len, 0, NULL);
	assert_non_null(object);
	assert_true(codec_read(&back, object));
	if (codec_personal(e))
		set_text(&left, personal_at(e->type), NULL);
	assert_same(&left, &back);
	json_decref(object);
	buf_release(&out);
}

static void
every_type_keeps_every_text(void **state)
{
	(void)state;
	for (enum event_type type = 0; type < EVENT_TYPES; type++) {
		for (size_t i = 0; i < COUNT(texts); i++) {
			struct event e = empty(type);
			set_text(&e, texts[i], TEXT);
			whole_there_and_back(&e);
			row_there_and_back(&e);
			set_text(&e, texts[i], "");
			whole_there_and_back(&e);
			row_there_and_back(&e);
		}
	}
}

/* E with each of the VALUES in the field AT. */
static void
keeps(struct event e, size_t at, const int64_t *values, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		set_number(&e, at, values[i]);
		whole_there_and_back(&e);
		row_there_and_back(&e);
	}
}

static void
every_type_keeps_every_number(void **state)
{
	static const int64_t odd[] = { 1, -1, INT64_MAX, INT64_MIN,
		(int64_t)1 << 53, 20605 };

	(void)state;
	for (enum event_type type = 0; type < EVENT_TYPES; type++) {
		for (size_t i = 0; i < COUNT(numbers); i++)
			keeps(empty(type), numbers[i], odd, COUNT(odd));
	}
}

static void
every_type_keeps_every_time(void **state)
{
	static const int64_t odd[] = { T_MS + 1, T_MS - 1, 1, T_MS * 2 };

	(void)state;
	for (enum event_type type = 0; type < EVENT_TYPES; type++) {
		for (size_t i = 0; i < COUNT(times); i++)
			keeps(empty(type), times[i], odd, COUNT(odd));
	}
}

static struct event
full(enum event_type type)
{
	struct event e = empty(type);
	static char text[COUNT(texts)][40];

	for (size_t i = 0; i < COUNT(texts); i++) {
		(void)snprintf(text[i], sizeof(text[i]), "%zu " TEXT, i);
		set_text(&e, texts[i], text[i]);
	}
	for (size_t i = 0; i < COUNT(numbers); i++)
		set_number(&e, numbers[i], 1000 + (int64_t)i);
	for (size_t i = 0; i < COUNT(times); i++)
		set_number(&e, times[i], T_MS + 10 + (int64_t)i);
	e.why = "{\"rule\":\"credit\"}";
	return e;
}

static void
all_of_it_at_once(void **state)
{
	(void)state;
	for (enum event_type type = 0; type < EVENT_TYPES; type++) {
		struct event e = full(type);
		whole_there_and_back(&e);
		row_there_and_back(&e);
	}
}

static void
nonsense_is_refused(void **state)
{
	static const char *const wrong[] = {
		"[]",
		"7",
		"{\"type\":\"none of ours\"}",
		"{\"type\":\"issued\",\"id\":\"7\"}",
		"{\"type\":\"issued\",\"id\":1.5}",
		"{\"type\":\"issued\",\"number\":7}",
		"{\"type\":\"issued\",\"credited\":\"now\"}",
		"{\"type\":\"issued\",\"args\":12}",
		"{\"type\":\"issued\",\"service\":null}",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(wrong); i++) {
		struct event e = { 0 };
		json_t *object = json_loads(wrong[i], JSON_DECODE_ANY, NULL);
		assert_non_null(object);
		assert_false(codec_read(&e, object));
		json_decref(object);
	}
}

static struct event
nth(int64_t seq)
{
	struct event e = full((enum event_type)(seq % EVENT_TYPES));

	e.seq = seq;
	e.slot = seq * 3;
	return e;
}

static const char *
opening_of(const struct event *e)
{
	return e->type == EVENT_DAY_CLOSED ? "[\"an opening\"]" : NULL;
}

static void
assert_text(const char *is, const char *should)
{
	assert_int_equal(is != NULL, should != NULL);
	if (is)
		assert_string_equal(is, should);
}

static void
assert_row(const struct journal_row *r, int64_t seq)
{
	struct event e = nth(seq);
	struct event back = {
		.type = r->type,
		.seq = r->seq,
		.t_ms = r->t_ms,
	};

	assert_int_equal(r->slot, e.slot);
	assert_int_equal(r->day, e.day);
	assert_text(r->personal, codec_personal(&e));
	assert_text(r->opening, opening_of(&e));
	assert_int_equal(strlen(r->payload), r->payload_len);
	json_t *object = json_loadb(r->payload, r->payload_len, 0, NULL);
	assert_true(codec_read(&back, object));
	if (codec_personal(&e))
		set_text(&e, personal_at(e.type), NULL);
	assert_same(&e, &back);
	json_decref(object);
}

static void
a_batch_that_moves_keeps_its_texts(void **state)
{
	struct journal_batch b = { 0 };
	int moves = 0;

	(void)state;
	for (int64_t seq = 1; seq <= 300; seq++) {
		const struct event e = nth(seq);
		const char *before = b.text.at;
		assert_true(batch_add(&b, &e, opening_of(&e)));
		if (before && before == b.text.at)
			continue;
		moves++;
		for (int64_t i = 1; i <= seq; i++)
			assert_row(&b.row[i - 1], i);
	}
	/* Else this has shown nothing. */
	assert_true(moves > 1);
	for (int64_t i = 1; i <= 300; i++)
		assert_row(&b.row[i - 1], i);
	assert_int_equal(b.count, 300);
	batch_release(&b);
}

/* Control bytes become six times as long. */
static void
a_long_text_moves_no_other(void **state)
{
	struct journal_batch b = { 0 };
	struct event e = nth(2), back = { 0 };
	static char text[5000];

	(void)state;
	assert_true(batch_add(&b, &e, NULL));
	memset(text, 0x01, sizeof(text) - 1);
	e = nth(3);
	e.number = text;
	assert_true(batch_add(&b, &e, NULL));
	assert_row(&b.row[0], 2);
	json_t *object = json_loadb(
	    b.row[1].payload, b.row[1].payload_len, 0, NULL);
	assert_true(codec_read(&back, object));
	assert_string_equal(back.number, text);
	json_decref(object);
	batch_release(&b);
}

static void
a_cleared_batch_begins_anew(void **state)
{
	struct journal_batch b = { 0 };
	const struct event first = nth(EVENT_DAY_CLOSED), second = nth(90);

	(void)state;
	assert_true(batch_add(&b, &first, "[]"));
	batch_clear(&b);
	assert_int_equal(b.count, 0);
	assert_true(batch_add(&b, &second, opening_of(&second)));
	assert_int_equal(b.count, 1);
	assert_row(&b.row[0], 90);
	batch_release(&b);
}

/* Worked out by another hand: the chain of a file in use may never change. */
static void
the_chain_is_what_it_was(void **state)
{
	static const char should[] = "91a8ea262a0b6c1598a8f9f49716d271"
				     "017363569e495ef17ed616d55a81a2d3";
	const struct journal_row row = { .seq = 7,
		.t_ms = T_MS,
		.type = EVENT_ISSUED,
		.payload = "{\"id\":1}",
		.payload_len = 8 };
	uint8_t hash[JOURNAL_HASH] = { 0 };
	char hex[2 * JOURNAL_HASH + 1];

	(void)state;
	chain_next(hash, &row);
	chain_next(hash, &row);
	(void)sodium_bin2hex(hex, sizeof(hex), hash, sizeof(hash));
	assert_string_equal(hex, should);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_type_keeps_every_text),
		cmocka_unit_test(every_type_keeps_every_number),
		cmocka_unit_test(every_type_keeps_every_time),
		cmocka_unit_test(all_of_it_at_once),
		cmocka_unit_test(nonsense_is_refused),
		cmocka_unit_test(a_batch_that_moves_keeps_its_texts),
		cmocka_unit_test(a_long_text_moves_no_other),
		cmocka_unit_test(a_cleared_batch_begins_anew),
		cmocka_unit_test(the_chain_is_what_it_was),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
