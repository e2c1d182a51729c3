/*
 * Business days. The zone's transitions are read at the edge (tzdata) and
 * handed in; the core never asks the system what time or zone it is.
 */
#ifndef HAO_DAY_H
#define HAO_DAY_H

#include <stdbool.h>
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

/* When the offset next changes after T_MS, up to UNTIL_MS; 0: it does not. */
int64_t zone_turn_ms(
    const struct zone_table *zone, int64_t t_ms, int64_t until_ms);

/*
 * The first instant at which the zone's clock shows LOCAL_MS or later, local
 * time counted from 1970-01-01 00:00. So a time that comes twice is the first
 * of the two, and one that is skipped is the instant after the skip.
 */
int64_t zone_instant_ms(const struct zone_table *zone, int64_t local_ms);

/* Days since 1970-01-01 of the business day that T_MS belongs to. */
int64_t day_at(const struct zone_table *zone, int64_t starts_ms, int64_t t_ms);

/* "2026-11-24". The proleptic Gregorian calendar. */
#define DAY_TEXT 16
void day_write(char out[DAY_TEXT], int64_t day);
/* "11-24 09:00" on the zone's clock. */
void day_write_time(
    char out[DAY_TEXT], const struct zone_table *zone, int64_t t_ms);
/* A date as day_write writes it, of four digits' years; false: none. */
bool day_read(const char *text, int64_t *day);

#endif
