/*
 * Hours against a year lived minute by minute. The model knows no instants:
 * it keeps the latest time that the clock on the wall has shown, which stands
 * still while an hour comes twice, and looks up the words of the layout.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "server/hall/day.h"
#include "server/hall/hours.h"
#include "tests/unit/hall/hours_zones.h"

#define MINUTE_MS ((int64_t)60000)
#define DAY_MIN	  ((int64_t)1440)
#define YEAR_MIN  (366 * DAY_MIN)
#define THINGS	  6
#define W(text)	  ((char[]){ text })

/* Hours by chance, with the memory for their words. */
struct chance {
	uint64_t seed;
	struct layout layout;
	struct layout_service service;
	struct layout_hours hours[THINGS];
	struct layout_holiday holidays[THINGS];
	struct layout_workday workdays[THINGS];
	struct layout_override overrides[THINGS];
	char *words[64][8];
	size_t lists;
	char text[512][32];
	size_t texts;
};

/* What the model found of a minute. */
struct minute {
	int64_t session; /* the minute it began; -1: none */
	bool open;
};

/* splitmix64: https://prng.di.unimi.it/splitmix64.c */
static uint64_t
pick(struct chance *c, uint64_t below)
{
	uint64_t z = c->seed += 0x9e3779b97f4a7c15u;

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
	return (z ^ (z >> 31)) % below;
}

static char *
word(struct chance *c)
{
	assert_true(c->texts < 512);
	return c->text[c->texts++];
}

/* In order, within the business day, and on quarters of an hour. */
static uint32_t
make_sessions(struct chance *c, char ***sessions)
{
	int at = (int)c->layout.day_starts_h * 60, end = at + 1440;
	uint32_t count = 0, most = (uint32_t)pick(c, 4);

	*sessions = c->words[c->lists++];
	while (count < most) {
		int from = at + 15 * (int)pick(c, 24);
		int to = from + 15 * (int)(1 + pick(c, 40));
		if (to > end || from >= 1440)
			break;
		char *text = word(c);
		(void)snprintf(text, sizeof(c->text[0]), "%02d:%02d-%02d:%02d",
		    from / 60 % 24, from % 60, to / 60 % 24, to % 60);
		(*sessions)[count++] = text;
		at = to;
	}
	return count;
}

static char *
make_date(struct chance *c, int64_t first)
{
	char text[DAY_TEXT];
	char *to = word(c);

	day_write(text, first + (int64_t)pick(c, 366));
	memcpy(to, text, 11);
	return to;
}

static char *weekdays[] = { W("mon"), W("tue"), W("wed"), W("thu"), W("fri"),
	W("sat"), W("sun") };

static void
make_week(struct chance *c)
{
	c->layout.hours = c->hours;
	for (size_t i = 0; i < 3; i++) {
		c->hours[i].days = weekdays + 2 * i;
		c->hours[i].days_count = 2;
		c->hours[i].sessions_count = make_sessions(
		    c, &c->hours[i].sessions);
	}
	/* Now and then it is open whenever there is no holiday. */
	c->layout.hours_count = pick(c, 5) ? 3 : 0;
}

static void
make(struct chance *c, uint64_t seed, int64_t first)
{
	struct layout *l = &c->layout;

	*c = (struct chance){ .seed = seed };
	c->service.code = word(c);
	l->day_starts_h = (uint32_t)pick(c, 7);
	l->last_ticket_min = (uint32_t)(15 * pick(c, 4));
	make_week(c);
	l->holidays = c->holidays;
	l->workdays = c->workdays;
	l->overrides = c->overrides;
	l->holidays_count = l->workdays_count = l->overrides_count = THINGS;
	for (size_t i = 0; i < THINGS; i++) {
		char *from = make_date(c, first), *until = make_date(c, first);
		bool right = strcmp(from, until) < 0;
		c->holidays[i].from = from;
		c->holidays[i].until = i > 0 || !right ? NULL : until;
		c->workdays[i].date = make_date(c, first);
		c->workdays[i].as = weekdays[2 * (i % 4)];
		c->overrides[i].date = make_date(c, first);
		c->overrides[i].sessions_count = make_sessions(
		    c, &c->overrides[i].sessions);
	}
}

