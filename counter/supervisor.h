/*
 * The supervisor's screen: the hall live, and what only a supervisor may do,
 * each with its reason. Pure, as the desk is.
 *
 * One action at a time; a ticket is named by its number, and found first.
 * What was sent is sent again with its request id until there is an answer.
 */
#ifndef HAO_SUPERVISOR_H
#define HAO_SUPERVISOR_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "counter/form.h"
#include "counter/labels.h"
#include "counter/notes.h"
#include "proto/buf.h"
#include "proto/limits.h"
#include "ui/ask.h"

struct canvas;
struct link_reply;

#define SUPERVISOR_TICK_MS  1000
#define SUPERVISOR_STATE_MS 10000 /* the hall is looked at again */
#define SUPERVISOR_RETRY_MS 1000
#define SUPERVISOR_STEPS    5

/* What an action asks before it is done. */
enum supervisor_step {
	STEP_DONE, /* nothing more */
	STEP_NUMBER,
	STEP_CLASS,
	STEP_PLACE,
	STEP_SCOPE, /* the hall, a zone or a service */
	STEP_AREA,  /* the hall or a zone */
	STEP_NOTICE,
	STEP_COUNTER,
	STEP_TEXT,
	STEP_REASON,
	STEP_SURE, /* for what is lost */
	SUPERVISOR_ASKS
};

struct supervisor_action {
	char letter;
	enum label name;
	enum supervisor_step steps[SUPERVISOR_STEPS];
};

/* In the order of the page; NULL after the last. */
const struct supervisor_action *supervisor_action_at(size_t i);

/* What has been answered; "" where nothing was. */
struct supervisor_answers {
	char number[24], class[32], place[16];
	char scope[32]; /* "", "SERVICE A", "ZONE main" */
	char notice[8]; /* of a notice: its kind's first letter */
	char counter[32], on[8];
	char text[LIMIT_TEXT + 1], reason[LIMIT_TEXT + 1];
};

enum supervisor_stage {
	STAGE_NONE,
	STAGE_ASKS, /* the form is open */
	STAGE_FINDS,
	STAGE_ACTS,
};

struct supervisor {
	const char *lang;
	bool up, ever_up, finished;
	bool hall_wanted, hall_asked;
	int64_t away_ms, state_ms, now_ms, wall_ms, hall_ms, tick_ms;
	json_t *layout, *hall; /* owned; NULL before they came */
	const struct supervisor_action *action;
	enum supervisor_stage stage;
	size_t step;
	bool sent;
	int64_t retry_ms;
	struct supervisor_answers answers;
	char id[64], service[32], state[16]; /* of the ticket found */
	char rid[23];
	int scroll; /* the first row of counters that is shown */
	struct form form;
	struct notes notes;
	struct asks asks;
	struct buf said, bad; /* on their way to the notes */
	struct buf out, err;  /* for the shell; a screen says nothing there */
};

void supervisor_init(struct supervisor *s, const char *lang, int64_t now_ms);
void supervisor_release(struct supervisor *s);

void supervisor_link(
    struct supervisor *s, bool up, const char *why, int64_t now_ms);
void supervisor_message(struct supervisor *s, int64_t now_ms);
void supervisor_reply(struct supervisor *s, int kind,
    const struct link_reply *reply, int64_t now_ms);
void supervisor_time(struct supervisor *s, int64_t now_ms);
int64_t supervisor_deadline(const struct supervisor *s);
/* The wall's clock less ours: shown until the hall's is known. */
void supervisor_clock(struct supervisor *s, int64_t wall_ms);
/* RID is a fresh request id, in case the press needs one. */
void supervisor_press(
    struct supervisor *s, uint32_t press, const char *rid, int64_t now_ms);

void supervisor_draw(const struct supervisor *s, struct canvas *c);

#endif
