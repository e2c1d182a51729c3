#include "server/hall/day.h"

#include <string.h>

/* How many of the zone's changes came until T_S. */
static size_t
changes_until(const struct zone_table *zone, int64_t t_s)
{
	size_t low = 0, high = zone->count;

	while (low < high) {
		size_t mid = low + (high - low) / 2;
		if (zone->change[mid].from_s <= t_s) {
			low = mid + 1;
		} else {
			high = mid;
		}
	}
	return low;
}

static int32_t
offset_after(const struct zone_table *zone, size_t changes)
{
	return changes ? zone->change[changes - 1].offset_s
		       : zone->first_offset_s;
}

static int64_t
floor_div(int64_t n, int64_t by)
{
	return n / by - (n % by < 0);
}

int32_t
zone_offset_s(const struct zone_table *zone, int64_t t_ms)
{
	return offset_after(zone, changes_until(zone, floor_div(t_ms, 1000)));
}

int64_t
zone_turn_ms(const struct zone_table *zone, int64_t t_ms, int64_t until_ms)
{
	size_t next = changes_until(zone, floor_div(t_ms, 1000));

	if (next == zone->count || zone->change[next].from_s * 1000 > until_ms)
		return 0;
	return zone->change[next].from_s * 1000;
}

int64_t
zone_instant_ms(const struct zone_table *zone, int64_t local_ms)
{
	/* No clock is more than a day off. */
	size_t i = changes_until(zone, floor_div(local_ms - DAY_MS, 1000));
	int64_t t_ms;

	for (;; i++) {
		t_ms = local_ms - (int64_t)offset_after(zone, i) * 1000;
		if (i == zone->count || t_ms < zone->change[i].from_s * 1000)
			break;
	}
	if (i > 0 && t_ms < zone->change[i - 1].from_s * 1000)
		t_ms = zone->change[i - 1].from_s * 1000;
	return t_ms;
}

int64_t
day_at(const struct zone_table *zone, int64_t starts_ms, int64_t t_ms)
{
	int64_t local = t_ms + (int64_t)zone_offset_s(zone, t_ms) * 1000 -
	    starts_ms;

	return floor_div(local, DAY_MS);
}

static void
write_digits(char *out, int64_t n, int count)
{
	for (int i = count - 1; i >= 0; i--) {
		out[i] = (char)('0' + n % 10);
		n /= 10;
	}
}

/*
 * Civil date from days: Howard Hinnant, "chrono-Compatible Low-Level Date
 * Algorithms", civil_from_days.
 */
void
day_write(char out[DAY_TEXT], int64_t day)
{
	int64_t z = day + 719468;
	int64_t era = (z >= 0 ? z : z - 146096) / 146097;
	int64_t doe = z - era * 146097;
	int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	int64_t mp = (5 * doy + 2) / 153;
	int64_t month = mp < 10 ? mp + 3 : mp - 9;

	write_digits(out, yoe + era * 400 + (month <= 2), 4);
	out[4] = '-';
	write_digits(out + 5, month, 2);
	out[7] = '-';
	write_digits(out + 8, doy - (153 * mp + 2) / 5 + 1, 2);
	out[10] = '\0';
}

void
day_write_time(char out[DAY_TEXT], const struct zone_table *zone, int64_t t_ms)
{
	int64_t local = t_ms + (int64_t)zone_offset_s(zone, t_ms) * 1000;
	int64_t day = floor_div(local, DAY_MS);
	int64_t minute = (local - day * DAY_MS) / 60000;
	char date[DAY_TEXT];

	day_write(date, day);
	memcpy(out, date + 5, 5);
	out[5] = ' ';
	write_digits(out + 6, minute / 60, 2);
	out[8] = ':';
	write_digits(out + 9, minute % 60, 2);
	out[11] = '\0';
}

static int64_t
read_digits(const char *text, int count)
{
	int64_t n = 0;

	for (int i = 0; i < count; i++)
		n = n * 10 + (text[i] - '0');
	return n;
}

static bool
has_form(const char *text, const char *form)
{
	for (; *form && *text; form++, text++) {
		bool is_digit = *text >= '0' && *text <= '9';
		if (*form == '0' ? !is_digit : *text != *form)
			return false;
	}
	return *form == *text;
}

/* The same algorithms, days_from_civil. */
bool
day_read(const char *text, int64_t *day)
{
	char again[DAY_TEXT];

	if (!has_form(text, "0000-00-00"))
		return false;
	int64_t month = read_digits(text + 5, 2);
	int64_t y = read_digits(text, 4) - (month <= 2);
	int64_t era = (y >= 0 ? y : y - 399) / 400;
	int64_t yoe = y - era * 400;
	int64_t doy = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 +
	    read_digits(text + 8, 2) - 1;
	*day = era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468;
	/* The 31st of February is written otherwise. */
	day_write(again, *day);
	return strcmp(text, again) == 0;
}
