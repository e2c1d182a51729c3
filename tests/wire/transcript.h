/*
 * Feeds bytes to a reader in pieces and writes down, as text, all that comes
 * out. However the bytes are cut, the transcript must be the same.
 */
#ifndef HAO_TRANSCRIPT_H
#define HAO_TRANSCRIPT_H

#include "proto/buf.h"
#include "proto/wire.h"

/* The first piece has FIRST bytes, each other one EACH. */
struct transcript_cuts {
	size_t first, each;
};

/*
 * A command is [word][word], an empty one -, an error !NAME, bytes that are
 * left over ?. Each piece comes at another address, in a block of just its
 * size, so that a reader which looks too far or keeps a pointer is caught.
 */
void transcript_commands(struct buf *log, const struct wire_slice *bytes,
    const struct transcript_cuts *cuts, const struct wire_bounds *bounds);

/* A node is its type, its text or number or count/span, and a space. */
void transcript_replies(struct buf *log, const struct wire_slice *bytes,
    const struct transcript_cuts *cuts);

/* "ETYPE" for WIRE_ETYPE. */
const char *transcript_name(enum wire_status status);

#endif
