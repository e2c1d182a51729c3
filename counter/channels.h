/* What a counter follows of the hall: its zones' calls, its queues. Pure. */
#ifndef HAO_CHANNELS_H
#define HAO_CHANNELS_H

#include <jansson.h>
#include <stddef.h>

#include "proto/limits.h"

struct asks;

#define CHANNELS_MAX 48

struct channels {
	char name[CHANNELS_MAX][LIMIT_CHANNEL + 1];
	size_t count, sent;
};

/* Adds what COUNTER of the layout makes new. */
void channels_find(struct channels *c, const json_t *counter);

/* Asks for some of those that are new; call it until none is left. */
void channels_subscribe(struct channels *c, struct asks *asks);

#endif
