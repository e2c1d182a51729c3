/* The owner's decisions on a clock of our own: what only time shows. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "kiosk/printer/owner.h"

#define WAIT_MS 5000

struct room {
	struct owner o;
	int64_t now_ms;
	int begun, done, resets, changes;
	bool unwritable; /* the job's file */
	enum verdict verdict;
};

static bool
begin(void *ctx)
{
	struct room *r = ctx;

	r->begun++;
	return !r->unwritable;
}

static void
done(void *ctx, enum verdict verdict, const char *why)
{
	struct room *r = ctx;
	(void)why;

	r->done++;
	r->verdict = verdict;
}

static void
changed(void *ctx)
{
	((struct room *)ctx)->changes++;
}

static void
reset(void *ctx)
{
	struct room *r = ctx;

	r->resets++;
	owner_down(&r->o, "reset", r->now_ms);
}

static const struct owner_ops ops = {
	.begin = begin,
	.done = done,
	.changed = changed,
	.reset = reset,
};

/* The printer takes all there is; what it was, as text. */
static size_t
take(struct room *r)
{
	size_t n = r->o.out.len;

	if (n > 0) {
		owner_took(&r->o, n, r->now_ms);
		owner_flushed(&r->o, r->now_ms);
	}
	return n;
}

static void
answer(struct room *r, uint8_t byte)
{
	owner_received(&r->o, &byte, 1, r->now_ms);
}

/* Answers a whole round of questions: all is well, or PAPER is not. */
static void
answer_round(struct room *r, uint8_t paper)
{
	while (r->o.question != 0) {
		(void)take(r);
		answer(r, r->o.question == 4 ? paper : 0x12);
	}
}

static void
pass(struct room *r, int64_t ms)
{
	int64_t until_ms = r->now_ms + ms;

	while (r->now_ms < until_ms) {
		r->now_ms += 50;
		owner_time(&r->o, r->now_ms);
	}
}

static void
set_up(struct room *r, const char *model)
{
	*r = (struct room){ .now_ms = 1000 };
	owner_init(&r->o,
	    &(struct owner_config){
		.model = model_find(model),
		.ops = &ops,
		.ctx = r,
		.wait_ms = WAIT_MS,
	    });
	owner_up(&r->o, model_find(model), r->now_ms);
	answer_round(r, 0x12);
}

static void
submit(struct room *r)
{
	struct buf job = { 0 };

	buf_puts(&job, "a ticket");
	owner_submit(&r->o, &job, r->now_ms);
	assert_null(job.at);
}

/* Up to where the printer has all of the ticket. */
static void
send_all(struct room *r)
{
	submit(r);
	answer_round(r, 0x12);
	assert_int_equal(r->o.state, OWNER_SENDING);
	assert_true(take(r) > 8);
	assert_int_equal(r->o.state, OWNER_PROVING);
	assert_int_equal(r->done, 0);
}

static void
assert_verdict(const struct room *r, enum verdict verdict)
{
	assert_int_equal(r->done, 1);
	assert_string_equal(verdict_word(r->verdict), verdict_word(verdict));
	assert_int_equal(r->o.state, OWNER_IDLE);
}

static void
test_proof_makes_it_printed(void **state)
{
	struct room r;
	(void)state;

	set_up(&r, "epson-tm-t20");
	send_all(&r);
	answer(&r, 0x00);
	assert_verdict(&r, VERDICT_PRINTED);
	owner_release(&r.o);
}

static void
test_noise_is_no_proof(void **state)
{
	struct room r;
	(void)state;

	set_up(&r, "epson-tm-t20");
	send_all(&r);
	answer(&r, 0x01);
	answer(&r, 0xff);
	answer(&r, 0x12);
	assert_int_equal(r.done, 0);
	owner_release(&r.o);
}

static void
test_a_status_in_between_is_no_proof(void **state)
{
	static const uint8_t well[] = { 0x10, 0x00, 0x00, 0x00 };
	struct room r;
	(void)state;

	set_up(&r, "epson-tm-t20");
	send_all(&r);
	owner_received(&r.o, well, sizeof(well), r.now_ms);
	assert_int_equal(r.done, 0);
	answer(&r, 0x03);
	assert_verdict(&r, VERDICT_PRINTED);
	assert_int_equal(r.o.status.paper, STATUS_PAPER_LOW);
	owner_release(&r.o);
}

static void
test_a_late_proof_is_not_the_next_ones(void **state)
{
	struct room r;
	(void)state;

	set_up(&r, "generic");
	r.o.proofs = 1; /* of a paper before */
	submit(&r);
	answer_round(&r, 0x12);
	assert_int_equal(r.o.state, OWNER_WAITING);
	answer(&r, 0x00);
	pass(&r, OWNER_RETRY_MS);
	answer_round(&r, 0x12);
	assert_int_equal(r.o.state, OWNER_SENDING);
	(void)take(&r);
	assert_int_equal(r.done, 0);
	answer(&r, 0x00);
	assert_verdict(&r, VERDICT_PRINTED);
	owner_release(&r.o);
}

static void
test_an_answer_that_never_came_is_forgotten(void **state)
{
	struct room r;
	(void)state;

	set_up(&r, "generic");
	r.o.proofs = 1;
	for (int i = 0; i < 7; i++) {
		pass(&r, OWNER_POLL_MS);
		answer_round(&r, 0x12);
	}
	assert_int_equal(r.o.proofs, 0);
	owner_release(&r.o);
}

