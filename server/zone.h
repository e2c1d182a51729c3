/* Reads a zone's changes of offset from tzdata (RFC 8536). */
#ifndef HAO_ZONE_H
#define HAO_ZONE_H

#include "server/hall/day.h"

/*
 * The zone NAME ("Asia/Shanghai"), its rule carried on to UNTIL_YEAR. NULL:
 * there is no such zone, or no memory.
 */
struct zone_table *zone_load(const char *name, int until_year);
void zone_free(struct zone_table *zone);

#endif
