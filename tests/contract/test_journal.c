/*
 * What every engine of the journal promises. The same suite runs against each
 * of them; what only a file can do is left out for the one in memory.
 */
#include <assert.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "server/journal/journal.h"

struct fixture {
	bool file;
	char folder[64], name[96], detail[200];
	struct journal *j;
};

static void
reopen(struct fixture *f)
{
	int64_t holder = 0;

	journal_close(f->j);
	f->j = NULL;
	assert_int_equal(
	    journal_open(f->name, &f->j, &holder, f->detail), JOURNAL_OK);
	assert(f->j);
}

static int
start(void **state)
{
	struct fixture *f = *state;
	int64_t holder = 0;

	(void)snprintf(f->name, sizeof(f->name), "memory:");
	if (f->file) {
		(void)snprintf(
		    f->folder, sizeof(f->folder), "/tmp/hao-contract-XXXXXX");
		if (!mkdtemp(f->folder))
			return -1;
		(void)snprintf(
		    f->name, sizeof(f->name), "sqlite:%s/hall.db", f->folder);
	}
	f->j = NULL;
	return journal_open(f->name, &f->j, &holder, f->detail) ? -1 : 0;
}

static int
stop(void **state)
{
	static const char *const ends[] = { "", "-wal", "-shm", ".lock" };
	struct fixture *f = *state;
	char path[160];

	journal_close(f->j);
	for (size_t i = 0; f->file && i < 4; i++) {
		(void)snprintf(
		    path, sizeof(path), "%s/hall.db%s", f->folder, ends[i]);
		(void)unlink(path);
	}
	return f->file ? rmdir(f->folder) : 0;
}

static void
add(struct journal_batch *b, int64_t seq, int64_t slot, const char *opening)
{
	const struct event e = {
		.type = opening ? EVENT_DAY_CLOSED : EVENT_ISSUED,
		.seq = seq,
		.t_ms = 1000 * seq,
		.wall_ms = 1000 * seq + 7,
		.id = seq,
		.number = "A001",
		.service = "A",
		.class = "normal",
		.user = "local",
		.rid = "r",
		.slot = slot,
		.day = 20000,
	};

	assert_true(batch_add(b, &e, opening));
}

static enum journal_error
append(struct fixture *f, int64_t first, int64_t count)
{
	struct journal_batch b = { 0 };

	for (int64_t seq = first; seq < first + count; seq++)
		add(&b, seq, 100 + seq, NULL);
	enum journal_error error = f->j->ops->append(f->j, &b);
	batch_release(&b);
	return error;
}

struct seen {
	int64_t count, last, stop_at;
	uint8_t hash[JOURNAL_HASH];
	bool broken;
};

static bool
see(const struct journal_row *row, void *ctx)
{
	struct seen *s = ctx;

	chain_next(s->hash, row);
	s->broken = s->broken || memcmp(s->hash, row->hash, JOURNAL_HASH) != 0;
	s->count++;
	s->last = row->seq;
	return row->seq != s->stop_at;
}

static struct seen
read_all(struct fixture *f)
{
	struct seen s = { 0 };

	assert_int_equal(
	    f->j->ops->read(f->j, 0, INT64_MAX, see, &s), JOURNAL_OK);
	assert_false(s.broken);
	return s;
}

static void
what_is_appended_is_read(void **state)
{
	struct fixture *f = *state;
	struct seen s = { .stop_at = 60 };
	int64_t last = -1;

	assert_int_equal(f->j->ops->last(f->j, &last), JOURNAL_OK);
	assert_int_equal(last, 0);
	assert_int_equal(append(f, 1, 100), JOURNAL_OK);
	assert_int_equal(append(f, 101, 1), JOURNAL_OK);
	assert_int_equal(f->j->ops->last(f->j, &last), JOURNAL_OK);
	assert_int_equal(last, 101);
	assert_int_equal(read_all(f).count, 101);
	assert_int_equal(f->j->ops->read(f->j, 50, 70, see, &s), JOURNAL_OK);
	assert_int_equal(s.count, 10);
	assert_int_equal(s.last, 60);
}

static void
a_seq_comes_once_and_in_order(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(append(f, 1, 3), JOURNAL_OK);
	assert_int_equal(append(f, 3, 2), JOURNAL_ETWICE);
	assert_int_equal(append(f, 4, 1), JOURNAL_EBROKEN);
	assert_int_equal(f->j->ops->reopen(f->j), JOURNAL_OK);
	assert_int_equal(append(f, 5, 1), JOURNAL_ETWICE);
	assert_int_equal(f->j->ops->reopen(f->j), JOURNAL_OK);
	assert_int_equal(read_all(f).count, 3);
	assert_int_equal(append(f, 4, 1), JOURNAL_OK);
}

