#include "server/hall/event.h"

#include <string.h>

#include "server/hall/outcome.h"

static const char *const names[EVENT_TYPES] = {
	[EVENT_LAYOUT] = "layout",
	[EVENT_DAY_CLOSED] = "day_closed",
	[EVENT_ISSUED] = "issued",
	[EVENT_CALLED] = "called",
	[EVENT_STARTED] = "started",
	[EVENT_SERVED] = "served",
	[EVENT_MISSED] = "missed",
	[EVENT_ABANDONED] = "abandoned",
	[EVENT_RETURNED] = "returned",
	[EVENT_TRANSFERRED] = "transferred",
	[EVENT_CANCELLED] = "cancelled",
	[EVENT_VOIDED] = "voided",
	[EVENT_PRINTED] = "printed",
	[EVENT_OPENED] = "opened",
	[EVENT_CLOSED] = "closed",
	[EVENT_PAUSED] = "paused",
	[EVENT_RESUMED] = "resumed",
	[EVENT_LAPSED] = "lapsed",
	[EVENT_CLASSED] = "classed",
	[EVENT_SWITCHED] = "switched",
	[EVENT_SESSION_ENDED] = "session_ended",
	[EVENT_HELD] = "held",
	[EVENT_UNHELD] = "unheld",
	[EVENT_PASSED] = "passed",
	[EVENT_HALL_PAUSED] = "hall_paused",
	[EVENT_HALL_RESUMED] = "hall_resumed",
	[EVENT_BROADCAST] = "broadcast",
	[EVENT_HALL_CLEARED] = "hall_cleared",
	[EVENT_TRAINING] = "training",
	[EVENT_DEVICE] = "device",
	[EVENT_ALERT] = "alert",
	[EVENT_SHOWN] = "shown",
	[EVENT_HEARD] = "heard",
	[EVENT_BOOKED] = "booked",
	[EVENT_CHANGED] = "changed",
	[EVENT_UNBOOKED] = "booking_cancelled",
	[EVENT_NOSHOW] = "noshow",
	[EVENT_RATED] = "rated",
	[EVENT_COMPLAINED] = "complained",
	[EVENT_FOLLOWUP_OWNED] = "followup_owned",
	[EVENT_FOLLOWUP_CLOSED] = "followup_closed",
	[EVENT_RESTORED] = "restored",
	[EVENT_FORGOTTEN] = "forgotten",
	[EVENT_ACCOUNT_ADDED] = "account_added",
	[EVENT_ACCOUNT_DISABLED] = "account_disabled",
	[EVENT_ACCOUNT_ENABLED] = "account_enabled",
	[EVENT_ACCOUNT_SECRET] = "account_secret",
};

const char *
event_name(enum event_type type)
{
	return type < EVENT_TYPES ? names[type] : NULL;
}

enum event_type
event_of_name(const char *name)
{
	for (enum event_type i = 0; i < EVENT_TYPES; i++) {
		if (strcmp(names[i], name) == 0)
			return i;
	}
	return EVENT_TYPES;
}

struct shape {
	enum outcome_type type;
	const char *state; /* of the ticket or counter afterwards */
};

