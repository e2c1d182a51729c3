/* Words of a client made a request, and what the hall decides made a reply. */
#include <sodium.h>
#include <string.h>
#include <strings.h>

#include "proto/limits.h"
#include "proto/wire.h"
#include "proto/words.h"
#include "server/command/command.h"
#include "server/command/login.h"
#include "server/command/token.h"
#include "server/command/views.h"
#include "server/hall/booking.h"
#include "server/hall/estimate.h"
#include "server/hall/hall.h"
#include "server/hall/layout.h"
#include "server/hall/pool.h"
#include "server/net/conn.h"
#include "server/server.h"
#include "server/turn.h"

/* --- Words ------------------------------------------------------------ */

static void
put_text(struct request *r, const struct word *w, const char *s)
{
	memcpy((char *)r + w->offset, &s, sizeof(s));
}

static bool
put_int(struct request *r, const struct word *w, const char *s, size_t len)
{
	const struct wire_slice slice = { s, len };
	int64_t n;

	if (!wire_int(&slice, &n) || n < 0 ||
	    (w->kind == WORD_COUNT && n > 10000) ||
	    (w->kind == WORD_RATING && (n < 1 || n > 5)))
		return false;
	memcpy((char *)r + w->offset, &n, sizeof(n));
	return true;
}

static bool
put_place(struct request *r, const char *s)
{
	static const char *const names[] = { [PLACE_LIFETIME] = "lifetime",
		[PLACE_END] = "end",
		[PLACE_FRONT] = "front" };

	for (enum place_word i = PLACE_LIFETIME; i <= PLACE_FRONT; i++) {
		if (strcasecmp(names[i], s) == 0) {
			r->place = i;
			return true;
		}
	}
	return false;
}

static const char *const verdicts[] = { "printed", "failed", "unknown", "sent",
	NULL };
static const char *const holds[] = { "papers", "counter", "until", NULL };

static bool
is_one_of(const char *const *names, const char *s)
{
	while (*names && strcmp(*names, s) != 0)
		names++;
	return *names;
}

/* Blanks are no reason, nor is the wide one of a Chinese keyboard. */
static bool
is_said(const char *s, size_t len, size_t max)
{
	static const char wide[] = "\xE3\x80\x80";
	size_t skip = 1;

	while (skip > 0) {
		s += strspn(s, " \t");
		skip = strncmp(s, wide, 3) == 0 ? 3 : 0;
		s += skip;
	}
	return *s && len <= max;
}

static bool
put_word(struct request *r, const struct word *w, const char *s, size_t len)
{
	uint64_t value;

	switch (w->kind) {
	case WORD_CODE:
		put_text(r, w, s);
		return len > 0 && len <= LAYOUT_CODE_MAX;
	case WORD_TEXT:
	case WORD_PERSONAL:
		put_text(r, w, s);
		return is_said(s, len, LIMIT_TEXT);
	case WORD_RID:
		put_text(r, w, s);
		return len > 0 && len <= LIMIT_RID;
	case WORD_APPOINTMENT:
		put_text(r, w, s);
		return booking_code_read(s, &value);
	case WORD_WORDS:
		put_text(r, w, s);
		return is_said(s, len, LIMIT_WORDS);
	case WORD_ID:
	case WORD_RATING:
	case WORD_COUNT:
	case WORD_TIME:
		return put_int(r, w, s, len);
	case WORD_PLACE:
		return put_place(r, s);
	case WORD_VERDICT:
		put_text(r, w, s);
		return is_one_of(verdicts, s);
	case WORD_SECRET:
		put_text(r, w, s);
		return len > 0 && len <= SECRET_MAX;
	case WORD_BYTES:
		return true;
	case WORD_ON:
		r->on = strcasecmp(s, "ON") == 0;
		return r->on || strcasecmp(s, "OFF") == 0;
	case WORD_HOLD:
		put_text(r, w, s);
		return is_one_of(holds, s);
	case WORD_NAME:
		put_text(r, w, s);
		return len > 0 && len <= LIMIT_NAME;
	case WORD_CODES:
	case WORD_NOTE:
		put_text(r, w, s);
		return len <= LIMIT_TEXT;
	}
	return false;
}

