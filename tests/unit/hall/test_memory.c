/*
 * Out of memory: hall_reserve says so and the state is what it was. The
 * linker sends this program's allocations here first.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "proto/buf.h"
#include "server/hall/waits.h"
#include "tests/unit/hall/fixture.h"

/* The linker gives these names. */
/* NOLINTBEGIN(bugprone-reserved-identifier,readability-identifier-naming) */
void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *at, size_t size);
char *__real_strdup(const char *s);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *at, size_t size);
char *__wrap_strdup(const char *s);

/* Allocations until one fails; negative: none does. */
static int left = -1;

static bool
fails(void)
{
	return left >= 0 && left-- == 0;
}

void *
__wrap_malloc(size_t size)
{
	return fails() ? NULL : __real_malloc(size);
}

void *
__wrap_calloc(size_t count, size_t size)
{
	return fails() ? NULL : __real_calloc(count, size);
}

void *
__wrap_realloc(void *at, size_t size)
{
	return fails() ? NULL : __real_realloc(at, size);
}

char *
__wrap_strdup(const char *s)
{
	return fails() ? NULL : __real_strdup(s);
}

/* NOLINTEND(bugprone-reserved-identifier,readability-identifier-naming) */

static const struct spec usual = { "a:A:1-900:wrap b:B:1-99:wrap",
	"1:a,b 2:a/b", "normal:0 priority:20", 3, 2, 30, 2000, 4, 0, 0 };
static const struct spec other = { "a:A:1-900:wrap b:C:1-99:wrap new::1-9:wrap",
	"1:a,b 2:a/b,new fresh:b/a", "normal:0 late:20", 3, 2, 30, 2000, 4, 0,
	0 };

static void
same_as(const struct hall *h, const struct buf *before)
{
	struct buf now = { 0 };

	hall_dump(h, &now);
	assert_false(now.failed);
	assert_int_equal(now.len, before->len);
	assert_memory_equal(now.at, before->at, before->len);
	buf_release(&now);
}

/* Each of its allocations fails once. Returns how many there are. */
static int
reserve_at_last(struct fixture *f, const struct event *e)
{
	struct buf before = { 0 };
	int count = 0;
	bool done = false;

	hall_dump(f->hall, &before);
	for (; !done; count++) {
		left = count;
		done = hall_reserve(f->hall, e);
		left = -1;
		same_as(f->hall, &before);
		assert_true(count < 200);
	}
	buf_release(&before);
	return count - 1;
}

static int
ask_at_last(struct fixture *f, struct request r)
{
	r.user = "anna";
	r.terminal = "pad";
	hall_decide(f->hall, &r, f->now_ms, &f->d);
	assert_int_equal(f->d.refusal, REFUSE_NOT);
	assert_true(f->d.has_event);
	int count = reserve_at_last(f, &f->d.event);
	hall_apply(f->hall, &f->d.event);
	return count;
}

static void
tickets_are_all_or_nothing(void **state)
{
	struct request r = {
		.type = REQUEST_ISSUE, .service = "a", .lang = "zh"
	};
	struct fixture f;
	char rid[16];

	(void)state;
	fixture_start(&f, &usual);
	r.rid = rid;
	/* Beyond 256 and 512 the index of numbers grows. */
	for (int i = 0; i < 600; i++) {
		(void)snprintf(rid, sizeof(rid), "r%d", i);
		assert_true(ask_at_last(&f, r) >= 2);
	}
	assert_int_equal(hall_ahead(f.hall, 600), 599);
	fixture_stop(&f);
}

/* Reserves in a hall of its own, with N allocations to be had. */
static bool
reserve_fresh(const struct spec_layout *to, int n)
{
	struct request r = { .type = REQUEST_ISSUE,
		.user = "anna",
		.rid = "r",
		.service = "a",
		.lang = "zh" };
	struct buf before = { 0 };
	struct fixture f;

	fixture_start(&f, &usual);
	hall_dump(f.hall, &before);
	if (to) {
		hall_decide_layout(
		    f.hall, &to->layout, to->raw, f.now_ms, &f.d);
	} else {
		hall_decide(f.hall, &r, f.now_ms, &f.d);
	}
	assert_true(f.d.has_event);
	left = n;
	bool done = hall_reserve(f.hall, &f.d.event);
	left = -1;
	same_as(f.hall, &before);
	assert_true(done || hall_reserve(f.hall, &f.d.event));
	hall_apply(f.hall, &f.d.event);
	buf_release(&before);
	fixture_stop(&f);
	return done;
}

static void
each_allocation_may_fail(void **state)
{
	struct spec_layout *to = spec_make(&other);
	int ticket = 0, layout = 0;

	(void)state;
	while (!reserve_fresh(NULL, ticket))
		ticket++;
	while (!reserve_fresh(to, layout))
		layout++;
	/* Who asks, in a list; a table, a request; two of tickets; numbers. */
	assert_int_equal(ticket, 7);
	assert_in_range(layout, 10, 60);
	free(to);
}

static void
devices_are_all_or_nothing(void **state)
{
	struct request r = {
		.type = REQUEST_DEVICE, .key = "printer", .state = "ok"
	};
	struct fixture f;
	char name[16];
	int allocations = 0;

	(void)state;
	fixture_start(&f, &usual);
	r.device = name;
	for (int i = 0; i < 20; i++) {
		(void)snprintf(name, sizeof(name), "d%d", i);
		allocations += ask_at_last(&f, r);
	}
	/* The table of devices grows by doubling: 8, 16, 32. */
	assert_int_equal(allocations, 3);
	fixture_stop(&f);
}

