/* The words of hours: sessions, weekdays and reasons. */
#include <string.h>

#include "server/hall/hours.h"

uint32_t
hours_weekday_read(const char *text)
{
	static const char *const days[HOURS_WEEK] = { "mon", "tue", "wed",
		"thu", "fri", "sat", "sun" };
	uint32_t day = 0;

	while (day < HOURS_WEEK && strcmp(days[day], text) != 0)
		day++;
	return day;
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* "09:00", of a text that may be shorter; up to "24:00". */
static bool
read_time(const char *text, int32_t *min)
{
	if (!is_digit(text[0]) || !is_digit(text[1]) || text[2] != ':' ||
	    !is_digit(text[3]) || !is_digit(text[4]) || text[3] > '5')
		return false;
	*min = ((text[0] - '0') * 10 + text[1] - '0') * 60 +
	    (text[3] - '0') * 10 + text[4] - '0';
	return *min <= HOURS_DAY_MIN;
}

bool
hours_span_read(const char *text, struct hours_span *out)
{
	if (!read_time(text, &out->from_min) || text[5] != '-' ||
	    !read_time(text + 6, &out->to_min) || text[11] != '\0')
		return false;
	if (out->from_min == HOURS_DAY_MIN)
		return false;
	if (out->to_min <= out->from_min)
		out->to_min += HOURS_DAY_MIN;
	return true;
}

const char *
hours_why_text(enum hours_why why)
{
	switch (why) {
	case HOURS_OPEN:
		return "it is open";
	case HOURS_BREAK:
		return "no session runs now";
	case HOURS_CUTOFF:
		return "it closes soon";
	case HOURS_WEEKDAY:
		return "it is closed on such a day";
	case HOURS_HOLIDAY:
		return "it is a holiday";
	case HOURS_OVERRIDE:
		return "it is closed today";
	}
	return "";
}
