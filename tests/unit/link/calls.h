/* The channel calls:1 of a fake server. */
#ifndef HAO_TESTS_CALLS_H
#define HAO_TESTS_CALLS_H

#include "fake.h"

/* A message; each event's prev is the seq before its own. */
void calls_json(
    struct buf *b, const char *type, const char *epoch, int64_t seq);
void calls_push(
    struct fake_server *s, const char *type, const char *epoch, int64_t seq);
/* The answer to EVENTS SINCE: calls FIRST to LAST. */
void calls_events(
    struct fake_server *s, const char *epoch, int64_t first, int64_t last);
void calls_confirm(struct fake_server *s);

/* Subscribed at server 0, and at seq 5 of epoch e. */
struct fake_server *calls_start(struct fake *f);
/* Cut there, and subscribed again at server 1. */
struct fake_server *calls_restart(struct fake *f);

#endif
