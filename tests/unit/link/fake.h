/*
 * A link and its server in one loop: the server is scripted by the test, and
 * all that happens is written in a log, which the test waits for.
 *
 * Lines of the log: "0> HELLO 3" is a command that server 0 got, "0+" and
 * "0-" a connection that came and went; "up …" and "away …" are states,
 * "calls:1 call 7" is a message with its seq, "tag=OK {…}" a reply.
 */
#ifndef HAO_TESTS_FAKE_H
#define HAO_TESTS_FAKE_H

#include <event2/event.h>
#include <stdbool.h>
#include <stdint.h>

#include "proto/buf.h"
#include "proto/link.h"
#include "proto/wire.h"

struct fake_server {
	struct fake *fake; /* borrowed */
	int listener, fd;  /* -1: none */
	unsigned port;
	struct event *can_accept, *can_read;
	struct buf in;
	struct wire_command command;
};

struct fake {
	struct event_base *base;
	struct event *guard;
	bool late; /* the guard's time is up: the test hangs */
	struct fake_server server[2];
	struct link *link;
	struct buf log;
	size_t seen; /* of the log, by fake_await */
	/* Called at each change, message and reply, after the log. */
	void (*hook)(struct fake *f, const char *line);
};

/* cmocka's setup and teardown; the state is a struct fake. */
int fake_setup(void **state);
int fake_teardown(void **state);

/*
 * A link to both servers, unless CONFIG names others, with short delays but
 * for the silence.
 */
void fake_link(struct fake *f, const struct link_config *config);
void fake_unlink(struct fake *f);

/* Runs the loop until TEXT stands in the log, behind what was awaited. */
void fake_await(struct fake *f, const char *text);
/* Asserts that the log, from where the last await ended, lacks TEXT. */
void fake_without(struct fake *f, const char *text);
/* Lets the loop turn until what is under way has come to rest. */
void fake_rest(struct fake *f);

void fake_say(struct fake_server *s, const char *bytes);
void fake_bulk(struct fake_server *s, const char *text);
void fake_push(struct fake_server *s, const char *channel, const char *json);
void fake_cut(struct fake_server *s);  /* the connection */
void fake_stop(struct fake_server *s); /* the listener too */

/* Awaits HELLO at server WHICH and answers it. */
void fake_greet(struct fake *f, int which);
/* Sends ARGC words through the link; the reply is logged under TAG. */
bool fake_send(
    struct fake *f, const char *tag, size_t argc, const char *const *argv);
/* The same for one word. */
void fake_ask(struct fake *f, const char *tag, const char *word);

#endif
