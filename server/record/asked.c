#include "server/record/asked.h"

#include <stdbool.h>
#include <string.h>

#include "server/hall/booking.h"
#include "server/journal/codec.h"

/* The requests whose event it is; a NEXT also brings what it ends with. */
static const struct {
	enum request_type usual, other;
	bool places; /* the request may have named a place */
} askers[EVENT_TYPES] = {
	[EVENT_LAYOUT] = { REQUEST_TYPES, REQUEST_TYPES, false },
	[EVENT_DAY_CLOSED] = { REQUEST_TYPES, REQUEST_TYPES, false },
	[EVENT_ISSUED] = { REQUEST_ISSUE, REQUEST_TYPES, false },
	[EVENT_CALLED] = { REQUEST_NEXT, REQUEST_TYPES, false },
	[EVENT_STARTED] = { REQUEST_START, REQUEST_TYPES, false },
	[EVENT_SERVED] = { REQUEST_FINISH, REQUEST_TYPES, false },
	[EVENT_MISSED] = { REQUEST_MISSED, REQUEST_TYPES, false },
	[EVENT_ABANDONED] = { REQUEST_ABANDONED, REQUEST_MISSED, false },
	[EVENT_RETURNED] = { REQUEST_RETURN, REQUEST_TYPES, true },
	[EVENT_TRANSFERRED] = { REQUEST_TRANSFER, REQUEST_TYPES, true },
	[EVENT_CANCELLED] = { REQUEST_CANCEL, REQUEST_TYPES, false },
	[EVENT_VOIDED] = { REQUEST_CANCEL, REQUEST_TYPES, false },
	[EVENT_PRINTED] = { REQUEST_PRINTED, REQUEST_TYPES, false },
	[EVENT_OPENED] = { REQUEST_OPEN, REQUEST_LEASE, false },
	[EVENT_CLOSED] = { REQUEST_CLOSE, REQUEST_TYPES, false },
	[EVENT_PAUSED] = { REQUEST_PAUSE, REQUEST_LEASE, false },
	[EVENT_RESUMED] = { REQUEST_RESUME, REQUEST_TYPES, false },
	[EVENT_LAPSED] = { REQUEST_TYPES, REQUEST_TYPES, false },
	[EVENT_CLASSED] = { REQUEST_CLASS, REQUEST_TYPES, false },
	[EVENT_SWITCHED] = { REQUEST_SWITCH, REQUEST_TYPES, false },
	[EVENT_SESSION_ENDED] = { REQUEST_TYPES, REQUEST_TYPES, false },
	[EVENT_HELD] = { REQUEST_HOLD, REQUEST_TYPES, false },
	[EVENT_UNHELD] = { REQUEST_UNHOLD, REQUEST_TYPES, false },
	[EVENT_PASSED] = { REQUEST_FINISH, REQUEST_TYPES, false },
	[EVENT_HALL_PAUSED] = { REQUEST_HALL_PAUSE, REQUEST_TYPES, false },
	[EVENT_HALL_RESUMED] = { REQUEST_HALL_RESUME, REQUEST_TYPES, false },
	[EVENT_BROADCAST] = { REQUEST_BROADCAST, REQUEST_TYPES, false },
	[EVENT_HALL_CLEARED] = { REQUEST_CLEAR, REQUEST_TYPES, false },
	[EVENT_TRAINING] = { REQUEST_TRAINING, REQUEST_TYPES, false },
	[EVENT_DEVICE] = { REQUEST_DEVICE, REQUEST_TYPES, false },
	[EVENT_ALERT] = { REQUEST_TYPES, REQUEST_TYPES, false },
	[EVENT_SHOWN] = { REQUEST_SHOWN, REQUEST_TYPES, false },
	[EVENT_HEARD] = { REQUEST_HEARD, REQUEST_TYPES, false },
	[EVENT_BOOKED] = { REQUEST_BOOK, REQUEST_TYPES, false },
	[EVENT_CHANGED] = { REQUEST_CHANGE, REQUEST_TYPES, false },
	[EVENT_UNBOOKED] = { REQUEST_UNBOOK, REQUEST_TYPES, false },
	[EVENT_NOSHOW] = { REQUEST_TYPES, REQUEST_TYPES, false },
	[EVENT_RATED] = { REQUEST_RATE, REQUEST_TYPES, false },
	[EVENT_COMPLAINED] = { REQUEST_COMPLAIN, REQUEST_TYPES, false },
	[EVENT_FOLLOWUP_OWNED] = { REQUEST_FOLLOWUP_OWN, REQUEST_TYPES, false },
	[EVENT_FOLLOWUP_CLOSED] = { REQUEST_FOLLOWUP_CLOSE, REQUEST_TYPES,
	    false },
	[EVENT_RESTORED] = { REQUEST_TYPES, REQUEST_TYPES, false },
	[EVENT_FORGOTTEN] = { REQUEST_TYPES, REQUEST_TYPES, false },
	[EVENT_ACCOUNT_ADDED] = { REQUEST_ACCOUNT_ADD, REQUEST_TYPES, false },
	[EVENT_ACCOUNT_DISABLED] = { REQUEST_ACCOUNT_DISABLE, REQUEST_TYPES,
	    false },
	[EVENT_ACCOUNT_ENABLED] = { REQUEST_ACCOUNT_ENABLE, REQUEST_TYPES,
	    false },
	[EVENT_ACCOUNT_SECRET] = { REQUEST_ACCOUNT_SECRET, REQUEST_TYPES,
	    false },
};

