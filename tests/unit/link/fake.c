#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "fake.h"

enum {
	GUARD_S = 20,
	TURNS = 50
};

static int
number(const struct fake_server *s)
{
	return (int)(s - s->fake->server);
}

static void
note(struct fake *f, const char *what, const char *more)
{
	buf_puts(&f->log, what);
	buf_puts(&f->log, more);
	buf_putc(&f->log, '\n');
}

static void
note_connection(struct fake_server *s, const char *what)
{
	note(s->fake, number(s) == 0 ? "0" : "1", what);
}

static void
note_command(struct fake_server *s)
{
	struct buf *log = &s->fake->log;

	buf_putc(log, (char)('0' + number(s)));
	buf_putc(log, '>');
	for (size_t i = 0; i < s->command.argc; i++) {
		buf_putc(log, ' ');
		buf_put(log, s->command.argv[i].at, s->command.argv[i].len);
	}
	buf_putc(log, '\n');
}

void
fake_cut(struct fake_server *s)
{
	if (s->fd < 0)
		return;
	event_free(s->can_read);
	(void)close(s->fd);
	s->fd = -1;
	buf_clear(&s->in);
	wire_command_reset(&s->command);
}

void
fake_stop(struct fake_server *s)
{
	fake_cut(s);
	if (s->listener < 0)
		return;
	event_free(s->can_accept);
	(void)close(s->listener);
	s->listener = -1;
}

static void
read_commands(struct fake_server *s)
{
	while (wire_command_read(&s->command, s->in.at, s->in.len,
		   &wire_bounds_known) == WIRE_OK) {
		note_command(s);
		buf_drop(&s->in, s->command.used);
		wire_command_reset(&s->command);
	}
}

static void
on_readable(evutil_socket_t fd, short what, void *ctx)
{
	struct fake_server *s = ctx;
	char bytes[65536];
	ssize_t n = recv(fd, bytes, sizeof(bytes), 0);

	(void)what;
	if (n <= 0) {
		fake_cut(s);
		note_connection(s, "-");
		return;
	}
	buf_put(&s->in, bytes, (size_t)n);
	read_commands(s);
}

static void
on_acceptable(evutil_socket_t fd, short what, void *ctx)
{
	struct fake_server *s = ctx;

	(void)what;
	fake_cut(s);
	s->fd = accept4(fd, NULL, NULL, SOCK_CLOEXEC);
	s->can_read = event_new(
	    s->fake->base, s->fd, EV_READ | EV_PERSIST, on_readable, s);
	(void)event_add(s->can_read, NULL);
	note_connection(s, "+");
}

