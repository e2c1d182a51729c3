/* Requests sent again: one request, one effect, for a day. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "tests/unit/hall/fixture.h"

static const struct spec usual = { "a:A:1-99:wrap b:B:1-99:wrap", "1:a,b",
	"normal:0", 3, 2, 30, 2000, 4, 0, 0 };

static struct request
issue_of(const char *rid, uint64_t args)
{
	return (struct request){
		.type = REQUEST_ISSUE, .service = "a", .rid = rid, .args = args
	};
}

static enum refusal
cancel_rid(struct fixture *f, const char *rid)
{
	return ask(
	    f, (struct request){ .type = REQUEST_CANCEL, .victim = rid });
}

static void
the_same_again_is_the_same(void **state)
{
	struct fixture f;

	(void)state;
	fixture_start(&f, &usual);
	issued(&f, "a", NULL);
	assert_int_equal(ask(&f, issue_of("r", 1)), REFUSE_NOT);
	struct outcome first = f.d.outcome;
	assert_false(first.replayed);
	issued(&f, "a", NULL);
	f.now_ms += HOUR_MS;
	assert_int_equal(ask(&f, issue_of("r", 1)), REFUSE_NOT);
	assert_false(f.d.has_event);
	assert_true(f.d.outcome.replayed);
	assert_int_equal(f.d.outcome.id, first.id);
	assert_int_equal(f.d.outcome.seq, first.seq);
	assert_int_equal(f.d.outcome.ahead, 1);
	assert_int_equal(f.d.outcome.issued_ms, MORNING_MS);
	assert_int_equal(f.d.outcome.day, TODAY);
	assert_string_equal(f.d.outcome.number, first.number);
	assert_string_equal(f.d.outcome.service, "a");
	assert_string_equal(f.d.outcome.state, "waiting");
	fixture_stop(&f);
}

static void
other_words_are_a_conflict(void **state)
{
	struct fixture f;

	(void)state;
	fixture_start(&f, &usual);
	assert_int_equal(ask(&f, issue_of("r", 1)), REFUSE_NOT);
	assert_int_equal(ask(&f, issue_of("r", 2)), REFUSE_RIDCONFLICT);
	struct request theirs = issue_of("r", 2);
	theirs.user = "somebody else";
	assert_int_equal(ask(&f, theirs), REFUSE_NOT);
	assert_int_equal(f.d.outcome.id, 2);
	fixture_stop(&f);
}

static void
kept_for_a_day(void **state)
{
	struct fixture f;
	struct outcome o;

	(void)state;
	fixture_start(&f, &usual);
	assert_int_equal(ask(&f, issue_of("r", 1)), REFUSE_NOT);
	fixture_day(&f, TODAY + 1);
	f.now_ms += 24 * HOUR_MS;
	assert_int_equal(ask(&f, issue_of("r", 1)), REFUSE_NOT);
	assert_true(f.d.outcome.replayed);
	assert_int_equal(f.d.outcome.id, 1);
	assert_true(hall_find_rid(f.hall, "", "r", f.now_ms, &o));
	assert_string_equal(o.state, "expired");
	f.now_ms += HOUR_MS;
	assert_false(hall_find_rid(f.hall, "", "r", f.now_ms, &o));
	assert_int_equal(ask(&f, issue_of("r", 9)), REFUSE_NOT);
	assert_true(f.d.has_event);
	assert_int_equal(f.d.outcome.id, 2);
	/* The new one hides the old. */
	assert_int_equal(ask(&f, issue_of("r", 9)), REFUSE_NOT);
	assert_int_equal(f.d.outcome.id, 2);
	assert_int_equal(ask(&f, issue_of("r", 1)), REFUSE_RIDCONFLICT);
	fixture_stop(&f);
}

static void
forgotten_a_few_at_a_time(void **state)
{
	struct fixture f;
	char rid[16];

	(void)state;
	fixture_start(&f, &usual);
	for (int i = 0; i < 3000; i++) {
		(void)snprintf(rid, sizeof(rid), "c%d", i);
		assert_int_equal(cancel_rid(&f, rid), REFUSE_NOT);
		f.now_ms++;
	}
	assert_int_equal(f.hall->rids.count, 3000);
	f.now_ms += 24 * HOUR_MS - 1000;
	hall_forget(f.hall, f.now_ms, 100);
	assert_int_equal(f.hall->rids.count, 2900);
	for (int i = 0; i < 100; i++)
		hall_forget(f.hall, f.now_ms, 100);
	assert_int_equal(f.hall->rids.count, 1000);
	for (int i = 0; i < 3000; i++) {
		(void)snprintf(rid, sizeof(rid), "c%d", i);
		assert_int_equal(
		    rid_find(&f.hall->rids, "", rid, f.now_ms) != NULL,
		    i >= 2000);
	}
	f.now_ms += HOUR_MS;
	hall_forget(f.hall, f.now_ms, 5000);
	assert_int_equal(f.hall->rids.count, 0);
	assert_int_equal(cancel_rid(&f, "c1"), REFUSE_NOT);
	assert_int_equal(f.hall->rids.count, 1);
	fixture_stop(&f);
}