static void
counters_are_all_or_nothing(void **state)
{
	static char long_word[9000]; /* longer than a block of the pool */
	struct fixture f;
	struct event e;

	(void)state;
	memset(long_word, 'w', sizeof(long_word) - 1);
	fixture_start(&f, &usual);
	assert_true(ask_at_last(&f,
			(struct request){ .type = REQUEST_OPEN,
			    .rid = "o",
			    .counter = "1",
			    .clerk = "a clerk" }) >= 1);
	issued(&f, "a", NULL);
	assert_true(
	    ask_at_last(&f,
		(struct request){
		    .type = REQUEST_NEXT, .rid = "n", .counter = "1" }) >= 1);
	assert_int_equal(
	    ask_at_last(&f,
		(struct request){
		    .type = REQUEST_PRINTED, .id = 1, .verdict = long_word }),
	    1);
	hall_decide_day(f.hall, TODAY + 1, f.now_ms, &e);
	assert_int_equal(reserve_at_last(&f, &e), 0);
	hall_apply(f.hall, &e);
	fixture_stop(&f);
}

static void
layouts_are_all_or_nothing(void **state)
{
	struct spec_layout *to = spec_make(&other);
	struct fixture f;

	(void)state;
	fixture_start(&f, &usual);
	opened(&f, "1");
	int64_t id = issued(&f, "a", NULL);
	hall_decide_layout(f.hall, &to->layout, to->raw, f.now_ms, &f.d);
	assert_true(f.d.has_event);
	assert_true(reserve_at_last(&f, &f.d.event) > 10);
	hall_apply(f.hall, &f.d.event);
	assert_int_equal(next(&f, "1"), id);
	fixture_stop(&f);
	free(to);
}

/* A failure leaves a spare behind: the next event must not take it. */
static void
another_event_after_a_failure(void **state)
{
	struct request r = { .type = REQUEST_ISSUE,
		.user = "",
		.terminal = "",
		.rid = "lost",
		.service = "a" };
	struct fixture f;
	struct outcome o;

	(void)state;
	fixture_start(&f, &usual);
	issued(&f, "a", NULL);
	hall_decide(f.hall, &r, f.now_ms, &f.d);
	left = 1; /* the request has its memory, the ticket has none */
	assert_false(hall_reserve(f.hall, &f.d.event));
	left = -1;
	about(&f, REQUEST_CANCEL, NULL, 1);
	assert_false(hall_find_rid(f.hall, "", "lost", f.now_ms, &o));
	assert_int_equal(ask(&f, r), REFUSE_NOT);
	assert_int_equal(f.d.outcome.id, 2);
	assert_true(hall_find_rid(f.hall, "", "lost", f.now_ms, &o));
	fixture_stop(&f);
}

static void
next_without_memory_is_refused(void **state)
{
	struct request r = { .type = REQUEST_NEXT,
		.user = "",
		.terminal = "pad",
		.rid = "n",
		.counter = "1" };
	struct fixture f;

	(void)state;
	fixture_start(&f, &usual);
	opened(&f, "1");
	issued(&f, "a", NULL);
	left = 0; /* the first call of a hall writes its first reason */
	hall_decide(f.hall, &r, f.now_ms, &f.d);
	left = -1;
	assert_int_equal(f.d.refusal, REFUSE_NOMEMORY);
	assert_false(f.d.has_event);
	assert_int_equal(ask(&f, r), REFUSE_NOT);
	assert_int_equal(f.d.outcome.id, 1);
	fixture_stop(&f);
}

static void
no_hall_without_memory(void **state)
{
	struct hall *h = NULL;
	int count = 0;

	(void)state;
	for (; !h; count++) {
		assert_true(count < 100);
		left = count;
		h = hall_create();
		left = -1;
	}
	assert_int_equal(count - 1, 2); /* itself, and its first words */
	hall_destroy(h);
}

/* Nothing is known for that second, and the next one mends it. */
static void
waits_without_memory(void **state)
{
	struct waits *w = NULL;
	struct estimate_wait out;
	struct fixture f;
	int count = 0;

	(void)state;
	for (; !w; count++) {
		left = count;
		w = waits_create();
		left = -1;
	}
	assert_int_equal(count - 1, 2);
	fixture_start(&f, &usual);
	opened(&f, "1");
	int64_t id = issued(&f, "a", NULL);
	bool known = false;
	for (count = 0; !known; count++) {
		assert_true(count < 50);
		f.now_ms += 1000;
		left = count;
		waits_refresh(w, f.hall, f.now_ms);
		left = -1;
		known = waits_ticket(w, f.hall, id, &out);
		assert_int_equal(
		    known, waits_service(w, f.hall, 0, NULL, &out));
	}
	assert_in_range(count, 10, 20);
	waits_destroy(w);
	fixture_stop(&f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tickets_are_all_or_nothing),
		cmocka_unit_test(each_allocation_may_fail),
		cmocka_unit_test(devices_are_all_or_nothing),
		cmocka_unit_test(counters_are_all_or_nothing),
		cmocka_unit_test(layouts_are_all_or_nothing),
		cmocka_unit_test(another_event_after_a_failure),
		cmocka_unit_test(next_without_memory_is_refused),
		cmocka_unit_test(no_hall_without_memory),
		cmocka_unit_test(waits_without_memory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
