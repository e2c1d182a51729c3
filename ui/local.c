#include "ui/local.h"

#include <stdlib.h>
#include <string.h>

void
local_zone(const char *zone)
{
	const char *now = getenv("TZ");

	if (*zone == '\0' || (now != NULL && strcmp(now, zone) == 0))
		return;
	/* One thread, and nobody else reads the environment meanwhile. */
	if (setenv("TZ", zone, 1) == 0)
		tzset();
}

void
local_time(const char *zone, int64_t t_ms, struct tm *local)
{
	time_t seconds = (time_t)(t_ms / 1000);

	local_zone(zone);
	if (localtime_r(&seconds, local) == NULL)
		*local = (struct tm){ 0 };
}