static const struct word *
word_named(const struct command *self, const char *name)
{
	for (const struct word *w = self->words; w->name; w++) {
		if (w->by_name && strcasecmp(w->name, name) == 0)
			return w;
	}
	return NULL;
}

/*
 * Everything but the request id and JSON counts for "the same words"; and
 * but for secrets and what is personal, of which the journal keeps no hash
 * that could be guessed.
 */
static void
hash_word(struct request *r, const struct word *w, const char *name,
    const char *value)
{
	char code[BOOKING_CODE + 1];
	uint64_t number;

	if (w &&
	    (w->kind == WORD_SECRET || w->kind == WORD_PERSONAL ||
		w->kind == WORD_WORDS))
		return;
	if (w && w->kind == WORD_RID && w->by_name &&
	    strcasecmp(name, "RID") == 0 &&
	    w->offset == offsetof(struct request, rid))
		return;
	if (w && w->by_name)
		r->args = hash_str(r->args, w->name);
	/* A code is the same in any case, with dashes or without. */
	if (w && w->kind == WORD_APPOINTMENT &&
	    booking_code_read(value, &number)) {
		booking_code_write(code, number);
		value = code;
	}
	r->args = hash_str(r->args, value);
}

static bool
take_place(struct call *call, const struct command *self, struct request *r,
    size_t *at)
{
	for (const struct word *w = self->words; w->name; w++) {
		if (w->by_name)
			continue;
		if (*at >= call->argc)
			return !w->needed;
		const char *s = call->argv[*at];
		if (!w->needed && word_named(self, s))
			return true;
		if (!put_word(r, w, s, call->len[*at])) {
			command_badword(call, w, s);
			return false;
		}
		hash_word(r, w, w->name, s);
		(*at)++;
	}
	return true;
}

static bool
take_names(struct call *call, const struct command *self, struct request *r,
    size_t at, uint32_t *seen)
{
	for (; at < call->argc; at += 2) {
		const char *name = call->argv[at];
		const struct word *w = word_named(self, name);
		if (!w || at + 1 >= call->argc) {
			command_badarg(call,
			    w ? "a value must follow" : "unknown word", name);
			return false;
		}
		uint32_t bit = 1u << (w - self->words);
		if (*seen & bit) {
			command_badarg(call, "this word stands twice", name);
			return false;
		}
		if (!put_word(r, w, call->argv[at + 1], call->len[at + 1])) {
			command_badword(call, w, call->argv[at + 1]);
			return false;
		}
		*seen |= bit;
		hash_word(r, w, name, call->argv[at + 1]);
	}
	return true;
}

static bool
take_request(struct call *call, const struct command *self, struct request *r)
{
	size_t at = 2;
	uint32_t seen = 0;

	r->args = hash_str(hash_str(HASH_START, self->family), self->name);
	if (!take_place(call, self, r, &at))
		return false;
	if (!take_names(call, self, r, at, &seen))
		return false;
	for (const struct word *w = self->words; w->name; w++) {
		if (!w->by_name || !w->needed ||
		    (seen & (1u << (w - self->words))))
			continue;
		command_badarg(call, "missing", w->name);
		return false;
	}
	return true;
}

/* --- Replies ---------------------------------------------------------- */

