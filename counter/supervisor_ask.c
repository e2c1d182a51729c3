/* The supervisor's questions: one a step. */
#include <stdio.h>
#include <string.h>

#include "counter/supervisor_own.h"
#include "ui/field.h"

static const char *
label(const struct supervisor *s, enum label which)
{
	return label_text(s->lang, which);
}

static void
open(struct supervisor *s, enum form_kind kind, enum label title)
{
	enum label hint = LABEL_HINT_LINE;

	if (kind == FORM_CHOICE)
		hint = LABEL_HINT_CHOICE;
	if (kind == FORM_YES)
		hint = LABEL_HINT_YES;
	form_open(&s->form, kind, label(s, title), label(s, hint));
}

/* All of a list of the layout, each as "WORD CODE". */
static void
choose_all(struct supervisor *s, const char *kind, const char *word)
{
	const json_t *list = json_object_get(s->layout, kind);
	char value[FORM_VALUE_MAX], shown[96];

	for (size_t i = 0; i < json_array_size(list); i++) {
		const char *code = field_text(json_array_get(list, i), "code");
		(void)snprintf(value, sizeof(value), "%s%s%s", word,
		    *word != '\0' ? " " : "", code);
		(void)snprintf(shown, sizeof(shown), "%s  %s", code,
		    supervisor_name(s, kind, code));
		form_choice(&s->form, shown, value);
	}
}

static void
ask_scope(struct supervisor *s, bool services)
{
	open(s, FORM_CHOICE, LABEL_ASK_SCOPE);
	form_choice(&s->form, label(s, LABEL_WHOLE_HALL), "HALL");
	choose_all(s, "zones", "ZONE");
	if (services)
		choose_all(s, "services", "SERVICE");
}

static void
ask_place(struct supervisor *s)
{
	open(s, FORM_CHOICE, LABEL_ASK_PLACE);
	form_choice(&s->form, label(s, LABEL_AT_END), "end");
	form_choice(&s->form, label(s, LABEL_BY_ARRIVAL), "lifetime");
	form_choice(&s->form, label(s, LABEL_AT_FRONT), "front");
}

/* "pZONE main": its kind's first letter, and where it stands. */
static void
ask_notice(struct supervisor *s)
{
	const json_t *list = json_object_get(s->hall, "notices");
	char value[FORM_VALUE_MAX];

	open(s, FORM_CHOICE, LABEL_ASK_NOTICE);
	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *notice = json_array_get(list, i);
		const char *zone = field_text(notice, "zone");
		const char *service = field_text(notice, "service");
		const char *where = *zone != '\0' ? "ZONE " : "";
		if (*service != '\0')
			where = "SERVICE ";
		(void)snprintf(value, sizeof(value), "%c%s%s%s",
		    *field_text(notice, "kind"), where, zone, service);
		form_choice(&s->form, field_text(notice, "text"), value);
	}
}

static void
ask_counter(struct supervisor *s)
{
	const json_t *list = json_object_get(s->hall, "counters");
	char value[FORM_VALUE_MAX], shown[96];

	open(s, FORM_CHOICE, LABEL_ASK_SWITCH);
	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *counter = json_array_get(list, i);
		const char *name = field_text(counter, "counter");
		int64_t on = field_int(counter, "on", -1);
		if (on < 0)
			continue;
		(void)snprintf(value, sizeof(value), "%s %s",
		    on != 0 ? "OFF" : "ON", name);
		(void)snprintf(shown, sizeof(shown), "%s  %s", name,
		    label(s, on != 0 ? LABEL_SWITCH_OFF : LABEL_SWITCH_ON));
		form_choice(&s->form, shown, value);
	}
}

static void
propose(struct supervisor *s, enum label which)
{
	form_choice(&s->form, label(s, which), label(s, which));
}

/* The stop's reason is what the screens say; the others are for the record. */
static void
ask_reason(struct supervisor *s)
{
	bool stop = s->action->letter == 's';

	open(s, FORM_TEXT, stop ? LABEL_ASK_MESSAGE : LABEL_ASK_REASON);
	if (!stop)
		return;
	s->form.hint = label(s, LABEL_HINT_TEXT);
	propose(s, LABEL_WHY_SYSTEM);
	propose(s, LABEL_WHY_FULL);
}

void
supervisor_ask(struct supervisor *s)
{
	enum supervisor_step now = s->action->steps[s->step];

	switch (now) {
	case STEP_NUMBER:
		open(s, FORM_TEXT, LABEL_ASK_NUMBER);
		break;
	case STEP_CLASS:
		open(s, FORM_CHOICE, LABEL_ASK_CLASS);
		choose_all(s, "classes", "");
		break;
	case STEP_PLACE:
		ask_place(s);
		break;
	case STEP_SCOPE:
	case STEP_AREA:
		ask_scope(s, now == STEP_SCOPE);
		break;
	case STEP_NOTICE:
		ask_notice(s);
		break;
	case STEP_COUNTER:
		ask_counter(s);
		break;
	case STEP_TEXT:
		open(s, FORM_TEXT, LABEL_ASK_TEXT);
		break;
	case STEP_REASON:
		ask_reason(s);
		break;
	case STEP_SURE:
		open(s, FORM_YES, LABEL_ASK_CLEAR);
		break;
	case STEP_DONE:
	case SUPERVISOR_ASKS:
		break;
	}
}

static void
keep(char *to, size_t size, const char *from)
{
	(void)snprintf(to, size, "%s", from);
}

static void
upper(char *s)
{
	for (; *s != '\0'; s++) {
		if (*s >= 'a' && *s <= 'z')
			*s = (char)(*s - 'a' + 'A');
	}
}

/* "ON 5" */
static void
take_counter(struct supervisor_answers *a, const char *value)
{
	size_t len = strcspn(value, " ");

	if (value[len] != ' ' || len >= sizeof(a->on))
		return;
	memcpy(a->on, value, len);
	a->on[len] = '\0';
	keep(a->counter, sizeof(a->counter), value + len + 1);
}

static void
take(struct supervisor *s, const char *value)
{
	struct supervisor_answers *a = &s->answers;

	switch (s->action->steps[s->step]) {
	case STEP_NUMBER:
		keep(a->number, sizeof(a->number), value);
		upper(a->number);
		break;
	case STEP_CLASS:
		keep(a->class, sizeof(a->class), value);
		break;
	case STEP_PLACE:
		keep(a->place, sizeof(a->place), value);
		break;
	case STEP_SCOPE:
	case STEP_AREA:
		keep(a->scope, sizeof(a->scope), value);
		break;
	case STEP_NOTICE:
		a->notice[0] = value[0];
		keep(a->scope, sizeof(a->scope), value + 1);
		break;
	case STEP_COUNTER:
		take_counter(a, value);
		break;
	case STEP_TEXT:
		keep(a->text, sizeof(a->text), value);
		break;
	case STEP_REASON:
		keep(a->reason, sizeof(a->reason), value);
		break;
	case STEP_SURE:
	case STEP_DONE:
	case SUPERVISOR_ASKS:
		break;
	}
}

void
supervisor_answer(struct supervisor *s, const char *rid)
{
	take(s, form_value(&s->form));
	form_close(&s->form);
	s->step++;
	if (s->step < SUPERVISOR_STEPS &&
	    s->action->steps[s->step] != STEP_DONE) {
		supervisor_ask(s);
		return;
	}
	keep(s->rid, sizeof(s->rid), rid);
	s->sent = false;
	s->retry_ms = 0;
	s->stage = s->answers.number[0] != '\0' ? STAGE_FINDS : STAGE_ACTS;
}
