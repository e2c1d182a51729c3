/* What the server and the printer answer. */
#include <string.h>

#include "kiosk/logo.h"
#include "kiosk/screen_own.h"
#include "proto/link.h"
#include "proto/words.h"
#include "ui/field.h"
#include "ui/text.h"

/* What an error's word means to a citizen, an id of po/. */
static const struct {
	const char *word, *text;
} refusals[] = {
	{ E_NUMBERSUSED, "All numbers of this service are taken" },
	{ E_QUOTA, "All numbers of this service are taken" },
	{ E_SERVICECLOSED, "No tickets at this time" },
	{ E_NOSUCHAPPOINTMENT, "This code is not known. Please check it" },
	{ E_NOSUCHTICKET, "This code is not known. Please check it" },
	{ E_TOOEARLY, "It is too early to check in" },
	{ E_TOOLATE, "The time to check in is over" },
};

static const char *
refusal(int kind, const struct link_reply *reply)
{
	if (kind == SCREEN_ASK_RATE && strcmp(reply->word, E_BADSTATE) == 0)
		return "This ticket was rated before";
	for (size_t i = 0; i < sizeof(refusals) / sizeof(refusals[0]); i++) {
		if (strcmp(refusals[i].word, reply->word) == 0)
			return refusals[i].text;
	}
	return "Please ask the staff";
}

/* What is wrong, for whoever reads the log. */
static void
note(struct screen *s, const struct link_reply *reply)
{
	buf_puts(&s->err, reply->word);
	buf_puts(&s->err, ": ");
	text_put(&s->err, reply->say);
	buf_putc(&s->err, '\n');
}

static void
keep_ticket(struct screen *s, const json_t *ticket, const char *code)
{
	json_decref(s->ticket);
	s->ticket = json_deep_copy(ticket);
	field_keep(s->model.ticket.code, sizeof(s->model.ticket.code), code);
	screen_fill_ticket(s);
}

static void
issued(struct screen *s, const json_t *ticket, int64_t now_ms)
{
	keep_ticket(s, ticket, s->take.rid);
	if (s->model.printer == KIOSK_PRINTER_OK) {
		s->model.ticket.paper = "Your ticket is being printed";
		s->print = (struct screen_print){ true, false };
	} else {
		s->model.ticket.paper =
		    "This is your number, please remember it";
		take_printed(&s->take, TAKE_PAPER_FAILED);
	}
	screen_go(s, KIOSK_TICKET, now_ms);
	if (s->model.modes[KIOSK_VOICE])
		screen_speak_number(s);
}

void
screen_printed(struct screen *s, enum take_paper paper, int64_t now_ms)
{
	bool well = paper == TAKE_PAPER_PRINTED || paper == TAKE_PAPER_SENT;

	s->model.ticket.paper = well
	    ? "Please take your ticket"
	    : "The paper may have failed: this is your number";
	s->changed = true;
	if (s->take.state == TAKE_PRINTING)
		take_printed(&s->take, paper);
	screen_step(s, now_ms);
}

/* Of the taking of a ticket. WAS: before this reply. */
static void
tell_news(struct screen *s, enum take_news news, const struct link_reply *reply,
    int64_t now_ms)
{
	switch (news) {
	case TAKE_DOUBTED:
		s->model.text = "Asking whether your number was issued";
		s->changed = true;
		return;
	case TAKE_ISSUED:
		issued(s, reply->value, now_ms);
		return;
	case TAKE_REFUSED:
		note(s, reply);
		if (s->model.page == KIOSK_WAIT) {
			screen_tell(s, "No number was issued",
			    refusal(TAKE_ASK_ISSUE, reply), now_ms);
		}
		return;
	case TAKE_UNSENT:
		screen_tell(s, "No number was issued",
		    "Please try again in a moment", now_ms);
		return;
	case TAKE_GIVEN_UP:
	case TAKE_NO_NEWS:
		return;
	}
}

/* A spoilt one is none, and said. */
static void
take_logo(struct screen *s)
{
	const char *text = field_text(s->layout, "logo");

	if (s->logo != NULL)
		cairo_surface_destroy(s->logo);
	s->model.logo = s->logo = logo_picture(text);
	if (s->logo == NULL && *text != '\0')
		buf_puts(&s->err, "the hall's logo is no picture\n");
}

