/*
 * rtt PORT COUNT WORD... [-- WORD...]: one client alone. Sends the command
 * COUNT times, one after the other's reply, and prints
 *	p50 p95 p99 p99.9 max (microseconds) and the number of nil replies.
 * A word that ends in @ gets the number of the round in its place. The second
 * command is sent after each first one and is not timed: it puts back what
 * the first one took. Only replies of one line or one bulk string are read,
 * so hao's commands want their trailing JSON.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "bench/tool.h"

#define COUNT_MAX 1000000
#define COMMAND	  1024
#define REPLY	  65536

struct alone {
	int fd;
	char reply[REPLY];
	size_t nils;
	size_t round;
};

/* One word as a bulk string; its length, or 0 when it does not fit. */
static size_t
put_word(char *out, size_t room, const char *word, size_t round)
{
	char text[128];
	size_t len = strlen(word);
	int n;

	if (len > 0 && word[len - 1] == '@') {
		n = snprintf(
		    text, sizeof text, "%.*s%zu", (int)len - 1, word, round);
	} else {
		n = snprintf(text, sizeof text, "%s", word);
	}
	if (n < 0 || (size_t)n >= sizeof text)
		return 0;
	n = snprintf(out, room, "$%d\r\n%s\r\n", n, text);
	return n < 0 || (size_t)n >= room ? 0 : (size_t)n;
}

static size_t
put_command(char *out, char *const *word, size_t words, size_t round)
{
	int head = snprintf(out, COMMAND, "*%zu\r\n", words);
	size_t at = (size_t)head;

	for (size_t i = 0; i < words; i++) {
		size_t n = put_word(out + at, COMMAND - at, word[i], round);

		if (n == 0)
			return 0;
		at += n;
	}
	return at;
}

/* The bytes of a whole reply at the start of TEXT, or 0. */
static size_t
whole(const char *text, size_t len)
{
	const char *end = memchr(text, '\n', len);
	size_t line;
	long bulk;

	if (end == NULL)
		return 0;
	line = (size_t)(end - text) + 1;
	if (text[0] != '$')
		return line;
	bulk = strtol(text + 1, NULL, 10);
	if (bulk < 0)
		return line;
	line += (size_t)bulk + 2;
	return line <= len ? line : 0;
}

static bool
receive(struct alone *a)
{
	size_t len = 0;

	do {
		ssize_t n = recv(a->fd, a->reply + len, REPLY - len, 0);

		if (n <= 0)
			return false;
		len += (size_t)n;
	} while (whole(a->reply, len) == 0);
	if (a->reply[0] == '-') {
		(void)fprintf(stderr, "%.*s", (int)len, a->reply);
		return false;
	}
	if (a->reply[0] == '_' || (len > 1 && a->reply[1] == '-'))
		a->nils++;
	return true;
}

static bool
ask(struct alone *a, char *const *word, size_t words)
{
	char command[COMMAND];
	size_t len = put_command(command, word, words, a->round);

	return len > 0 && tool_send(a->fd, command, len) && receive(a);
}

static bool
measure(struct alone *a, char *const *word, int64_t *took, size_t count)
{
	size_t timed = 0, all = 0;

	while (word[all] != NULL)
		all++;
	while (timed < all && strcmp(word[timed], "--") != 0)
		timed++;
	for (a->round = 0; a->round < count; a->round++) {
		int64_t since = tool_now_ns();

		if (!ask(a, word, timed))
			return false;
		took[a->round] = tool_now_ns() - since;
		if (timed < all && !ask(a, word + timed + 1, all - timed - 1))
			return false;
	}
	return true;
}

static void
report(const struct alone *a, int64_t *took, size_t count)
{
	tool_sort(took, count);
	(void)printf("%.1f %.1f %.1f %.1f %.1f %zu\n",
	    tool_quantile_us(took, count, 0.5),
	    tool_quantile_us(took, count, 0.95),
	    tool_quantile_us(took, count, 0.99),
	    tool_quantile_us(took, count, 0.999),
	    tool_quantile_us(took, count, 1.0), a->nils);
}

int
main(int argc, char **argv)
{
	struct alone *a = calloc(1, sizeof *a);
	int64_t *took = NULL;
	size_t count;
	bool done = false;

	if (a == NULL || argc < 4) {
		(void)fprintf(
		    stderr, "usage: rtt PORT COUNT WORD... [-- WORD...]\n");
		free(a);
		return 2;
	}
	count = tool_number(argv[2], COUNT_MAX);
	took = calloc(count, sizeof *took);
	a->fd = tool_connect((uint16_t)tool_number(argv[1], 65535), 0);
	if (took != NULL && a->fd >= 0)
		done = measure(a, argv + 3, took, count);
	if (done)
		report(a, took, count);
	if (a->fd >= 0)
		(void)close(a->fd);
	free(took);
	free(a);
	return done ? 0 : 1;
}
