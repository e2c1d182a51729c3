/*
 * The file is not decoded here: libc does that, and knows its rule for the
 * years to come. Its zone is global, so it is set, asked for the offset week
 * by week through the years, and put back, all in the loop's thread, which is
 * the only one that deals with local time.
 */
#include "server/zone.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define FROM_S	    1577836800 /* 2020-01-01: no hall is older */
#define YEAR_S	    31556952
#define PROBE_S	    604800 /* a week */
#define CHANGES_MAX 1024

static int32_t
offset_at(int64_t t_s)
{
	struct tm tm;
	time_t t = (time_t)t_s;

	if (!localtime_r(&t, &tm))
		return 0;
	return (int32_t)tm.tm_gmtoff;
}

/* The first second in (low, high] that has the offset of HIGH. */
static int64_t
change_between(int64_t low, int64_t high)
{
	int32_t after = offset_at(high);

	while (high - low > 1) {
		int64_t mid = low + (high - low) / 2;
		if (offset_at(mid) == after) {
			high = mid;
		} else {
			low = mid;
		}
	}
	return high;
}

static bool
fill(struct zone_table *zone, int until_year)
{
	int64_t until_s = (int64_t)(until_year - 1970) * YEAR_S;

	zone->change = calloc(CHANGES_MAX, sizeof(*zone->change));
	if (!zone->change)
		return false;
	zone->first_offset_s = offset_at(FROM_S);
	for (int64_t t = FROM_S; t < until_s; t += PROBE_S) {
		if (offset_at(t) == offset_at(t + PROBE_S))
			continue;
		int64_t at = change_between(t, t + PROBE_S);
		zone->change[zone->count++] = (struct zone_change){ at,
			offset_at(at) };
		if (zone->count == CHANGES_MAX)
			break;
	}
	return true;
}

struct zone_table *
zone_load(const char *name, int until_year)
{
	const char *set = getenv("TZ");
	char *before = set ? strdup(set) : NULL;
	struct zone_table *zone = calloc(1, sizeof(*zone));
	bool ok = zone && setenv("TZ", name, 1) == 0;

	tzset();
	ok = ok && fill(zone, until_year);
	if (before) {
		(void)setenv("TZ", before, 1);
	} else {
		(void)unsetenv("TZ");
	}
	tzset();
	free(before);
	if (ok)
		return zone;
	zone_free(zone);
	return NULL;
}

void
zone_free(struct zone_table *zone)
{
	if (!zone)
		return;
	free(zone->change);
	free(zone);
}
