#include "kiosk/printer/owner.h"

#include <assert.h>

#include "kiosk/escpos.h"

void
owner_init(struct owner *o, const struct owner_config *config)
{
	*o = (struct owner){
		.config = *config,
		.proves = config->model->proves,
		.status.offline = true,
	};
}

void
owner_release(struct owner *o)
{
	buf_release(&o->job);
	buf_release(&o->out);
}

static bool
under_way(const struct owner *o)
{
	return o->state == OWNER_SENDING || o->state == OWNER_PROVING;
}

static bool
can_ask(const struct owner *o)
{
	return o->config.model->asks != MODEL_NEVER;
}

/* Out of memory: the printer must not get half of something. */
static bool
sound(const struct owner *o)
{
	return !o->out.failed && !o->job.failed;
}

static void
finish(struct owner *o, enum verdict verdict, const char *why, int64_t now_ms)
{
	buf_release(&o->job);
	o->state = OWNER_IDLE;
	o->taken = false;
	o->round_ms = now_ms;
	o->config.ops->done(o->config.ctx, verdict, why);
}

/* Nothing of what is under way may come out later, mixed with the next. */
static void
break_off(struct owner *o, const char *why, int64_t now_ms)
{
	buf_clear(&o->out);
	o->dirty = true;
	o->busy = false;
	finish(o, VERDICT_UNKNOWN, why, now_ms);
	if (o->up)
		o->config.ops->reset(o->config.ctx);
}

/* --- How the printer is -------------------------------------------------*/

static const char *
trouble(const struct owner *o)
{
	if (!o->up)
		return "the printer is not connected";
	if (o->status.paper == STATUS_PAPER_OUT)
		return "the printer is out of paper";
	if (o->status.cover_open)
		return "the printer's cover is open";
	if (o->status.error)
		return "the printer has a fault";
	if (o->proofs > 0 && !o->status.offline)
		return "a ticket before it is not settled";
	return "the printer is off line";
}

static void
set_status(struct owner *o, const struct status *now, int64_t now_ms)
{
	bool was_ready = status_ready(&o->status);

	if (status_same(&o->status, now))
		return;
	if (!was_ready && status_ready(now))
		o->ready_ms = now_ms;
	o->status = *now;
	if (under_way(o) && was_ready != status_ready(now))
		o->since_ms = o->moved_ms = now_ms;
	o->config.ops->changed(o->config.ctx);
}

static void
put_question(struct owner *o, int n, int64_t now_ms)
{
	escpos_ask(&o->out, n);
	o->question = n;
	o->asked_ms = now_ms;
}

/* Asks how the printer is, unless that is being asked. */
static void
ask(struct owner *o, int64_t now_ms)
{
	if (o->question == 0)
		put_question(o, status_next_question(0), now_ms);
}

/* The printer answers when it is well. */
static bool
must_answer(const struct owner *o)
{
	return o->heard || o->config.model->asks == MODEL_ALWAYS;
}

/* Who never answers is as well as can be known. */
static void
heard_nothing(struct owner *o, int64_t now_ms)
{
	struct status now = o->status;

	now.offline = must_answer(o);
	set_status(o, &now, now_ms);
}

static void send_job(struct owner *o, int64_t now_ms);

/* All questions of a round were answered, or the last one was not. */
static void
round_over(struct owner *o, bool answered, int64_t now_ms)
{
	o->question = 0;
	o->silent = answered ? 0 : o->silent + 1;
	o->round_ms = now_ms +
	    (o->state == OWNER_WAITING ? OWNER_RETRY_MS : OWNER_POLL_MS);
	if (!answered)
		heard_nothing(o, now_ms);
	if (o->state == OWNER_ASKING || o->state == OWNER_WAITING) {
		o->state = OWNER_WAITING;
		o->round_ms = now_ms + OWNER_RETRY_MS;
		if (status_ready(&o->status))
			send_job(o, now_ms);
	}
	if (must_answer(o) && o->silent >= OWNER_SILENT) {
		o->silent = 0;
		o->config.ops->reset(o->config.ctx);
	}
}

