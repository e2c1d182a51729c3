/*
 * About how long everybody in the hall still waits: the estimates, made of
 * the hall as it stands and kept for a second, so that asking costs nothing.
 */
#ifndef HAO_WAITS_H
#define HAO_WAITS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "server/hall/estimate.h"

struct hall;
struct waits;

/* NULL: out of memory. */
struct waits *waits_create(void);
void waits_destroy(struct waits *w);

/*
 * Estimates anew when what is kept is a second old: at once where few wait,
 * else by the steps that follow, what is kept being good until then. When
 * memory runs out nothing is known for that second.
 */
void waits_refresh(struct waits *w, const struct hall *h, int64_t now_ms);
/*
 * A step of what was begun, a millisecond at most; false: there is none to
 * come. H is the hall, or NULL when there is none any more.
 */
bool waits_step(struct waits *w, const struct hall *h);

/* Of a ticket; false: it does not wait, or nothing is known. */
bool waits_ticket(const struct waits *w, const struct hall *h, int64_t id,
    struct estimate_wait *out);
/* Of a ticket of service I issued now; CLASS NULL: the usual one. */
bool waits_service(const struct waits *w, const struct hall *h, size_t i,
    const char *class, struct estimate_wait *out);

/* What the last refresh cost, as estimate_looks(). */
uint64_t waits_looks(const struct waits *w);

#endif
