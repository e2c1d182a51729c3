/* Sessions, weekdays and dates: what the schema takes for plain words. */
#include "server/hall/hours.h"

#include <string.h>

#include "server/config/check.h"
#include "server/config/mistake.h"
#include "server/config/outline.h"
#include "server/config/words.h"
#include "server/hall/day.h"

#define HOLIDAY_DAYS_MAX 366 /* longer is a mistyped year */

/* --- Sessions ----------------------------------------------------------- */

static void
check_place(struct config_check *c, const char *session,
    const struct hours_span *span, const char *key)
{
	uint32_t starts_h = c->layout->day_starts_h;
	int32_t from_min = (int32_t)starts_h * 60;

	if (config_mistakes_has(c->mistakes, "day_starts_h"))
		return;
	if (span->from_min >= from_min &&
	    span->to_min <= from_min + HOURS_DAY_MIN)
		return;
	config_check_say(c, key,
	    "is \"%s\"; a session must lie within one business day, which "
	    "goes from %02u:00 to %02u:00 (day_starts_h)",
	    config_quote(session).text, starts_h, starts_h);
}

void
config_check_sessions(
    struct config_check *c, struct config_words sessions, const char *path)
{
	struct hours_span span, before = { 0, 0 };
	char key[CONFIG_KEY_MAX];

	for (uint32_t i = 0; i < sessions.count; i++) {
		const char *text = sessions.words[i];
		config_path(key, "%s[%u]", path, i);
		if (!hours_span_read(text, &span)) {
			config_check_say(c, key,
			    "is \"%s\"; a session is two times of the day, as "
			    "09:00-12:00",
			    config_quote(text).text);
			continue;
		}
		check_place(c, text, &span, key);
		if (span.from_min < before.to_min) {
			config_check_say(c, key,
			    "is \"%s\", which begins before the session "
			    "before it ends; write them in order, without "
			    "overlap",
			    config_quote(text).text);
		}
		before = span;
	}
}

static void
check_days(struct config_check *c, struct config_words days, const char *path,
    uint32_t *seen)
{
	char key[CONFIG_KEY_MAX];

	for (uint32_t i = 0; i < days.count; i++) {
		uint32_t day = hours_weekday_read(days.words[i]);
		config_path(key, "%s[%u]", path, i);
		if (day == HOURS_WEEK) {
			config_check_say(c, key,
			    "is \"%s\"; it must be mon, tue, wed, thu, fri, "
			    "sat or sun",
			    config_quote(days.words[i]).text);
		} else if (*seen & 1u << day) {
			config_check_say(c, key,
			    "names \"%s\" twice; leave one out", days.words[i]);
		} else {
			*seen |= 1u << day;
		}
	}
}

/* PATH is "hours", of the hall or of a service. */
static void
check_week(struct config_check *c, const struct layout_hours *hours,
    uint32_t count, const char *path)
{
	char key[CONFIG_KEY_MAX];
	uint32_t seen = 0;

	for (uint32_t i = 0; i < count; i++) {
		config_path(key, "%s[%u].days", path, i);
		check_days(c,
		    (struct config_words){ hours[i].days, hours[i].days_count },
		    key, &seen);
		config_path(key, "%s[%u].sessions", path, i);
		config_check_sessions(c,
		    (struct config_words){
			hours[i].sessions, hours[i].sessions_count },
		    key);
	}
}

/* --- Dates -------------------------------------------------------------- */

static bool
check_date(
    struct config_check *c, const char *text, const char *key, int64_t *day)
{
	if (!text) {
		config_check_say(
		    c, key, "is empty; write a date, as 2026-10-01");
	} else if (!day_read(text, day)) {
		config_check_say(c, key,
		    "is \"%s\"; it must be a date, as 2026-10-01",
		    config_quote(text).text);
	}
	return text && day_read(text, day);
}

static void
check_holiday(struct config_check *c, uint32_t i)
{
	const struct layout_holiday *h = &c->layout->holidays[i];
	char key[CONFIG_KEY_MAX];
	int64_t first, last;

	config_path(key, "holidays[%u].name", i);
	config_check_name(c, &h->name, key);
	config_path(key, "holidays[%u].from", i);
	bool good = check_date(c, h->from, key, &first);
	config_path(key, "holidays[%u].until", i);
	if (!h->until || !check_date(c, h->until, key, &last) || !good)
		return;
	if (last < first) {
		config_check_say(c, key,
		    "is \"%s\", before the first day \"%s\"; it must be that "
		    "or later",
		    h->until, h->from);
	} else if (last - first >= HOLIDAY_DAYS_MAX) {
		config_check_say(c, key,
		    "is \"%s\"; a holiday has %d days at most", h->until,
		    HOLIDAY_DAYS_MAX);
	}
}

static bool
is_within(const struct layout_holiday *h, int64_t day)
{
	int64_t first, last;

	return h->from && day_read(h->from, &first) &&
	    day_read(h->until ? h->until : h->from, &last) && day >= first &&
	    day <= last;
}

