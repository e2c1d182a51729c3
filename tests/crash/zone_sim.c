/*
 * In place of tzdata: the zone of the hall, as it is and as it will be. So a
 * seed does the same whatever a machine's tzdata says, and a start does not
 * ask libc for the offset of each week of eighty years.
 */
#include "server/zone.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define SHANGHAI_S 28800

struct zone_table *
zone_load(const char *name, int until_year)
{
	struct zone_table *zone = calloc(1, sizeof(*zone));

	(void)until_year;
	assert(strcmp(name, "Asia/Shanghai") == 0);
	if (zone)
		zone->first_offset_s = SHANGHAI_S;
	return zone;
}

void
zone_free(struct zone_table *zone)
{
	free(zone);
}
