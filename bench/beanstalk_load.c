/*
 * beanstalk_load PORT CONNECTIONS COUNT DEPTH put|take: keeps beanstalkd busy
 * over many connections, with DEPTH commands in flight on each. `take` is a
 * reserve and, once it is answered, a delete. Prints jobs a second.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "bench/tool.h"

#define CONNECTIONS_MAX 1000
#define COUNT_MAX	10000000
#define DEPTH_MAX	64
#define LINE		128
#define STEP_MS		10000 /* without an answer it is given up */

enum phase {
	PUT,
	RESERVE,
	DELETE,
};

struct line {
	int fd;
	enum phase phase;
	size_t flying; /* commands without their answer */
	size_t jobs;   /* ids reserved, to be deleted */
	char id[DEPTH_MAX][24];
	char in[DEPTH_MAX * LINE];
	size_t in_len;
};

struct load {
	int epoll;
	size_t count, depth, claimed, done;
	enum phase first;
	struct line *line;
	size_t lines;
};

static bool
send_phase(struct line *l, size_t n)
{
	static const char *const put = "put 0 0 60 13\r\ni%012zu\r\n";
	char out[DEPTH_MAX * LINE];
	size_t at = 0;

	for (size_t i = 0; i < n; i++) {
		char *to = out + at;
		size_t room = sizeof out - at;
		int len = 0;

		if (l->phase == PUT) {
			len = snprintf(to, room, put, i);
		} else if (l->phase == RESERVE) {
			len = snprintf(to, room, "reserve-with-timeout 0\r\n");
		} else {
			len = snprintf(to, room, "delete %s\r\n", l->id[i]);
		}
		at += (size_t)len;
	}
	l->flying = n;
	return tool_send(l->fd, out, at);
}

/* The next few jobs of this connection; none are left when it returns 0. */
static size_t
claim(struct load *b)
{
	size_t left = b->count - b->claimed;
	size_t n = left < b->depth ? left : b->depth;

	b->claimed += n;
	return n;
}

static bool
begin(struct load *b, struct line *l)
{
	size_t n = claim(b);

	l->phase = b->first;
	return n == 0 || send_phase(l, n);
}

/* A line that answers a command; false when it is not the one expected. */
static bool
take_answer(struct load *b, struct line *l, const char *text)
{
	if (l->phase == PUT || l->phase == DELETE) {
		b->done++;
		l->flying--;
		return strncmp(text, l->phase == PUT ? "INSERTED" : "DELETED",
			   7) == 0;
	}
	/* The second line of an answer to reserve is the job itself. */
	if (text[0] == 'i') {
		l->flying--;
		return true;
	}
	if (l->jobs >= DEPTH_MAX)
		return false;
	return sscanf(text, "RESERVED %23[0-9]", l->id[l->jobs++]) == 1;
}

static bool
next_phase(struct load *b, struct line *l)
{
	size_t jobs = l->jobs;

	if (l->phase != RESERVE)
		return begin(b, l);
	l->phase = DELETE;
	l->jobs = 0;
	return send_phase(l, jobs);
}

static bool
readable(struct load *b, struct line *l)
{
	ssize_t n = recv(l->fd, l->in + l->in_len, sizeof l->in - l->in_len, 0);
	char *at = l->in, *end;

	if (n <= 0)
		return false;
	l->in_len += (size_t)n;
	while ((end = memchr(at, '\n', l->in_len - (size_t)(at - l->in)))) {
		*end = '\0';
		if (l->flying == 0 || !take_answer(b, l, at)) {
			(void)fprintf(stderr, "unexpected: %s\n", at);
			return false;
		}
		at = end + 1;
	}
	l->in_len -= (size_t)(at - l->in);
	memmove(l->in, at, l->in_len);
	return l->flying > 0 || next_phase(b, l);
}

static bool
run(struct load *b)
{
	struct epoll_event ready[64];

	for (size_t i = 0; i < b->lines; i++) {
		if (!begin(b, &b->line[i]))
			return false;
	}
	while (b->done < b->count) {
		int n = epoll_wait(b->epoll, ready, 64, STEP_MS);

		if (n <= 0)
			return false;
		for (int i = 0; i < n; i++) {
			if (!readable(b, ready[i].data.ptr))
				return false;
		}
	}
	return true;
}

static bool
open_lines(struct load *b, uint16_t port)
{
	b->epoll = epoll_create1(EPOLL_CLOEXEC);
	for (size_t i = 0; i < b->lines; i++) {
		struct line *l = &b->line[i];
		struct epoll_event event = { .events = EPOLLIN };

		event.data.ptr = l;
		l->fd = tool_connect(port, 0);
		if (l->fd < 0 ||
		    epoll_ctl(b->epoll, EPOLL_CTL_ADD, l->fd, &event) != 0)
			return false;
	}
	return true;
}

int
main(int argc, char **argv)
{
	struct load b = { .first = PUT };
	int64_t since;
	uint16_t port;
	bool done;

	if (argc != 6) {
		(void)fprintf(stderr,
		    "usage: beanstalk_load PORT "
		    "CONNECTIONS COUNT DEPTH put|take\n");
		return 2;
	}
	port = (uint16_t)tool_number(argv[1], 65535);
	b.lines = tool_number(argv[2], CONNECTIONS_MAX);
	b.count = tool_number(argv[3], COUNT_MAX);
	b.depth = tool_number(argv[4], DEPTH_MAX);
	if (strcmp(argv[5], "take") == 0)
		b.first = RESERVE;
	b.line = calloc(b.lines, sizeof *b.line);
	if (b.line == NULL || !open_lines(&b, port)) {
		perror("beanstalkd");
		free(b.line);
		return 1;
	}
	since = tool_now_ns();
	done = run(&b);
	if (done) {
		(void)printf("%.1f\n",
		    (double)b.count * 1e9 / (double)(tool_now_ns() - since));
	}
	free(b.line);
	return done ? 0 : 1;
}
