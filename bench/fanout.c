/*
 * fanout PORT N ROUNDS CHANNEL WORD...: N subscribers of a channel,
 * and the time from sending a command until the last of them has the message
 * that it causes, in every round. Prints the times in microseconds on one
 * line, and before them the bytes of one message.
 *
 * A message is one that holds "type":"call" and ends in a brace; whatever
 * else comes is read and not waited for. A word that ends in @ gets the
 * number of the round, one that is %N becomes a payload of N bytes.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "bench/tool.h"

#define N_MAX	   60000
#define ROUNDS_MAX 1000
#define PER_SOURCE 20000 /* connections from one near address */
#define IN	   65536
#define KEEP	   512 /* bytes of an unfinished message */
#define STEP_MS	   5000
#define QUIET_MS   50
#define EVENTS	   512

static const char mark[] = "\"type\":\"call\"";

struct subscriber {
	int fd;
	size_t round; /* the last one that it has, from 1 */
	char tail[KEEP];
	size_t tail_len;
};

struct fanout {
	int epoll, trigger;
	struct subscriber *subscriber;
	size_t n, have, round, message;
	char prefix[32]; /* makes request ids new in every run */
	char in[KEEP + IN];
};

/* A message of LEN bytes for a server that only passes it on. */
static size_t
payload(char *out, size_t room, size_t len)
{
	size_t around = sizeof mark - 1 + sizeof "{\"v\":1,,\"pad\":\"\"}" - 1;
	size_t pad = len > around ? len - around : 1;

	return (size_t)snprintf(
	    out, room, "{\"v\":1,%s,\"pad\":\"%0*d\"}", mark, (int)pad, 0);
}

static size_t
word_text(struct fanout *f, char *out, size_t room, const char *word)
{
	size_t len = strlen(word);
	int n;

	if (word[0] == '%')
		return payload(out, room, tool_number(word + 1, KEEP / 2));
	if (word[len - 1] == '@') {
		n = snprintf(out, room, "%.*s%s-%zu", (int)len - 1, word,
		    f->prefix, f->round);
	} else {
		n = snprintf(out, room, "%s", word);
	}
	return (size_t)n;
}

static size_t
command(struct fanout *f, char *out, size_t room, char *const *word)
{
	size_t words = 0, at;

	while (word[words] != NULL)
		words++;
	at = (size_t)snprintf(out, room, "*%zu\r\n", words);
	for (size_t i = 0; i < words; i++) {
		char text[KEEP];
		size_t n = word_text(f, text, sizeof text, word[i]);

		at += (size_t)snprintf(
		    out + at, room - at, "$%zu\r\n%.*s\r\n", n, (int)n, text);
	}
	return at;
}

/* The byte after the first whole message in the text, or NULL. */
static const char *
find_call(const char *text, size_t len)
{
	const char *at = memmem(text, len, mark, sizeof mark - 1);

	if (at == NULL)
		return NULL;
	at = memmem(at, len - (size_t)(at - text), "}\r\n", 3);
	return at == NULL ? NULL : at + 1;
}

static void
measure_message(struct fanout *f, const char *text, const char *end)
{
	const char *at = end;

	while (at > text && *at != '\n')
		at--;
	f->message = (size_t)(end - at) - (*at == '\n' ? 1 : 0);
}

static void
keep_tail(struct subscriber *s, const char *text, size_t len)
{
	s->tail_len = len < KEEP ? len : KEEP;
	memcpy(s->tail, text + len - s->tail_len, s->tail_len);
}

/* Reads once; level-triggered epoll comes back for what is left. */
static bool
readable(struct fanout *f, struct subscriber *s)
{
	const char *end;
	size_t len = s->tail_len;
	ssize_t n;

	memcpy(f->in, s->tail, len);
	n = recv(s->fd, f->in + len, IN, MSG_DONTWAIT);
	if (n < 0 && errno == EAGAIN)
		return true;
	if (n <= 0)
		return false;
	len += (size_t)n;
	s->tail_len = 0;
	if (s->round == f->round)
		return true;
	end = find_call(f->in, len);
	if (end == NULL) {
		keep_tail(s, f->in, len);
		return true;
	}
	s->round = f->round;
	if (f->message == 0)
		measure_message(f, f->in, end);
	f->have++;
	return true;
}

