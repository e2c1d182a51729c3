#include "server/hall/day.h"

int32_t
zone_offset_s(const struct zone_table *zone, int64_t t_ms)
{
	size_t low = 0, high = zone->count;
	int64_t t_s = t_ms / 1000 - (t_ms % 1000 < 0);

	while (low < high) {
		size_t mid = low + (high - low) / 2;
		if (zone->change[mid].from_s <= t_s) {
			low = mid + 1;
		} else {
			high = mid;
		}
	}
	return low ? zone->change[low - 1].offset_s : zone->first_offset_s;
}

int64_t
day_at(const struct zone_table *zone, int64_t starts_ms, int64_t t_ms)
{
	int64_t local = t_ms + (int64_t)zone_offset_s(zone, t_ms) * 1000 -
	    starts_ms;

	return local / DAY_MS - (local % DAY_MS < 0);
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
