#include "tests/unit/hall/room.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

struct room room;

void
start(uint32_t services, uint32_t counters, int64_t handling_ms)
{
	memset(&room, 0, sizeof(room));
	room.estimate = estimate_create();
	assert_non_null(room.estimate);
	room.hall = (struct estimate_hall){
		.now_ms = NOW_MS,
		.seed = 1,
		.policy = &estimate_by_credit,
		.services = room.services,
		.tickets = room.tickets,
		.lines = room.lines,
		.counters = room.counters,
		.services_count = services,
		.lines_count = services + counters,
		.counters_count = counters,
	};
	for (uint32_t i = 0; i < services; i++) {
		room.lines[i].service = i;
		room.services[i].target_ms = 10 * MINUTE;
		for (int k = 0; handling_ms && k < ESTIMATE_RECENT; k++)
			estimate_note(&room.services[i].recent, handling_ms);
	}
}

struct estimate_counter *
opens(uint32_t i, const char *lines)
{
	struct estimate_counter *c = &room.counters[i];
	uint32_t group = 0;

	c->serves = true;
	c->group = room.groups[i];
	for (; *lines; lines++) {
		struct estimate_group *g = &room.groups[i][group];
		g->line = room.indexes[i][group];
		if (*lines == '/') {
			group++;
		} else {
			room.indexes[i][group][g->count++] = (uint32_t)(*lines -
			    '0');
		}
	}
	c->groups_count = group + 1;
	return c;
}

void
waits(uint32_t line, uint32_t count)
{
	struct estimate_line *l = &room.lines[line];

	l->first = room.hall.tickets_count;
	l->count = count;
	for (uint32_t i = 0; i < count; i++) {
		uint32_t at = room.hall.tickets_count++;
		room.tickets[at] = (struct estimate_ticket){
			.key = { 1, 0, NOW_MS - MINUTE + i - l->credit_ms,
			    at + 1 },
			.service = l->service,
		};
	}
}

void
run(void)
{
	assert_true(estimate_run(
	    room.estimate, &room.hall, room.tickets_wait, room.lines_wait));
}

void
stop(void)
{
	estimate_destroy(room.estimate);
}

const struct estimate_wait *
nth(uint32_t line, uint32_t i)
{
	return &room.tickets_wait[room.lines[line].first + i];
}