static void
expect_known(
    const struct rid_table *t, int name, int64_t since_ms, int64_t now_ms)
{
	char rid[16];

	(void)snprintf(rid, sizeof(rid), "%d", name);
	struct rid *r = rid_find(t, "user", rid, now_ms);
	if (since_ms < now_ms - RID_KEPT_MS) {
		assert_null(r);
	} else {
		assert_non_null(r);
		assert_int_equal(r->t_ms, since_ms);
	}
}

/* Names come again, are forgotten while the table grows, and never mixed up. */
static void
the_table_knows_the_newest_of_each_name(void **state)
{
	enum {
		NAMES = 20000,
		STEPS = 60000
	};
	static int64_t since_ms[NAMES];
	struct rid_table t = { 0 };
	uint64_t random = 1;
	int64_t now_ms = 10 * RID_KEPT_MS;
	char rid[16];

	(void)state;
	for (int i = 0; i < STEPS; i++) {
		random = random * 6364136223846793005u + 1442695040888963407u;
		int name = (int)(random >> 40) % (1 + i * NAMES / STEPS);
		now_ms += (int64_t)(random >> 33) % 8000;
		(void)snprintf(rid, sizeof(rid), "%d", name);
		assert_true(rid_reserve(&t, "user", rid));
		(void)rid_put(&t, now_ms);
		since_ms[name] = now_ms;
		rid_forget(&t, now_ms, 3);
		for (int k = 0; k < 4; k++) {
			name = (int)(random >> (8 * k)) & 0x3fff;
			expect_known(&t, name, since_ms[name], now_ms);
		}
	}
	for (int name = 0; name < NAMES; name++)
		expect_known(&t, name, since_ms[name], now_ms);
	rid_release(&t);
}

static void
needed_where_twice_would_hurt(void **state)
{
	static const enum request_type types[] = { REQUEST_ISSUE, REQUEST_NEXT,
		REQUEST_CALL, REQUEST_RECALL, REQUEST_TRANSFER };
	struct fixture f;

	(void)state;
	fixture_start(&f, &usual);
	opened(&f, "1");
	for (size_t i = 0; i < sizeof(types) / sizeof(*types); i++) {
		struct request r = { .type = types[i],
			.user = "",
			.terminal = "pad",
			.service = "a",
			.counter = "1",
			.number = "A001" };
		hall_decide(f.hall, &r, f.now_ms, &f.d);
		assert_int_equal(f.d.refusal, REFUSE_RIDREQUIRED);
		assert_false(f.d.has_event);
	}
	fixture_stop(&f);
}

static void
void_before_it_came(void **state)
{
	struct fixture f;
	struct outcome o;

	(void)state;
	fixture_start(&f, &usual);
	assert_int_equal(cancel_rid(&f, "r"), REFUSE_NOT);
	assert_int_equal(f.d.outcome.type, OUTCOME_VOID);
	assert_int_equal(ask(&f, issue_of("r", 1)), REFUSE_RIDVOID);
	assert_int_equal(cancel_rid(&f, "r"), REFUSE_NOT);
	assert_int_equal(f.d.outcome.type, OUTCOME_VOID);
	assert_true(f.d.outcome.replayed);
	fixture_day(&f, TODAY + 1);
	f.now_ms += 23 * HOUR_MS;
	assert_int_equal(ask(&f, issue_of("r", 1)), REFUSE_RIDVOID);
	assert_false(hall_find_rid(f.hall, "", "r", f.now_ms, &o));
	assert_int_equal(f.hall->tickets_count, 0);
	fixture_stop(&f);
}

static void
void_after_it_came(void **state)
{
	struct fixture f;

	(void)state;
	fixture_start(&f, &usual);
	assert_int_equal(ask(&f, issue_of("r", 1)), REFUSE_NOT);
	assert_int_equal(cancel_rid(&f, "r"), REFUSE_NOT);
	assert_int_equal(f.d.outcome.type, OUTCOME_TICKET);
	assert_string_equal(f.d.outcome.state, "cancelled");
	assert_state(&f, 1, "cancelled");
	assert_int_equal(ask(&f, issue_of("r", 1)), REFUSE_RIDVOID);
	for (int day = 0; day < 2; day++) {
		assert_int_equal(cancel_rid(&f, "r"), REFUSE_NOT);
		assert_true(f.d.outcome.replayed);
		assert_int_equal(f.d.outcome.type, OUTCOME_TICKET);
		assert_int_equal(f.d.outcome.id, 1);
		assert_string_equal(f.d.outcome.state, "cancelled");
		fixture_day(&f, TODAY + 1 + day);
	}
	assert_int_equal(ask(&f, issue_of("r", 1)), REFUSE_RIDVOID);
	fixture_stop(&f);
}

