/* A journal's file with nothing wrong, and with each thing that can be. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "server/journal/damage.h"
#include "tests/unit/journal/file.h"
#include "tests/unit/journal/random_day.h"

struct fixture {
	struct file file;
	struct random_day day;
	struct buf bytes; /* of the file as it was written */
	struct buf said;  /* what is wrong, a line each */
	struct damage d;
};

static void
read_bytes(struct fixture *f)
{
	FILE *file = fopen(f->file.path, "rb");
	char block[4096];
	size_t got;

	assert_non_null(file);
	while ((got = fread(block, 1, sizeof(block), file)) > 0)
		buf_put(&f->bytes, block, got);
	assert_int_equal(fclose(file), 0);
	assert_false(f->bytes.failed);
}

static void
write_bytes(const struct fixture *f)
{
	FILE *file = fopen(f->file.path, "wb");

	assert_non_null(file);
	assert_int_equal(
	    fwrite(f->bytes.at, 1, f->bytes.len, file), f->bytes.len);
	assert_int_equal(fclose(file), 0);
}

/* Days with all kinds of events, in the tables too. */
static int
start(void **state)
{
	struct fixture *f = *state;
	int64_t behind = 0;

	if (!file_start(&f->file) || file_open(&f->file))
		return -1;
	random_day_start(&f->day, f->file.j, 3);
	for (int i = 0; i < 3; i++) {
		random_day_pass(&f->day, 700);
		random_day_close(&f->day);
	}
	random_day_pass(&f->day, 300);
	if (f->file.j->ops->project(f->file.j, INT64_MAX, &behind))
		return -1;
	file_close(&f->file);
	read_bytes(f);
	return 0;
}

static int
stop(void **state)
{
	struct fixture *f = *state;

	random_day_stop(&f->day);
	buf_release(&f->bytes);
	buf_release(&f->said);
	return file_stop(&f->file) ? 0 : -1;
}

static void
hear(const char *what, void *ctx)
{
	struct fixture *f = ctx;

	buf_puts(&f->said, what);
	buf_putc(&f->said, '\n');
}

static void
look(struct fixture *f)
{
	struct reader *r = NULL;

	buf_clear(&f->said);
	f->d = (struct damage){ .tell = hear, .ctx = f };
	if (reader_open(f->file.name, &r, f->file.detail))
		fail_msg("can't be opened: %s", f->file.detail);
	damage_pages(&f->d, r);
	damage_events(&f->d, r);
	damage_tables(&f->d, r);
	reader_close(r);
	buf_putc(&f->said, '\0');
	assert_false(f->said.failed);
}

static void
a_sound_file_has_nothing_wrong(void **state)
{
	struct fixture *f = *state;

	look(f);
	if (f->d.found > 0)
		fail_msg("said: %s", f->said.at);
	assert_int_equal(f->d.events, hall_seq(f->day.hall));
	assert_int_equal(f->d.sound_count, 1);
	assert_int_equal(f->d.sound[0].from, 1);
	assert_int_equal(f->d.sound[0].to, f->d.events);
}

#define MOVE(by)                                             \
 "UPDATE event SET seq = -(seq + (" by ")) WHERE seq > 200;" \
 "UPDATE event SET seq = -seq WHERE seq < 0;"
#define OTHER "event 200: it was changed, or put in: the hash chain breaks\n"
#define MADE  ": it is not what the events make of it\n"