static enum request_type
caller_of(const json_t *payload)
{
	const char *rule = json_string_value(
	    json_object_get(json_object_get(payload, "why"), "rule"));

	if (rule && strcmp(rule, "number") == 0)
		return REQUEST_CALL;
	if (rule && strcmp(rule, "recall") == 0)
		return REQUEST_RECALL;
	return REQUEST_NEXT;
}

static enum request_type
usual_of(const struct event *e, const json_t *payload)
{
	if (e->nil)
		return REQUEST_NEXT;
	if (e->type == EVENT_CALLED)
		return caller_of(payload);
	if (e->type == EVENT_ISSUED && e->appointment)
		return REQUEST_CHECKIN;
	return askers[e->type].usual;
}

/* An event carries the words of its request under the same names. */
static void
copy_words(const struct event *e, struct request *r)
{
	*r = (struct request){
		.user = e->user ? e->user : "",
		.terminal = e->terminal ? e->terminal : "",
		.from = e->from,
		.rid = e->rid,
		.args = e->args,
		.id = e->id,
		.matters = e->matters,
		.until_ms = e->until_ms,
		.service = e->service,
		.class = e->class,
		.lang = e->lang,
		.counter = e->counter,
		.clerk = e->clerk,
		.reason = e->reason,
		.number = e->number,
		.verdict = e->verdict,
		.to_service = e->to_service,
		.to_counter = e->to_counter,
		.to_clerk = e->to_clerk,
		.on = e->type == EVENT_TRAINING ? e->training : e->on,
		.again = e->again,
		.victim = e->victim,
		.hold = e->hold,
		.appointment = e->appointment,
		.appointed_ms = e->appointed_ms,
		.rating = e->rating,
		.followup = e->followup,
		.owner = e->owner,
		.call = e->call,
		.zone = e->zone,
		.text = e->text,
		.device = e->device,
		.key = e->key,
		.state = e->state,
		.account = e->account,
		.role = e->role,
	};
}

/* Where the event says it otherwise than the request did. */
static void
mend_words(const struct event *e, struct request *r)
{
	if (e->type == EVENT_ISSUED) {
		/* Without steps somebody may have said so. */
		r->steps = e->steps ? e->steps : "";
		r->service = e->service;
	} else if (e->type == EVENT_VOIDED) {
		r->victim = e->rid;
		r->rid = NULL;
	} else if (e->type == EVENT_BOOKED) {
		(void)booking_code_read(e->appointment, &r->random);
	} else if (e->type == EVENT_RATED || e->type == EVENT_COMPLAINED) {
		/* From where it was said is not told: from no terminal. */
		r->counter = NULL;
		r->terminal = " ";
	}
	if (r->type == REQUEST_CHECKIN)
		r->steps = NULL;
}