static void
layout_reply(struct screen *s, const struct link_reply *reply, int64_t now_ms)
{
	if (reply->verdict != LINK_OK ||
	    json_equal(s->layout, reply->value) == 1)
		return;
	json_decref(s->layout);
	s->layout = json_incref(reply->value);
	take_logo(s);
	/* What was chosen may be another service now. */
	screen_fill(s, now_ms);
	if (s->model.page == KIOSK_GUIDE || screen_is_start(s))
		screen_start(s, now_ms);
}

/* Whether anything of it can be seen: its clock and its seq always move. */
static bool
looks_the_same(const json_t *was, const json_t *is)
{
	return json_equal(json_object_get(was, F_SERVICES),
		   json_object_get(is, F_SERVICES)) == 1 &&
	    json_equal(json_object_get(was, F_NOTICES),
		json_object_get(is, F_NOTICES)) == 1;
}

static void
state_reply(struct screen *s, const struct link_reply *reply, int64_t now_ms)
{
	if (reply->verdict != LINK_OK)
		return;
	bool same = looks_the_same(s->hall, reply->value);
	json_decref(s->hall);
	s->hall = json_incref(reply->value);
	s->t_ms = field_int(s->hall, F_TIME, 0);
	s->t_at_ms = now_ms;
	screen_fill_clock(s, now_ms);
	if (!same)
		screen_fill(s, now_ms);
	if (s->model.page == KIOSK_AWAY)
		screen_start(s, now_ms);
}

/* What came of asking for something that is no ticket. */
static bool
is_done(
    struct screen *s, int kind, const struct link_reply *reply, int64_t now_ms)
{
	switch (reply->verdict) {
	case LINK_OK:
		return true;
	case LINK_REFUSED:
		note(s, reply);
		screen_tell(
		    s, "That could not be done", refusal(kind, reply), now_ms);
		return false;
	case LINK_UNKNOWN:
	case LINK_UNSENT:
		break;
	}
	screen_tell(s, "That could not be done", "Please try again in a moment",
	    now_ms);
	return false;
}

/* By what it was asked for: its code, or a token, which stands for none. */
static void
keep_found(struct screen *s, const json_t *ticket)
{
	bool by_token = strchr(s->find, '.') != NULL;

	keep_ticket(s, ticket, by_token ? "" : s->find);
	if (by_token &&
	    json_object_set_new(s->ticket, F_TOKEN, json_string(s->find)) == 0)
		screen_fill_ticket(s);
}

static void
find_reply(struct screen *s, const struct link_reply *reply, int64_t now_ms)
{
	if (!is_done(s, SCREEN_ASK_FIND, reply, now_ms))
		return;
	if (!json_is_object(reply->value)) {
		screen_tell(s, "That could not be done",
		    "This code is not known. Please check it", now_ms);
		return;
	}
	keep_found(s, reply->value);
	field_keep(s->find_id, sizeof(s->find_id), field_text(s->ticket, F_ID));
	screen_go(s, KIOSK_FOUND, now_ms);
}

static void
done_reply(struct screen *s, int kind, const struct link_reply *reply,
    const char *title, int64_t now_ms)
{
	if (!is_done(s, kind, reply, now_ms))
		return;
	screen_tell(s, title, "", now_ms);
	s->model.good = true;
	s->model.words = s->model.ticket.number;
}

/* A reply that comes when its citizen has gone is nobody's. */
static bool
is_awaited(const struct screen *s)
{
	return s->model.page != KIOSK_AWAY && s->model.page != KIOSK_WAIT &&
	    s->model.page != KIOSK_TICKET;
}

void
screen_reply(
    struct screen *s, int kind, const struct link_reply *reply, int64_t now_ms)
{
	if (kind >= TAKE_ASK_ISSUE) {
		tell_news(s,
		    take_reply(&s->take, (enum take_ask)kind, reply, now_ms),
		    reply, now_ms);
	} else if (kind == SCREEN_ASK_LAYOUT) {
		layout_reply(s, reply, now_ms);
	} else if (kind == SCREEN_ASK_STATE) {
		state_reply(s, reply, now_ms);
	} else if (kind == SCREEN_ASK_DEVICE) {
		s->doubted |= !link_is_answer(reply);
	} else if (is_awaited(s)) {
		if (kind == SCREEN_ASK_FIND)
			find_reply(s, reply, now_ms);
		if (kind == SCREEN_ASK_GIVE_BACK)
			done_reply(s, kind, reply, "Given back", now_ms);
		if (kind == SCREEN_ASK_RATE) {
			done_reply(s, kind, reply, "Thank you for your answer",
			    now_ms);
		}
	}
	screen_step(s, now_ms);
}