static int
listen_on_any_port(struct fake_server *s)
{
	struct sockaddr_in at = {
		.sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	socklen_t len = sizeof(at);

	s->fd = -1;
	s->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (s->listener < 0 || bind(s->listener, (struct sockaddr *)&at, len) ||
	    listen(s->listener, 8) ||
	    getsockname(s->listener, (struct sockaddr *)&at, &len))
		return -1;
	s->port = ntohs(at.sin_port);
	s->can_accept = event_new(
	    s->fake->base, s->listener, EV_READ | EV_PERSIST, on_acceptable, s);
	return event_add(s->can_accept, NULL);
}

static void
on_guard(evutil_socket_t fd, short what, void *ctx)
{
	struct fake *f = ctx;

	(void)fd;
	(void)what;
	f->late = true;
}

int
fake_setup(void **state)
{
	const struct timeval guard = { .tv_sec = GUARD_S };
	struct fake *f = calloc(1, sizeof(*f));

	*state = f;
	if (!f)
		return -1;
	f->base = event_base_new();
	f->guard = evtimer_new(f->base, on_guard, f);
	for (int i = 0; i < 2; i++) {
		f->server[i].fake = f;
		if (listen_on_any_port(&f->server[i]))
			return -1;
	}
	return evtimer_add(f->guard, &guard);
}

int
fake_teardown(void **state)
{
	struct fake *f = *state;

	fake_unlink(f);
	for (int i = 0; i < 2; i++) {
		fake_stop(&f->server[i]);
		buf_release(&f->server[i].in);
	}
	event_free(f->guard);
	event_base_free(f->base);
	buf_release(&f->log);
	free(f);
	return 0;
}

static void
hook(struct fake *f, const char *line)
{
	if (f->hook)
		f->hook(f, line);
}

static void
on_changed(enum link_state state, const char *why, void *ctx)
{
	struct fake *f = ctx;

	note(f, state == LINK_UP ? "up " : "away ", why);
	hook(f, state == LINK_UP ? "up" : "away");
}

static void
on_message(const char *channel, json_t *message, void *ctx)
{
	struct fake *f = ctx;

	buf_puts(&f->log, channel);
	buf_putc(&f->log, ' ');
	buf_puts(&f->log, json_string_value(json_object_get(message, "type")));
	buf_putc(&f->log, ' ');
	buf_put_int(
	    &f->log, json_integer_value(json_object_get(message, "seq")));
	buf_putc(&f->log, '\n');
	hook(f, "message");
}

static void
on_refused(const char *channel, const struct link_reply *reply, void *ctx)
{
	struct fake *f = ctx;

	buf_puts(&f->log, channel);
	buf_puts(&f->log, " refused ");
	buf_puts(&f->log, reply->word);
	buf_putc(&f->log, '|');
	note(f, "", reply->say);
	hook(f, "refused");
}

void
fake_link(struct fake *f, const struct link_config *config)
{
	struct link_config full = *config;
	char servers[64];

	(void)snprintf(servers, sizeof(servers), "127.0.0.1:%u,127.0.0.1:%u",
	    f->server[0].port, f->server[1].port);
	if (!full.servers)
		full.servers = servers;
	full.changed = on_changed;
	full.message = on_message;
	full.refused = on_refused;
	full.ctx = f;
	full.backoff_ms_min = 1;
	full.backoff_ms_max = 3;
	f->link = link_create(f->base, &full);
	assert_non_null(f->link);
}

void
fake_unlink(struct fake *f)
{
	link_destroy(f->link);
	f->link = NULL;
}

static char *
rest_of_log(struct fake *f)
{
	buf_putc(&f->log, '\0');
	f->log.len--;
	return f->log.at + f->seen;
}

void
fake_await(struct fake *f, const char *text)
{
	const char *found = strstr(rest_of_log(f), text);

	while (!found && !f->late) {
		assert_int_equal(event_base_loop(f->base, EVLOOP_ONCE), 0);
		found = strstr(rest_of_log(f), text);
	}
	if (!found)
		fail_msg("no \"%s\" in:\n%s", text, f->log.at);
	f->seen = (size_t)(found - f->log.at) + strlen(text);
}

void
fake_without(struct fake *f, const char *text)
{
	if (strstr(rest_of_log(f), text))
		fail_msg("\"%s\" in:\n%s", text, f->log.at);
}

/*
 * On loopback what was sent is there at once, so that a message needs one
 * turn for each hop.
 */
void
fake_rest(struct fake *f)
{
	for (int i = 0; i < TURNS; i++)
		(void)event_base_loop(f->base, EVLOOP_ONCE | EVLOOP_NONBLOCK);
}

static void
say(struct fake_server *s, const char *bytes, size_t len)
{
	assert_int_equal(send(s->fd, bytes, len, MSG_NOSIGNAL), len);
}

void
fake_say(struct fake_server *s, const char *bytes)
{
	say(s, bytes, strlen(bytes));
}

void
fake_bulk(struct fake_server *s, const char *text)
{
	struct buf b = { 0 };

	wire_put_str(&b, text);
	say(s, b.at, b.len);
	buf_release(&b);
}

void
fake_push(struct fake_server *s, const char *channel, const char *json)
{
	struct buf b = { 0 };

	wire_put_push(&b, 3, 3);
	wire_put_str(&b, "message");
	wire_put_str(&b, channel);
	wire_put_str(&b, json);
	say(s, b.at, b.len);
	buf_release(&b);
}

void
fake_greet(struct fake *f, int which)
{
	char line[16];

	(void)snprintf(line, sizeof(line), "%d> HELLO", which);
	fake_await(f, line);
	fake_say(&f->server[which], "%1\r\n$6\r\nserver\r\n$3\r\nhao\r\n");
	fake_await(f, "up ");
}

/* A reply is logged under its tag: who waits holds both. */
struct waiting {
	struct fake *fake;
	char tag[32];
};

static void
note_refusal(struct fake *f, const struct link_reply *reply)
{
	buf_puts(&f->log, "REFUSED ");
	buf_puts(&f->log, reply->word);
	note(f, "|", reply->say);
}

static void
note_reply(struct waiting *w, const struct link_reply *reply)
{
	struct fake *f = w->fake;
	char *json;

	buf_puts(&f->log, w->tag);
	buf_putc(&f->log, '=');
	switch (reply->verdict) {
	case LINK_OK:
		json = json_dumps(reply->value, JSON_COMPACT | JSON_ENCODE_ANY);
		note(f, "OK ", json);
		free(json);
		break;
	case LINK_REFUSED:
		note_refusal(f, reply);
		break;
	case LINK_UNKNOWN:
		note(f, "UNKNOWN", "");
		break;
	case LINK_UNSENT:
		note(f, "UNSENT", "");
		break;
	}
}

static void
on_reply(const struct link_reply *reply, void *ctx)
{
	struct waiting *w = ctx;
	struct fake *f = w->fake;

	note_reply(w, reply);
	free(w);
	hook(f, "reply");
}

bool
fake_send(struct fake *f, const char *tag, size_t argc, const char *const *argv)
{
	struct waiting *w = malloc(sizeof(*w));

	assert_non_null(w);
	w->fake = f;
	(void)snprintf(w->tag, sizeof(w->tag), "%s", tag);
	bool sent = link_send(f->link, argc, argv, on_reply, w);
	if (!sent)
		free(w);
	return sent;
}

void
fake_ask(struct fake *f, const char *tag, const char *word)
{
	assert_true(fake_send(f, tag, 1, &word));
}
