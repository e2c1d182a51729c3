/*
 * A daemon that gets no memory at the worst moment: nobody is told what is not
 * stored, or half of anything, and it comes up or says that it does not. The
 * linker sends what is refused here first.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <assert.h>
#include <cmocka.h>
#include <event2/event.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "haod.h"
#include "server/hall/hall.h"
#include "server/hall/layout.h"
#include "server/net/channel.h"
#include "server/net/feed.h"
#include "server/rooms.h"
#include "server/server.h"
#include "server/turn.h"

struct writer;

/* The linker gives these names. */
/* NOLINTBEGIN(bugprone-reserved-identifier,readability-identifier-naming) */
bool __real_batch_add(
    struct journal_batch *b, const struct event *event, const char *opening);
bool __real_writer_is_busy(const struct writer *w);
bool __real_buf_grow(struct buf *b, size_t n);
bool __wrap_batch_add(
    struct journal_batch *b, const struct event *event, const char *opening);
bool __wrap_writer_is_busy(const struct writer *w);
bool __wrap_buf_grow(struct buf *b, size_t n);

static bool no_event, busy;
static const struct buf *no_room; /* that does not grow */

bool
__wrap_batch_add(
    struct journal_batch *b, const struct event *event, const char *opening)
{
	return !no_event && __real_batch_add(b, event, opening);
}

bool
__wrap_writer_is_busy(const struct writer *w)
{
	return busy || __real_writer_is_busy(w);
}

bool
__wrap_buf_grow(struct buf *b, size_t n)
{
	if (b != no_room)
		return __real_buf_grow(b, n);
	b->failed = true;
	return false;
}
/* NOLINTEND(bugprone-reserved-identifier,readability-identifier-naming) */

static int
tear_down(void **state)
{
	no_event = busy = false;
	no_room = NULL;
	return haod_tear_down(state);
}

static void
turn(struct server *s)
{
	(void)event_base_loop(s->base, EVLOOP_NONBLOCK);
	(void)turn_end(s->turn);
}

/* What LINE is answered, and what else has come. */
static const char *
ask(struct server *s, int fd, const char *line)
{
	static char answer[65536];

	assert_int_equal(send(fd, line, strlen(line), 0), strlen(line));
	turn(s);
	turn(s);
	ssize_t n = recv(fd, answer, sizeof(answer) - 1, 0);
	answer[n > 0 ? n : 0] = '\0';
	return answer;
}

/* It is applied, and its row can't be kept, while the writer is at work. */
static void
what_is_not_stored_is_not_shown(void **state)
{
	struct server *s = *state;
	int fd = haod_come_in(s);

	assert_string_not_equal(ask(s, fd, "HALL CLOCK\r\n"), "");
	no_event = busy = true;
	const char *said = ask(s, fd, "DEVICE STATE lamp state on\r\n");
	assert_int_equal(strncmp(said, "-UNAVAILABLE", 12), 0);
	said = ask(s, fd, "HALL STATE JSON\r\n");
	assert_int_equal(strncmp(said, "-UNAVAILABLE", 12), 0);
	(void)close(fd);
}

/* The hall can't come up with another layout than the journal has. */
static void
a_layout_that_can_not_be_kept(void **state)
{
	struct server *s = *state;

	hall_destroy(s->hall);
	s->hall = NULL;
	s->layout->tickets_max++;
	no_event = true;
	assert_false(server_load(s));
	assert_null(s->hall);
}

/* The first thing that is told of haod's own health can't be kept. */
static void
health_that_can_not_be_kept(void **state)
{
	struct server *s = *state;
	struct health *h = &s->health;

	for (int i = 0; i < 1000; i++)
		guesses_note(&s->guesses, "", s->clock.boot_ms);
	*h = (struct health){ 1, 1 };
	s->clock.boot_ms += HEALTH_LOOK_MS;
	no_event = true;
	health_tick(h, s);
	assert_null(s->hall);
}

static void
half_a_beat_is_none(void **state)
{
	struct server *s = *state;
	int fd = haod_come_in(s);
	char byte;

	assert_string_not_equal(ask(s, fd, "SUBSCRIBE hall\r\n"), "");
	feed_beat(s->feed);
	turn(s);
	while (recv(fd, &byte, 1, 0) == 1)
		continue;
	buf_release(&s->feed->text);
	no_room = &s->feed->text;
	feed_beat(s->feed);
	turn(s);
	assert_int_equal(recv(fd, &byte, 1, 0), -1);
	(void)close(fd);
}

/* A notice that could not be written whole is not kept for who asks. */
static void
half_a_notice_is_none(void **state)
{
	struct server *s = *state;
	int fd = haod_come_in(s);
	char line[100];

	buf_release(&s->feed->text);
	no_room = &s->feed->text;
	assert_string_not_equal(
	    ask(s, fd, "HALL BROADCAST hello REASON why RID r\r\n"), "");
	(void)snprintf(line, sizeof(line),
	    "EVENTS SINCE %s 0 CHANNEL calls:main\r\n", s->epoch);
	const char *said = ask(s, fd, line);
	assert_int_equal(strncmp(said, "-GAP", 4), 0);
	(void)close(fd);
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    what_is_not_stored_is_not_shown, haod_set_up, tear_down),
		cmocka_unit_test_setup_teardown(
		    a_layout_that_can_not_be_kept, haod_set_up, tear_down),
		cmocka_unit_test_setup_teardown(
		    health_that_can_not_be_kept, haod_set_up, tear_down),
		cmocka_unit_test_setup_teardown(
		    half_a_beat_is_none, haod_set_up, tear_down),
		cmocka_unit_test_setup_teardown(
		    half_a_notice_is_none, haod_set_up, tear_down),
	};

	assert(argc == 2);
	haod_config = argv[1];
	return cmocka_run_group_tests(tests, NULL, NULL);
}
