/* The tables beside the events say what the hall itself says. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "server/hall/appointment.h"
#include "server/hall/followup_view.h"
#include "tests/unit/journal/file.h"
#include "tests/unit/journal/random_day.h"

struct fixture {
	struct random_day day;
	struct file file;
};

static int
start(void **state)
{
	struct fixture *f = *state;

	if (!file_start(&f->file) || file_open(&f->file))
		return -1;
	random_day_start(&f->day, f->file.j, 5);
	return 0;
}

static int
stop(void **state)
{
	struct fixture *f = *state;

	random_day_stop(&f->day);
	return file_stop(&f->file) ? 0 : -1;
}

static const char *
text(const char *s)
{
	return s ? s : "";
}

static void
write_ticket(const struct ticket_view *v, struct buf *out)
{
	const int64_t numbers[] = { v->id, v->issued_ms, v->called_ms,
		v->started_ms, v->ended_ms, v->calls, v->misses, v->matters,
		v->handled_ms, v->training, v->rating };

	for (size_t i = 0; i < sizeof(numbers) / sizeof(*numbers); i++) {
		buf_put_int(out, numbers[i]);
		buf_putc(out, '|');
	}
	char line[300];
	(void)snprintf(line, sizeof(line), "%s|%s|%s|%s|%s|%s|%s|%s|%d\n",
	    v->number, v->service, v->class, v->state, text(v->lang),
	    text(v->counter), text(v->clerk), text(v->printed), v->final);
	buf_puts(out, line);
}

static const char tickets[] =
    "SELECT id, issued, coalesce(called, 0), coalesce(started, 0),"
    " coalesce(ended, 0), calls, misses, matters, handled, training,"
    " coalesce(rating, 0), number,"
    " service, class, state, lang, counter, clerk, printed, final"
    " FROM ticket WHERE day = %lld ORDER BY id";

static void
write_booking(const struct booking_view *v, struct buf *out)
{
	char line[200];

	(void)snprintf(line, sizeof(line), "%s|%s|%s|%s|%lld|%lld|%lld\n",
	    v->code, v->service, v->state, text(v->lang),
	    (long long)v->appointed_ms, (long long)v->until_ms,
	    (long long)v->ticket);
	buf_puts(out, line);
}

static void
assert_books_the_same(const struct fixture *f)
{
	struct booking_view v;
	int64_t today = hall_day(f->day.hall);
	char sql[300];

	for (int64_t day = today; day <= today + 1; day++) {
		bool more = hall_next_booking(f->day.hall, day, NULL, &v);
		for (; more;
		     more = hall_next_booking(f->day.hall, day, &v, &v)) {
			struct buf table = { 0 }, hall = { 0 };
			write_booking(&v, &hall);
			buf_putc(&hall, '\0');
			(void)snprintf(sql, sizeof(sql),
			    "SELECT code, service, state, lang, appointed,"
			    " until, coalesce(ticket, 0) FROM appointment"
			    " WHERE code = '%s' ORDER BY booked DESC LIMIT 1",
			    v.code);
			file_rows(&f->file, sql, &table);
			assert_string_equal(table.at, hall.at);
			buf_release(&table);
			buf_release(&hall);
		}
	}
}

static const char followups[] =
    "SELECT id, opened, due, ticket, coalesce(rating, 0), kind, state,"
    " counter, clerk, owner FROM followup"
    " WHERE state <> 'closed' ORDER BY id";

static void
write_followup(const struct followup_view *v, struct buf *out)
{
	char line[200];

	(void)snprintf(line, sizeof(line),
	    "%lld|%lld|%lld|%lld|%lld|%s|%s|%s|%s|%s\n", (long long)v->id,
	    (long long)v->opened_ms, (long long)v->due, (long long)v->ticket,
	    (long long)v->rating, v->kind, v->state, text(v->counter),
	    text(v->clerk), text(v->owner));
	buf_puts(out, line);
}

static void
assert_follows_the_same(const struct fixture *f)
{
	struct buf table = { 0 }, hall = { 0 };
	struct followup_view v = { 0 };

	file_rows(&f->file, followups, &table);
	while (hall_next_followup(f->day.hall, v.id, &v)) {
		if (strcmp(v.state, "closed") != 0)
			write_followup(&v, &hall);
	}
	buf_putc(&hall, '\0');
	assert_string_equal(table.at, hall.at);
	buf_release(&table);
	buf_release(&hall);
}

/* Nobody is served for practice in these figures. */
static const char uneven[] =
    "SELECT t.id FROM ticket AS t WHERE t.state = 'served'"
    " AND t.training = 0 AND t.handled <>"
    " (SELECT sum(c.ended - coalesce(c.started, c.called)) FROM call AS c"
    " WHERE c.ticket = t.id AND c.result <> 'missed')";
