#include "haod.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <sys/socket.h>

#include "server/rooms.h"
#include "server/server.h"
#include "server/turn.h"

const char *haod_config;

int
haod_set_up(void **state)
{
	struct server *s = calloc(1, sizeof(*s));
	int64_t holder;
	char detail[200];

	*state = s;
	if (!s)
		return -1;
	s->config_path = haod_config;
	s->journal_file = "/"; /* whose disk is looked at */
	if (!server_read_config(s, false) ||
	    journal_open("memory:", &s->journal, &holder, detail) ||
	    !rooms_open(s) || !server_load(s))
		return -1;
	(void)turn_end(s->turn);
	return 0;
}

int
haod_tear_down(void **state)
{
	rooms_close(*state);
	free(*state);
	return 0;
}

int
haod_come_in(struct server *s)
{
	int pair[2];

	assert_int_equal(
	    socketpair(
		AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, pair),
	    0);
	server_take(
	    s, &(struct server_guest){ .fd = pair[1], .loopback = true });
	return pair[0];
}
