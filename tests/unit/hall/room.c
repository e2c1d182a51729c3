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
		room.services[i] = (struct estimate_service){
			.recent = &room.recent[i],
			.target_ms = 10 * MINUTE,
			.first = i,
			.count = 1,
		};
		for (int k = 0; handling_ms && k < ESTIMATE_RECENT; k++)
			estimate_note(&room.recent[i], handling_ms);
	}
}

void
stop(void)
{
	estimate_destroy(room.estimate);
}

struct estimate_counter *
opens(uint32_t i, const char *services)
{
	struct estimate_counter *c = &room.counters[i];
	uint32_t group = 0;

	c->serves = true;
	c->own[0] = room.hall.services_count + i;
	c->own[1] = ESTIMATE_NO_LINE;
	c->groups = room.groups[i];
	for (; *services; services++) {
		struct estimate_group *g = &room.groups[i][group];
		g->service = room.indexes[i][group];
		if (*services == '/') {
			group++;
		} else {
			room.indexes[i][group][g->count++] =
			    (uint32_t)(*services - '0');
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
			.key = { .back = 1,
			    .credited_ms = NOW_MS - MINUTE + i - l->credit_ms,
			    .id = at + 1 },
			.since_ms = NOW_MS - MINUTE + i,
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

const struct estimate_wait *
nth(uint32_t line, uint32_t i)
{
	return &room.tickets_wait[room.lines[line].first + i];
}