static void
answered(struct owner *o, uint8_t byte, int64_t now_ms)
{
	struct status now = o->status;
	int n = o->question;

	o->heard = true;
	if (n == 0)
		return; /* too late: it was not waited for any more */
	status_asked(&now, n, byte);
	set_status(o, &now, now_ms);
	n = status_next_question(n);
	if (n != 0 && !under_way(o)) {
		put_question(o, n, now_ms);
	} else {
		round_over(o, true, now_ms);
	}
}

static void
proved(struct owner *o, const struct status *now, int64_t now_ms)
{
	set_status(o, now, now_ms);
	if (o->proofs > 0)
		o->proofs--;
	o->proves = o->proves == MODEL_NEVER ? MODEL_NEVER : MODEL_ALWAYS;
	if (o->state == OWNER_PROVING && o->proofs == 0)
		finish(o, VERDICT_PRINTED, "", now_ms);
}

void
owner_received(struct owner *o, const uint8_t *bytes, size_t n, int64_t now_ms)
{
	for (size_t i = 0; i < n; i++) {
		struct status now = o->status;
		switch (status_take(&o->reader, bytes[i], &now)) {
		case STATUS_NOTHING:
			break;
		case STATUS_ASKED:
			answered(o, bytes[i], now_ms);
			break;
		case STATUS_WATCHED:
			set_status(o, &now, now_ms);
			break;
		case STATUS_PROOF:
			proved(o, &now, now_ms);
			break;
		}
	}
}

void
owner_port(struct owner *o, uint8_t port, int64_t now_ms)
{
	struct status now = o->status;

	status_port(&now, port);
	set_status(o, &now, now_ms);
}

/* --- The connection -----------------------------------------------------*/

void
owner_up(struct owner *o, const struct model *model, int64_t now_ms)
{
	struct status now = { 0 };

	if (o->config.model != model || o->proves == MODEL_NEVER)
		o->proves = model->proves;
	o->config.model = model;
	o->up = true;
	o->busy = false;
	o->question = o->silent = 0;
	if (!o->config.keeps)
		o->proofs = 0;
	o->reader = (struct status_reader){ 0 };
	o->round_ms = now_ms;
	buf_clear(&o->out);
	if (o->config.model->watches == MODEL_ALWAYS)
		escpos_watch(&o->out);
	now.offline = can_ask(o); /* until it has answered */
	set_status(o, &now, now_ms);
	owner_time(o, now_ms);
}

void
owner_down(struct owner *o, const char *why, int64_t now_ms)
{
	struct status now = { .offline = true };

	o->up = false;
	o->question = 0;
	buf_clear(&o->out);
	set_status(o, &now, now_ms);
	if (under_way(o) && o->taken) {
		break_off(o, why, now_ms);
	} else if (o->state != OWNER_IDLE) {
		o->state = OWNER_WAITING;
	}
}

/* --- A job --------------------------------------------------------------*/

void
owner_submit(struct owner *o, struct buf *job, int64_t now_ms)
{
	assert(o->state == OWNER_IDLE);
	o->job = *job;
	*job = (struct buf){ 0 };
	o->since_ms = now_ms;
	o->round_ms = now_ms;
	o->state = o->up ? OWNER_ASKING : OWNER_WAITING;
	owner_time(o, now_ms);
}

void
owner_cancel(struct owner *o, int64_t now_ms)
{
	if (o->state == OWNER_ASKING || o->state == OWNER_WAITING)
		finish(o, VERDICT_FAILED, "it was cancelled", now_ms);
}

static void
put_job(struct owner *o)
{
	if (o->dirty)
		escpos_recover(&o->out, &o->config.model->paper);
	buf_put(&o->out, o->job.at, o->job.len);
	if (o->proves != MODEL_NEVER) {
		escpos_proof(&o->out);
		o->proofs++;
	}
}