/* One wait; the number of events, or -1 when a subscriber was lost. */
static int
step(struct fanout *f, int wait_ms)
{
	struct epoll_event ready[EVENTS];
	int n = epoll_wait(f->epoll, ready, EVENTS, wait_ms);

	for (int i = 0; i < n; i++) {
		if (!readable(f, ready[i].data.ptr))
			return -1;
	}
	return n;
}

static bool
drain(struct fanout *f)
{
	char reply[IN];
	int n;

	do {
		n = step(f, QUIET_MS);
		if (n < 0)
			return false;
	} while (n > 0);
	for (size_t i = 0; i < f->n; i++)
		f->subscriber[i].tail_len = 0;
	n = (int)recv(f->trigger, reply, sizeof reply - 1, MSG_DONTWAIT);
	if (n > 0 && reply[0] == '-') {
		(void)fprintf(stderr, "%.*s", n, reply);
		return false;
	}
	return true;
}

/* From the send to the last subscriber; negative when one was left out. */
static int64_t
one_round(struct fanout *f, char *const *word)
{
	char out[4096];
	size_t len;
	int64_t since;

	f->round++;
	f->have = 0;
	len = command(f, out, sizeof out, word);
	since = tool_now_ns();
	if (!tool_send(f->trigger, out, len))
		return -1;
	while (f->have < f->n) {
		if (step(f, STEP_MS) <= 0) {
			(void)fprintf(
			    stderr, "%zu of %zu have it\n", f->have, f->n);
			(void)drain(f);
			return -1;
		}
	}
	since = tool_now_ns() - since;
	return drain(f) ? since : -1;
}

/* Subscribes and waits for the first bytes, so that the backlog stays short. */
static bool
subscribe(struct fanout *f, size_t i, uint16_t port, const char *channel)
{
	struct subscriber *s = &f->subscriber[i];
	struct epoll_event event = { .events = EPOLLIN };
	struct linger hard = { .l_onoff = 1, .l_linger = 0 };
	char out[256];
	int len = snprintf(out, sizeof out,
	    "*2\r\n$9\r\nSUBSCRIBE\r\n$%zu\r\n%s\r\n", strlen(channel),
	    channel);

	event.data.ptr = s;
	s->fd = tool_connect(port, (unsigned int)(i / PER_SOURCE));
	if (s->fd < 0)
		return false;
	/* No TIME_WAIT afterwards: the next run wants the ports. */
	(void)setsockopt(s->fd, SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
	return tool_send(s->fd, out, (size_t)len) &&
	    recv(s->fd, f->in, IN, 0) > 0 &&
	    epoll_ctl(f->epoll, EPOLL_CTL_ADD, s->fd, &event) == 0;
}

static bool
open_all(struct fanout *f, uint16_t port, const char *channel)
{
	(void)snprintf(
	    f->prefix, sizeof f->prefix, "%jd", (intmax_t)tool_now_ns());
	f->epoll = epoll_create1(EPOLL_CLOEXEC);
	f->trigger = tool_connect(port, 0);
	if (f->epoll < 0 || f->trigger < 0)
		return false;
	for (size_t i = 0; i < f->n; i++) {
		if (!subscribe(f, i, port, channel))
			return false;
	}
	return drain(f);
}

static bool
run(struct fanout *f, size_t rounds, char *const *word)
{
	/* The first round warms up and measures the message. */
	if (one_round(f, word) < 0)
		return false;
	(void)printf("%zu", f->message);
	for (size_t i = 0; i < rounds; i++) {
		int64_t took = one_round(f, word);

		if (took < 0)
			return false;
		(void)printf(" %.1f", (double)took / 1000.0);
	}
	(void)printf("\n");
	return true;
}

int
main(int argc, char **argv)
{
	struct fanout *f;
	size_t rounds;
	bool done = false;

	if (argc < 6) {
		(void)fprintf(
		    stderr, "usage: fanout PORT N ROUNDS CHANNEL WORD...\n");
		return 2;
	}
	rounds = tool_number(argv[3], ROUNDS_MAX);
	f = calloc(1, sizeof *f);
	if (f == NULL)
		return 1;
	f->n = tool_number(argv[2], N_MAX);
	f->subscriber = calloc(f->n, sizeof *f->subscriber);
	if (f->subscriber != NULL && tool_open_files(f->n + 64) &&
	    open_all(f, (uint16_t)tool_number(argv[1], 65535), argv[4])) {
		done = run(f, rounds, argv + 5);
	} else {
		perror("fanout");
	}
	free(f->subscriber);
	free(f);
	return done ? 0 : 1;
}
