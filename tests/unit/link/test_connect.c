/* A server whose machine answers nothing, and the others of the list. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "fake.h"

enum {
	FILLERS = 3,
	CONNECT_MS = 3000, /* the promise, not what link.c counts by */
	MARGIN_MS = 200
};

static int64_t ahead_ms;

/*
 * Libevent's clock: time passes as the test says. Libc names its parameters
 * as nobody else may.
 */
// NOLINTBEGIN(readability-inconsistent-declaration-parameter-name)
int
clock_gettime(clockid_t id, struct timespec *ts)
{
	int failed = (int)syscall(SYS_clock_gettime, id, ts);

	if (failed)
		return failed;
	ts->tv_sec += (time_t)(ahead_ms / 1000);
	ts->tv_nsec += (long)(ahead_ms % 1000) * 1000000;
	if (ts->tv_nsec >= 1000000000) {
		ts->tv_nsec -= 1000000000;
		ts->tv_sec++;
	}
	return 0;
}
// NOLINTEND(readability-inconsistent-declaration-parameter-name)

static void
pass(struct fake *f, int64_t ms)
{
	ahead_ms += ms;
	fake_rest(f);
}

/* A port of loopback, and who holds it. */
struct place {
	int fd, filler[FILLERS];
	struct sockaddr_in at;
	unsigned port;
};

/* Nobody listens there: it refuses. */
static void
place_init(struct place *p)
{
	socklen_t len = sizeof(p->at);

	*p = (struct place){ .fd = socket(AF_INET, SOCK_STREAM, 0) };
	p->at.sin_family = AF_INET;
	p->at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	assert_int_equal(bind(p->fd, (struct sockaddr *)&p->at, len), 0);
	assert_int_equal(
	    getsockname(p->fd, (struct sockaddr *)&p->at, &len), 0);
	p->port = ntohs(p->at.sin_port);
	for (int i = 0; i < FILLERS; i++)
		p->filler[i] = -1;
}

/* Its queue is full and nobody takes from it: the kernel drops who comes. */
static void
place_deafen(struct place *p)
{
	assert_int_equal(listen(p->fd, 0), 0);
	for (int i = 0; i < FILLERS; i++) {
		p->filler[i] = socket(
		    AF_INET, SOCK_STREAM | (i ? SOCK_NONBLOCK : 0), 0);
		(void)connect(
		    p->filler[i], (struct sockaddr *)&p->at, sizeof(p->at));
	}
}

static void
place_release(struct place *p)
{
	for (int i = 0; i < FILLERS; i++) {
		if (p->filler[i] >= 0)
			(void)close(p->filler[i]);
	}
	(void)close(p->fd);
}

static void
await_away(struct fake *f, const struct place *p, const char *why)
{
	char line[80];

	(void)snprintf(
	    line, sizeof(line), "away 127.0.0.1:%u: %s\n", p->port, why);
	fake_await(f, line);
}

static void
no_answer_in_three_seconds(void **state)
{
	struct fake *f = *state;
	struct place deaf;
	char servers[64];
	const struct link_config config = { .servers = servers };

	place_init(&deaf);
	place_deafen(&deaf);
	(void)snprintf(servers, sizeof(servers), "127.0.0.1:%u,127.0.0.1:%u",
	    deaf.port, f->server[0].port);
	fake_link(f, &config);
	fake_rest(f);
	pass(f, CONNECT_MS - MARGIN_MS);
	fake_without(f, "away");
	fake_without(f, "0+");
	pass(f, 2 * (int64_t)MARGIN_MS);
	/* It is there: awaiting it would wait for a later one, too. */
	assert_non_null(
	    memmem(f->log.at, f->log.len, "no answer", strlen("no answer")));
	await_away(f, &deaf, "no answer");
	fake_greet(f, 0);
	/* The deadline ended with the connecting. */
	pass(f, 2 * (int64_t)CONNECT_MS);
	assert_int_equal(link_state(f->link), LINK_UP);
	place_release(&deaf);
}

/* Two rounds of a deaf one, one that refuses, and two that serve. */
static void
all_in_turn(void **state)
{
	struct fake *f = *state;
	struct place deaf, shut;
	char servers[100];
	const struct link_config config = { .servers = servers };

	place_init(&deaf);
	place_deafen(&deaf);
	place_init(&shut);
	(void)snprintf(servers, sizeof(servers),
	    "127.0.0.1:%u,127.0.0.1:%u,127.0.0.1:%u,127.0.0.1:%u", deaf.port,
	    shut.port, f->server[0].port, f->server[1].port);
	fake_link(f, &config);
	for (int round = 0; round < 2; round++) {
		fake_rest(f);
		pass(f, CONNECT_MS + MARGIN_MS);
		await_away(f, &deaf, "no answer");
		await_away(f, &shut, "Connection refused");
		for (int i = 0; i < 2; i++) {
			fake_greet(f, i);
			fake_cut(&f->server[i]);
			fake_await(f, "the server closed the connection\n");
		}
	}
	place_release(&deaf);
	place_release(&shut);
}

#define TEST(name) \
 cmocka_unit_test_setup_teardown(name, fake_setup, fake_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(no_answer_in_three_seconds),
		TEST(all_in_turn),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
