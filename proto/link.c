#include "proto/link.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "proto/link_own.h"

enum {
	BACKOFF_MS_MIN = 100,
	BACKOFF_MS_MAX = 3000,
	/* A beat that comes late is not yet a silence. */
	SILENCE_MS = BEAT_MS + 5000,
};

void
link_rid(char rid[23])
{
	/* 32 letters that nobody takes for each other: 110 bits in 22. */
	static const char letters[] = "0123456789abcdefghjkmnpqrstvwxyz";
	unsigned char random[22] = { 0 };

	while (getrandom(random, sizeof(random), 0) != sizeof(random))
		continue;
	for (size_t i = 0; i < sizeof(random); i++)
		rid[i] = letters[random[i] & 31];
	rid[22] = '\0';
}

/* Half to one and a half of DELAY_MS, so that a hall's screens spread. */
static int64_t
jitter(int64_t delay_ms)
{
	uint32_t random = 0;

	(void)!getrandom(&random, sizeof(random), GRND_NONBLOCK);
	return delay_ms / 2 + (int64_t)random % (delay_ms + 1);
}

void
link_arm(struct link *l, int64_t delay_ms)
{
	struct timeval delay = {
		.tv_sec = delay_ms / 1000,
		.tv_usec = delay_ms % 1000 * 1000,
	};

	/* Fails only for want of memory that libevent holds already. */
	(void)evtimer_add(&l->timer, &delay);
}

/*
 * Tells the state with the server's name, unless that is no news. A peer's
 * control bytes become '?'.
 */
static void
tell(struct link *l, enum link_state state, const char *why)
{
	char told[LINK_WHY_MAX];

	memcpy(told, l->why, sizeof(told));
	const struct link_server *server = link_servers_now(&l->servers);
	bool six = strchr(server->host, ':') != NULL;

	(void)snprintf(l->why, sizeof(l->why), "%s%s%s:%u%s%s", six ? "[" : "",
	    server->host, six ? "]" : "", server->port, *why ? ": " : "", why);
	for (char *c = l->why; *c; c++) {
		if ((unsigned char)*c < ' ' || *c == 0x7f)
			*c = '?';
	}
	/* Both states' reasons differ, as only UP has none. */
	if (l->config.changed && strcmp(told, l->why) != 0)
		l->config.changed(state, l->why, l->config.ctx);
}

static int64_t
next_try_ms(struct link *l, enum link_pace pace)
{
	int64_t max_ms = l->config.backoff_ms_max;
	int64_t now_ms = l->backoff_ms;

	if (pace == LINK_SLOWLY)
		return jitter(max_ms + max_ms * 2 / 3);
	l->backoff_ms = now_ms * 2 < max_ms ? now_ms * 2 : max_ms;
	return jitter(now_ms);
}

void
link_cut(struct link *l, enum link_pace pace, const char *why)
{
	struct link_channel *ch;
	char reason[LINK_WHY_MAX];

	(void)snprintf(reason, sizeof(reason), "%s", why);
	link_close(l);
	TAILQ_FOREACH(ch, &l->channels, next)
		link_channel_cut(ch);
	l->phase = LINK_WAITING;
	link_arm(l, next_try_ms(l, pace));
	tell(l, LINK_AWAY, reason);
	link_end_sent(l);
}

/* HELLO 3 [AUTH user secret] [SETNAME name] */
static bool
put_hello(struct link *l)
{
	const struct link_request how = { .asker = LINK_BY_HELLO };
	const char *argv[7] = { "HELLO", "3" };
	size_t argc = 2;

	if (l->user && l->secret) {
		argv[argc++] = "AUTH";
		argv[argc++] = l->user;
		argv[argc++] = l->secret;
	}
	if (l->name) {
		argv[argc++] = "SETNAME";
		argv[argc++] = l->name;
	}
	return link_put(l, &how, argc, argv);
}

