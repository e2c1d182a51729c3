/* What others read of the appointments: the slots that are free, bookings. */
#ifndef HAO_APPOINTMENT_H
#define HAO_APPOINTMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "server/hall/day.h"

struct hall;

struct slot_view {
	int64_t appointed_ms, capacity, free;
	char time[DAY_TEXT]; /* "09:15" on the hall's wall */
};
/* A service's business day, and how far into it; AT begins with 0. */
struct slot_walk {
	size_t service;
	int64_t day;
	uint32_t at;
};
/* The next slot that is still to come, one a call. False: no more of them. */
bool hall_next_slot(const struct hall *h, int64_t now_ms,
    struct slot_walk *walk, struct slot_view *out);

struct booking_view {
	const char *code, *service, *state, *lang; /* lang may be NULL */
	int64_t appointed_ms, from_ms, until_ms;   /* one may come between */
	int64_t day;				   /* of business */
	char time[DAY_TEXT]; /* "09:15" on the hall's wall */
	int64_t ticket;	     /* 0: none */
};
/* False: no such appointment. */
bool hall_booking_view(
    const struct hall *h, const char *code, struct booking_view *out);
/*
 * The first of business day DAY, in the order of time and code; with AFTER,
 * the one behind it. AFTER need not be one of that day. False: no more.
 */
bool hall_next_booking(const struct hall *h, int64_t day,
    const struct booking_view *after, struct booking_view *out);

#endif
