/* Accounts: made, stopped, given other secrets, and there the day after. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "proto/buf.h"
#include "server/hall/account.h"
#include "tests/unit/hall/fixture.h"

static const struct spec usual = { "a:A:1-999:refuse", "1:a", "normal:0", 3, 2,
	36000, 20000, 4, 0, 0 };

static int
start(void **state)
{
	fixture_start(*state, &usual);
	return 0;
}

static int
stop(void **state)
{
	fixture_stop(*state);
	return 0;
}

static enum refusal
add(struct fixture *f, const char *name, const char *role)
{
	return ask(f,
	    (struct request){ .type = REQUEST_ACCOUNT_ADD,
		.user = "li",
		.from = "10.0.0.7",
		.account = name,
		.role = role,
		.verifier = "of a secret" });
}

static enum refusal
change(struct fixture *f, enum request_type type, const char *name)
{
	return ask(f,
	    (struct request){
		.type = type, .account = name, .verifier = "of another" });
}

static void
one_is_added_with_who_did_it_from_where(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(add(f, "kiosk-1", "kiosk"), REFUSE_NOT);
	assert_string_equal(f->d.event.user, "li");
	assert_string_equal(f->d.event.from, "10.0.0.7");
	assert_string_equal(f->d.outcome.state, "enabled");
	const struct account *a = hall_account(f->hall, "kiosk-1");
	assert_non_null(a);
	assert_int_equal(a->role, ACCOUNT_KIOSK);
	assert_string_equal(a->verifier, "of a secret");
	assert_int_equal(a->secret, hall_seq(f->hall));
}

static void
a_name_is_taken_once(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(add(f, "x", "kiosk"), REFUSE_NOT);
	assert_int_equal(add(f, "x", "display"), REFUSE_ACCOUNTTHERE);
	assert_int_equal(hall_account(f->hall, "x")->role, ACCOUNT_KIOSK);
}

static void
what_is_no_name_or_role_is_refused(void **state)
{
	static const char *const names[] = { "", "a b", "a\n", "a/b", "local",
		"123456789012345678901234567890123" };
	struct fixture *f = *state;

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		assert_int_equal(add(f, names[i], "kiosk"), REFUSE_ACCOUNTNAME);
	assert_int_equal(add(f, "a", "king"), REFUSE_ACCOUNTNAME);
	assert_int_equal(add(f, "a", "local"), REFUSE_ACCOUNTNAME);
	assert_int_equal(add(f, "a", "stranger"), REFUSE_ACCOUNTNAME);
}

static void
one_is_stopped_and_let_in_again(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(add(f, "d", "display"), REFUSE_NOT);
	assert_int_equal(change(f, REQUEST_ACCOUNT_DISABLE, "d"), REFUSE_NOT);
	assert_true(hall_account(f->hall, "d")->disabled);
	assert_false(hall_has_role(f->hall, ACCOUNT_DISPLAY));
	int64_t seq = hall_seq(f->hall);
	assert_int_equal(change(f, REQUEST_ACCOUNT_DISABLE, "d"), REFUSE_NOT);
	assert_true(f->d.outcome.replayed);
	assert_int_equal(hall_seq(f->hall), seq);
	assert_int_equal(change(f, REQUEST_ACCOUNT_ENABLE, "d"), REFUSE_NOT);
	assert_false(hall_account(f->hall, "d")->disabled);
	assert_true(hall_has_role(f->hall, ACCOUNT_DISPLAY));
	assert_int_equal(
	    change(f, REQUEST_ACCOUNT_ENABLE, "e"), REFUSE_NOSUCHACCOUNT);
}

static void
another_secret_takes_the_olds_place(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(add(f, "d", "display"), REFUSE_NOT);
	assert_int_equal(change(f, REQUEST_ACCOUNT_SECRET, "d"), REFUSE_NOT);
	const struct account *a = hall_account(f->hall, "d");
	assert_string_equal(a->verifier, "of another");
	assert_int_equal(a->secret, hall_seq(f->hall));
}

static void
the_last_technician_stays(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(add(f, "t1", "technician"), REFUSE_NOT);
	assert_int_equal(
	    change(f, REQUEST_ACCOUNT_DISABLE, "t1"), REFUSE_LASTTECHNICIAN);
	assert_int_equal(add(f, "t2", "technician"), REFUSE_NOT);
	assert_int_equal(change(f, REQUEST_ACCOUNT_DISABLE, "t1"), REFUSE_NOT);
	assert_int_equal(
	    change(f, REQUEST_ACCOUNT_DISABLE, "t2"), REFUSE_LASTTECHNICIAN);
}

static void
they_are_listed_by_name(void **state)
{
	static const char *const names[] = { "m", "b", "z", "a", "B" };
	static const char *const sorted[] = { "B", "a", "b", "m", "z" };
	struct fixture *f = *state;
	const char *after = "";

	for (size_t i = 0; i < 5; i++)
		assert_int_equal(add(f, names[i], "pad"), REFUSE_NOT);
	for (size_t i = 0; i < 5; i++) {
		const struct account *a = hall_next_account(f->hall, after);
		assert_non_null(a);
		assert_string_equal(a->name, sorted[i]);
		after = a->name;
	}
	assert_null(hall_next_account(f->hall, after));
}

/* What the event of a day's opening state says, applied elsewhere. */
static bool
copy(const struct event *e, void *ctx)
{
	struct hall *to = ctx;

	if (e->type != EVENT_ACCOUNT_ADDED && e->type != EVENT_ACCOUNT_DISABLED)
		return true;
	assert_null(e->verifier);
	assert_true(hall_reserve(to, e));
	hall_apply(to, e);
	return true;
}

static void
the_next_day_begins_with_them(void **state)
{
	struct fixture *f = *state;
	struct hall *next = hall_create();

	assert_int_equal(add(f, "d", "display"), REFUSE_NOT);
	assert_int_equal(add(f, "k", "kiosk"), REFUSE_NOT);
	assert_int_equal(change(f, REQUEST_ACCOUNT_DISABLE, "d"), REFUSE_NOT);
	assert_true(hall_opening(f->hall, copy, next));
	assert_true(hall_account(next, "d")->disabled);
	assert_int_equal(hall_account(next, "k")->role, ACCOUNT_KIOSK);
	assert_int_equal(hall_account(next, "k")->secret,
	    hall_account(f->hall, "k")->secret);
	hall_destroy(next);
	fixture_day(f, TODAY + 1);
	assert_non_null(hall_account(f->hall, "k"));
}

static void
there_are_not_more_than_are_kept(void **state)
{
	struct fixture *f = *state;
	char name[16];

	for (int i = 0; i < ACCOUNTS_MAX; i++) {
		(void)snprintf(name, sizeof(name), "pad-%d", i);
		assert_int_equal(add(f, name, "pad"), REFUSE_NOT);
	}
	assert_int_equal(add(f, "more", "pad"), REFUSE_ACCOUNTS);
}

int
main(void)
{
	static struct fixture f;
#define CASE(fn) cmocka_unit_test_prestate_setup_teardown(fn, start, stop, &f)
	const struct CMUnitTest tests[] = {
		CASE(one_is_added_with_who_did_it_from_where),
		CASE(a_name_is_taken_once),
		CASE(what_is_no_name_or_role_is_refused),
		CASE(one_is_stopped_and_let_in_again),
		CASE(another_secret_takes_the_olds_place),
		CASE(the_last_technician_stays),
		CASE(they_are_listed_by_name),
		CASE(the_next_day_begins_with_them),
		CASE(there_are_not_more_than_are_kept),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
