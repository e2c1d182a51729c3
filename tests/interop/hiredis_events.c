/*
 * A program as others write it: hiredis with its libevent adapter. Subscribes
 * on one connection, issues and calls on another, and leaves with 0 once it
 * has seen the snapshot, the call and the same ticket under the same RID.
 */
#include <event2/event.h>
#include <hiredis/adapters/libevent.h>
#include <hiredis/async.h>
#include <hiredis/hiredis.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PATIENCE_S 20

struct visit {
	struct event_base *base;
	redisAsyncContext *feed, *desk;
	char number[16];
	int issued, replayed;
	bool snapshot, called, failed;
};

static void
fail(struct visit *v, const char *why, const redisReply *reply)
{
	(void)fprintf(stderr, "hiredis_events: %s: %s\n", why,
	    reply && reply->str ? reply->str : "no text");
	v->failed = true;
	event_base_loopbreak(v->base);
}

static const redisReply *
field(const redisReply *map, const char *name)
{
	for (size_t i = 0; i + 1 < map->elements; i += 2) {
		if (strcmp(map->element[i]->str, name) == 0)
			return map->element[i + 1];
	}
	return NULL;
}

static void
on_opened(redisAsyncContext *c, void *reply, void *ctx)
{
	const redisReply *r = reply;

	(void)c;
	if (!r || r->type != REDIS_REPLY_ARRAY)
		fail(ctx, "COUNTER OPEN", r);
}

static void
on_issued(redisAsyncContext *c, void *reply, void *ctx)
{
	struct visit *v = ctx;
	const redisReply *r = reply;
	const redisReply *number, *replayed;

	(void)c;
	if (!r || r->type != REDIS_REPLY_ARRAY) {
		fail(v, "TICKET ISSUE", r);
		return;
	}
	number = field(r, "number");
	replayed = field(r, "replayed");
	if (!number || !replayed ||
	    (v->issued > 0 && strcmp(v->number, number->str) != 0)) {
		fail(v, "another ticket under the same RID", number);
		return;
	}
	(void)snprintf(v->number, sizeof(v->number), "%s", number->str);
	v->issued++;
	v->replayed += replayed->integer == 1;
}

static void
on_next(redisAsyncContext *c, void *reply, void *ctx)
{
	struct visit *v = ctx;
	const redisReply *r = reply;

	(void)c;
	if (!r || r->type != REDIS_REPLY_ARRAY || !field(r, "number") ||
	    strcmp(field(r, "number")->str, v->number) != 0)
		fail(v, "COUNTER NEXT", r);
}

static void
visit_begin(struct visit *v)
{
	static const char *const issue = "TICKET ISSUE A RID hiredis-1";

	redisAsyncCommand(v->desk, on_opened, v, "COUNTER OPEN 1 CLERK 42");
	redisAsyncCommand(v->desk, on_issued, v, issue);
	redisAsyncCommand(v->desk, on_issued, v, issue);
	redisAsyncCommand(v->desk, on_next, v, "COUNTER NEXT 1 RID hiredis-2");
}

static void
on_message(redisAsyncContext *c, void *reply, void *ctx)
{
	struct visit *v = ctx;
	const redisReply *r = reply;
	const char *text;

	(void)c;
	if (!r || r->type != REDIS_REPLY_ARRAY || r->elements != 3) {
		if (!v->called)
			fail(v, "the feed", r);
		return;
	}
	if (strcmp(r->element[0]->str, "message") != 0)
		return;
	text = r->element[2]->str;
	if (strstr(text, "\"type\":\"snapshot\"")) {
		v->snapshot = true;
		visit_begin(v);
	} else if (strstr(text, "\"type\":\"call\"")) {
		v->called = v->snapshot && strstr(text, v->number);
		redisAsyncDisconnect(v->desk);
		redisAsyncDisconnect(v->feed);
	}
}

static void
on_patience(evutil_socket_t fd, short what, void *ctx)
{
	(void)fd;
	(void)what;
	fail(ctx, "nothing more came", NULL);
}

static redisAsyncContext *
join(struct visit *v, int port)
{
	redisAsyncContext *c = redisAsyncConnect("127.0.0.1", port);

	if (!c || c->err || redisLibeventAttach(c, v->base) != REDIS_OK) {
		(void)fprintf(stderr, "hiredis_events: can't connect\n");
		exit(EXIT_FAILURE);
	}
	return c;
}

int
main(int argc, char **argv)
{
	const struct timeval patience = { PATIENCE_S, 0 };
	struct visit v = { .base = event_base_new() };

	if (argc != 2 || !v.base) {
		(void)fprintf(stderr, "say hiredis_events PORT\n");
		return 2;
	}
	int port = (int)strtol(argv[1], NULL, 10);
	v.feed = join(&v, port);
	v.desk = join(&v, port);
	event_base_once(v.base, -1, EV_TIMEOUT, on_patience, &v, &patience);
	redisAsyncCommand(v.feed, on_message, &v, "SUBSCRIBE calls:main");
	event_base_loop(v.base, EVLOOP_ONCE);
	while (!v.failed && !(v.called && v.issued == 2))
		event_base_loop(v.base, EVLOOP_ONCE);
	event_base_free(v.base);
	return !v.failed && v.replayed == 1 ? EXIT_SUCCESS : EXIT_FAILURE;
}