static bool
put_pair(struct link *l)
{
	const struct link_request how = { .asker = LINK_BY_PAIR };
	const char *argv[2] = { "PAIR", l->pair };

	return link_put(l, &how, 2, argv);
}

bool
link_paired(struct link *l, const char *user, const char *secret)
{
	bool kept = l->config.paired &&
	    l->config.paired(user, secret, l->config.ctx);

	free(l->pair);
	free(l->user);
	free(l->secret);
	l->pair = NULL;
	l->user = strdup(user);
	l->secret = strdup(secret);
	if (kept && l->user && l->secret) {
		link_greet(l);
		return true;
	}
	link_cut(l, LINK_SLOWLY, "the secret could not be kept");
	return false;
}

static bool
is_owed(const struct link *l, const struct link_channel *ch)
{
	const struct link_request *q = l->sent.first;

	while (q && q->channel != ch)
		q = q->next;
	return q;
}

static void
forget(struct link *l, struct link_channel *ch)
{
	TAILQ_REMOVE(&l->channels, ch, next);
	link_channel_destroy(ch);
}

void
link_forget_left(struct link *l)
{
	struct link_channel *ch = TAILQ_FIRST(&l->channels), *next;

	for (; ch; ch = next) {
		next = TAILQ_NEXT(ch, next);
		if (ch->left && !is_owed(l, ch))
			forget(l, ch);
	}
}

void
link_greet(struct link *l)
{
	struct link_channel *ch;
	bool put;

	link_forget_left(l);
	l->phase = LINK_GREETING;
	link_arm(l, l->config.silence_ms / 2);
	put = l->pair ? put_pair(l) : put_hello(l);
	TAILQ_FOREACH(ch, &l->channels, next)
		put = put && (l->pair || link_put_subscribe(l, ch));
	if (!put)
		link_cut(l, LINK_SLOWLY, "out of memory");
}

void
link_greeted(struct link *l)
{
	l->phase = LINK_GREETED;
	l->backoff_ms = l->config.backoff_ms_min;
	link_heard(l);
	tell(l, LINK_UP, "");
}

/* Nothing was heard for half of the allowed silence, or for all of it. */
static void
watch(struct link *l)
{
	const struct link_request how = { .asker = LINK_BY_PING };
	const char *argv[] = { "PING" };

	if (++l->quiet == 2) {
		link_cut(l, LINK_SOON, "the server fell silent");
		return;
	}
	link_arm(l, l->config.silence_ms / 2);
	/* With subscriptions, beats come by themselves. */
	if (l->channel_count == 0 && !link_put(l, &how, 1, argv))
		link_cut(l, LINK_SOON, "out of memory");
}

void
link_heard(struct link *l)
{
	if (l->phase != LINK_GREETED)
		return;
	l->quiet = 0;
	link_arm(l, l->config.silence_ms / 2);
}

static void
on_timer(evutil_socket_t fd, short what, void *ctx)
{
	struct link *l = ctx;

	(void)fd;
	(void)what;
	switch (l->phase) {
	case LINK_WAITING:
		link_open(l);
		break;
	case LINK_CONNECTING:
		link_connect(l, "no answer");
		break;
	case LINK_SHAKING:
		link_cut(l, LINK_SOON, "no answer to TLS");
		break;
	case LINK_GREETING:
		link_cut(l, LINK_SOON, "no answer to HELLO");
		break;
	case LINK_GREETED:
		watch(l);
		break;
	}
}

static void
on_later(evutil_socket_t fd, short what, void *ctx)
{
	(void)fd;
	(void)what;
	link_end_unsent(ctx);
}

static bool
copy_text(char **own, const char *text)
{
	*own = text ? strdup(text) : NULL;
	return *own || !text;
}

