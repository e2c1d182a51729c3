/*
 * The wire: a narrow profile of RESP2 and RESP3. Pure and incremental: bytes
 * in, values out, nothing allocated by the readers, nothing kept but what a
 * struct shows. A reader that says MORE goes on where it stopped when it is
 * called again with the same bytes and some more after them.
 */
#ifndef HAO_WIRE_H
#define HAO_WIRE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "proto/limits.h"

struct buf;

enum wire_status {
	WIRE_OK = 0,
	WIRE_MORE,     /* not whole yet */
	WIRE_EMPTY,    /* an empty line or *0: skip it */
	WIRE_ETYPE,    /* a byte that starts no value */
	WIRE_ENUMBER,  /* a count or length that is no number */
	WIRE_EARGS,    /* more arguments than allowed */
	WIRE_ESIZE,    /* more bytes than allowed */
	WIRE_EDEPTH,   /* nested too deep, or too many values */
	WIRE_ETRAILER, /* no CRLF where one belongs */
	WIRE_EQUOTE,   /* an inline command with an open quote */
	WIRE_EFOREIGN, /* HTTP, or a TLS hello on a plain port */
};

/* A static sentence. */
const char *wire_strerror(enum wire_status status);

struct wire_slice {
	const char *at; /* borrowed from the caller's bytes; not ended by 0 */
	size_t len;
};

struct wire_bounds {
	size_t args, arg, command; /* count, bytes of one, bytes of all */
};
extern const struct wire_bounds wire_bounds_known, wire_bounds_stranger;

/* Reads commands: arrays of bulk strings, or inline lines. */
struct wire_command {
	size_t argc;
	struct wire_slice argv[LIMIT_ARGS];
	size_t used; /* bytes of the whole command, once OK or EMPTY */

	/*
	 * Where a reader that said MORE goes on. Zero at the start, which is
	 * all that a reset does: the arrays are left as they are.
	 */
	size_t scan, want;
	size_t offset[LIMIT_ARGS];
};

/*
 * Reads one command from the LEN bytes at BYTES. On OK the arguments point
 * into BYTES (an inline command's quotes are undone in place, so BYTES is
 * written to), on EMPTY there is none; drop `used` bytes, and begin anew with
 * wire_command_reset. Any error is final for the connection.
 */
enum wire_status wire_command_read(struct wire_command *c, char *bytes,
    size_t len, const struct wire_bounds *bounds);
void wire_command_reset(struct wire_command *c);

/* The argument equals S, whatever the case of its letters (ASCII). */
bool wire_is(const struct wire_slice *arg, const char *s);
/* A strict decimal int64: no sign +, no leading zero, no spaces. */
bool wire_int(const struct wire_slice *arg, int64_t *out);

enum wire_type {
	WIRE_STATUS = '+',
	WIRE_ERROR = '-',
	WIRE_INT = ':',
	WIRE_BULK = '$',
	WIRE_ARRAY = '*',
	WIRE_NIL = '_', /* RESP2's $-1 and *-1 are read as this too */
	WIRE_MAP = '%', /* `count` pairs: 2 × count nodes follow */
	WIRE_PUSH = '>',
};

/* A value; those inside it follow it in the array of nodes, in order. */
struct wire_node {
	enum wire_type type;
	int64_t integer;
	size_t at, len; /* text: offset in the bytes read */
	size_t count;	/* elements of ARRAY and PUSH, pairs of MAP */
	size_t span;	/* nodes of the whole value, this one included */
};

/* Reads replies and pushes. */
struct wire_reply {
	struct wire_node node[LIMIT_NODES];
	size_t nodes; /* in use */
	size_t used;  /* bytes of the whole value, once OK */

	size_t scan, seen, depth;
	size_t left[LIMIT_DEPTH], open[LIMIT_DEPTH];
};

enum wire_status wire_reply_read(
    struct wire_reply *r, const char *bytes, size_t len);
void wire_reply_reset(struct wire_reply *r);
/*
 * The value of KEY in the map (or the flat array of RESP2) at node MAP; NULL
 * when it is absent. BYTES are those that were read.
 */
const struct wire_node *wire_reply_get(
    const struct wire_reply *r, const char *bytes, size_t map, const char *key);

/* Writers. PROTO is 2 or 3; a map in RESP2 is a flat array. */
void wire_put_status(struct buf *out, const char *s);
/* SAY may be NULL. A line end in a status or an error becomes a space. */
void wire_put_error(struct buf *out, const char *word, const char *say);
void wire_put_int(struct buf *out, int64_t n);
void wire_put_bulk(struct buf *out, const char *bytes, size_t len);
void wire_put_str(struct buf *out, const char *s); /* as a bulk string */
void wire_put_nil(struct buf *out, int proto);
void wire_put_array(struct buf *out, size_t count);
void wire_put_map(struct buf *out, int proto, size_t pairs);
void wire_put_push(struct buf *out, int proto, size_t count);

/* A command as a client sends it: ARGC strings. */
void wire_put_command(struct buf *out, size_t argc, const char *const *argv);

#endif