/* The words that the wire asks for: without them it was no request. */
#define AT(field) offsetof(struct request, field)
#define WORDS_MAX 3
static const size_t needed[REQUEST_TYPES][WORDS_MAX] = {
	[REQUEST_ISSUE] = { AT(service) },
	[REQUEST_PRINTED] = { AT(verdict) },
	[REQUEST_OPEN] = { AT(counter), AT(clerk) },
	[REQUEST_CLOSE] = { AT(counter) },
	[REQUEST_PAUSE] = { AT(counter) },
	[REQUEST_RESUME] = { AT(counter) },
	[REQUEST_LEASE] = { AT(counter) },
	[REQUEST_NEXT] = { AT(counter) },
	[REQUEST_CALL] = { AT(counter), AT(number) },
	[REQUEST_RECALL] = { AT(counter) },
	[REQUEST_START] = { AT(counter) },
	[REQUEST_FINISH] = { AT(counter) },
	[REQUEST_MISSED] = { AT(counter) },
	[REQUEST_ABANDONED] = { AT(counter) },
	[REQUEST_CLASS] = { AT(class) },
	[REQUEST_SWITCH] = { AT(counter) },
	[REQUEST_HOLD] = { AT(counter), AT(hold) },
	[REQUEST_HALL_PAUSE] = { AT(text) },
	[REQUEST_BROADCAST] = { AT(text) },
	[REQUEST_DEVICE] = { AT(device), AT(key), AT(state) },
	[REQUEST_BOOK] = { AT(service) },
	[REQUEST_CHANGE] = { AT(appointment) },
	[REQUEST_UNBOOK] = { AT(appointment) },
	[REQUEST_CHECKIN] = { AT(appointment) },
	[REQUEST_SHOWN] = { AT(zone) },
	[REQUEST_HEARD] = { AT(zone) },
	[REQUEST_FOLLOWUP_OWN] = { AT(owner) },
	[REQUEST_ACCOUNT_ADD] = { AT(account), AT(role) },
	[REQUEST_ACCOUNT_DISABLE] = { AT(account) },
	[REQUEST_ACCOUNT_ENABLE] = { AT(account) },
	[REQUEST_ACCOUNT_SECRET] = { AT(account) },
};

static bool
has_words(const struct request *r)
{
	for (size_t i = 0; i < WORDS_MAX; i++) {
		const char *word;
		memcpy(
		    &word, (const char *)r + needed[r->type][i], sizeof(word));
		/* A request's type stands at 0. */
		if (needed[r->type][i] > 0 && !word)
			return false;
	}
	return true;
}

static void
put_kept(const struct event *e, const char *kept, struct request *r)
{
	const char *field = codec_personal_field(e->type);

	if (field && strcmp(field, "reason") == 0) {
		r->reason = kept;
	} else if (field && strcmp(field, "text") == 0) {
		r->text = kept;
	} else if (field && strcmp(field, "verifier") == 0) {
		r->verifier = kept;
	}
}

size_t
asked_of(const struct event *e, const json_t *payload, const char *kept,
    struct request out[ASKED_MAX])
{
	static const enum place_word places[] = { PLACE_LIFETIME, PLACE_END,
		PLACE_FRONT };
	enum request_type other = askers[e->type].other;
	size_t count = 1;

	/* No user, no request: time brought it. */
	if (!e->user || askers[e->type].usual == REQUEST_TYPES ||
	    (e->type == EVENT_BOOKED && !e->appointment))
		return 0;
	copy_words(e, &out[0]);
	put_kept(e, kept, &out[0]);
	out[0].type = usual_of(e, payload);
	mend_words(e, &out[0]);
	if (!has_words(&out[0]))
		return 0;
	if (other != REQUEST_TYPES && !e->nil) {
		out[count] = out[0];
		out[count++].type = other;
	}
	for (size_t i = 0; askers[e->type].places && i < 3; i++) {
		out[i] = out[0];
		out[i].place = places[i];
		count = i + 1;
	}
	return count;
}