static bool
copy_config(struct link *l, const struct link_config *config)
{
	struct link_config *own = &l->config;

	*own = *config;
	own->servers = own->name = own->user = own->secret = NULL;
	own->pair = NULL;
	bool name = copy_text(&l->name, config->name);
	bool user = copy_text(&l->user, config->user);
	bool secret = copy_text(&l->secret, config->secret);
	bool pair = copy_text(&l->pair, config->pair);
	if (own->backoff_ms_min <= 0)
		own->backoff_ms_min = BACKOFF_MS_MIN;
	if (own->backoff_ms_max <= 0)
		own->backoff_ms_max = BACKOFF_MS_MAX;
	if (own->silence_ms <= 0)
		own->silence_ms = SILENCE_MS;
	l->backoff_ms = own->backoff_ms_min;
	return link_servers_init(&l->servers, config->servers) && name &&
	    user && secret && pair;
}

static void
release(struct link *l)
{
	while (!TAILQ_EMPTY(&l->channels))
		forget(l, TAILQ_FIRST(&l->channels));
	link_servers_release(&l->servers);
	free(l->name);
	free(l->user);
	free(l->secret);
	free(l->pair);
	free(l);
}

struct link *
link_create(struct event_base *base, const struct link_config *config)
{
	struct link *l = calloc(1, sizeof(*l));

	if (!l)
		return NULL;
	l->base = base;
	l->fd = -1;
	TAILQ_INIT(&l->channels);
	if (!copy_config(l, config)) {
		release(l);
		return NULL;
	}
	(void)evtimer_assign(&l->timer, base, on_timer, l);
	(void)evtimer_assign(&l->later, base, on_later, l);
	link_arm(l, 0);
	return l;
}

void
link_destroy(struct link *l)
{
	if (!l)
		return;
	l->leaving = true;
	(void)evtimer_del(&l->timer);
	(void)evtimer_del(&l->later);
	link_close(l);
	link_end_sent(l);
	link_end_unsent(l);
	release(l);
}

bool
link_send(struct link *l, size_t argc, const char *const *argv,
    link_reply_fn *reply, void *ctx)
{
	const struct link_request how = { .reply = reply, .ctx = ctx };

	if (l->leaving)
		return false;
	if (l->phase != LINK_GREETED)
		return link_put_unsent(l, &how);
	if (l->sent_count >= LIMIT_REQUESTS || argc >= LIMIT_ARGS)
		return false;
	return link_put(l, &how, argc, argv);
}

static struct link_channel *
find_channel(const struct link *l, const char *name)
{
	struct link_channel *ch;

	TAILQ_FOREACH(ch, &l->channels, next) {
		if (strcmp(ch->name, name) == 0)
			return ch;
	}
	return NULL;
}

/* Otherwise its greeting will say what is subscribed. */
static bool
is_greeted(const struct link *l)
{
	return l->phase >= LINK_GREETING && !l->pair;
}

bool
link_subscribe(struct link *l, const char *channel)
{
	if (l->leaving || strlen(channel) > LIMIT_CHANNEL)
		return false;
	struct link_channel *ch = find_channel(l, channel), *made = NULL;
	if (ch && !ch->left)
		return true;
	if (l->channel_count == LIMIT_SUBSCRIPTIONS)
		return false;
	if (!ch)
		ch = made = link_channel_create(channel);
	if (!ch)
		return false;
	if (is_greeted(l) && !link_put_subscribe(l, ch)) {
		link_channel_destroy(made);
		return false;
	}
	if (made)
		TAILQ_INSERT_TAIL(&l->channels, made, next);
	link_channel_join(ch);
	l->channel_count++;
	return true;
}

bool
link_unsubscribe(struct link *l, const char *channel)
{
	struct link_channel *ch = find_channel(l, channel);

	if (!ch || ch->left)
		return true;
	if (is_greeted(l) && !link_put_unsubscribe(l, ch))
		return false;
	link_channel_leave(ch);
	l->channel_count--;
	return true;
}

enum link_state
link_state(const struct link *l)
{
	return l->phase == LINK_GREETED ? LINK_UP : LINK_AWAY;
}