/* One thing wrong each time; FOUND is how many findings it may make. */
static const struct {
	const char *sql, *says;
	int64_t found;
} faults[] = {
	{ "UPDATE event SET payload = json_set(payload, '$.wall', 4)"
	  " WHERE seq = 200",
	    OTHER, 1 },
	{ "UPDATE event SET t = t + 1 WHERE seq = 200", OTHER, 3 },
	{ "UPDATE event SET hash = zeroblob(32) WHERE seq = 200",
	    "event 200: its hash was changed\n", 1 },
	{ "UPDATE event SET hash = x'00' WHERE seq = 200",
	    "event 200: can't be read\n", 1 },
	{ "UPDATE event SET type = 'danced' WHERE seq = 200",
	    "event 200: can't be read\n", 2 },
	{ "DELETE FROM event WHERE seq BETWEEN 200 AND 203",
	    "events 200 to 203: missing\n", 9 },
	{ "DELETE FROM event WHERE seq = 1", "event 1: missing\n", 2 },
	{ MOVE("1") "INSERT INTO event SELECT 201, t, type, NULL,"
		    " '{\"wall\":1}', hash FROM event WHERE seq = 200",
	    "event 201: it was put in, and those after it moved down\n", 9999 },
	{ "DELETE FROM event WHERE seq = 201;" MOVE("-1"),
	    "event 201: one before it was taken out, and those after"
	    " moved up\n",
	    9999 },
	{ "INSERT INTO event SELECT max(seq) + 1, t, 'voided', NULL,"
	  " '{}', hash FROM event",
	    ": it was changed, or put in: the hash chain breaks\n", 1 },
	{ "UPDATE personal SET value = 'a friend' WHERE seq ="
	  " (SELECT min(seq) FROM personal WHERE field = 'reason')",
	    ": the words kept beside it were changed\n", 1 },
	{ "UPDATE event SET slot = NULL WHERE seq = (SELECT min(seq)"
	  " FROM event WHERE slot IS NOT NULL)",
	    ": it gives a number that has no slot\n", 1 },
	{ "UPDATE ticket SET state = 'served' WHERE id ="
	  " (SELECT min(id) FROM ticket WHERE state <> 'served')",
	    MADE, 1 },
	{ "UPDATE ticket SET called = called + 1 WHERE id ="
	  " (SELECT max(id) FROM ticket WHERE called > 0)",
	    MADE, 1 },
	{ "DELETE FROM ticket WHERE id = 7", "table ticket, 7" MADE, 1 },
	{ "INSERT INTO ticket (id, day, number, service, class, state,"
	  " issued) VALUES (99999, 1, 'A001', 'a', 'normal',"
	  " 'served', 1)",
	    "table ticket: it has rows that no event makes\n", 1 },
	{ "INSERT INTO desk VALUES ('77', 'x')", "table desk, 77" MADE, 1 },
	{ "DELETE FROM appointment WHERE code ="
	  " (SELECT min(code) FROM appointment)",
	    "table appointment, ", 1 },
	{ "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET"
	  " rootpage = (SELECT rootpage FROM sqlite_schema WHERE"
	  " name = 'event') WHERE name = 'event_slot'",
	    "pages: ", 99 },
};

static void
assert_named(struct fixture *f, size_t i)
{
	write_bytes(f);
	file_sql(&f->file, faults[i].sql);
	look(f);
	if (f->d.found == 0 || f->d.found > faults[i].found ||
	    !strstr(f->said.at, faults[i].says)) {
		fail_msg("after: %s\nsaid: %s", faults[i].sql, f->said.at);
	}
}

static void
what_is_wrong_is_named(void **state)
{
	for (size_t i = 0; i < sizeof(faults) / sizeof(*faults); i++)
		assert_named(*state, i);
}

/* Pages that a disk has lost, somewhere among the events. */
static void
what_can_be_saved_is_told(void **state)
{
	struct fixture *f = *state;
	struct buf page = { 0 };
	const size_t size = 4096;
	char garbage[4096];

	write_bytes(f);
	file_rows(&f->file,
	    "SELECT pageno FROM dbstat WHERE name = 'event' AND pagetype ="
	    " 'leaf' AND ncell > 2 LIMIT 1 OFFSET 20",
	    &page);
	size_t at = (strtoull(page.at, NULL, 10) - 1) * size;
	assert_true(at > size && at + size <= f->bytes.len);
	FILE *file = fopen(f->file.path, "r+b");
	assert_non_null(file);
	memset(garbage, 0x5a, sizeof(garbage));
	assert_int_equal(fseek(file, (long)at, SEEK_SET), 0);
	assert_int_equal(fwrite(garbage, 1, size, file), size);
	assert_int_equal(fclose(file), 0);
	look(f);
	assert_non_null(strstr(f->said.at, "pages: "));
	assert_non_null(strstr(f->said.at, ": can't be read\n"));
	assert_int_equal(f->d.sound_count, 2);
	assert_int_equal(f->d.sound[0].from, 1);
	assert_true(f->d.sound[0].to > 20);
	assert_true(f->d.sound[1].from > f->d.sound[0].to + 1);
	assert_int_equal(f->d.sound[1].to, hall_seq(f->day.hall));
	buf_release(&page);
}

int
main(void)
{
	static struct fixture f;
#define CASE(fn) cmocka_unit_test_prestate_setup_teardown(fn, start, stop, &f)
	const struct CMUnitTest tests[] = {
		CASE(a_sound_file_has_nothing_wrong),
		CASE(what_is_wrong_is_named),
		CASE(what_can_be_saved_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
