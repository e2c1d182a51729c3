#include "ui/lines.h"

#include <errno.h>
#include <event2/event.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "proto/buf.h"

struct lines {
	struct event *readable;
	struct buf kept;
	bool end;
	char line[LINES_LINE_MAX + 1];
	void (*ready)(void *ctx);
	void *ctx;
};

static void
on_readable(int fd, short what, void *ctx)
{
	struct lines *l = ctx;
	char bytes[4096];
	(void)what;

	ssize_t n = read(fd, bytes, sizeof(bytes));
	if (n < 0 && (errno == EINTR || errno == EAGAIN))
		return;
	if (n > 0)
		buf_put(&l->kept, bytes, (size_t)n);
	l->end = n <= 0 || l->kept.failed;
	if (l->end || l->kept.len >= LINES_KEPT_MAX)
		(void)event_del(l->readable);
	l->ready(l->ctx);
}

struct lines *
lines_create(
    struct event_base *base, int fd, void (*ready)(void *ctx), void *ctx)
{
	struct lines *l = calloc(1, sizeof(*l));

	if (l == NULL)
		return NULL;
	l->ready = ready;
	l->ctx = ctx;
	l->readable = event_new(base, fd, EV_READ | EV_PERSIST, on_readable, l);
	if (l->readable == NULL || event_add(l->readable, NULL) < 0) {
		lines_destroy(l);
		return NULL;
	}
	return l;
}

void
lines_destroy(struct lines *l)
{
	if (l == NULL)
		return;
	if (l->readable != NULL)
		event_free(l->readable);
	buf_release(&l->kept);
	free(l);
}

/* Bytes of the next line; `*whole` what to drop with its newline. */
static bool
next(const struct lines *l, size_t *len, size_t *whole)
{
	if (l->kept.len == 0)
		return false;
	const char *newline = memchr(l->kept.at, '\n', l->kept.len);
	if (newline != NULL) {
		*len = (size_t)(newline - l->kept.at);
		*whole = *len + 1;
		return true;
	}
	if (!l->end && l->kept.len <= LINES_LINE_MAX)
		return false;
	*len = l->kept.len;
	*whole = *len;
	return true;
}

const char *
lines_take(struct lines *l)
{
	size_t len, whole;

	if (!next(l, &len, &whole))
		return NULL;
	if (len > 0 && l->kept.at[len - 1] == '\r')
		len--;
	if (len > LINES_LINE_MAX)
		len = LINES_LINE_MAX;
	memcpy(l->line, l->kept.at, len);
	l->line[len] = '\0';
	buf_drop(&l->kept, whole);
	if (!l->end && l->kept.len < LINES_KEPT_MAX)
		(void)event_add(l->readable, NULL);
	return l->line;
}

bool
lines_ended(const struct lines *l)
{
	return l->end && l->kept.len == 0;
}
