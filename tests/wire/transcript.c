#include "transcript.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* What a connection holds of the bytes that came and were not used yet. */
struct feed {
	char *at;
	size_t len;
	size_t taken; /* of all bytes */
};

const char *
transcript_name(enum wire_status status)
{
	static const char *const names[] = {
		[WIRE_OK] = "OK",
		[WIRE_MORE] = "MORE",
		[WIRE_EMPTY] = "EMPTY",
		[WIRE_ETYPE] = "ETYPE",
		[WIRE_ENUMBER] = "ENUMBER",
		[WIRE_EARGS] = "EARGS",
		[WIRE_ESIZE] = "ESIZE",
		[WIRE_EDEPTH] = "EDEPTH",
		[WIRE_ETRAILER] = "ETRAILER",
		[WIRE_EQUOTE] = "EQUOTE",
		[WIRE_EFOREIGN] = "EFOREIGN",
	};

	return names[status];
}

/* The feed becomes PREFIX's last bytes from DROP on, and N more. */
static void
move(struct feed *f, size_t drop, const char *more, size_t n)
{
	size_t kept = f->len - drop;
	char *at = malloc(kept + n > 0 ? kept + n : 1);

	assert(at);
	if (kept > 0)
		memcpy(at, f->at + drop, kept);
	if (n > 0)
		memcpy(at + kept, more, n);
	free(f->at);
	f->at = at;
	f->len = kept + n;
}

/* The next piece; false when there is none. */
static bool
next_piece(struct feed *f, const struct wire_slice *bytes,
    const struct transcript_cuts *cuts)
{
	size_t left = bytes->len - f->taken;
	size_t n = f->taken == 0 ? cuts->first : cuts->each;

	if (left == 0)
		return false;
	if (n > left)
		n = left;
	move(f, 0, bytes->at + f->taken, n);
	f->taken += n;
	return true;
}

static void
put_text(struct buf *log, const char *at, size_t len)
{
	static const char hex[] = "0123456789abcdef";

	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)at[i];
		if (c >= ' ' && c < 0x7f && c != '\\') {
			buf_putc(log, (char)c);
			continue;
		}
		buf_puts(log, "\\x");
		buf_putc(log, hex[c >> 4]);
		buf_putc(log, hex[c & 15]);
	}
}

static void
put_command(struct buf *log, const struct wire_command *c)
{
	for (size_t i = 0; i < c->argc; i++) {
		buf_putc(log, '[');
		put_text(log, c->argv[i].at, c->argv[i].len);
		buf_putc(log, ']');
	}
	buf_putc(log, ' ');
}

/* Reads commands until more bytes are needed; false after an error. */
static bool
read_commands(struct feed *f, struct wire_command *c, struct buf *log,
    const struct wire_bounds *bounds)
{
	for (;;) {
		enum wire_status status = wire_command_read(
		    c, f->at, f->len, bounds);
		if (status == WIRE_MORE)
			return true;
		if (status != WIRE_OK && status != WIRE_EMPTY) {
			buf_putc(log, '!');
			buf_puts(log, transcript_name(status));
			return false;
		}
		assert(c->used > 0 && c->used <= f->len);
		if (status == WIRE_EMPTY) {
			buf_puts(log, "- ");
		} else {
			put_command(log, c);
		}
		move(f, c->used, NULL, 0);
		wire_command_reset(c);
	}
}

void
transcript_commands(struct buf *log, const struct wire_slice *bytes,
    const struct transcript_cuts *cuts, const struct wire_bounds *bounds)
{
	struct feed f = { 0 };
	struct wire_command c;
	bool good = true;

	/* A reset must be enough to begin with, whatever lay there. */
	memset(&c, 0xa5, sizeof(c));
	wire_command_reset(&c);
	while (good && next_piece(&f, bytes, cuts))
		good = read_commands(&f, &c, log, bounds);
	if (good && f.len > 0)
		buf_putc(log, '?');
	free(f.at);
}

static void
put_node(struct buf *log, const struct wire_node *node, const char *bytes)
{
	buf_putc(log, (char)node->type);
	switch (node->type) {
	case WIRE_STATUS:
	case WIRE_ERROR:
	case WIRE_BULK:
		put_text(log, bytes + node->at, node->len);
		break;
	case WIRE_INT:
		buf_put_int(log, node->integer);
		break;
	case WIRE_NIL:
		break;
	case WIRE_ARRAY:
	case WIRE_MAP:
	case WIRE_PUSH:
		buf_put_int(log, (int64_t)node->count);
		buf_putc(log, '/');
		buf_put_int(log, (int64_t)node->span);
		break;
	}
	buf_putc(log, ' ');
}

static bool
read_replies(struct feed *f, struct wire_reply *r, struct buf *log)
{
	for (;;) {
		enum wire_status status = wire_reply_read(r, f->at, f->len);
		if (status == WIRE_MORE)
			return true;
		if (status != WIRE_OK) {
			buf_putc(log, '!');
			buf_puts(log, transcript_name(status));
			return false;
		}
		assert(r->used > 0 && r->used <= f->len);
		assert(r->node[0].span == r->nodes);
		for (size_t i = 0; i < r->nodes; i++)
			put_node(log, &r->node[i], f->at);
		buf_puts(log, "; ");
		move(f, r->used, NULL, 0);
		wire_reply_reset(r);
	}
}

void
transcript_replies(struct buf *log, const struct wire_slice *bytes,
    const struct transcript_cuts *cuts)
{
	struct feed f = { 0 };
	struct wire_reply *r = malloc(sizeof(*r));
	bool good = true;

	assert(r);
	memset(r, 0xa5, sizeof(*r));
	wire_reply_reset(r);
	while (good && next_piece(&f, bytes, cuts))
		good = read_replies(&f, r, log);
	if (good && f.len > 0)
		buf_putc(log, '?');
	free(f.at);
	free(r);
}
