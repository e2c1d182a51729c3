/*
 * The hall from inside: shared by the files of this room alone.
 *
 * Ticket ids of a day are contiguous from `base`. Strings kept in the state
 * are the pool's: codes of the layout, clerks, languages; the pool only grows.
 */
#ifndef HAO_STATE_H
#define HAO_STATE_H

#include "proto/buf.h"
#include "proto/limits.h"
#include "server/hall/account.h"
#include "server/hall/followup.h"
#include "server/hall/hall.h"
#include "server/hall/handling.h"
#include "server/hall/layout.h"
#include "server/hall/line.h"
#include "server/hall/pool.h"
#include "server/hall/queue.h"
#include "server/hall/rid.h"
#include "server/hall/service.h"
#include "server/hall/visit.h"
#include "server/hall/watch.h"

enum ticket_state {
	TICKET_WAITING,
	TICKET_CALLED,
	TICKET_SERVING,
	TICKET_MISSED,
	TICKET_HELD,
	TICKET_SERVED, /* this and those below are final */
	TICKET_ABANDONED,
	TICKET_CANCELLED,
	TICKET_EXPIRED, /* waited in vain until a session ended */
};

struct ticket {
	int64_t id, issued_ms, credited_ms, called_ms, started_ms, ended_ms;
	int64_t last_call_ms; /* a recall too is a call */
	int64_t appointed_ms; /* 0: it came without, or too late */
	const char *service, *class, *lang, *clerk, *printed;
	const char *counter;	 /* last called to; NULL before that */
	const char *for_counter; /* waits for this one alone, or NULL */
	const char *for_clerk;	 /* waits for this one alone, or NULL */
	int64_t back;		 /* 0: put to the front */
	bool ranked;		 /* stands in its service's other queue */
	uint32_t calls, misses, matters;
	enum ticket_state state;
	struct visit visit;
	char number[OUTCOME_NUMBER];
	struct ticket_watch watch;
	struct queue_node *node; /* in the same block of memory */
};

enum counter_state {
	COUNTER_CLOSED,
	COUNTER_OPEN,
	COUNTER_PAUSED
};

struct group {
	uint32_t *service; /* indexes */
	uint32_t count;
};

struct counter {
	const char *label, *clerk; /* clerk NULL: closed */
	const char **zones;
	uint32_t zones_count;
	struct group *groups;
	uint32_t groups_count;
	struct group help;
	int64_t help_after_ms;
	enum counter_state state;
	bool lapsed;
	bool floating, on; /* a floating one opens when it is on */
	char terminal[2 * LIMIT_NAME + 2];
	char reason[LIMIT_TEXT + 1];
	int64_t ticket; /* called or being served; 0: none */
	int64_t lease_until_ms;
	struct counter_watch watch;
	struct queue queue; /* tickets for this counter alone */
	struct at_hand at_hand;
};

struct class_rule {
	const char *code;
	int64_t credit_ms, rank;
	bool granted; /* by a supervisor alone */
};

/* A layout as the hall uses it. */
struct board {
	struct service *services;
	struct counter *counters;
	struct class_rule *classes;
	uint32_t services_count, counters_count, classes_count;
	uint32_t misses_max, recalls_max, tickets_max, capacity;
	uint32_t requests_max; /* of one account, remembered; 0: any number */
	uint32_t lap_last;     /* the highest of today, of services gone too */
	int64_t lease_ms, day_starts_ms;
	enum layout_after_miss after_miss;
	uint32_t after_miss_calls;
	struct booking_rule booking;
	char *raw;
	struct board_watch watch;
};

struct hall {
	struct board *board; /* NULL before the first layout */
	struct board *spare; /* reserved for the layout being applied */
	struct ticket **tickets, *spare_ticket;
	struct ticket **lost; /* what a restore skips */
	size_t tickets_count, tickets_cap, lost_count;
	int64_t base; /* id of tickets[0] */
	int64_t seq, last_ms, wall_ms, day;
	struct line *lines;
	size_t lines_count, lines_cap;
	struct queue until; /* tickets held until a time, by that time */
	struct pool pool;
	const struct zone_table *zone; /* borrowed; NULL: UTC */
	struct rid_table rids;
	struct booking_table bookings;
	struct followup_table followups;
	struct account_table accounts;
	struct buf why;
	char say[OUTCOME_SAY]; /* a refusal's detail */
	struct hall_watch watch;
};

struct board *board_create(struct pool *pool, const struct event *event);
void board_destroy(struct board *b);
/* Takes over queues, numbers, sessions, clerks: a new layout came at T_MS. */
void board_inherit(struct board *to, struct board *from, int64_t t_ms);
struct service *board_service(const struct board *b, const char *code);
struct counter *board_counter(const struct board *b, const char *label);
const struct class_rule *board_class(const struct board *b, const char *code);

struct ticket *hall_ticket(const struct hall *h, int64_t id);
struct ticket *hall_by_number(const struct hall *h, const char *number);
const char *ticket_state_name(enum ticket_state state);
const char *counter_state_name(enum counter_state state);
bool ticket_is_final(const struct ticket *t);

/* The queue a waiting ticket stands in. */
struct queue *hall_queue_of(const struct hall *h, const struct ticket *t);
/* Those who wait for CLERK alone; NULL: nobody ever has. NULL of NULL. */
struct line *hall_line(const struct hall *h, const char *clerk);

#endif