/* --- The model ---------------------------------------------------------- */

static int
minutes_of(const char *text)
{
	return ((text[0] - '0') * 10 + text[1] - '0') * 60 +
	    (text[3] - '0') * 10 + text[4] - '0';
}

/* The start of the session of these that runs at WALL minutes; -1: none. */
static int
running(char *const *sessions, uint32_t count, int wall, int *to)
{
	for (uint32_t i = 0; i < count; i++) {
		int from = minutes_of(sessions[i]);
		*to = minutes_of(sessions[i] + 6);
		if (*to <= from)
			*to += 1440;
		if (wall >= from && wall < *to)
			return from;
	}
	return -1;
}

static int
by_week(const struct chance *c, const char *weekday, int wall, int *to)
{
	const struct layout *l = &c->layout;

	*to = (int)l->day_starts_h * 60 + 1440;
	if (l->hours_count == 0)
		return *to - 1440;
	for (uint32_t i = 0; i < l->hours_count; i++) {
		for (uint32_t k = 0; k < l->hours[i].days_count; k++) {
			if (strcmp(l->hours[i].days[k], weekday) != 0)
				continue;
			return running(l->hours[i].sessions,
			    l->hours[i].sessions_count, wall, to);
		}
	}
	return -1;
}

/* The same for DATE, business day DAY, of which WALL minutes have passed. */
static int
by_date(const struct chance *c, int64_t day, int wall, int *to)
{
	static const char *const of_day[] = { "thu", "fri", "sat", "sun", "mon",
		"tue", "wed" };
	const struct layout *l = &c->layout;
	char date[DAY_TEXT];

	day_write(date, day);
	for (uint32_t i = 0; i < l->overrides_count; i++) {
		const struct layout_override *o = &l->overrides[i];
		if (strcmp(o->date, date) == 0) {
			return running(
			    o->sessions, o->sessions_count, wall, to);
		}
	}
	for (uint32_t i = 0; i < l->workdays_count; i++) {
		if (strcmp(l->workdays[i].date, date) == 0)
			return by_week(c, l->workdays[i].as, wall, to);
	}
	for (uint32_t i = 0; i < l->holidays_count; i++) {
		const struct layout_holiday *h = &l->holidays[i];
		const char *until = h->until ? h->until : h->from;
		if (strcmp(h->from, date) <= 0 && strcmp(date, until) <= 0)
			return -1;
	}
	return by_week(c, of_day[day % 7], wall, to);
}

/* Session by session: a minute of it is where it was a minute before. */
static void
live(const struct chance *c, const struct zone_table *zone, int64_t first_ms,
    struct minute *year, int64_t minutes)
{
	int64_t shown = 0, key = -1;
	int starts = (int)c->layout.day_starts_h * 60;

	for (int64_t i = 0; i < minutes; i++) {
		int64_t t_ms = first_ms + i * MINUTE_MS;
		int64_t local = t_ms / MINUTE_MS +
		    zone_offset_s(zone, t_ms) / 60;
		shown = shown < local ? local : shown;
		int64_t day = (shown - starts) / 1440;
		int to, from = by_date(c, day, (int)(shown - day * 1440), &to);
		bool same = from >= 0 && key == day * 1440 + from;
		year[i].session = same ? year[i - 1].session
		    : from >= 0	       ? i
				       : -1;
		key = from >= 0 ? day * 1440 + from : -1;
	}
	/* Backwards: the end of a session is known when it has come. */
	int64_t end = minutes;
	for (int64_t i = minutes - 1; i >= 0; i--) {
		if (i + 1 < minutes && year[i].session != year[i + 1].session)
			end = i + 1;
		year[i].open = year[i].session >= 0 &&
		    i < end - c->layout.last_ticket_min;
	}
}

