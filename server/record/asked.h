/* The requests that can have brought an event, as the event tells. */
#ifndef HAO_ASKED_H
#define HAO_ASKED_H

#include <jansson.h>
#include <stddef.h>

#include "server/hall/event.h"
#include "server/hall/request.h"

#define ASKED_MAX 4

/*
 * Fills OUT with them, which borrow their texts from EVENT; PAYLOAD is its
 * JSON, and KEPT the words that are kept beside the event, or NULL. What the
 * event does not tell is as nobody said it. Returns how many; 0: nobody asks
 * for such an event.
 */
size_t asked_of(const struct event *event, const json_t *payload,
    const char *kept, struct request out[ASKED_MAX]);

#endif
