#include "calls.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>

static const struct link_config plain = { 0 };

void
calls_json(struct buf *b, const char *type, const char *epoch, int64_t seq)
{
	char json[256];

	(void)snprintf(json, sizeof(json),
	    "{\"v\":1,\"type\":\"%s\",\"epoch\":\"%s\",\"seq\":%lld,"
	    "\"prev\":%lld}",
	    type, epoch, (long long)seq, (long long)seq - 1);
	buf_puts(b, json);
}

/* A message on calls:1; each event's prev is the seq before its own. */
void
calls_push(
    struct fake_server *s, const char *type, const char *epoch, int64_t seq)
{
	struct buf b = { 0 };

	calls_json(&b, type, epoch, seq);
	buf_putc(&b, '\0');
	fake_push(s, "calls:1", b.at);
	buf_release(&b);
}

/* The answer to EVENTS SINCE: calls FIRST to LAST. */
void
calls_events(
    struct fake_server *s, const char *epoch, int64_t first, int64_t last)
{
	struct buf b = { 0 };

	buf_putc(&b, '[');
	for (int64_t seq = first; seq <= last; seq++) {
		if (seq > first)
			buf_putc(&b, ',');
		calls_json(&b, "call", epoch, seq);
	}
	buf_puts(&b, "]");
	buf_putc(&b, '\0');
	fake_bulk(s, b.at);
	buf_release(&b);
}

void
calls_confirm(struct fake_server *s)
{
	fake_say(s, ">3\r\n$9\r\nsubscribe\r\n$7\r\ncalls:1\r\n:1\r\n");
}

/* Subscribed, and at seq 5 of epoch e. */
struct fake_server *
calls_start(struct fake *f)
{
	struct fake_server *s = &f->server[0];

	fake_link(f, &plain);
	assert_true(link_subscribe(f->link, "calls:1"));
	fake_await(f, "0> HELLO 3\n0> SUBSCRIBE calls:1\n");
	f->seen = 0;
	fake_greet(f, 0);
	calls_confirm(s);
	calls_push(s, "snapshot", "e", 5);
	fake_await(f, "calls:1 snapshot 5\n");
	return s;
}

/* Cut, and subscribed again at the other server. */
struct fake_server *
calls_restart(struct fake *f)
{
	fake_cut(&f->server[0]);
	fake_await(f, "away");
	fake_greet(f, 1);
	calls_confirm(&f->server[1]);
	return &f->server[1];
}