static void
reply_issued(struct call *call, const struct outcome *o)
{
	struct reply *r = &call->reply;
	struct estimate_wait wait;
	bool token = token_is_printed(call);

	views_find_wait(call->server, o->id, &wait);
	reply_map(r, NULL,
	    10 + views_wait_pairs(&wait) + (size_t)(o->training != 0) +
		(size_t)token + (size_t)(o->appointment[0] != '\0') +
		(size_t)(o->appointed_ms != 0));
	reply_id(r, F_ID, o->id);
	reply_str(r, F_NUMBER, o->number);
	reply_str(r, F_SERVICE, o->service);
	reply_str(r, F_CLASS, o->class);
	reply_str(r, F_STATE, o->state);
	reply_day(r, F_DAY, o->day);
	reply_int(r, F_ISSUED, o->issued_ms);
	reply_int(r, F_AHEAD, o->ahead);
	views_wait(r, &wait);
	if (o->training)
		reply_int(r, F_TRAINING, 1);
	if (o->appointment[0])
		reply_str(r, F_APPOINTMENT, o->appointment);
	if (o->appointed_ms)
		reply_int(r, F_APPOINTED, o->appointed_ms);
	if (token)
		token_put(call, o->id);
	reply_int(r, F_SEQ, o->seq);
	reply_int(r, F_REPLAYED, o->replayed);
	reply_map_end(r);
}

static void
reply_call(struct reply *r, const struct outcome *o)
{
	reply_map(r, NULL, 9);
	reply_id(r, F_ID, o->id);
	reply_str(r, F_NUMBER, o->number);
	reply_str(r, F_SERVICE, o->service);
	reply_str(r, F_CLASS, o->class);
	reply_str(r, F_COUNTER, o->counter);
	reply_int(r, F_WAITED, o->waited_ms);
	reply_int(r, F_CALLS, o->calls);
	reply_int(r, F_SEQ, o->seq);
	reply_int(r, F_REPLAYED, o->replayed);
	reply_map_end(r);
}

static void
reply_ticket(struct reply *r, const struct outcome *o)
{
	reply_map(r, NULL,
	    7 + (size_t)(o->counter != NULL) + (size_t)(o->rating != 0));
	reply_id(r, F_ID, o->id);
	reply_str(r, F_NUMBER, o->number);
	reply_str(r, F_SERVICE, o->service);
	reply_str(r, F_CLASS, o->class);
	reply_str(r, F_STATE, o->state);
	if (o->counter)
		reply_str(r, F_COUNTER, o->counter);
	if (o->rating)
		reply_int(r, F_RATING, o->rating);
	reply_int(r, F_SEQ, o->seq);
	reply_int(r, F_REPLAYED, o->replayed);
	reply_map_end(r);
}

static void
reply_counter(struct call *call, const struct outcome *o)
{
	struct reply *r = &call->reply;
	struct counter_view v = { 0 };
	size_t i;

	if (hall_find_counter(call->server->hall, o->counter, &i))
		hall_counter_view(call->server->hall, i, &v);
	reply_map(r, NULL,
	    4 + (size_t)(o->clerk != NULL) + 2 * (size_t)(v.ticket != 0));
	reply_str(r, F_COUNTER, o->counter);
	reply_str(r, F_STATE, o->state);
	if (o->clerk)
		reply_str(r, F_CLERK, o->clerk);
	if (v.ticket) {
		reply_id(r, F_TICKET, v.ticket);
		reply_str(r, F_NUMBER, v.number);
	}
	reply_int(r, F_SEQ, o->seq);
	reply_int(r, F_REPLAYED, o->replayed);
	reply_map_end(r);
}

static void
reply_void(struct reply *r, const struct outcome *o)
{
	reply_map(r, NULL, 3);
	reply_int(r, F_VOID, 1);
	reply_int(r, F_SEQ, o->seq);
	reply_int(r, F_REPLAYED, o->replayed);
	reply_map_end(r);
}

static void
reply_so(struct reply *r, const struct outcome *o)
{
	bool count = o->type == OUTCOME_COUNT;

	reply_map(r, NULL, 2 + (size_t)count);
	if (count)
		reply_int(r, F_COUNT, o->count);
	reply_int(r, F_SEQ, o->seq);
	reply_int(r, F_REPLAYED, o->replayed);
	reply_map_end(r);
}

