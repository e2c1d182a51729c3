/* Parts of the hall as replies, used by more than one command. */
#ifndef HAO_VIEWS_H
#define HAO_VIEWS_H

#include <stddef.h>
#include <stdint.h>

struct estimate_wait;
struct hall;
struct outcome;
struct reply;
struct server;

void views_counter(struct reply *r, const struct hall *h, size_t i);
void views_counters(struct reply *r, const char *key, const struct hall *h);
void views_services(struct reply *r, const char *key, struct server *s);

/* The pairs of a map that say about how long: three of them, or none. */
size_t views_wait_pairs(const struct estimate_wait *w);
void views_wait(struct reply *r, const struct estimate_wait *w);
/* What is known of a ticket that waits; at most a second old. */
void views_find_wait(struct server *s, int64_t id, struct estimate_wait *out);

void views_alerts(
    struct reply *r, const char *key, const struct hall *h, int64_t now_ms);
void views_devices(struct reply *r, const char *key, const struct hall *h);
void views_notices(struct reply *r, const char *key, const struct hall *h);

/* Who speaks in the zone, and which calls it has yet to. */
void views_voice(
    struct reply *r, const struct hall *h, const struct outcome *o);

#endif