/* A holiday and a make-up day of one date would each undo the other. */
static void
check_workday_once(struct config_check *c, uint32_t i, int64_t day)
{
	const struct layout *l = c->layout;
	char key[CONFIG_KEY_MAX], other[CONFIG_KEY_MAX];

	config_path(key, "workdays[%u].date", i);
	for (uint32_t j = 0; j < i; j++) {
		const char *date = l->workdays[j].date;
		if (!date || strcmp(date, l->workdays[i].date) != 0)
			continue;
		config_path(other, "workdays[%u].date", j);
		config_check_say(c, key,
		    "is \"%s\", which is on line %u already; leave one out",
		    date, config_outline_line(c->outline, other));
	}
	for (uint32_t j = 0; j < l->holidays_count; j++) {
		if (!is_within(&l->holidays[j], day))
			continue;
		config_path(other, "holidays[%u]", j);
		config_check_say(c, key,
		    "is \"%s\", a day of the holiday on line %u; leave it out "
		    "or change the holiday",
		    l->workdays[i].date,
		    config_outline_line(c->outline, other));
	}
}

static void
check_workday(struct config_check *c, uint32_t i)
{
	const struct layout_workday *w = &c->layout->workdays[i];
	char key[CONFIG_KEY_MAX];
	int64_t day;

	config_path(key, "workdays[%u].date", i);
	if (check_date(c, w->date, key, &day))
		check_workday_once(c, i, day);
	config_path(key, "workdays[%u].as", i);
	if (!w->as || hours_weekday_read(w->as) == HOURS_WEEK) {
		config_check_say(c, key,
		    "is \"%s\"; it must be the weekday whose hours the day "
		    "has: mon, tue, wed, thu, fri, sat or sun",
		    w->as ? config_quote(w->as).text : "");
	}
}

/* --- Overrides ---------------------------------------------------------- */

static bool
share_service(const struct layout_override *a, const struct layout_override *b)
{
	if (a->services_count == 0 || b->services_count == 0)
		return a->services_count == b->services_count;
	for (uint32_t i = 0; i < a->services_count; i++) {
		for (uint32_t k = 0; k < b->services_count; k++) {
			if (strcmp(a->services[i], b->services[k]) == 0)
				return true;
		}
	}
	return false;
}

static void
check_override_once(struct config_check *c, uint32_t i)
{
	const struct layout_override *all = c->layout->overrides;
	char key[CONFIG_KEY_MAX], other[CONFIG_KEY_MAX];

	for (uint32_t j = 0; j < i; j++) {
		if (!all[j].date || strcmp(all[j].date, all[i].date) != 0 ||
		    !share_service(&all[i], &all[j]))
			continue;
		config_path(key, "overrides[%u].date", i);
		config_path(other, "overrides[%u].date", j);
		config_check_say(c, key,
		    "is \"%s\", which the override on line %u has already for "
		    "the same services; leave one out",
		    all[i].date, config_outline_line(c->outline, other));
	}
}

static void
check_reason(
    struct config_check *c, const char *text, const char *key, const char *need)
{
	if (!text) {
		config_check_say(c, key, "is empty; write %s", need);
	} else if (strlen(text) > CONFIG_TEXT_MAX) {
		config_check_say(c, key, "has %zu bytes; a text has %d at most",
		    strlen(text), CONFIG_TEXT_MAX);
	}
}

static void
check_override(struct config_check *c, uint32_t i)
{
	const struct layout_override *o = &c->layout->overrides[i];
	const struct config_codes services = config_codes_services(c->layout);
	char key[CONFIG_KEY_MAX];
	int64_t day;

	config_path(key, "overrides[%u].date", i);
	if (check_date(c, o->date, key, &day))
		check_override_once(c, i);
	config_path(key, "overrides[%u].services", i);
	config_codes_find_all(c, &services,
	    (struct config_words){ o->services, o->services_count }, key);
	config_path(key, "overrides[%u].sessions", i);
	config_check_sessions(
	    c, (struct config_words){ o->sessions, o->sessions_count }, key);
	config_path(key, "overrides[%u].approved_by", i);
	check_reason(c, o->approved_by, key, "who approved it");
	config_path(key, "overrides[%u].reason", i);
	check_reason(c, o->reason, key, "why it was approved");
}

void
config_check_hours(struct config_check *c)
{
	const struct layout *l = c->layout;
	char path[CONFIG_KEY_MAX];

	check_week(c, l->hours, l->hours_count, "hours");
	for (uint32_t i = 0; i < l->services_count; i++) {
		config_path(path, "services[%u].hours", i);
		check_week(
		    c, l->services[i].hours, l->services[i].hours_count, path);
	}
	for (uint32_t i = 0; i < l->holidays_count; i++)
		check_holiday(c, i);
	for (uint32_t i = 0; i < l->workdays_count; i++)
		check_workday(c, i);
	for (uint32_t i = 0; i < l->overrides_count; i++)
		check_override(c, i);
}