static void
test_silence_after_all_was_sent(void **state)
{
	struct room r;
	(void)state;

	set_up(&r, "epson-tm-t20");
	send_all(&r);
	pass(&r, OWNER_STALL_MS);
	assert_verdict(&r, VERDICT_UNKNOWN);
	assert_int_equal(r.resets, 1);
	assert_true(r.o.dirty);
	owner_release(&r.o);
}

static void
test_who_can_not_prove_has_sent(void **state)
{
	struct room r;
	(void)state;

	set_up(&r, "generic");
	send_all(&r);
	pass(&r, OWNER_STALL_MS);
	assert_verdict(&r, VERDICT_SENT);
	/* It is not asked again, and so the next one is quick. */
	submit(&r);
	answer_round(&r, 0x12);
	assert_int_equal(take(&r), 8);
	assert_int_equal(r.done, 2);
	assert_int_equal(r.verdict, VERDICT_SENT);
	owner_release(&r.o);
}

static void
test_lost_before_the_first_byte(void **state)
{
	struct room r;
	(void)state;

	set_up(&r, "epson-tm-t20");
	submit(&r);
	answer_round(&r, 0x12);
	owner_down(&r.o, "unplugged", r.now_ms);
	assert_int_equal(r.done, 0);
	owner_up(&r.o, r.o.config.model, r.now_ms);
	answer_round(&r, 0x12);
	assert_int_equal(r.o.state, OWNER_SENDING);
	(void)take(&r);
	answer(&r, 0x00);
	assert_verdict(&r, VERDICT_PRINTED);
	owner_release(&r.o);
}

static void
test_lost_after_the_first_byte(void **state)
{
	struct room r;
	(void)state;

	set_up(&r, "epson-tm-t20");
	submit(&r);
	answer_round(&r, 0x12);
	owner_took(&r.o, 1, r.now_ms);
	owner_down(&r.o, "unplugged", r.now_ms);
	assert_verdict(&r, VERDICT_UNKNOWN);
	assert_int_equal(r.resets, 0);
	owner_release(&r.o);
}

static void
test_no_paper_for_too_long(void **state)
{
	struct room r;
	(void)state;

	set_up(&r, "epson-tm-t20");
	submit(&r);
	for (int i = 0; i < WAIT_MS / OWNER_RETRY_MS; i++) {
		answer_round(&r, 0x72);
		assert_int_equal(r.begun, 0);
		pass(&r, OWNER_RETRY_MS);
	}
	assert_verdict(&r, VERDICT_FAILED);
	owner_release(&r.o);
}

static void
test_what_can_not_be_remembered_is_not_sent(void **state)
{
	struct room r;
	(void)state;

	set_up(&r, "epson-tm-t20");
	r.unwritable = true;
	submit(&r);
	answer_round(&r, 0x12);
	assert_verdict(&r, VERDICT_FAILED);
	assert_int_equal(r.o.out.len, 0);
	owner_release(&r.o);
}

static void
test_a_begun_paper_is_not_cancelled(void **state)
{
	struct room r;
	(void)state;

	set_up(&r, "epson-tm-t20");
	send_all(&r);
	owner_cancel(&r.o, r.now_ms);
	assert_int_equal(r.done, 0);
	answer(&r, 0x00);
	assert_verdict(&r, VERDICT_PRINTED);
	owner_release(&r.o);
}

static void
test_silent_rounds_connect_anew(void **state)
{
	struct room r;
	(void)state;

	set_up(&r, "epson-tm-t20");
	for (int i = 0; i < 6 && r.resets == 0; i++) {
		pass(&r, OWNER_POLL_MS);
		(void)take(&r);
	}
	assert_int_equal(r.resets, 1);
	assert_true(r.o.status.offline);
	owner_release(&r.o);
}

/* A question in the middle of a paper could be obeyed in a picture. */
static void
test_no_question_in_a_paper(void **state)
{
	struct room r;
	(void)state;

	set_up(&r, "epson-tm-t20");
	submit(&r);
	answer_round(&r, 0x12);
	size_t all = r.o.out.len;
	owner_took(&r.o, 1, r.now_ms);
	pass(&r, OWNER_STALL_MS - 100);
	assert_int_equal(r.o.out.len, all - 1);
	assert_int_equal(r.o.question, 0);
	owner_release(&r.o);
}

static void
test_deadlines_are_in_the_future(void **state)
{
	struct room r;
	(void)state;

	set_up(&r, "epson-tm-t20");
	assert_true(owner_deadline(&r.o) > r.now_ms);
	owner_down(&r.o, "unplugged", r.now_ms);
	assert_int_equal(owner_deadline(&r.o), -1);
	submit(&r);
	assert_int_equal(owner_deadline(&r.o), r.now_ms + WAIT_MS);
	owner_release(&r.o);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_proof_makes_it_printed),
		cmocka_unit_test(test_noise_is_no_proof),
		cmocka_unit_test(test_a_status_in_between_is_no_proof),
		cmocka_unit_test(test_a_late_proof_is_not_the_next_ones),
		cmocka_unit_test(test_an_answer_that_never_came_is_forgotten),
		cmocka_unit_test(test_silence_after_all_was_sent),
		cmocka_unit_test(test_who_can_not_prove_has_sent),
		cmocka_unit_test(test_lost_before_the_first_byte),
		cmocka_unit_test(test_lost_after_the_first_byte),
		cmocka_unit_test(test_no_paper_for_too_long),
		cmocka_unit_test(test_what_can_not_be_remembered_is_not_sent),
		cmocka_unit_test(test_a_begun_paper_is_not_cancelled),
		cmocka_unit_test(test_silent_rounds_connect_anew),
		cmocka_unit_test(test_no_question_in_a_paper),
		cmocka_unit_test(test_deadlines_are_in_the_future),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
