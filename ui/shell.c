#include "ui/shell.h"

#include <errno.h>
#include <event2/event.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "proto/buf.h"
#include "proto/link.h"
#include "proto/tls/tls.h"
#include "ui/ask.h"
#include "ui/identity.h"
#include "ui/lines.h"
#include "ui/prompt.h"

/* A request's context: which shell, which kind. */
struct slot {
	struct shell *shell;
	int kind;
};

struct shell {
	struct shell_config config;
	struct event_base *base;
	struct link *link;
	struct lines *lines;
	struct event *timer, *interrupt, *terminate;
	struct slot slots[ASK_KINDS_MAX];
	struct identity identity;
	struct ssl_ctx_st *tls; /* NULL: plain */
	bool ended, broken, signalled;
};

int64_t
shell_now_ms(void)
{
	struct timespec now;

	if (clock_gettime(CLOCK_BOOTTIME, &now) < 0)
		abort(); /* the kernel has had this clock since 2.6.39 */
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

bool
shell_terminal(void)
{
	return isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1;
}

const char *
shell_language(const char *given)
{
	static const char *const names[] = { "LC_ALL", "LC_MESSAGES", "LANG" };
	const char *found = given;

	for (size_t i = 0; i < 3 && (found == NULL || *found == '\0'); i++)
		found = getenv(names[i]);
	return found != NULL && strncmp(found, "zh", 2) == 0 ? "zh" : "en";
}

static bool
write_out(FILE *to, struct buf *from)
{
	bool well = true;

	if (from->len > 0) {
		well = fwrite(from->at, 1, from->len, to) == from->len &&
		    fflush(to) == 0;
		buf_clear(from);
	}
	return well && !from->failed;
}

static void on_reply(const struct link_reply *reply, void *ctx);

/* Out of memory: there is nothing left to decide. */
static bool
kept(struct shell *s, bool well)
{
	if (!well) {
		(void)fprintf(stderr, "%s: out of memory\n", s->config.program);
		s->broken = true;
	}
	return well;
}

bool
shell_subscribe(struct shell *s, const char *channel)
{
	return kept(s, link_subscribe(s->link, channel));
}

void
shell_unsubscribe(struct shell *s, const char *channel)
{
	(void)kept(s, link_unsubscribe(s->link, channel));
}

static void
send_one(struct shell *s, const struct ask *ask)
{
	if (ask->kind == ASK_SUBSCRIBE) {
		(void)shell_subscribe(s, ask->argv[0]);
		return;
	}
	(void)kept(s,
	    link_send(
		s->link, ask->argc, ask->argv, on_reply, &s->slots[ask->kind]));
}

/* Empties the outputs; the words of the asks live until this is done. */
static void
flush(struct shell *s)
{
	struct shell_outputs *o = &s->config.outputs;

	for (size_t i = 0; i < o->asks->count; i++)
		send_one(s, &o->asks->at[i]);
	o->asks->count = 0;
	(void)write_out(stderr, o->err);
	bool written = write_out(stdout, o->out);
	if (s->config.ops->flushed != NULL) {
		s->config.ops->flushed(
		    s->config.machine, written, shell_now_ms());
	} else if (!written) {
		s->broken = true;
	}
}

static bool
waiting(const struct shell *s)
{
	const struct shell_outputs *o = &s->config.outputs;

	return o->asks->count > 0 || o->out->len > 0 || o->err->len > 0;
}

/* Gives the machine one line, or the end; false when it takes none now. */
static bool
feed(struct shell *s)
{
	const struct shell_ops *ops = s->config.ops;
	char rid[23];

	if (s->lines == NULL || s->ended || !ops->ready(s->config.machine))
		return false;
	const char *line = lines_take(s->lines);
	if (line != NULL) {
		link_rid(rid);
		ops->line(s->config.machine, line, rid, shell_now_ms());
		return true;
	}
	if (!lines_ended(s->lines))
		return false;
	s->ended = true;
	ops->end(s->config.machine, shell_now_ms());
	return true;
}

static void
set_timer(struct shell *s)
{
	int64_t deadline_ms = s->config.ops->deadline(s->config.machine);

	(void)event_del(s->timer);
	if (deadline_ms < 0)
		return;
	int64_t left_ms = deadline_ms - shell_now_ms();
	if (left_ms < 0)
		left_ms = 0;
	struct timeval after = { .tv_sec = (time_t)(left_ms / 1000),
		.tv_usec = (suseconds_t)(left_ms % 1000) * 1000 };
	(void)event_add(s->timer, &after);
}

/* After whatever the machine was told. */
void
shell_pump(struct shell *s)
{
	const struct shell_config *c = &s->config;

	flush(s);
	while (!s->broken && !c->ops->finished(c->machine) &&
	    (waiting(s) || feed(s)))
		flush(s);
	if (s->broken || c->ops->finished(c->machine)) {
		(void)event_base_loopbreak(s->base);
		return;
	}
	set_timer(s);
}

static void
on_reply(const struct link_reply *reply, void *ctx)
{
	const struct slot *slot = ctx;
	struct shell *s = slot->shell;

	if (s->link == NULL)
		return; /* the link is being destroyed */
	s->config.ops->reply(
	    s->config.machine, slot->kind, reply, shell_now_ms());
	shell_pump(s);
}

static void
on_changed(enum link_state state, const char *why, void *ctx)
{
	struct shell *s = ctx;

	if (s->link == NULL)
		return;
	s->config.ops->link(s->config.machine, state == LINK_UP,
	    why != NULL ? why : "", shell_now_ms());
	shell_pump(s);
}

/*
 * A program that may not hear what it is there for says why, and ends; one of
 * several that share a loop does not end the others.
 */
static void
on_refused(const char *channel, const struct link_reply *reply, void *ctx)
{
	struct shell *s = ctx;

	(void)fprintf(stderr, "%s: %s: ", s->config.program, channel);
	for (const char *at = reply->say; *at != '\0'; at++) {
		bool plain = (unsigned char)*at >= ' ' && *at != 0x7f;
		(void)fputc(plain ? *at : '?', stderr);
	}
	(void)fputc('\n', stderr);
	if (s->config.base != NULL)
		return;
	s->broken = true;
	(void)event_base_loopbreak(s->base);
}

static void
on_message(const char *channel, json_t *message, void *ctx)
{
	struct shell *s = ctx;

	if (s->config.ops->message == NULL)
		return;
	s->config.ops->message(
	    s->config.machine, channel, message, shell_now_ms());
	shell_pump(s);
}

static void
on_timer(int fd, short what, void *ctx)
{
	struct shell *s = ctx;
	(void)fd, (void)what;

	s->config.ops->time(s->config.machine, shell_now_ms());
	shell_pump(s);
}

static void
on_lines(void *ctx)
{
	shell_pump(ctx);
}

static void
on_signal(int signal, short what, void *ctx)
{
	struct shell *s = ctx;
	(void)signal, (void)what;

	s->signalled = true;
	s->broken = true;
	(void)event_base_loopbreak(s->base);
}

/* poll or select: epoll refuses plain files as standard input. */
static struct event_base *
base_create(void)
{
	struct event_config *config = event_config_new();
	struct event_base *base = NULL;

	if (config != NULL &&
	    event_config_require_features(config, EV_FEATURE_FDS) == 0)
		base = event_base_new_with_config(config);
	if (config != NULL)
		event_config_free(config);
	return base;
}

static const char *
either(const char *first, const char *second)
{
	return first != NULL && *first != '\0' ? first : second;
}

/* Who the program is, by its flags; false, and said, when they don't tell. */
static bool
identity_find(struct shell *s)
{
	const struct shell_options *o = s->config.options;
	char say[IDENTITY_SAY] = "--pair needs --secret-file: where its secret"
				 " is to be kept";
	bool well = o->pair == NULL || o->secret_file != NULL;

	if (well && o->secret_file != NULL) {
		well = o->pair == NULL
		    ? identity_read(&s->identity, o->secret_file, say)
		    : identity_may_write(o->secret_file, say);
	}
	if (!well) {
		(void)fprintf(stderr, "%s: %s\n", s->config.program, say);
	} else if (o->user != NULL && o->pair == NULL &&
	    either(s->identity.secret, getenv("HAO_SECRET")) == NULL) {
		prompt_identity(&s->identity, o->user);
	}
	return well;
}

/* What is trusted, by the flags; false, and said, when that can't be read. */
static bool
trust_read(struct shell *s)
{
	const struct shell_options *o = s->config.options;
	const struct tls_files files = { o->cert, o->key, o->ca };
	char say[TLS_SAY];

	if (!o->tls && o->ca == NULL && o->pin == NULL && o->cert == NULL &&
	    o->key == NULL)
		return true;
	s->tls = tls_client(&files, o->pin, say);
	if (s->tls == NULL)
		(void)fprintf(stderr, "%s: TLS: %s\n", s->config.program, say);
	return s->tls != NULL;
}

/* The code was good: what it brought is kept before it is used. */
static bool
on_paired(const char *user, const char *secret, void *ctx)
{
	struct shell *s = ctx;
	char say[IDENTITY_SAY];
	struct identity who;

	(void)snprintf(who.name, sizeof(who.name), "%s", user);
	(void)snprintf(who.secret, sizeof(who.secret), "%s", secret);
	bool well = identity_write(&who, s->config.options->secret_file, say);
	if (!well)
		(void)fprintf(stderr, "%s: %s\n", s->config.program, say);
	identity_forget(&who);
	return well;
}

static bool
link_open(struct shell *s)
{
	const struct shell_options *o = s->config.options;

	if (!identity_find(s) || !trust_read(s))
		return false;
	struct link_config config = {
		.servers = o->servers,
		.name = o->name,
		.user = either(o->user, either(s->identity.name, NULL)),
		.secret = either(s->identity.secret, getenv("HAO_SECRET")),
		.pair = o->pair,
		.paired = on_paired,
		.tls = s->tls,
		.changed = on_changed,
		.message = on_message,
		.refused = on_refused,
		.ctx = s,
	};
	s->link = link_create(s->base, &config);
	if (s->link == NULL) {
		(void)fprintf(stderr,
		    "%s: --server %s is no list of servers; write "
		    "HOST:PORT,HOST:PORT\n",
		    s->config.program, o->servers);
	}
	return s->link != NULL;
}

static bool
loop_open(struct shell *s)
{
	bool own = s->config.base == NULL;

	s->base = own ? base_create() : s->config.base;
	if (s->base == NULL)
		return false;
	s->timer = event_new(s->base, -1, 0, on_timer, s);
	if (s->timer == NULL || !own)
		return s->timer != NULL;
	s->interrupt = evsignal_new(s->base, SIGINT, on_signal, s);
	s->terminate = evsignal_new(s->base, SIGTERM, on_signal, s);
	if (s->interrupt == NULL || s->terminate == NULL ||
	    event_add(s->interrupt, NULL) < 0 ||
	    event_add(s->terminate, NULL) < 0)
		return false;
	if (!s->config.input)
		return true;
	s->lines = lines_create(s->base, STDIN_FILENO, on_lines, s);
	return s->lines != NULL;
}

struct shell *
shell_create(const struct shell_config *config)
{
	struct shell *s = calloc(1, sizeof(*s));

	if (s == NULL)
		return NULL;
	s->config = *config;
	for (int i = 0; i < ASK_KINDS_MAX; i++)
		s->slots[i] = (struct slot){ s, i };
	(void)signal(SIGPIPE, SIG_IGN);
	if (!loop_open(s)) {
		(void)fprintf(
		    stderr, "%s: can't watch the input\n", config->program);
		shell_destroy(s);
		return NULL;
	}
	if (!link_open(s)) {
		shell_destroy(s);
		return NULL;
	}
	return s;
}

static void
event_drop(struct event *e)
{
	if (e != NULL)
		event_free(e);
}

void
shell_destroy(struct shell *s)
{
	if (s == NULL)
		return;
	struct link *link = s->link;
	s->link = NULL; /* its last callbacks find nobody */
	link_destroy(link);
	lines_destroy(s->lines);
	event_drop(s->timer);
	event_drop(s->interrupt);
	event_drop(s->terminate);
	/* libevent ends a connection of TLS only in a turn of the loop. */
	if (s->tls != NULL && s->config.base == NULL)
		(void)event_base_loop(s->base, EVLOOP_NONBLOCK);
	if (s->base != NULL && s->config.base == NULL)
		event_base_free(s->base);
	tls_destroy(s->tls);
	identity_forget(&s->identity);
	free(s);
}

struct event_base *
shell_base(struct shell *s)
{
	return s->base;
}

void
shell_wake(struct shell *s)
{
	event_active(s->timer, EV_TIMEOUT, 0);
}

bool
shell_signalled(const struct shell *s)
{
	return s->signalled;
}

bool
shell_run(struct shell *s)
{
	shell_pump(s);
	if (!s->broken && !s->config.ops->finished(s->config.machine))
		(void)event_base_dispatch(s->base);
	flush(s);
	return !s->broken;
}
