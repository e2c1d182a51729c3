#include "counter/supervisor.h"

#include <string.h>

#include "counter/press.h"
#include "counter/supervisor_own.h"
#include "proto/link.h"
#include "ui/field.h"

static const struct supervisor_action actions[] = {
	{ 'f', LABEL_DO_FRONT, { STEP_NUMBER, STEP_REASON } },
	{ 'c', LABEL_DO_CLASS, { STEP_NUMBER, STEP_CLASS, STEP_REASON } },
	{ 'b', LABEL_DO_RETURN, { STEP_NUMBER, STEP_PLACE, STEP_REASON } },
	{ 's', LABEL_DO_STOP, { STEP_SCOPE, STEP_REASON } },
	{ 'm', LABEL_DO_BROADCAST, { STEP_AREA, STEP_TEXT, STEP_REASON } },
	{ 'u', LABEL_DO_LIFT, { STEP_NOTICE, STEP_REASON } },
	{ 'o', LABEL_DO_SWITCH, { STEP_COUNTER, STEP_REASON } },
	{ 'x', LABEL_DO_CLEAR, { STEP_SCOPE, STEP_REASON, STEP_SURE } },
	{ 'l', LABEL_KEY_LANGUAGE, { STEP_DONE } },
	{ 'q', LABEL_KEY_QUIT, { STEP_DONE } },
};

#define ACTIONS (sizeof(actions) / sizeof(actions[0]))

const struct supervisor_action *
supervisor_action_at(size_t i)
{
	return i < ACTIONS ? &actions[i] : NULL;
}

void
supervisor_init(struct supervisor *s, const char *lang, int64_t now_ms)
{
	*s = (struct supervisor){
		.lang = lang, .now_ms = now_ms, .away_ms = now_ms
	};
}

void
supervisor_release(struct supervisor *s)
{
	json_decref(s->layout);
	json_decref(s->hall);
	buf_release(&s->said);
	buf_release(&s->bad);
	buf_release(&s->out);
	buf_release(&s->err);
}

const char *
supervisor_name(const struct supervisor *s, const char *kind, const char *code)
{
	const json_t *list = json_object_get(s->layout, kind);
	const char *name = field_words(
	    field_find(list, "code", code), "name", s->lang);

	return *name != '\0' ? name : code;
}

void
supervisor_say(struct supervisor *s, bool bad, enum label what)
{
	struct buf *to = bad ? &s->bad : &s->said;

	buf_puts(to, label_text(s->lang, what));
	buf_putc(to, '\n');
}

/* --- What comes in ------------------------------------------------------- */

static void
step(struct supervisor *s)
{
	if (s->up && s->hall_wanted && !s->hall_asked) {
		s->hall_wanted = false;
		s->hall_asked = true;
		s->state_ms = s->now_ms + SUPERVISOR_STATE_MS;
		ask_put(&s->asks, SUPERVISOR_STATE,
		    (const char *const[]){ "HALL", "STATE", NULL });
	}
	if (s->up && !s->sent && s->stage >= STAGE_FINDS &&
	    s->now_ms >= s->retry_ms)
		supervisor_send(s);
	notes_take(&s->notes, &s->said, false, s->now_ms);
	notes_take(&s->notes, &s->bad, true, s->now_ms);
}

void
supervisor_link(struct supervisor *s, bool up, const char *why, int64_t now_ms)
{
	bool was = s->up;
	(void)why;

	s->now_ms = now_ms;
	s->up = up;
	if (!up && was)
		s->away_ms = now_ms;
	if (up && !was) {
		s->ever_up = true;
		s->hall_asked = s->sent = false;
		s->hall_wanted = true;
		s->retry_ms = 0;
		ask_put(&s->asks, SUPERVISOR_LAYOUT,
		    (const char *const[]){ "HALL", "LAYOUT", NULL });
	}
	step(s);
}

void
supervisor_message(struct supervisor *s, int64_t now_ms)
{
	s->now_ms = now_ms;
	s->hall_wanted = true;
	step(s);
}

static void
keep(json_t **to, const struct link_reply *reply)
{
	if (reply->verdict != LINK_OK)
		return;
	json_decref(*to);
	*to = json_incref(reply->value);
}

/* The answer is not known: the same words again, once there is a server. */
static bool
is_open(struct supervisor *s, const struct link_reply *reply)
{
	if (link_is_answer(reply))
		return false;
	s->sent = false;
	s->retry_ms = s->now_ms + SUPERVISOR_RETRY_MS;
	return true;
}

void
supervisor_reply(struct supervisor *s, int kind, const struct link_reply *reply,
    int64_t now_ms)
{
	s->now_ms = now_ms;
	switch (kind) {
	case SUPERVISOR_LAYOUT:
		keep(&s->layout, reply);
		break;
	case SUPERVISOR_STATE:
		s->hall_asked = false;
		keep(&s->hall, reply);
		s->hall_ms = field_int(s->hall, "t", now_ms) - now_ms;
		break;
	case SUPERVISOR_FIND:
		if (!is_open(s, reply))
			supervisor_found(s, reply);
		break;
	default:
		if (!is_open(s, reply))
			supervisor_acted(s, reply);
		break;
	}
	step(s);
}

void
supervisor_time(struct supervisor *s, int64_t now_ms)
{
	s->now_ms = now_ms;
	s->tick_ms = now_ms + SUPERVISOR_TICK_MS;
	if (now_ms >= s->state_ms)
		s->hall_wanted = true;
	step(s);
}

int64_t
supervisor_deadline(const struct supervisor *s)
{
	return s->tick_ms;
}

void
supervisor_clock(struct supervisor *s, int64_t wall_ms)
{
	s->wall_ms = wall_ms;
}

/* --- Keys ---------------------------------------------------------------- */

static void
begin(struct supervisor *s, const struct supervisor_action *action)
{
	if (s->stage != STAGE_NONE) {
		supervisor_say(s, true, LABEL_MOMENT);
		return;
	}
	if (!s->up) {
		supervisor_say(s, true, LABEL_NOT_DONE_AWAY);
		return;
	}
	s->action = action;
	s->stage = STAGE_ASKS;
	s->step = 0;
	s->answers = (struct supervisor_answers){ 0 };
	supervisor_ask(s);
}

static void
page_press(struct supervisor *s, uint32_t press)
{
	if (press == PRESS_DOWN)
		s->scroll++;
	if (press == PRESS_UP && s->scroll > 0)
		s->scroll--;
	if (press == 'q')
		s->finished = true;
	if (press == 'l')
		s->lang = strncmp(s->lang, "zh", 2) == 0 ? "en" : "zh";
	for (size_t i = 0; i < ACTIONS; i++) {
		if (press == (uint32_t)actions[i].letter &&
		    actions[i].steps[0] != STEP_DONE)
			begin(s, &actions[i]);
	}
}

void
supervisor_press(
    struct supervisor *s, uint32_t press, const char *rid, int64_t now_ms)
{
	s->now_ms = now_ms;
	if (!form_is_open(&s->form)) {
		page_press(s, press);
	} else {
		switch (form_press(&s->form, press)) {
		case FORM_DONE:
			supervisor_answer(s, rid);
			break;
		case FORM_LEFT:
			s->stage = STAGE_NONE;
			break;
		case FORM_GOES_ON:
			break;
		}
	}
	step(s);
}
