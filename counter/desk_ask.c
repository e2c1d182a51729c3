/* The questions of the desk, and what their answers do. */
#include <stdio.h>
#include <string.h>

#include "counter/desk_own.h"
#include "counter/own.h"
#include "counter/view.h"
#include "proto/buf.h"
#include "ui/field.h"
#include "ui/text.h"

static const char *
label(const struct desk *d, enum label which)
{
	return label_text(d->talk.config.lang, which);
}

static void
open(struct desk *d, enum form_kind kind, enum label title)
{
	static const enum label hints[] = {
		[FORM_TEXT] = LABEL_HINT_LINE,
		[FORM_CHOICE] = LABEL_HINT_CHOICE,
		[FORM_YES] = LABEL_HINT_YES,
	};

	form_open(&d->form, kind, label(d, title), label(d, hints[kind]));
}

static void
propose(struct desk *d, enum label which)
{
	d->form.hint = label(d, LABEL_HINT_TEXT);
	form_choice(&d->form, label(d, which), label(d, which));
}

static void
choose(struct desk *d, enum label which, const char *value)
{
	form_choice(&d->form, label(d, which), value);
}

/* --- Lists --------------------------------------------------------------- */

static void
choose_aside(struct desk *d, const json_t *ticket)
{
	struct view v = talk_view(&d->talk);
	char shown[96];

	(void)snprintf(shown, sizeof(shown), "%s  %s",
	    field_text(ticket, "number"),
	    view_service(&v, field_text(ticket, "service")));
	form_choice(&d->form, shown, field_text(ticket, "number"));
}

static void
ask_aside(struct desk *d, enum label title, const char *state)
{
	open(d, FORM_CHOICE, title);
	for (size_t i = 0; i < json_array_size(d->talk.aside); i++) {
		const json_t *ticket = json_array_get(d->talk.aside, i);
		if (field_is(ticket, "state", state))
			choose_aside(d, ticket);
	}
}

static void
ask_transfer(struct desk *d)
{
	struct view v = talk_view(&d->talk);
	const json_t *services = json_object_get(d->talk.layout, "services");
	const json_t *counters = json_object_get(d->talk.layout, "counters");
	char shown[96], value[40];

	open(d, FORM_CHOICE, LABEL_ASK_TRANSFER);
	for (size_t i = 0; i < json_array_size(services); i++) {
		const char *code = field_text(
		    json_array_get(services, i), "code");
		(void)snprintf(shown, sizeof(shown), "%s  %s", code,
		    view_service(&v, code));
		form_choice(&d->form, shown, code);
	}
	for (size_t i = 0; i < json_array_size(counters); i++) {
		const char *to = field_text(
		    json_array_get(counters, i), "label");
		if (strcmp(to, d->talk.config.label) == 0)
			continue;
		(void)snprintf(shown, sizeof(shown), "%s %s",
		    label(d, LABEL_TO_COUNTER), to);
		(void)snprintf(value, sizeof(value), "@%s", to);
		form_choice(&d->form, shown, value);
	}
}

/* --- Questions ----------------------------------------------------------- */

static void
ask_hold(struct desk *d)
{
	open(d, FORM_CHOICE, LABEL_ASK_HOLD);
	choose(d, LABEL_PAPERS, "papers");
	choose(d, LABEL_HERE, "counter");
	choose(d, LABEL_UNTIL, "until");
}

static void
ask_pause(struct desk *d)
{
	open(d, FORM_TEXT, LABEL_ASK_PAUSE);
	propose(d, LABEL_PAUSE_BREAK);
	propose(d, LABEL_PAUSE_LUNCH);
	propose(d, LABEL_PAUSE_MEETING);
	propose(d, LABEL_PAUSE_DESK);
}

static void
ask_place(struct desk *d)
{
	open(d, FORM_CHOICE, LABEL_ASK_PLACE);
	choose(d, LABEL_BY_ARRIVAL, "lifetime");
	choose(d, LABEL_AT_END, "end");
}

static void
ask_reason(struct desk *d)
{
	open(d, FORM_TEXT, LABEL_ASK_REASON);
	propose(d, LABEL_WHY_OTHER);
	propose(d, LABEL_WHY_WRONG);
	propose(d, LABEL_WHY_MORE);
}