/* A day from when it was undone, and not from when it was done. */
static void
void_for_a_day(void **state)
{
	struct fixture f;

	(void)state;
	fixture_start(&f, &usual);
	assert_int_equal(ask(&f, issue_of("r", 1)), REFUSE_NOT);
	f.now_ms += 20 * HOUR_MS;
	assert_int_equal(cancel_rid(&f, "r"), REFUSE_NOT);
	f.now_ms += 23 * HOUR_MS;
	assert_int_equal(ask(&f, issue_of("r", 1)), REFUSE_RIDVOID);
	f.now_ms += 2 * HOUR_MS;
	assert_int_equal(ask(&f, issue_of("r", 1)), REFUSE_NOT);
	assert_int_equal(f.d.outcome.id, 2);
	fixture_stop(&f);
}

static void
cancelled_by_id_then_by_rid(void **state)
{
	struct fixture f;

	(void)state;
	fixture_start(&f, &usual);
	assert_int_equal(ask(&f, issue_of("r", 1)), REFUSE_NOT);
	about(&f, REQUEST_CANCEL, NULL, 1);
	assert_int_equal(cancel_rid(&f, "r"), REFUSE_NOT);
	assert_true(f.d.outcome.replayed);
	assert_int_equal(f.d.outcome.type, OUTCOME_TICKET);
	assert_string_equal(f.d.outcome.state, "cancelled");
	fixture_stop(&f);
}

static void
called_is_too_late(void **state)
{
	struct request r = { .type = REQUEST_NEXT, .counter = "1", .rid = "n" };
	struct fixture f;

	(void)state;
	fixture_start(&f, &usual);
	opened(&f, "1");
	assert_int_equal(ask(&f, issue_of("r", 1)), REFUSE_NOT);
	assert_int_equal(ask(&f, r), REFUSE_NOT);
	assert_int_equal(cancel_rid(&f, "r"), REFUSE_BADSTATE);
	assert_string_equal(f.d.detail, "called");
	assert_int_equal(cancel_rid(&f, "n"), REFUSE_RIDCONFLICT);
	fixture_stop(&f);
}

/* A ticket of yesterday can't be given back, but no retry shall bring one. */
static void
of_yesterday_is_voided(void **state)
{
	struct fixture f;

	(void)state;
	fixture_start(&f, &usual);
	assert_int_equal(ask(&f, issue_of("r", 1)), REFUSE_NOT);
	fixture_day(&f, TODAY + 1);
	assert_int_equal(cancel_rid(&f, "r"), REFUSE_NOT);
	assert_int_equal(f.d.outcome.type, OUTCOME_VOID);
	assert_int_equal(ask(&f, issue_of("r", 1)), REFUSE_RIDVOID);
	fixture_stop(&f);
}

/* Three at most of each account, and one of them is there. */
static void
bounded(struct fixture *f)
{
	struct spec more = usual;

	more.tickets_max++; /* another layout */
	struct spec_layout *to = spec_make(&more);
	assert_non_null(to);
	to->layout.limits.requests = 3;
	fixture_start(f, &usual);
	assert_int_equal(fixture_take(f, to), REFUSE_NOT);
	assert_int_equal(ask(f,
			     (struct request){ .type = REQUEST_ACCOUNT_ADD,
				 .account = "k",
				 .role = "kiosk",
				 .verifier = "of a secret" }),
	    REFUSE_NOT);
}

static enum refusal
ask_as(struct fixture *f, const char *user, struct request r)
{
	r.user = user;
	return ask(f, r);
}

