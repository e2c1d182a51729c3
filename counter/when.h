/* The time of day in the hall, which may not be this computer's. */
#ifndef HAO_WHEN_H
#define HAO_WHEN_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

struct buf;

/*
 * "10:42", or with SECONDS "10:42:05", in the zone that LAYOUT names; NULL,
 * before it is known: in this computer's. T_MS is milliseconds since 1970.
 */
void when_put(
    struct buf *out, const json_t *layout, int64_t t_ms, bool seconds);

#endif
