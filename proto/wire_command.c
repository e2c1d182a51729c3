#include "proto/wire.h"

#include <assert.h>
#include <string.h>

const struct wire_bounds wire_bounds_known = {
	.args = LIMIT_ARGS,
	.arg = LIMIT_COMMAND,
	.command = LIMIT_COMMAND,
};
const struct wire_bounds wire_bounds_stranger = {
	.args = LIMIT_ARGS_BEFORE,
	.arg = LIMIT_ARG_BEFORE,
	/* Each argument brings a line with its length and its line end. */
	.command = (size_t)LIMIT_ARGS_BEFORE * (LIMIT_ARG_BEFORE + 16),
};

/*
 * Every verdict depends on the shortest run of bytes that decides it, never
 * on how many came with it: whole or byte by byte, the outcome is the same.
 */
struct cursor {
	const char *bytes;
	size_t len, at;
};

void
wire_command_reset(struct wire_command *c)
{
	c->argc = 0;
	c->used = 0;
	c->scan = 0;
	c->want = 0;
}

static enum wire_status
read_line_end(struct cursor *in)
{
	if (in->at == in->len)
		return WIRE_MORE;
	if (in->bytes[in->at] != '\r')
		return WIRE_ETRAILER;
	if (in->len - in->at < 2)
		return WIRE_MORE;
	if (in->bytes[in->at + 1] != '\n')
		return WIRE_ETRAILER;
	in->at += 2;
	return WIRE_OK;
}

/* Digits up to MAX and a line end. */
static enum wire_status
read_count(struct cursor *in, size_t max, size_t *count)
{
	size_t start = in->at, n = 0;

	for (; in->at < in->len; in->at++) {
		unsigned digit = (unsigned char)in->bytes[in->at] -
		    (unsigned)'0';
		if (digit > 9)
			break;
		if (in->at > start && n == 0)
			return WIRE_ENUMBER;
		n = n * 10 + digit;
		if (n > max)
			return WIRE_ESIZE;
	}
	if (in->at == in->len)
		return WIRE_MORE;
	char c = in->bytes[in->at];
	if (in->at == start || (c != '\r' && c != '\n'))
		return WIRE_ENUMBER;
	*count = n;
	return read_line_end(in);
}

static enum wire_status
read_bulk(
    struct wire_command *c, struct cursor *in, const struct wire_bounds *bounds)
{
	size_t n = 0;

	if (in->at == in->len)
		return WIRE_MORE;
	if (in->bytes[in->at] != '$')
		return WIRE_ETYPE;
	in->at++;
	enum wire_status status = read_count(in, bounds->arg, &n);
	if (status)
		return status;
	if (in->at + n + 2 > bounds->command)
		return WIRE_ESIZE;
	if (in->len - in->at < n)
		return WIRE_MORE;
	size_t body = in->at;
	in->at += n;
	status = read_line_end(in);
	if (status)
		return status;
	c->offset[c->argc] = body;
	c->argv[c->argc].len = n;
	c->argc++;
	return WIRE_OK;
}

static enum wire_status
read_head(
    struct wire_command *c, struct cursor *in, const struct wire_bounds *bounds)
{
	size_t n = 0;

	in->at = 1;
	enum wire_status status = read_count(in, bounds->args, &n);
	if (status)
		return status == WIRE_ESIZE ? WIRE_EARGS : status;
	c->want = n;
	c->scan = in->at;
	c->used = in->at;
	return n ? WIRE_OK : WIRE_EMPTY;
}

/*
 * The bytes can move between two calls, so offsets are kept, and a bulk
 * string's short head is read again until the string is whole.
 */
static enum wire_status
read_array(struct wire_command *c, const char *bytes, size_t len,
    const struct wire_bounds *bounds)
{
	struct cursor in = { .bytes = bytes, .len = len, .at = c->scan };
	enum wire_status status = WIRE_OK;

	if (c->scan == 0)
		status = read_head(c, &in, bounds);
	while (!status && c->argc < c->want) {
		status = read_bulk(c, &in, bounds);
		if (!status)
			c->scan = in.at;
	}
	if (status)
		return status;
	for (size_t i = 0; i < c->argc; i++)
		c->argv[i].at = bytes + c->offset[i];
	c->used = c->scan;
	return WIRE_OK;
}

static bool
is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\v' || c == '\f';
}

/* A line being split in words, each unquoted onto its own beginning. */
struct line {
	const char *at, *end;
	char *out;
};

static int
hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