static void
send_job(struct owner *o, int64_t now_ms)
{
	if (o->out.len > 0 || o->busy)
		return; /* the question itself is stuck */
	if (o->proofs > 0)
		return; /* the answer would be taken for this job's */
	if (!o->config.ops->begin(o->config.ctx)) {
		finish(o, VERDICT_FAILED, "it can't be remembered", now_ms);
		return;
	}
	put_job(o);
	if (!sound(o)) {
		buf_clear(&o->out);
		finish(o, VERDICT_FAILED, "out of memory", now_ms);
		return;
	}
	o->state = OWNER_SENDING;
	o->since_ms = o->moved_ms = now_ms;
	o->round_ms = now_ms + OWNER_RETRY_MS;
}

void
owner_took(struct owner *o, size_t n, int64_t now_ms)
{
	buf_drop(&o->out, n);
	o->busy = true;
	if (o->state != OWNER_SENDING)
		return;
	o->moved_ms = now_ms;
	o->taken = true;
	o->dirty = false;
}

void
owner_flushed(struct owner *o, int64_t now_ms)
{
	o->busy = false;
	if (o->state != OWNER_SENDING || o->out.len > 0)
		return;
	o->moved_ms = now_ms;
	if (o->proves == MODEL_NEVER) {
		finish(o, VERDICT_SENT, "", now_ms);
	} else {
		o->state = OWNER_PROVING;
	}
}

/* --- Time ---------------------------------------------------------------*/

/* Nothing moves and the printer names no reason. */
static void
stalled(struct owner *o, int64_t now_ms)
{
	if (o->state == OWNER_PROVING && o->proves == MODEL_MAYBE) {
		o->proves = MODEL_NEVER;
		o->proofs = 0;
		finish(o, VERDICT_SENT, "the printer can't say", now_ms);
		return;
	}
	break_off(o, "the printer does not answer", now_ms);
}

static int64_t
patience_end(const struct owner *o)
{
	if (under_way(o) && status_ready(&o->status))
		return o->moved_ms + OWNER_STALL_MS;
	return o->since_ms + o->config.wait_ms;
}

static void
out_of_patience(struct owner *o, int64_t now_ms)
{
	if (!under_way(o)) {
		finish(o, VERDICT_FAILED, trouble(o), now_ms);
	} else if (status_ready(&o->status)) {
		stalled(o, now_ms);
	} else {
		break_off(o, trouble(o), now_ms);
	}
}

/* A printer that is well and idle has answered all that it ever will. */
static void
forget_proofs(struct owner *o, int64_t now_ms)
{
	if (!under_way(o) && status_ready(&o->status) &&
	    now_ms - o->moved_ms >= OWNER_LOST_MS &&
	    now_ms - o->ready_ms >= OWNER_LOST_MS)
		o->proofs = 0;
}

static void
next_round(struct owner *o, int64_t now_ms)
{
	o->round_ms = now_ms + OWNER_RETRY_MS;
	if (under_way(o)) {
		if (o->config.ops->ask_port != NULL)
			o->config.ops->ask_port(o->config.ctx);
	} else if (can_ask(o)) {
		ask(o, now_ms);
	} else {
		round_over(o, true, now_ms);
	}
}

void
owner_time(struct owner *o, int64_t now_ms)
{
	forget_proofs(o, now_ms);
	if (o->up && o->question != 0 &&
	    now_ms - o->asked_ms >= OWNER_ANSWER_MS)
		round_over(o, false, now_ms);
	if (o->up && o->question == 0 && now_ms >= o->round_ms)
		next_round(o, now_ms);
	if (o->state != OWNER_IDLE && now_ms >= patience_end(o))
		out_of_patience(o, now_ms);
}

static int64_t
sooner(int64_t a_ms, int64_t b_ms)
{
	return a_ms < b_ms ? a_ms : b_ms;
}

int64_t
owner_deadline(const struct owner *o)
{
	int64_t due_ms = INT64_MAX;

	if (o->up) {
		due_ms = o->question != 0 ? o->asked_ms + OWNER_ANSWER_MS
					  : o->round_ms;
	}
	if (o->state != OWNER_IDLE)
		due_ms = sooner(due_ms, patience_end(o));
	return due_ms == INT64_MAX ? -1 : due_ms;
}
