/* A zone's changes of offset, as the machine's tzdata has them. */
#ifndef HAO_ZONE_H
#define HAO_ZONE_H

#include "server/hall/day.h"

/*
 * The zone NAME ("Asia/Shanghai"), its rule carried on to UNTIL_YEAR; one that
 * there is not is UTC: see config/zoneinfo.h. NULL: no memory. Not for two
 * threads at once.
 */
struct zone_table *zone_load(const char *name, int until_year);
void zone_free(struct zone_table *zone);

#endif
