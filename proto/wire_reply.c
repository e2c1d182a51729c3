#include "proto/wire.h"

#include <string.h>

/* The longest line of a number: a sign, 19 digits, a line end. */
enum {
	NUMBER_LINE = 22
};

/* What is being read: the bytes, and where the next value's parts begin. */
struct cursor {
	const char *bytes;
	size_t len, at;
};

void
wire_reply_reset(struct wire_reply *r)
{
	r->nodes = 0;
	r->used = 0;
	r->scan = 0;
	r->seen = 0;
	r->depth = 0;
}

/*
 * A line of text. How far it was searched is kept in `seen`, so that a long
 * line which comes in small pieces is not searched again from its beginning.
 */
static enum wire_status
read_text(struct wire_reply *r, struct cursor *in, struct wire_node *node)
{
	size_t limit = in->len < LIMIT_REPLY ? in->len : LIMIT_REPLY;
	size_t from = r->seen > in->at ? r->seen : in->at;
	const char *lf = from < limit
	    ? memchr(in->bytes + from, '\n', limit - from)
	    : NULL;

	if (!lf) {
		r->seen = limit;
		return in->len >= LIMIT_REPLY ? WIRE_ESIZE : WIRE_MORE;
	}
	node->at = in->at;
	size_t end = (size_t)(lf - in->bytes);
	const char *cr = memchr(in->bytes + node->at, '\r', end - node->at);
	if (!cr || cr + 1 != lf)
		return WIRE_ETRAILER;
	node->len = end - 1 - node->at;
	in->at = end + 1;
	return WIRE_OK;
}

/* A line with a number; so short that it is simply read again. */
static enum wire_status
read_short(struct cursor *in, struct wire_slice *line)
{
	size_t left = in->len - in->at;
	size_t limit = left < NUMBER_LINE ? left : NUMBER_LINE;

	line->at = in->bytes + in->at;
	const char *lf = memchr(line->at, '\n', limit);
	if (!lf)
		return limit == NUMBER_LINE ? WIRE_ENUMBER : WIRE_MORE;
	if (lf == line->at || lf[-1] != '\r')
		return WIRE_ETRAILER;
	line->len = (size_t)(lf - line->at) - 1;
	in->at += line->len + 2;
	return WIRE_OK;
}

static enum wire_status
read_number(struct cursor *in, int64_t *n)
{
	struct wire_slice line;
	enum wire_status status = read_short(in, &line);

	if (status)
		return status;
	return wire_int(&line, n) ? WIRE_OK : WIRE_ENUMBER;
}

static enum wire_status
read_nil(struct cursor *in)
{
	struct wire_slice line;
	enum wire_status status = read_short(in, &line);

	if (status)
		return status;
	return line.len == 0 ? WIRE_OK : WIRE_ENUMBER;
}

static enum wire_status
read_bulk(struct cursor *in, struct wire_node *node)
{
	int64_t n = 0;
	enum wire_status status = read_number(in, &n);

	if (status)
		return status;
	if (n == -1) {
		node->type = WIRE_NIL;
		return WIRE_OK;
	}
	if (n < 0)
		return WIRE_ENUMBER;
	if (n > LIMIT_REPLY || in->at + (size_t)n + 2 > LIMIT_REPLY)
		return WIRE_ESIZE;
	node->at = in->at;
	node->len = (size_t)n;
	in->at += node->len;
	if (in->at < in->len && in->bytes[in->at] != '\r')
		return WIRE_ETRAILER;
	if (in->at + 1 < in->len && in->bytes[in->at + 1] != '\n')
		return WIRE_ETRAILER;
	in->at += 2;
	return in->at <= in->len ? WIRE_OK : WIRE_MORE;
}

/* The head of a value that holds others. */
static enum wire_status
read_many(struct wire_reply *r, struct cursor *in, struct wire_node *node)
{
	int64_t n = 0;
	enum wire_status status = read_number(in, &n);

	if (status)
		return status;
	if (n == -1 && node->type == WIRE_ARRAY) {
		node->type = WIRE_NIL;
		return WIRE_OK;
	}
	if (n < 0)
		return WIRE_ENUMBER;
	size_t room = LIMIT_NODES - 1 - r->nodes;
	size_t each = node->type == WIRE_MAP ? 2 : 1;
	if ((uint64_t)n > room / each)
		return WIRE_EDEPTH;
	node->count = (size_t)n;
	if (n == 0)
		return WIRE_OK;
	if (r->depth == LIMIT_DEPTH)
		return WIRE_EDEPTH;
	r->open[r->depth] = r->nodes;
	/* One more, which settle() takes off for the head itself. */
	r->left[r->depth] = node->count * each + 1;
	r->depth++;
	return WIRE_OK;
}

static enum wire_status
read_rest(struct wire_reply *r, struct cursor *in, struct wire_node *node)
{
	switch ((char)node->type) {
	case WIRE_STATUS:
	case WIRE_ERROR:
		return read_text(r, in, node);
	case WIRE_INT:
		return read_number(in, &node->integer);
	case WIRE_NIL:
		return read_nil(in);
	case WIRE_BULK:
		return read_bulk(in, node);
	case WIRE_PUSH:
		if (r->depth > 0)
			return WIRE_ETYPE;
		return read_many(r, in, node);
	case WIRE_ARRAY:
	case WIRE_MAP:
		return read_many(r, in, node);
	default:
		return WIRE_ETYPE;
	}
}

static enum wire_status
read_node(struct wire_reply *r, const char *bytes, size_t len)
{
	struct cursor in = { .bytes = bytes, .len = len, .at = r->scan };

	if (r->scan >= LIMIT_REPLY)
		return WIRE_ESIZE;
	if (r->nodes == LIMIT_NODES)
		return WIRE_EDEPTH;
	if (in.at == len)
		return WIRE_MORE;
	struct wire_node *node = &r->node[r->nodes];
	*node = (struct wire_node){
		.type = (enum wire_type)bytes[in.at++],
		.span = 1,
	};
	enum wire_status status = read_rest(r, &in, node);
	if (status)
		return status;
	r->scan = in.at;
	r->nodes++;
	return WIRE_OK;
}

/* Counts the value just read into those around it; true when all are whole. */
static bool
settle(struct wire_reply *r)
{
	while (r->depth > 0) {
		size_t top = r->depth - 1;
		if (--r->left[top] > 0)
			return false;
		r->node[r->open[top]].span = r->nodes - r->open[top];
		r->depth--;
	}
	return true;
}

enum wire_status
wire_reply_read(struct wire_reply *r, const char *bytes, size_t len)
{
	do {
		enum wire_status status = read_node(r, bytes, len);
		if (status)
			return status;
	} while (!settle(r));
	r->used = r->scan;
	return WIRE_OK;
}

static bool
is_text(const struct wire_node *node, const char *bytes, const char *s)
{
	return (node->type == WIRE_BULK || node->type == WIRE_STATUS) &&
	    node->len == strlen(s) &&
	    memcmp(bytes + node->at, s, node->len) == 0;
}

const struct wire_node *
wire_reply_get(
    const struct wire_reply *r, const char *bytes, size_t map, const char *key)
{
	const struct wire_node *in = &r->node[map];
	size_t pairs = in->type == WIRE_MAP ? in->count
	    : in->type == WIRE_ARRAY	    ? in->count / 2
					    : 0;
	size_t at = map + 1;

	for (size_t i = 0; i < pairs; i++) {
		size_t value = at + r->node[at].span;
		if (is_text(&r->node[at], bytes, key))
			return &r->node[value];
		at = value + r->node[value].span;
	}
	return NULL;
}
