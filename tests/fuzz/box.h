/*
 * A whole haod in one process: a hall, its journal in memory, and one client
 * behind a pair of sockets. For the fuzzer, so whatever fails here aborts.
 */
#ifndef HAO_FUZZ_BOX_H
#define HAO_FUZZ_BOX_H

#include <stdbool.h>
#include <stddef.h>

struct box;

struct box *box_create(const char *config_path);
/* Sends BYTES and lets haod answer; false once it has closed. */
bool box_say(struct box *b, const char *bytes, size_t len);
/* Every byte that came back is a reply, and the journal gives this hall. */
void box_check(struct box *b);
void box_destroy(struct box *b);

#endif