static const struct shape shapes[EVENT_TYPES] = {
	[EVENT_LAYOUT] = { OUTCOME_NIL, NULL },
	[EVENT_DAY_CLOSED] = { OUTCOME_NIL, NULL },
	[EVENT_ISSUED] = { OUTCOME_ISSUED, "waiting" },
	[EVENT_CALLED] = { OUTCOME_CALL, "called" },
	[EVENT_STARTED] = { OUTCOME_TICKET, "serving" },
	[EVENT_SERVED] = { OUTCOME_TICKET, "served" },
	[EVENT_MISSED] = { OUTCOME_TICKET, "missed" },
	[EVENT_ABANDONED] = { OUTCOME_TICKET, "abandoned" },
	[EVENT_RETURNED] = { OUTCOME_TICKET, "waiting" },
	[EVENT_TRANSFERRED] = { OUTCOME_TICKET, "waiting" },
	[EVENT_CANCELLED] = { OUTCOME_TICKET, "cancelled" },
	[EVENT_VOIDED] = { OUTCOME_VOID, NULL },
	[EVENT_PRINTED] = { OUTCOME_TICKET, NULL },
	[EVENT_OPENED] = { OUTCOME_COUNTER, "open" },
	[EVENT_CLOSED] = { OUTCOME_COUNTER, "closed" },
	[EVENT_PAUSED] = { OUTCOME_COUNTER, "paused" },
	[EVENT_RESUMED] = { OUTCOME_COUNTER, "open" },
	[EVENT_LAPSED] = { OUTCOME_NIL, NULL },
	[EVENT_CLASSED] = { OUTCOME_TICKET, NULL },
	[EVENT_SWITCHED] = { OUTCOME_COUNTER, NULL },
	[EVENT_SESSION_ENDED] = { OUTCOME_NIL, NULL },
	[EVENT_HELD] = { OUTCOME_TICKET, "held" },
	[EVENT_UNHELD] = { OUTCOME_TICKET, "waiting" },
	[EVENT_PASSED] = { OUTCOME_TICKET, "waiting" },
	[EVENT_HALL_PAUSED] = { OUTCOME_DONE, NULL },
	[EVENT_HALL_RESUMED] = { OUTCOME_DONE, NULL },
	[EVENT_BROADCAST] = { OUTCOME_DONE, NULL },
	[EVENT_HALL_CLEARED] = { OUTCOME_COUNT, NULL },
	[EVENT_TRAINING] = { OUTCOME_DONE, NULL },
	[EVENT_DEVICE] = { OUTCOME_DONE, NULL },
	[EVENT_ALERT] = { OUTCOME_NIL, NULL },
	[EVENT_SHOWN] = { OUTCOME_DONE, NULL },
	[EVENT_HEARD] = { OUTCOME_DONE, NULL },
	[EVENT_BOOKED] = { OUTCOME_BOOKING, "booked" },
	[EVENT_CHANGED] = { OUTCOME_BOOKING, "booked" },
	[EVENT_UNBOOKED] = { OUTCOME_BOOKING, "cancelled" },
	[EVENT_NOSHOW] = { OUTCOME_NIL, NULL },
	[EVENT_RATED] = { OUTCOME_TICKET, "served" },
	[EVENT_COMPLAINED] = { OUTCOME_FOLLOWUP, "open" },
	[EVENT_FOLLOWUP_OWNED] = { OUTCOME_FOLLOWUP, "owned" },
	[EVENT_FOLLOWUP_CLOSED] = { OUTCOME_FOLLOWUP, "closed" },
	[EVENT_RESTORED] = { OUTCOME_NIL, NULL },
	[EVENT_FORGOTTEN] = { OUTCOME_NIL, NULL },
	[EVENT_ACCOUNT_ADDED] = { OUTCOME_ACCOUNT, "enabled" },
	[EVENT_ACCOUNT_DISABLED] = { OUTCOME_ACCOUNT, "disabled" },
	[EVENT_ACCOUNT_ENABLED] = { OUTCOME_ACCOUNT, "enabled" },
	[EVENT_ACCOUNT_SECRET] = { OUTCOME_ACCOUNT, NULL },
};

void
outcome_of(const struct event *e, struct outcome *out)
{
	const struct shape *shape = &shapes[e->type];

	*out = (struct outcome){
		.type = e->nil ? OUTCOME_NIL : shape->type,
		.seq = e->seq,
		.id = e->id,
		.day = e->day,
		.issued_ms = e->issued_ms,
		.ahead = e->ahead,
		.waited_ms = e->waited_ms,
		.calls = (uint32_t)e->calls,
		.count = (uint32_t)e->count,
		.training = e->training != 0,
		.service = e->service,
		.class = e->class,
		.counter = e->counter,
		.clerk = e->clerk,
		.state = e->state ? e->state : shape->state,
		.appointed_ms = e->appointed_ms,
		.rating = (uint8_t)e->rating,
		.followup = e->followup,
		.due = e->due,
		.owner = e->owner,
		.account = e->account,
		.role = e->role,
	};
	if (e->to_service)
		out->service = e->to_service;
	if (e->number) {
		memcpy(out->number, e->number,
		    strnlen(e->number, OUTCOME_NUMBER - 1));
	}
	if (e->appointment) {
		memcpy(out->appointment, e->appointment,
		    strnlen(e->appointment, OUTCOME_APPOINTMENT - 1));
	}
}
