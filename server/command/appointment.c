/* APPOINTMENT: booked, changed, cancelled, checked in; and CHECKIN alone. */
#include "server/hall/appointment.h"

#include <stddef.h>
#include <string.h>
#include <strings.h>

#include "proto/words.h"
#include "server/command/command.h"
#include "server/hall/hall.h"
#include "server/server.h"

#define LIST_MAX 100 /* in one reply */

#define AT(field) offsetof(struct request, field)
#define RID                             \
 {                                      \
  "RID", WORD_RID, true, false, AT(rid) \
 }
#define CODE                                             \
 {                                                       \
  "code", WORD_APPOINTMENT, false, true, AT(appointment) \
 }
#define SLOT                                       \
 {                                                 \
  "slot", WORD_TIME, false, true, AT(appointed_ms) \
 }
#define LANG                               \
 {                                         \
  "LANG", WORD_CODE, true, false, AT(lang) \
 }

static bool
take_day(struct call *call, const char *text, int64_t *day)
{
	if (command_is_mending(call))
		return false;
	if (day_read(text, day))
		return true;
	command_badarg(call, "a day is written as 2026-11-24", text);
	return false;
}

/* --- What there is ------------------------------------------------------ */

static void
exec_slots(struct call *call, const struct command *self)
{
	struct server *s = call->server;
	struct slot_view v;
	struct slot_walk walk = { 0 }, again;
	size_t count = 0;

	(void)self;
	if (!take_day(call, call->argv[3], &walk.day))
		return;
	if (!hall_find_service(s->hall, call->argv[2], &walk.service)) {
		command_refuse(call, REFUSE_NOSUCHSERVICE, call->argv[2]);
		return;
	}
	again = walk;
	while (hall_next_slot(s->hall, s->clock.now_ms, &walk, &v))
		count++;
	reply_list(&call->reply, NULL, count);
	while (hall_next_slot(s->hall, s->clock.now_ms, &again, &v)) {
		reply_map(&call->reply, NULL, 4);
		reply_int(&call->reply, F_APPOINTED, v.appointed_ms);
		reply_str(&call->reply, F_TIME_TEXT, v.time);
		reply_int(&call->reply, F_CAPACITY, v.capacity);
		reply_int(&call->reply, F_FREE, v.free);
		reply_map_end(&call->reply);
	}
	reply_list_end(&call->reply);
}

static void
put_booking(struct reply *r, const struct booking_view *v)
{
	reply_map(
	    r, NULL, 8 + (size_t)(v->ticket != 0) + (size_t)(v->lang != NULL));
	reply_str(r, F_APPOINTMENT, v->code);
	reply_str(r, F_SERVICE, v->service);
	reply_str(r, F_STATE, v->state);
	reply_int(r, F_APPOINTED, v->appointed_ms);
	reply_day(r, F_DAY, v->day);
	reply_str(r, F_TIME_TEXT, v->time);
	reply_int(r, F_FROM, v->from_ms);
	reply_int(r, F_UNTIL, v->until_ms);
	if (v->ticket)
		reply_id(r, F_TICKET, v->ticket);
	if (v->lang)
		reply_str(r, F_LANG, v->lang);
	reply_map_end(r);
}

static bool
take_booking(struct call *call, const char *code, struct booking_view *v)
{
	if (command_is_mending(call))
		return false;
	if (hall_booking_view(call->server->hall, code, v))
		return true;
	command_refuse(call, REFUSE_NOSUCHAPPOINTMENT, NULL);
	return false;
}

static void
exec_get(struct call *call, const struct command *self)
{
	struct booking_view v;

	(void)self;
	if (take_booking(call, call->argv[2], &v))
		put_booking(&call->reply, &v);
}

