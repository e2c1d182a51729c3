#include "server/account/guesses.h"

#include <stdio.h>
#include <string.h>

#define MINUTE_MS 60000

/* The minutes that have passed since are empty. */
static void
turn_to(struct guesses *g, int64_t now_ms)
{
	int64_t minute = now_ms / MINUTE_MS;

	if (minute - g->minute >= GUESSES_MINUTES)
		g->minute = minute - GUESSES_MINUTES;
	while (g->minute < minute)
		g->of_minute[++g->minute % GUESSES_MINUTES] = 0;
}

/* Its own place, or that of the one with the fewest. */
static struct guesses_from *
place_of(struct guesses *g, const char *address)
{
	struct guesses_from *fewest = g->from;

	for (size_t i = 0; i < GUESSES_ADDRESSES; i++) {
		struct guesses_from *at = &g->from[i];
		if (at->count > 0 && strcmp(at->address, address) == 0)
			return at;
		if (at->count < fewest->count)
			fewest = at;
	}
	fewest->count = 0;
	(void)snprintf(fewest->address, GUESSES_ADDRESS, "%s", address);
	return fewest;
}

void
guesses_note(struct guesses *g, const char *address, int64_t now_ms)
{
	turn_to(g, now_ms);
	g->of_minute[g->minute % GUESSES_MINUTES]++;
	g->all++;
	g->untold++;
	place_of(g, address)->count++;
}

uint32_t
guesses_recent(struct guesses *g, int64_t now_ms)
{
	uint32_t count = 0;

	turn_to(g, now_ms);
	for (size_t i = 0; i < GUESSES_MINUTES; i++)
		count += g->of_minute[i];
	return count;
}

static bool
holds(uint32_t count, uint32_t limit, bool raised)
{
	if (limit == 0)
		return false;
	return count >= limit ||
	    (raised && (uint64_t)count * 5 >= (uint64_t)limit * 4);
}

const char *
guesses_state(uint32_t count, uint32_t warn, uint32_t alarm, const char *was)
{
	bool flood = strcmp(was, "flood") == 0;

	if (holds(count, alarm, flood))
		return "flood";
	if (holds(count, warn, flood || strcmp(was, "many") == 0))
		return "many";
	return "ok";
}

bool
guesses_tell(struct guesses *g, int64_t now_ms, struct guesses_line *out)
{
	const struct guesses_from *most = g->from;

	if (g->untold == 0 ||
	    (g->told_ms != 0 && now_ms - g->told_ms < GUESSES_TELL_MS))
		return false;
	for (size_t i = 1; i < GUESSES_ADDRESSES; i++) {
		if (g->from[i].count > most->count)
			most = &g->from[i];
	}
	out->count = g->untold;
	out->most = most->count;
	memcpy(out->address, most->address, sizeof(out->address));
	memset(g->from, 0, sizeof(g->from));
	g->untold = 0;
	g->told_ms = now_ms;
	return true;
}