static void
reply_booking(struct reply *r, const struct outcome *o)
{
	reply_map(r, NULL, 6);
	reply_str(r, F_APPOINTMENT, o->appointment);
	reply_str(r, F_SERVICE, o->service);
	reply_str(r, F_STATE, o->state);
	reply_int(r, F_APPOINTED, o->appointed_ms);
	reply_int(r, F_SEQ, o->seq);
	reply_int(r, F_REPLAYED, o->replayed);
	reply_map_end(r);
}

static void
reply_followup(struct reply *r, const struct outcome *o)
{
	reply_map(r, NULL, 5 + (size_t)(o->owner != NULL));
	reply_id(r, F_FOLLOWUP, o->followup);
	reply_str(r, F_STATE, o->state);
	reply_day(r, F_DUE, o->due);
	if (o->owner)
		reply_str(r, F_OWNER, o->owner);
	reply_int(r, F_SEQ, o->seq);
	reply_int(r, F_REPLAYED, o->replayed);
	reply_map_end(r);
}

void
command_reply(struct call *call, const struct outcome *o)
{
	switch (o->type) {
	case OUTCOME_NIL:
		reply_nil(&call->reply);
		return;
	case OUTCOME_ISSUED:
		reply_issued(call, o);
		return;
	case OUTCOME_CALL:
		reply_call(&call->reply, o);
		return;
	case OUTCOME_TICKET:
		reply_ticket(&call->reply, o);
		return;
	case OUTCOME_COUNTER:
		reply_counter(call, o);
		return;
	case OUTCOME_VOID:
		reply_void(&call->reply, o);
		return;
	case OUTCOME_DONE:
	case OUTCOME_COUNT:
		reply_so(&call->reply, o);
		return;
	case OUTCOME_BOOKING:
		reply_booking(&call->reply, o);
		return;
	case OUTCOME_FOLLOWUP:
		reply_followup(&call->reply, o);
		return;
	case OUTCOME_ACCOUNT:
		command_reply_account(call, o);
		return;
	case OUTCOME_VOICE:
		views_voice(&call->reply, call->server->hall, o);
		return;
	}
}

bool
command_ask(struct call *call, const struct request *r)
{
	struct server *s = call->server;
	struct decision d;

	hall_decide(s->hall, r, s->clock.now_ms, &d);
	if (d.refusal) {
		command_refuse(call, d.refusal, d.detail);
	} else if (d.has_event && !turn_add(s->turn, &d.event)) {
		command_refuse(
		    call, REFUSE_NOMEMORY, "ask again with the same RID");
	} else {
		command_reply(call, &d.outcome);
		return d.has_event;
	}
	return false;
}

/* What only a supervisor may say, and not without saying why. */
static bool
is_privileged(struct call *call, const struct request *r)
{
	if (r->place != PLACE_FRONT)
		return true;
	if (!command_may(call, ROLES_SUPERVISOR))
		return false;
	if (!r->reason)
		command_badarg(call, "PLACE front needs", "REASON text");
	return r->reason != NULL;
}

void
command_decide(struct call *call, const struct command *self)
{
	struct server *s = call->server;
	const struct conn *c = call->conn;
	char terminal[CONN_TERMINAL];
	struct request r = {
		.type = self->request,
		.user = conn_user(c),
		.from = c->user[0] || c->remote ? c->address : NULL,
		.terminal = terminal,
		.clock_unsure = s->clock_unsure,
		.matters = -1,
	};

	if (!take_request(call, self, &r) || !is_privileged(call, &r))
		return;
	if (r.type == REQUEST_BOOK)
		randombytes_buf(&r.random, sizeof(r.random));
	if (!s->hall) {
		command_unavailable(call);
		return;
	}
	conn_terminal(c, terminal);
	if (!login_holds(call, &r) || (self->before && !self->before(call, &r)))
		return;
	if (command_ask(call, &r) && self->after)
		self->after(call, &r);
}
