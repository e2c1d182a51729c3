/*
 * Business days. The zone's transitions are read at the edge (tzdata) and
 * handed in; the core never asks the system what time or zone it is.
 */
#ifndef HAO_DAY_H
#define HAO_DAY_H

#include <stddef.h>
#include <stdint.h>

#define DAY_MS 86400000

/* Offsets from UTC in seconds, each in force from its instant on. */
struct zone_change {
	int64_t from_s;
	int32_t offset_s;
};

struct zone_table {
	int32_t first_offset_s; /* before the first change */
	size_t count;
	struct zone_change *change; /* by from_s */
};

int32_t zone_offset_s(const struct zone_table *zone, int64_t t_ms);

/* Days since 1970-01-01 of the business day that T_MS belongs to. */
int64_t day_at(const struct zone_table *zone, int64_t starts_ms, int64_t t_ms);

/* "2026-11-24". The proleptic Gregorian calendar. */
#define DAY_TEXT 16
void day_write(char out[DAY_TEXT], int64_t day);

#endif