static void
exec_list(struct call *call, const struct command *self)
{
	const struct hall *h = call->server->hall;
	struct booking_view first = { 0 }, v;
	bool after = call->argc > 3;
	size_t count = 0;
	int64_t day;

	if (!take_day(call, call->argv[2], &day))
		return;
	if (call->argc == 4 ||
	    (after && strcasecmp(call->argv[3], "AFTER") != 0)) {
		command_badarg(call, self->summary, call->argv[3]);
		return;
	}
	if (after && !take_booking(call, call->argv[4], &first))
		return;
	v = first;
	while (count < LIST_MAX &&
	    hall_next_booking(h, day, count || after ? &v : NULL, &v))
		count++;
	reply_list(&call->reply, NULL, count);
	v = first;
	for (size_t i = 0; i < count; i++) {
		(void)hall_next_booking(h, day, i || after ? &v : NULL, &v);
		put_booking(&call->reply, &v);
	}
	reply_list_end(&call->reply);
}

/* --- What is asked of the hall ------------------------------------------ */

static void exec_plain(struct call *call, const struct command *self);

#define BOOKERS \
 (ROLES_SUPERVISOR | ROLE(MANAGER) | ROLE(KIOSK) | ROLE(COUNTER) | ROLE(WEB))

const struct command commands_appointment[] = {
	{
	    .family = "APPOINTMENT",
	    .name = "CHECKIN",
	    .exec = command_decide,
	    .roles = ROLES_SUPERVISOR | ROLE(KIOSK) | ROLE(COUNTER),
	    .args_min = 1,
	    .args_max = 5,
	    .request = REQUEST_CHECKIN,
	    .words = { CODE, RID, LANG },
	    .summary = "APPOINTMENT CHECKIN code [RID r] [LANG l]",
	},
	{
	    .family = "APPOINTMENT",
	    .name = "BOOK",
	    .exec = command_decide,
	    .roles = BOOKERS,
	    .args_min = 2,
	    .args_max = 8,
	    .request = REQUEST_BOOK,
	    .words = { { "service", WORD_CODE, false, true, AT(service) }, SLOT,
		RID, { "CONTACT", WORD_PERSONAL, true, false, AT(contact) },
		LANG },
	    .summary = "APPOINTMENT BOOK service slot RID r [CONTACT text]"
		       " [LANG l]",
	},
	{
	    .family = "APPOINTMENT",
	    .name = "CHANGE",
	    .exec = command_decide,
	    .roles = BOOKERS,
	    .args_min = 2,
	    .args_max = 4,
	    .request = REQUEST_CHANGE,
	    .words = { CODE, SLOT, RID },
	    .summary = "APPOINTMENT CHANGE code slot RID r",
	},
	{
	    .family = "APPOINTMENT",
	    .name = "CANCEL",
	    .exec = command_decide,
	    .roles = BOOKERS,
	    .args_min = 1,
	    .args_max = 3,
	    .request = REQUEST_UNBOOK,
	    .words = { CODE, RID },
	    .summary = "APPOINTMENT CANCEL code [RID r]",
	},
	{
	    .family = "APPOINTMENT",
	    .name = "GET",
	    .exec = exec_get,
	    .roles = BOOKERS,
	    .args_min = 1,
	    .args_max = 1,
	    .summary = "APPOINTMENT GET code",
	},
	{
	    .family = "APPOINTMENT",
	    .name = "SLOTS",
	    .exec = exec_slots,
	    .roles = BOOKERS,
	    .args_min = 2,
	    .args_max = 2,
	    .summary = "APPOINTMENT SLOTS service day",
	},
	{
	    .family = "APPOINTMENT",
	    .name = "LIST",
	    .exec = exec_list,
	    .roles = ROLES_HALL | ROLE(COUNTER),
	    .args_min = 1,
	    .args_max = 3,
	    .summary = "APPOINTMENT LIST day [AFTER code]",
	},
	{
	    .family = "CHECKIN",
	    .exec = exec_plain,
	    .roles = ROLES_SUPERVISOR | ROLE(KIOSK) | ROLE(COUNTER),
	    .args_min = 1,
	    .args_max = 5,
	    .summary = "CHECKIN code [RID r] [LANG l]",
	},
	{ 0 },
};

/* The word that a citizen or a scanner sends: the same command. */
static void
exec_plain(struct call *call, const struct command *self)
{
	(void)self;
	memmove(call->argv + 1, call->argv, call->argc * sizeof(*call->argv));
	memmove(call->len + 1, call->len, call->argc * sizeof(*call->len));
	call->argc++;
	command_decide(call, &commands_appointment[0]);
}