static void
a_number_is_given_once(void **state)
{
	struct fixture *f = *state;
	struct journal_batch b = { 0 };

	assert_int_equal(append(f, 1, 3), JOURNAL_OK);
	add(&b, 4, 500, NULL);
	add(&b, 5, 102, NULL); /* the slot of seq 2 */
	assert_int_equal(f->j->ops->append(f->j, &b), JOURNAL_ETWICE);
	assert_int_equal(f->j->ops->reopen(f->j), JOURNAL_OK);
	/* All or nothing: seq 4 is not there either. */
	assert_int_equal(read_all(f).count, 3);
	batch_clear(&b);
	add(&b, 4, 500, NULL);
	add(&b, 5, 500, NULL); /* twice in one batch */
	assert_int_equal(f->j->ops->append(f->j, &b), JOURNAL_ETWICE);
	assert_int_equal(f->j->ops->reopen(f->j), JOURNAL_OK);
	assert_int_equal(read_all(f).count, 3);
	batch_release(&b);
}

static void
nothing_is_done_after_an_error(void **state)
{
	struct fixture *f = *state;
	const struct journal_ops *ops = f->j->ops;
	struct seen s = { 0 };
	struct buf text = { 0 };
	struct journal_batch b = { 0 };
	int64_t n;

	assert_int_equal(append(f, 1, 3), JOURNAL_OK);
	add(&b, 4, 104, "[\"lost\"]");
	add(&b, 5, 101, NULL);
	assert_int_equal(ops->append(f->j, &b), JOURNAL_ETWICE);
	assert_int_equal(append(f, 4, 1), JOURNAL_EBROKEN);
	assert_int_equal(
	    ops->read(f->j, 0, INT64_MAX, see, &s), JOURNAL_EBROKEN);
	assert_int_equal(ops->last(f->j, &n), JOURNAL_EBROKEN);
	assert_int_equal(ops->opening(f->j, &text, &n), JOURNAL_EBROKEN);
	assert_int_equal(ops->project(f->j, 1, &n), JOURNAL_EBROKEN);
	assert_int_equal(ops->rebuild(f->j), JOURNAL_EBROKEN);
	assert_int_equal(s.count, 0);
	/* A reopen brings back what was there, and nothing of the rest. */
	assert_int_equal(ops->reopen(f->j), JOURNAL_OK);
	assert_int_equal(ops->opening(f->j, &text, &n), JOURNAL_OK);
	assert_int_equal(n, 0);
	assert_int_equal(ops->last(f->j, &n), JOURNAL_OK);
	assert_int_equal(n, 3);
	assert_int_equal(append(f, 4, 1), JOURNAL_OK);
	assert_int_equal(read_all(f).count, 4);
	batch_release(&b);
	buf_release(&text);
}

static void
the_newest_opening_counts(void **state)
{
	struct fixture *f = *state;
	struct journal_batch b = { 0 };
	struct buf text = { 0 };
	int64_t seq = -1;

	assert_int_equal(f->j->ops->opening(f->j, &text, &seq), JOURNAL_OK);
	assert_int_equal(seq, 0);
	add(&b, 1, 0, "[\"one\"]");
	add(&b, 2, 102, NULL);
	add(&b, 3, 0, "[\"two\"]");
	assert_int_equal(f->j->ops->append(f->j, &b), JOURNAL_OK);
	assert_int_equal(f->j->ops->opening(f->j, &text, &seq), JOURNAL_OK);
	assert_int_equal(seq, 3);
	assert_int_equal(text.len, strlen("[\"two\"]"));
	assert_memory_equal(text.at, "[\"two\"]", text.len);
	batch_release(&b);
	buf_release(&text);
}

static void
the_chain_goes_on_after_a_reopen(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(append(f, 1, 5), JOURNAL_OK);
	assert_int_equal(f->j->ops->reopen(f->j), JOURNAL_OK);
	assert_int_equal(append(f, 6, 5), JOURNAL_OK);
	if (f->file)
		reopen(f);
	if (f->file)
		assert_int_equal(append(f, 11, 5), JOURNAL_OK);
	assert_int_equal(read_all(f).count, f->file ? 15 : 10);
}

static void
projections_catch_up(void **state)
{
	struct fixture *f = *state;
	int64_t behind = -1;

	assert_int_equal(append(f, 1, 50), JOURNAL_OK);
	assert_int_equal(f->j->ops->project(f->j, 20, &behind), JOURNAL_OK);
	assert_int_equal(behind, f->file ? 30 : 0);
	assert_int_equal(f->j->ops->project(f->j, 100, &behind), JOURNAL_OK);
	assert_int_equal(behind, 0);
	assert_int_equal(f->j->ops->rebuild(f->j), JOURNAL_OK);
	assert_int_equal(f->j->ops->project(f->j, 100, &behind), JOURNAL_OK);
	assert_int_equal(behind, 0);
}

static void
one_daemon_a_file(void **state)
{
	struct fixture *f = *state;
	struct journal *second = NULL;
	int64_t holder = 0;

	if (!f->file)
		return;
	assert_int_equal(
	    journal_open(f->name, &second, &holder, f->detail), JOURNAL_EHELD);
	assert_int_equal(holder, getpid());
}

static bool
is_apart(const struct journal_row *row, void *ctx)
{
	*(bool *)ctx = !strstr(row->payload, "of a secret");
	return false;
}

