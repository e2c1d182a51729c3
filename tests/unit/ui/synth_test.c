/* Programs of speech that do as they should not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>
#include <event2/event.h>

#include "ui/synth.h"

#define SOUND	"head -c 100 /dev/zero\n"
#define TICK_US 20000
#define STUCK_S 20 /* a loop that stands still fails the test */

struct room {
	char folder[64], program[96];
	struct event_base *base;
	struct event *tick;
	struct synth *synth;
	int ticks, done, again;
	size_t len; /* of the last sound */
};

static void
on_tick(evutil_socket_t fd, short what, void *ctx)
{
	struct room *r = ctx;
	(void)fd, (void)what;

	r->ticks++;
}

static void
on_done(const struct buf *wav, void *ctx)
{
	struct room *r = ctx;

	r->done++;
	r->len = wav != NULL ? wav->len : 0;
	if (r->again > 0) {
		r->again--;
		assert_true(synth_say(r->synth, "zh", "2"));
	} else {
		(void)event_base_loopbreak(r->base);
	}
}

static int
start(void **state)
{
	static struct room room;
	struct room *r = &room;
	const struct timeval tick = { 0, TICK_US };

	*state = r;
	*r = (struct room){ .folder = "/tmp/hao-synth-XXXXXX" };
	if (mkdtemp(r->folder) == NULL)
		return -1;
	(void)snprintf(r->program, sizeof(r->program), "%s/speak", r->folder);
	r->base = event_base_new();
	assert_non_null(r->base);
	r->tick = event_new(r->base, -1, EV_PERSIST, on_tick, r);
	assert_non_null(r->tick);
	assert_int_equal(event_add(r->tick, &tick), 0);
	r->synth = synth_create(r->base,
	    &(struct synth_config){
		.program = r->program, .done = on_done, .ctx = r });
	assert_non_null(r->synth);
	(void)alarm(STUCK_S);
	return 0;
}

static int
stop(void **state)
{
	struct room *r = *state;

	(void)alarm(0);
	synth_destroy(r->synth);
	event_free(r->tick);
	event_base_free(r->base);
	(void)unlink(r->program);
	return rmdir(r->folder);
}

/* Says a sentence by a program that does WHAT. */
static void
say(struct room *r, const char *what)
{
	FILE *to = fopen(r->program, "w");

	assert_non_null(to);
	assert_true(fprintf(to, "#!/bin/sh\n%s", what) > 0);
	assert_int_equal(fclose(to), 0);
	assert_int_equal(chmod(r->program, S_IRWXU), 0);
	assert_true(synth_say(r->synth, "zh", "1"));
	assert_int_equal(event_base_dispatch(r->base), 0);
}

static void
nobody_is_left(void)
{
	assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
}

static void
a_sound_is_given(void **state)
{
	struct room *r = *state;

	r->again = 1;
	say(r, SOUND);
	assert_int_equal(r->done, 2);
	assert_int_equal(r->len, 100);
	nobody_is_left();
}

static void
one_that_fails_gives_none(void **state)
{
	struct room *r = *state;

	say(r, SOUND "exit 1\n");
	assert_int_equal(r->len, 0);
	say(r, SOUND "kill -9 $$\n");
	assert_int_equal(r->len, 0);
	assert_int_equal(r->done, 2);
	nobody_is_left();
}

static void
one_that_says_too_much_is_ended(void **state)
{
	struct room *r = *state;

	say(r, "exec cat /dev/zero\n");
	assert_int_equal(r->len, 0);
	nobody_is_left();
}

/* The loop goes on meanwhile. */
static void
one_that_closes_its_output_and_stays_is_ended(void **state)
{
	struct room *r = *state;

	r->again = 1;
	say(r, SOUND "exec >&-\nkill -STOP $$\n");
	assert_int_equal(r->done, 2);
	assert_int_equal(r->len, 0);
	assert_true(r->ticks >= 10);
	nobody_is_left();
	say(r, SOUND);
	assert_int_equal(r->len, 100);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_sound_is_given, start, stop),
		cmocka_unit_test_setup_teardown(
		    one_that_fails_gives_none, start, stop),
		cmocka_unit_test_setup_teardown(
		    one_that_says_too_much_is_ended, start, stop),
		cmocka_unit_test_setup_teardown(
		    one_that_closes_its_output_and_stays_is_ended, start, stop),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