void
desk_ask(struct desk *d, enum desk_ask what)
{
	d->asks = what;
	switch (what) {
	case DESK_SIGN_IN:
		open(d, FORM_TEXT, LABEL_ASK_CLERK);
		break;
	case DESK_PIN:
		open(d, FORM_TEXT, LABEL_ASK_PIN);
		form_hide(&d->form);
		break;
	case DESK_NUMBER:
		open(d, FORM_TEXT, LABEL_ASK_NUMBER);
		break;
	case DESK_RETURN:
		ask_aside(d, LABEL_ASK_RETURN, "missed");
		break;
	case DESK_UNHOLD:
		ask_aside(d, LABEL_ASK_UNHOLD, "held");
		break;
	case DESK_PAUSE:
		ask_pause(d);
		break;
	case DESK_HOLD:
		ask_hold(d);
		break;
	case DESK_HOLD_MINUTES:
		open(d, FORM_TEXT, LABEL_ASK_MINUTES);
		break;
	case DESK_TRANSFER:
		ask_transfer(d);
		break;
	case DESK_TRANSFER_PLACE:
		ask_place(d);
		break;
	case DESK_TRANSFER_REASON:
		ask_reason(d);
		break;
	case DESK_ABANDON:
		open(d, FORM_YES, LABEL_ASK_ABANDONED);
		break;
	}
}

/* --- Answers ------------------------------------------------------------- */

/* As soon as there is a server. */
static void
open_counter(struct desk *d)
{
	struct talk *t = &d->talk;

	t->open_wanted = true;
	t->open_answered = false;
	t->open_retry_ms = 0;
	talk_time(t, d->now_ms);
}

/* Opens the counter for who signs in. */
static void
sign_in(struct desk *d, const char *clerk)
{
	struct talk *t = &d->talk;

	if (strlen(clerk) >= sizeof(d->clerk)) {
		talk_fail(t, TEXT_TOO_LONG);
		return;
	}
	talk_keep(d->clerk, sizeof(d->clerk), clerk);
	d->pin[0] = '\0';
	open_counter(d);
}

/* With the clerk's PIN, where the server wants one. */
static void
give_pin(struct desk *d, const char *pin)
{
	if (strlen(pin) >= sizeof(d->pin)) {
		talk_fail(&d->talk, TEXT_TOO_LONG);
		return;
	}
	talk_keep(d->pin, sizeof(d->pin), pin);
	open_counter(d);
}

static void
upper(char *s)
{
	for (; *s != '\0'; s++) {
		if (*s >= 'a' && *s <= 'z')
			*s = (char)(*s - 'a' + 'A');
	}
}

static void
place_said(struct desk *d, const char *place)
{
	if (strcmp(place, "end") == 0) {
		size_t len = strlen(d->target);
		(void)snprintf(
		    d->target + len, sizeof(d->target) - len, "/%s", place);
	}
	desk_ask(d, DESK_TRANSFER_REASON);
}

static void
hold_said(struct desk *d, const char *kind, const char *rid)
{
	if (strcmp(kind, "until") == 0) {
		desk_ask(d, DESK_HOLD_MINUTES);
	} else {
		desk_do(d, 'h', kind, rid);
	}
}

static void
do_with(struct desk *d, char letter, const char *word, const char *text,
    const char *rid)
{
	char line[DESK_TARGET_SIZE + LIMIT_TEXT + 2];

	(void)snprintf(line, sizeof(line), "%s %s", word, text);
	if (strlen(line) > LIMIT_TEXT) {
		talk_fail(&d->talk, TEXT_TOO_LONG);
	} else {
		desk_do(d, letter, line, rid);
	}
}

void
desk_answer(struct desk *d, const char *rid)
{
	char value[LIMIT_TEXT + 1];

	talk_keep(value, sizeof(value), form_value(&d->form));
	form_close(&d->form);
	switch (d->asks) {
	case DESK_SIGN_IN:
		sign_in(d, value);
		break;
	case DESK_PIN:
		give_pin(d, value);
		break;
	case DESK_NUMBER:
		upper(value);
		desk_do(d, 'c', value, rid);
		break;
	case DESK_RETURN:
		desk_do(d, 'b', value, rid);
		break;
	case DESK_UNHOLD:
		desk_do(d, 'w', value, rid);
		break;
	case DESK_PAUSE:
		desk_do(d, 'p', value, rid);
		break;
	case DESK_HOLD:
		hold_said(d, value, rid);
		break;
	case DESK_HOLD_MINUTES:
		do_with(d, 'h', "until", value, rid);
		break;
	case DESK_TRANSFER:
		talk_keep(d->target, sizeof(d->target), value);
		desk_ask(d, DESK_TRANSFER_PLACE);
		break;
	case DESK_TRANSFER_PLACE:
		place_said(d, value);
		break;
	case DESK_TRANSFER_REASON:
		do_with(d, 't', d->target, value, rid);
		break;
	case DESK_ABANDON:
		desk_do(d, 'a', "", rid);
		break;
	}
}
