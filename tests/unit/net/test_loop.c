/* The loop of haod beside clients that are too much for it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <event2/event.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include "haod.h"
#include "proto/buf.h"
#include "proto/limits.h"
#include "server/rooms.h"
#include "server/server.h"
#include "server/turn.h"

#define TOO_OFTEN 1000000 /* it takes some thousand times its time */

struct writer;

/* The linker gives these names. */
/* NOLINTBEGIN(bugprone-reserved-identifier,readability-identifier-naming) */
bool __real_writer_is_busy(const struct writer *w);
bool __wrap_writer_is_busy(const struct writer *w);

static bool busy;

bool
__wrap_writer_is_busy(const struct writer *w)
{
	return busy || __real_writer_is_busy(w);
}
/* NOLINTEND(bugprone-reserved-identifier,readability-identifier-naming) */

struct chatter {
	struct server *server;
	int calls;
};

/* It takes nothing away, and so has more to say at once. */
static void
on_chatter(evutil_socket_t fd, short what, void *ctx)
{
	struct chatter *c = ctx;

	(void)fd, (void)what;
	turn_begin(c->server->turn);
	if (++c->calls == TOO_OFTEN)
		(void)event_base_loopbreak(c->server->base);
}

static void
who_always_has_more_does_not_keep_a_turn_from_its_end(void **state)
{
	struct server *s = *state;
	struct chatter c = { .server = s };
	int fd = eventfd(1, EFD_NONBLOCK | EFD_CLOEXEC);
	struct event *chatter = event_new(
	    s->base, fd, EV_READ | EV_PERSIST, on_chatter, &c);

	assert_non_null(chatter);
	assert_int_equal(event_add(chatter, NULL), 0);
	for (int i = 0; i < 3; i++) {
		bool again = true;
		assert_true(rooms_turn(s, &again));
		assert_in_range(c.calls, 1, TOO_OFTEN - 1);
	}
	event_free(chatter);
	(void)close(fd);
}

static void
turn(struct server *s)
{
	bool again = true;

	assert_true(rooms_turn(s, &again));
}

/* How many bytes come until no more do. */
static size_t
read_all(struct server *s, int fd)
{
	static char bytes[65536];
	size_t all = 0;

	for (int quiet = 0; quiet < 3; quiet++) {
		turn(s);
		ssize_t n = recv(fd, bytes, sizeof(bytes), 0);
		if (n > 0) {
			all += (size_t)n;
			quiet = -1;
		}
	}
	return all;
}

static void
say(int fd, const char *bytes, size_t len)
{
	assert_int_equal(send(fd, bytes, len, 0), (ssize_t)len);
}

/*
 * Asks for far more than is kept for one, behind EVENT, which can't be stored
 * meanwhile. Returns how many bytes it is.
 */
static size_t
ask_for_much(struct server *s, int fd, const char *event)
{
	static const char ask[] = "HALL LAYOUT\r\n";
	struct buf many = { 0 };
	size_t one, all = 0;

	say(fd, ask, strlen(ask));
	one = read_all(s, fd);
	assert_true(one > 0);
	for (; all < 2 * (size_t)LIMIT_REPLY; all += one)
		buf_puts(&many, ask);
	busy = event;
	if (event)
		say(fd, event, strlen(event));
	say(fd, many.at, many.len);
	buf_release(&many);
	for (int i = 0; i < 100; i++)
		turn(s);
	assert_true(s->buffered <= (size_t)2 * LIMIT_OUT);
	busy = false;
	return all;
}

/* However much it is that it asks for, and however late it reads. */
static void
who_reads_late_gets_it_all(void **state)
{
	struct server *s = *state;
	int fd = haod_come_in(s);

	size_t all = ask_for_much(s, fd, NULL);
	assert_int_equal(read_all(s, fd), all);
	(void)close(fd);
}

/* Nothing is told before that is stored. */
static void
who_waits_for_a_slow_disk_gets_it_all(void **state)
{
	static const char event[] = "DEVICE STATE lamp state on\r\n";
	struct server *s = *state;
	int fd = haod_come_in(s);

	size_t all = ask_for_much(s, fd, event);
	assert_in_range(read_all(s, fd), all + 1, all + 200);
	(void)close(fd);
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    who_always_has_more_does_not_keep_a_turn_from_its_end,
		    haod_set_up, haod_tear_down),
		cmocka_unit_test_setup_teardown(
		    who_reads_late_gets_it_all, haod_set_up, haod_tear_down),
		cmocka_unit_test_setup_teardown(
		    who_waits_for_a_slow_disk_gets_it_all, haod_set_up,
		    haod_tear_down),
	};

	haod_config = argc > 1 ? argv[1] : "docs/hall.yaml";
	return cmocka_run_group_tests(tests, NULL, NULL);
}