static void
an_account_has_so_many(void **state)
{
	struct request undo = { .type = REQUEST_CANCEL, .victim = "2" };
	struct request none = { .type = REQUEST_CANCEL, .victim = "none" };
	struct request other = { .type = REQUEST_CANCEL, .id = 1 };
	struct fixture f;

	(void)state;
	bounded(&f);
	assert_int_equal(ask_as(&f, "k", issue_of("1", 1)), REFUSE_NOT);
	f.now_ms += HOUR_MS;
	assert_int_equal(ask_as(&f, "k", issue_of("2", 1)), REFUSE_NOT);
	assert_int_equal(ask_as(&f, "k", issue_of("3", 1)), REFUSE_NOT);
	assert_int_equal(
	    ask_as(&f, "k", issue_of("4", 1)), REFUSE_REQUESTSUSED);
	assert_false(f.d.has_event);
	assert_int_equal(ask_as(&f, "k", none), REFUSE_REQUESTSUSED);
	/* What came before is answered, can be undone; others go on. */
	assert_int_equal(ask_as(&f, "k", issue_of("3", 1)), REFUSE_NOT);
	assert_true(f.d.outcome.replayed);
	assert_int_equal(ask_as(&f, "k", undo), REFUSE_NOT);
	assert_int_equal(ask_as(&f, "k", other), REFUSE_NOT);
	for (uint64_t i = 0; i < 5; i++)
		issued(&f, "a", NULL);
	/* The first of them is a day old. */
	f.now_ms += 23 * HOUR_MS + 1;
	hall_forget(f.hall, f.now_ms, 100);
	assert_int_equal(rid_count(&f.hall->rids, "k"), 3);
	f.now_ms += HOUR_MS;
	hall_forget(f.hall, f.now_ms, 100);
	assert_int_equal(rid_count(&f.hall->rids, "k"), 0);
	assert_int_equal(ask_as(&f, "k", issue_of("4", 1)), REFUSE_NOT);
	fixture_stop(&f);
}

static void
remember(struct fixture *to, const struct event *e)
{
	assert_true(hall_reserve(to->hall, e));
	hall_remember(to->hall, e);
}

static const struct event issued_before = { .type = EVENT_ISSUED,
	.seq = 4,
	.t_ms = MORNING_MS - HOUR_MS,
	.user = "",
	.rid = "r",
	.args = 1,
	.id = 1,
	.number = "A001",
	.service = "a",
	.class = "normal",
	.day = TODAY - 1,
	.ahead = 3 };
static const struct event voided_before = { .type = EVENT_VOIDED,
	.t_ms = MORNING_MS - HOUR_MS,
	.user = "",
	.rid = "v" };
static const struct event cancelled_before = { .type = EVENT_CANCELLED,
	.t_ms = MORNING_MS - HOUR_MS,
	.user = "",
	.victim = "r",
	.id = 1 };
static const struct event undone_before = { .type = EVENT_CANCELLED,
	.t_ms = MORNING_MS - HOUR_MS,
	.user = "",
	.victim = "u",
	.id = 2 };

static void
remembered_of_an_earlier_day(void **state)
{
	struct fixture f;
	struct event day;

	(void)state;
	fixture_start(&f, &usual);
	hall_decide_day(f.hall, TODAY + 1, f.now_ms, &day);
	day.id = 100;
	fixture_apply(&f, &day);
	remember(&f, &issued_before);
	remember(&f, &voided_before);
	assert_int_equal(f.hall->tickets_count, 0);
	assert_int_equal(ask(&f, issue_of("r", 1)), REFUSE_NOT);
	assert_true(f.d.outcome.replayed);
	assert_int_equal(f.d.outcome.ahead, 3);
	assert_int_equal(f.d.outcome.seq, 4);
	assert_int_equal(ask(&f, issue_of("r", 2)), REFUSE_RIDCONFLICT);
	assert_int_equal(ask(&f, issue_of("v", 1)), REFUSE_RIDVOID);
	remember(&f, &cancelled_before);
	assert_int_equal(ask(&f, issue_of("r", 1)), REFUSE_RIDVOID);
	/* What it undid may lie too far back. */
	remember(&f, &undone_before);
	assert_int_equal(ask(&f, issue_of("u", 1)), REFUSE_RIDVOID);
	fixture_stop(&f);
}

/* A start may do it before it has applied the opening. */
static void
remembered_by_an_empty_hall(void **state)
{
	struct hall *h = hall_create();
	struct outcome o;

	(void)state;
	assert_non_null(h);
	assert_true(hall_reserve(h, &issued_before));
	hall_remember(h, &issued_before);
	assert_true(hall_find_rid(h, "", "r", MORNING_MS, &o));
	assert_string_equal(o.number, "A001");
	assert_int_equal(hall_seq(h), 0);
	hall_destroy(h);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_same_again_is_the_same),
		cmocka_unit_test(other_words_are_a_conflict),
		cmocka_unit_test(kept_for_a_day),
		cmocka_unit_test(forgotten_a_few_at_a_time),
		cmocka_unit_test(the_table_knows_the_newest_of_each_name),
		cmocka_unit_test(needed_where_twice_would_hurt),
		cmocka_unit_test(void_before_it_came),
		cmocka_unit_test(void_after_it_came),
		cmocka_unit_test(void_for_a_day),
		cmocka_unit_test(cancelled_by_id_then_by_rid),
		cmocka_unit_test(called_is_too_late),
		cmocka_unit_test(of_yesterday_is_voided),
		cmocka_unit_test(an_account_has_so_many),
		cmocka_unit_test(remembered_of_an_earlier_day),
		cmocka_unit_test(remembered_by_an_empty_hall),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