static const char counted[] =
    "SELECT count(*) > 5, sum(t.training) FROM call AS c"
    " JOIN ticket AS t ON t.id = c.ticket";

/* What each call took makes what the ticket took. */
static void
assert_calls_add_up(const struct fixture *f)
{
	struct buf rows = { 0 };

	file_rows(&f->file, uneven, &rows);
	assert_string_equal(rows.at, "");
	buf_clear(&rows);
	file_rows(&f->file, counted, &rows);
	assert_string_equal(rows.at, "1|0\n");
	buf_release(&rows);
}

/* A counter's spell of work that goes on is its state now. */
static void
assert_works_the_same(const struct fixture *f)
{
	struct buf table = { 0 }, hall = { 0 };
	struct counter_view v;

	file_rows(&f->file,
	    "SELECT counter, state, clerk FROM work WHERE ended IS NULL"
	    " ORDER BY counter",
	    &table);
	for (size_t i = 0; i < hall_counters(f->day.hall); i++) {
		char line[80];
		hall_counter_view(f->day.hall, i, &v);
		if (v.lapsed || strcmp(v.state, "closed") == 0)
			continue;
		(void)snprintf(line, sizeof(line), "%s|%s|%s\n", v.label,
		    v.state, v.clerk);
		buf_puts(&hall, line);
	}
	buf_putc(&hall, '\0');
	assert_string_equal(table.at, hall.at);
	buf_release(&table);
	buf_release(&hall);
}

static void
assert_says_the_same(const struct fixture *f)
{
	struct buf table = { 0 }, hall = { 0 };
	struct ticket_view v;
	char sql[sizeof(tickets) + 24];
	int64_t id = f->day.events[EVENT_ISSUED];

	(void)snprintf(
	    sql, sizeof(sql), tickets, (long long)hall_day(f->day.hall));
	file_rows(&f->file, sql, &table);
	while (hall_ticket_view(f->day.hall, id - 1, &v))
		id--;
	for (; hall_ticket_view(f->day.hall, id, &v); id++)
		write_ticket(&v, &hall);
	buf_putc(&hall, '\0');
	assert_true(hall.len > 1000);
	assert_string_equal(table.at, hall.at);
	buf_release(&table);
	buf_release(&hall);
	assert_books_the_same(f);
	assert_follows_the_same(f);
	assert_calls_add_up(f);
	assert_works_the_same(f);
}

static void
catch_up(const struct fixture *f)
{
	struct journal *j = f->file.j;
	int64_t behind = 1;

	while (behind > 0)
		assert_int_equal(j->ops->project(j, 100, &behind), JOURNAL_OK);
}

static void
the_table_says_what_the_hall_says(void **state)
{
	struct fixture *f = *state;

	for (int day = 0; day < 3; day++) {
		random_day_pass(&f->day, 700);
		catch_up(f);
		assert_says_the_same(f);
		random_day_close(&f->day);
	}
	assert_true(f->day.events[EVENT_FOLLOWUP_CLOSED] > 0);
}

static void
what_comes_with_an_append_says_the_same(void **state)
{
	struct fixture *f = *state;

	f->file.j->project_with_append = 20;
	for (int i = 0; i < 5; i++) {
		random_day_pass(&f->day, 200);
		assert_says_the_same(f);
		random_day_change(&f->day);
	}
}

static void
what_is_open_expires_with_the_day(void **state)
{
	static const char sql[] =
	    "SELECT state, final, ended = (SELECT max(t) FROM event)"
	    " FROM ticket WHERE id = 1";
	struct fixture *f = *state;
	struct buf row = { 0 };

	const struct request r = {
		.type = REQUEST_ISSUE,
		.user = "",
		.terminal = "kiosk",
		.rid = "1",
		.service = "a",
	};
	random_day_ask(&f->day, &r);
	random_day_close(&f->day);
	catch_up(f);
	file_rows(&f->file, sql, &row);
	assert_string_equal(row.at, "expired|1|1\n");
	buf_release(&row);
}

int
main(void)
{
	static struct fixture f;
#define CASE(fn) cmocka_unit_test_prestate_setup_teardown(fn, start, stop, &f)
	const struct CMUnitTest tests[] = {
		CASE(the_table_says_what_the_hall_says),
		CASE(what_comes_with_an_append_says_the_same),
		CASE(what_is_open_expires_with_the_day),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