/* Beside the event, which any supervisor may read. */
static void
what_a_secret_is_compared_with_is_kept_apart(void **state)
{
	struct fixture *f = *state;
	struct journal_batch b = { 0 };
	struct buf text = { 0 };
	bool apart = false;
	const struct event e = { .type = EVENT_ACCOUNT_ADDED,
		.seq = 1,
		.account = "k",
		.role = "kiosk",
		.secret = 1,
		.verifier = "of a secret" };

	assert_true(batch_add(&b, &e, NULL));
	assert_int_equal(f->j->ops->append(f->j, &b), JOURNAL_OK);
	if (f->file)
		reopen(f);
	assert_int_equal(
	    f->j->ops->read(f->j, 0, 1, is_apart, &apart), JOURNAL_OK);
	assert_true(apart);
	assert_int_equal(f->j->ops->verifier(f->j, 1, &text), JOURNAL_OK);
	assert_int_equal(text.len, strlen("of a secret"));
	assert_memory_equal(text.at, "of a secret", text.len);
	assert_int_equal(f->j->ops->verifier(f->j, 2, &text), JOURNAL_OK);
	assert_int_equal(text.len, 0);
	batch_release(&b);
	buf_release(&text);
}

static void
append_secret(struct fixture *f, int64_t seq, int64_t replaced)
{
	struct journal_batch b = { 0 };
	const struct event e = { .type = EVENT_ACCOUNT_SECRET,
		.seq = seq,
		.account = "k",
		.role = "kiosk",
		.secret = seq,
		.verifier = "of a secret",
		.replaced = replaced };

	assert_true(batch_add(&b, &e, NULL));
	assert_int_equal(f->j->ops->append(f->j, &b), JOURNAL_OK);
	batch_release(&b);
}

static size_t
verifier_len(struct fixture *f, int64_t seq)
{
	struct buf text = { 0 };

	assert_int_equal(f->j->ops->verifier(f->j, seq, &text), JOURNAL_OK);
	size_t len = text.len;
	buf_release(&text);
	return len;
}

/* Nobody can try secrets at what is compared with none any more. */
static void
a_secret_that_is_replaced_is_destroyed(void **state)
{
	struct fixture *f = *state;

	append_secret(f, 1, 0);
	append_secret(f, 2, 0);
	append_secret(f, 3, 1);
	assert_int_equal(verifier_len(f, 1), 0);
	if (f->file)
		reopen(f);
	assert_int_equal(verifier_len(f, 1), 0);
	assert_int_equal(verifier_len(f, 2), strlen("of a secret"));
	assert_int_equal(verifier_len(f, 3), strlen("of a secret"));
	assert_int_equal(read_all(f).count, 3);
}

static void
many_rows_are_kept_unharmed(void **state)
{
	struct fixture *f = *state;
	struct journal_batch b = { 0 };

	/* Whatever an engine keeps in memory grows many times on the way. */
	assert_int_equal(append(f, 1, 50), JOURNAL_OK);
	assert_int_equal(append(f, 51, 4950), JOURNAL_OK);
	assert_int_equal(read_all(f).count, 5000);
	add(&b, 5001, 101, NULL);
	assert_int_equal(f->j->ops->append(f->j, &b), JOURNAL_ETWICE);
	batch_release(&b);
}

static void
its_key_is_random_and_stays(void **state)
{
	struct fixture *f = *state, other = { 0 };
	uint8_t key[JOURNAL_KEY], none[JOURNAL_KEY] = { 0 };
	int64_t holder = 0;

	memcpy(key, f->j->key, sizeof(key));
	assert_memory_not_equal(key, none, sizeof(key));
	assert_int_equal(f->j->ops->reopen(f->j), JOURNAL_OK);
	assert_memory_equal(f->j->key, key, sizeof(key));
	if (f->file) {
		reopen(f);
		assert_memory_equal(f->j->key, key, sizeof(key));
	}
	assert_int_equal(
	    journal_open("memory:", &other.j, &holder, other.detail),
	    JOURNAL_OK);
	assert_memory_not_equal(other.j->key, key, sizeof(key));
	journal_close(other.j);
}

int
main(int argc, char **argv)
{
	static struct fixture f;
#define CASE(fn) cmocka_unit_test_prestate_setup_teardown(fn, start, stop, &f)
	const struct CMUnitTest tests[] = {
		CASE(what_is_appended_is_read),
		CASE(a_seq_comes_once_and_in_order),
		CASE(a_number_is_given_once),
		CASE(nothing_is_done_after_an_error),
		CASE(the_newest_opening_counts),
		CASE(the_chain_goes_on_after_a_reopen),
		CASE(projections_catch_up),
		CASE(one_daemon_a_file),
		CASE(what_a_secret_is_compared_with_is_kept_apart),
		CASE(a_secret_that_is_replaced_is_destroyed),
		CASE(many_rows_are_kept_unharmed),
		CASE(its_key_is_random_and_stays),
	};

	f.file = argc > 1 && strcmp(argv[1], "sqlite") == 0;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
