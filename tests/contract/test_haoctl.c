/* haoctl's words for a file, run as a program: test_haoctl HAOCTL. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/unit/journal/file.h"
#include "tests/unit/journal/random_day.h"

#define TICKETS "SELECT * FROM ticket ORDER BY id"
#define DESKS	"SELECT * FROM desk ORDER BY counter"

struct fixture {
	const char *haoctl;
	struct file file;
	struct random_day day;
	char said[400];
};

static int
start(void **state)
{
	struct fixture *f = *state;

	if (!file_start(&f->file) || file_open(&f->file))
		return -1;
	random_day_start(&f->day, f->file.j, 3);
	return 0;
}

static int
stop(void **state)
{
	struct fixture *f = *state;

	random_day_stop(&f->day);
	return file_stop(&f->file) ? 0 : -1;
}

/* In the child: its words go into FD. */
static void
become(const struct fixture *f, const char *word, int fd)
{
	(void)dup2(fd, STDOUT_FILENO);
	(void)dup2(fd, STDERR_FILENO);
	(void)execl(
	    f->haoctl, f->haoctl, "-j", f->file.name, word, (char *)NULL);
	_exit(127);
}

/* Its exit status; what it said is in f->said. */
static int
run(struct fixture *f, const char *word)
{
	size_t len = 0;
	ssize_t got;
	int ends[2], status = 0;

	assert_int_equal(pipe(ends), 0);
	pid_t pid = fork();
	assert_true(pid >= 0);
	if (pid == 0)
		become(f, word, ends[1]);
	(void)close(ends[1]);
	while (
	    (got = read(ends[0], f->said + len, sizeof(f->said) - 1 - len)) > 0)
		len += (size_t)got;
	f->said[len] = '\0';
	(void)close(ends[0]);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static void
assert_said(const struct fixture *f, const char *what)
{
	if (!strstr(f->said, what))
		fail_msg("haoctl said: %s", f->said);
}

/* Days with all kinds of events, in the tables too. */
static void
some_days(struct fixture *f)
{
	int64_t behind = 0;

	for (int i = 0; i < 3; i++) {
		random_day_pass(&f->day, 1500);
		random_day_close(&f->day);
	}
	random_day_pass(&f->day, 300);
	for (enum event_type type = 0; type < EVENT_TYPES; type++) {
		if (f->day.events[type] == 0)
			fail_msg("no event %s", event_name(type));
	}
	assert_int_equal(
	    f->file.j->ops->project(f->file.j, INT64_MAX, &behind), JOURNAL_OK);
	assert_int_equal(behind, 0);
}

static void
a_rebuild_makes_what_was_there(void **state)
{
	struct fixture *f = *state;
	struct buf before = { 0 }, after = { 0 };
	char says[64];

	some_days(f);
	file_close(&f->file);
	file_rows(&f->file, TICKETS, &before);
	file_rows(&f->file, DESKS, &before);
	assert_true(before.len > 10000);
	file_sql(&f->file,
	    "UPDATE ticket SET state = 'nonsense' WHERE id % 3 = 0;"
	    "DELETE FROM ticket WHERE id % 5 = 0; DELETE FROM desk");
	assert_int_equal(run(f, "rebuild"), 0);
	(void)snprintf(says, sizeof(says), "%lld events projected anew",
	    (long long)hall_seq(f->day.hall));
	assert_said(f, says);
	file_rows(&f->file, TICKETS, &after);
	file_rows(&f->file, DESKS, &after);
	assert_int_equal(before.len, after.len);
	assert_memory_equal(before.at, after.at, before.len);
	buf_release(&before);
	buf_release(&after);
}

static void
a_daemon_keeps_others_out(void **state)
{
	struct fixture *f = *state;
	char says[64];

	(void)snprintf(says, sizeof(says), "pid %ld, has it; stop it first",
	    (long)getpid());
	assert_int_equal(run(f, "rebuild"), 1);
	assert_said(f, says);
	file_close(&f->file);
	assert_int_equal(run(f, "rebuild"), 0);
}

static void
no_file_is_made(void **state)
{
	struct fixture *f = *state;

	(void)snprintf(f->file.name, sizeof(f->file.name), "sqlite:%s/other",
	    f->file.folder);
	assert_int_equal(run(f, "rebuild"), 1);
	assert_said(f, "No such file");
	assert_int_equal(run(f, "check"), 1);
	assert_said(f, "No such file");
	(void)snprintf(f->file.name, sizeof(f->file.name), "memory:");
	assert_int_equal(run(f, "check"), 1);
	assert_said(f, "sqlite:FILE");
}

int
main(int argc, char **argv)
{
	static struct fixture f;
#define CASE(fn) cmocka_unit_test_prestate_setup_teardown(fn, start, stop, &f)
	const struct CMUnitTest tests[] = {
		CASE(a_rebuild_makes_what_was_there),
		CASE(a_daemon_keeps_others_out),
		CASE(no_file_is_made),
	};

	if (argc < 2)
		return 2;
	f.haoctl = argv[1];
	return cmocka_run_group_tests(tests, NULL, NULL);
}