static char
escaped(char c)
{
	switch (c) {
	case 'n':
		return '\n';
	case 'r':
		return '\r';
	case 't':
		return '\t';
	case 'b':
		return '\b';
	case 'a':
		return '\a';
	default:
		return c;
	}
}

/* One byte between quotes, which may be written as an escape. */
static void
unquote_byte(struct line *l, char quote)
{
	const char *s = l->at;
	ptrdiff_t left = l->end - s;

	if (s[0] == '\\' && quote == '\'' && left > 1 && s[1] == '\'') {
		*l->out++ = '\'';
		l->at += 2;
	} else if (s[0] != '\\' || quote == '\'' || left < 2) {
		*l->out++ = s[0];
		l->at++;
	} else if (s[1] == 'x' && left > 3 && hex(s[2]) >= 0 &&
	    hex(s[3]) >= 0) {
		*l->out++ = (char)(hex(s[2]) * 16 + hex(s[3]));
		l->at += 4;
	} else {
		*l->out++ = escaped(s[1]);
		l->at += 2;
	}
}

static enum wire_status
unquote(struct line *l)
{
	char quote = *l->at++;

	while (l->at < l->end && *l->at != quote)
		unquote_byte(l, quote);
	if (l->at == l->end)
		return WIRE_EQUOTE;
	l->at++;
	return l->at == l->end || is_space(*l->at) ? WIRE_OK : WIRE_EQUOTE;
}

static enum wire_status
read_word(struct line *l, struct wire_slice *word)
{
	word->at = l->out;
	while (l->at < l->end && !is_space(*l->at)) {
		if (*l->at != '"' && *l->at != '\'') {
			*l->out++ = *l->at++;
			continue;
		}
		enum wire_status status = unquote(l);
		if (status)
			return status;
	}
	word->len = (size_t)(l->out - word->at);
	return WIRE_OK;
}

static enum wire_status
split(struct wire_command *c, char *bytes, size_t len,
    const struct wire_bounds *bounds)
{
	struct line l = { .at = bytes, .end = bytes + len };

	for (;;) {
		while (l.at < l.end && is_space(*l.at))
			l.at++;
		if (l.at == l.end)
			return c->argc ? WIRE_OK : WIRE_EMPTY;
		if (c->argc == bounds->args)
			return WIRE_EARGS;
		l.out = bytes + (l.at - bytes);
		struct wire_slice *word = &c->argv[c->argc];
		enum wire_status status = read_word(&l, word);
		if (status)
			return status;
		if (word->len > bounds->arg)
			return WIRE_ESIZE;
		c->argc++;
	}
}

/* What a browser, or a page in one, sends to a port it takes for HTTP. */
static bool
is_http(const char *bytes, size_t len)
{
	struct wire_slice start = { .at = bytes, .len = len < 5 ? len : 5 };
	size_t last = len;

	if (wire_is(&start, "post ") || wire_is(&start, "host:"))
		return true;
	while (last > 0 && bytes[last - 1] != ' ')
		last--;
	return len - last >= 6 && memcmp(bytes + last, "HTTP/", 5) == 0;
}

static enum wire_status
read_inline(struct wire_command *c, char *bytes, size_t len,
    const struct wire_bounds *bounds)
{
	size_t limit = len < bounds->command ? len : bounds->command;
	size_t from = c->scan < limit ? c->scan : limit;
	const char *lf = memchr(bytes + from, '\n', limit - from);

	if (!lf) {
		c->scan = limit;
		return limit == len ? WIRE_MORE : WIRE_ESIZE;
	}
	size_t end = (size_t)(lf - bytes);
	c->used = end + 1;
	if (end > 0 && bytes[end - 1] == '\r')
		end--;
	if (is_http(bytes, end))
		return WIRE_EFOREIGN;
	return split(c, bytes, end, bounds);
}

/* No command starts with a control byte; a TLS hello does. */
static enum wire_status
read_control(const char *bytes, size_t len)
{
	if (bytes[0] != 0x16)
		return WIRE_ETYPE;
	if (len < 2)
		return WIRE_MORE;
	return bytes[1] == 0x03 ? WIRE_EFOREIGN : WIRE_ETYPE;
}

enum wire_status
wire_command_read(struct wire_command *c, char *bytes, size_t len,
    const struct wire_bounds *bounds)
{
	assert(bounds->args <= LIMIT_ARGS);
	if (len == 0)
		return WIRE_MORE;
	if (bytes[0] == '*')
		return read_array(c, bytes, len, bounds);
	if ((unsigned char)bytes[0] < ' ' && bytes[0] != '\n' &&
	    !is_space(bytes[0]))
		return read_control(bytes, len);
	return read_inline(c, bytes, len, bounds);
}