static void
compare(const struct chance *c, const struct zone_table *zone, int64_t first_ms,
    const struct minute *year, int64_t minutes)
{
	struct hours *h = hours_create(&c->layout, &c->service);
	int64_t opens = -1, ends = -1;
	struct hours_at at;

	assert_non_null(h);
	for (int64_t i = minutes - DAY_MIN - 1; i > DAY_MIN; i--) {
		const struct minute *m = &year[i];
		if (m->session != m[1].session)
			ends = i + 1;
		if (m[1].open && (!m->open || m->session != m[1].session))
			opens = i + 1;
		hours_at(h, zone, first_ms + i * MINUTE_MS, &at);
		assert_int_equal(at.why == HOURS_OPEN, m->open);
		assert_int_equal(at.session_ms,
		    m->session < 0 ? 0 : first_ms + m->session * MINUTE_MS);
		if (m->session >= 0 && ends > 0) {
			assert_int_equal(
			    at.ends_ms, first_ms + ends * MINUTE_MS);
		}
		if (!m->open && opens > 0) {
			assert_int_equal(
			    at.opens_ms, first_ms + opens * MINUTE_MS);
		}
	}
	hours_destroy(h);
}

/* What is said of a stretch holds for all of it. */
static void
check_stretches(
    const struct chance *c, const struct zone_table *zone, int64_t first_ms)
{
	struct hours *h = hours_create(&c->layout, &c->service);
	int64_t t_ms = first_ms;
	struct hours_at at, last;

	assert_non_null(h);
	while (t_ms < first_ms + YEAR_MIN * MINUTE_MS) {
		hours_at(h, zone, t_ms, &at);
		assert_true(at.until_ms > t_ms);
		hours_at(h, zone, at.until_ms - 1, &last);
		assert_memory_equal(&at, &last, sizeof(at));
		t_ms = at.until_ms;
	}
	hours_destroy(h);
}

/* A whole year once, and the days around each change of it often. */
static void
a_year(const struct zone_table *zone, const char *first)
{
	struct minute *year = calloc((size_t)YEAR_MIN, sizeof(*year));
	struct chance *c = calloc(1, sizeof(*c));
	int64_t day;

	assert_non_null(year);
	assert_non_null(c);
	assert_true(day_read(first, &day));
	make(c, 1, day);
	live(c, zone, day * DAY_MS, year, YEAR_MIN);
	compare(c, zone, day * DAY_MS, year, YEAR_MIN);
	for (uint64_t seed = 2; seed < 40; seed++) {
		make(c, seed, day);
		check_stretches(c, zone, day * DAY_MS);
		for (size_t i = 0; i < zone->count; i++) {
			int64_t near_ms = (zone->change[i].from_s / 86400 - 3) *
			    DAY_MS;
			live(c, zone, near_ms, year, 6 * DAY_MIN);
			compare(c, zone, near_ms, year, 6 * DAY_MIN);
		}
	}
	free(year);
	free(c);
}

static void
in_shanghai(void **state)
{
	(void)state;
	a_year(&shanghai, "2026-01-01");
}

static void
in_berlin(void **state)
{
	(void)state;
	a_year(&berlin, "2026-01-01");
}

static void
in_new_york(void **state)
{
	(void)state;
	a_year(&new_york, "2026-01-01");
}

static void
in_lord_howe(void **state)
{
	(void)state;
	a_year(&lord_howe, "2026-01-01");
}

static void
in_casablanca(void **state)
{
	(void)state;
	a_year(&casablanca, "2026-01-01");
}

static void
in_sao_paulo(void **state)
{
	(void)state;
	a_year(&sao_paulo, "2018-01-01");
}

static void
in_st_johns(void **state)
{
	(void)state;
	a_year(&st_johns, "2010-01-01");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(in_shanghai),
		cmocka_unit_test(in_berlin),
		cmocka_unit_test(in_new_york),
		cmocka_unit_test(in_lord_howe),
		cmocka_unit_test(in_casablanca),
		cmocka_unit_test(in_sao_paulo),
		cmocka_unit_test(in_st_johns),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
