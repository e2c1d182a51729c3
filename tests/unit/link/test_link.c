/* The connection and its requests: how each of them can end. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include "fake.h"

static const struct link_config plain = { 0 };

static void
start(struct fake *f)
{
	fake_link(f, &plain);
	fake_greet(f, 0);
}

static void
greets(void **state)
{
	struct fake *f = *state;
	const struct link_config config = {
		.name = "kiosk-1",
		.user = "k1",
		.secret = "s3",
	};
	char up[64];

	fake_link(f, &config);
	assert_int_equal(link_state(f->link), LINK_AWAY);
	assert_true(link_subscribe(f->link, "hall"));
	assert_true(link_subscribe(f->link, "calls:1"));
	assert_true(link_subscribe(f->link, "hall"));
	fake_await(f,
	    "0> HELLO 3 AUTH k1 s3 SETNAME kiosk-1\n"
	    "0> SUBSCRIBE hall\n0> SUBSCRIBE calls:1\n");
	fake_rest(f);
	assert_int_equal(link_state(f->link), LINK_AWAY);
	fake_without(f, "up");
	fake_without(f, "SUBSCRIBE");
	fake_say(&f->server[0], "%1\r\n$5\r\nproto\r\n:3\r\n");
	(void)snprintf(up, sizeof(up), "up 127.0.0.1:%u\n", f->server[0].port);
	fake_await(f, up);
	assert_int_equal(link_state(f->link), LINK_UP);
}

static bool
keep(const char *user, const char *secret, void *ctx)
{
	struct fake *f = ctx;

	buf_puts(&f->log, "kept ");
	buf_puts(&f->log, user);
	buf_putc(&f->log, ' ');
	buf_puts(&f->log, secret);
	buf_putc(&f->log, '\n');
	return strcmp(secret, "lost") != 0;
}

#define PAIRED(secret) "{\"account\":\"k1\",\"secret\":\"" secret "\"}"

/* Kept first, then said; and when the connection breaks, never again. */
static void
pairs(void **state)
{
	struct fake *f = *state;
	const struct link_config config = { .pair = "7654321", .paired = keep };

	fake_link(f, &config);
	assert_true(link_subscribe(f->link, "hall"));
	fake_await(f, "0> PAIR 7654321 JSON\n");
	fake_rest(f);
	fake_without(f, "HELLO");
	fake_bulk(&f->server[0], PAIRED("s3"));
	fake_await(f, "kept k1 s3\n0> HELLO 3 AUTH k1 s3\n0> SUBSCRIBE hall\n");
	fake_cut(&f->server[0]);
	fake_await(f, "1> HELLO 3 AUTH k1 s3\n");
	fake_without(f, "PAIR");
}

static void
a_secret_that_is_lost_is_not_used(void **state)
{
	struct fake *f = *state;
	const struct link_config config = { .pair = "7654321", .paired = keep };

	fake_link(f, &config);
	fake_await(f, "0> PAIR 7654321 JSON\n");
	fake_bulk(&f->server[0], PAIRED("lost"));
	fake_await(f, "the secret could not be kept\n");
	fake_without(f, "HELLO");
}

static void
anonymous(void **state)
{
	struct fake *f = *state;

	fake_link(f, &plain);
	fake_await(f, "0> HELLO 3\n");
}

static void
asks(void **state)
{
	struct fake *f = *state;
	const char *argv[] = { "TICKET", "ISSUE", "A", "RID", "r 1\r\n" };

	start(f);
	assert_true(fake_send(f, "a", 5, argv));
	fake_await(f, "0> TICKET ISSUE A RID r 1\r\n JSON\n");
	fake_bulk(&f->server[0], "{\"number\":\"A001\",\"ahead\":0}");
	fake_await(f, "a=OK {\"number\":\"A001\",\"ahead\":0}\n");
}

static void
answers_in_order(void **state)
{
	struct fake *f = *state;
	struct fake_server *s = &f->server[0];

	start(f);
	fake_ask(f, "a", "A");
	fake_ask(f, "b", "B");
	fake_ask(f, "c", "C");
	fake_await(f, "0> A JSON\n0> B JSON\n0> C JSON\n");
	fake_ask(f, "d", "D");
	fake_await(f, "0> D JSON\n");
	fake_say(s, "_\r\n-NOSUCHTICKET there is no x\r\n+O");
	fake_await(f, "a=OK null\nb=REFUSED NOSUCHTICKET|there is no x\n");
	fake_rest(f);
	fake_without(f, "c=");
	fake_say(s, "K\r\n:7\r\n");
	fake_await(f, "c=OK \"OK\"\nd=OK 7\n");
}

static void
refused_without_words(void **state)
{
	struct fake *f = *state;

	start(f);
	fake_ask(f, "a", "A");
	fake_await(f, "0> A JSON\n");
	fake_say(&f->server[0], "-GAP\r\n");
	fake_await(f, "a=REFUSED GAP|\n");
}

static void
unavailable_is_unknown(void **state)
{
	struct fake *f = *state;

	start(f);
	fake_ask(f, "a", "A");
	fake_await(f, "0> A JSON\n");
	fake_say(&f->server[0], "-UNAVAILABLE the disk is full\r\n");
	fake_await(f, "a=UNKNOWN\n");
	assert_int_equal(link_state(f->link), LINK_UP);
}

static void
cut_after_send(void **state)
{
	struct fake *f = *state;

	start(f);
	fake_ask(f, "a", "A");
	fake_ask(f, "b", "B");
	fake_await(f, "0> B JSON\n");
	fake_say(&f->server[0], ":1\r\n");
	fake_await(f, "a=OK 1\n");
	fake_cut(&f->server[0]);
	fake_await(f, "away ");
	fake_await(f, "the server closed the connection\nb=UNKNOWN\n");
	assert_int_equal(link_state(f->link), LINK_AWAY);
	fake_greet(f, 1);
	fake_ask(f, "c", "C");
	fake_await(f, "1> C JSON\n");
	fake_say(&f->server[1], ":2\r\n");
	fake_await(f, "c=OK 2\n");
}

/* Nothing more can be sent over it. */
static void
reset(struct fake_server *s)
{
	const struct linger hard = { .l_onoff = 1 };

	assert_int_equal(
	    setsockopt(s->fd, SOL_SOCKET, SO_LINGER, &hard, sizeof(hard)), 0);
	fake_cut(s);
}

/* What one connection did not send is not awaited from the next. */
static void
cut_before_send(void **state)
{
	struct fake *f = *state;

	start(f);
	reset(&f->server[0]);
	fake_ask(f, "a", "A-LONG-ONE-THAT-IS-LONGER-THAN-ALL-OF-A-GREETING");
	fake_await(f, "a=UNSENT\n");
	fake_greet(f, 1);
	fake_ask(f, "b", "B");
	fake_ask(f, "c", "C");
	fake_await(f, "1> B JSON\n1> C JSON\n");
	fake_say(&f->server[1], ":1\r\n");
	fake_await(f, "b=OK 1\n");
	fake_cut(&f->server[1]);
	fake_await(f, "c=UNKNOWN\n");
}

/* While away nothing leaves, and the answer comes from the loop. */
static void
unsent_while_away(void **state)
{
	struct fake *f = *state;

	fake_link(f, &plain);
	fake_ask(f, "a", "A");
	fake_without(f, "a=");
	fake_await(f, "a=UNSENT\n");
	fake_await(f, "0> HELLO");
	fake_ask(f, "b", "B");
	fake_await(f, "b=UNSENT\n");
	fake_say(&f->server[0], "%0\r\n");
	fake_await(f, "up");
	fake_rest(f);
	fake_without(f, "0> ");
}

static void
ask_again(struct fake *f, const char *line)
{
	if (strcmp(line, "reply") == 0)
		fake_ask(f, "again", "AGAIN");
}

/* Who asks again at once can't keep the link from coming up. */
static void
unsent_again_and_again(void **state)
{
	struct fake *f = *state;

	f->hook = ask_again;
	fake_link(f, &plain);
	fake_ask(f, "a", "A");
	fake_greet(f, 0);
	fake_await(f, "0> AGAIN JSON\n");
	f->hook = NULL;
}

static void
subscribes_later(void **state)
{
	struct fake *f = *state;

	start(f);
	assert_true(link_subscribe(f->link, "hall"));
	fake_await(f, "0> SUBSCRIBE hall\n");
	/* Its confirmation is a push, and answers no other command. */
	fake_ask(f, "a", "A");
	fake_await(f, "0> A JSON\n");
	fake_say(&f->server[0],
	    ">3\r\n$9\r\nsubscribe\r\n$4\r\nhall\r\n:1\r\n:5\r\n");
	fake_await(f, "a=OK 5\n");
	fake_cut(&f->server[0]);
	fake_await(f, "1> HELLO 3\n1> SUBSCRIBE hall\n");
}

/* A confirmation that overtakes an earlier reply is still one. */
static void
confirmed_early(void **state)
{
	struct fake *f = *state;

	start(f);
	fake_ask(f, "a", "A");
	assert_true(link_subscribe(f->link, "hall"));
	fake_ask(f, "b", "B");
	fake_await(f, "0> A JSON\n0> SUBSCRIBE hall\n0> B JSON\n");
	fake_say(&f->server[0],
	    ">3\r\n$9\r\nsubscribe\r\n$4\r\nhall\r\n:1\r\n:1\r\n:2\r\n");
	fake_await(f, "a=OK 1\nb=OK 2\n");
}

/* A server that sends RESP2's form of it is understood as well. */
static void
confirmed_by_array(void **state)
{
	struct fake *f = *state;

	start(f);
	assert_true(link_subscribe(f->link, "hall"));
	fake_ask(f, "a", "A");
	fake_await(f, "0> A JSON\n");
	fake_say(&f->server[0],
	    "*3\r\n$9\r\nsubscribe\r\n$4\r\nhall\r\n:1\r\n:1\r\n");
	fake_await(f, "a=OK 1\n");
}

static void
ask_in_vain(struct fake *f, const char *line)
{
	const char *word = "X";

	if (strcmp(line, "reply") == 0) {
		assert_false(fake_send(f, "x", 1, &word));
		assert_false(link_subscribe(f->link, "x"));
	}
}

static void
destroyed_with_requests(void **state)
{
	struct fake *f = *state;

	start(f);
	fake_ask(f, "a", "A");
	fake_await(f, "0> A JSON\n");
	fake_ask(f, "b", "B");
	f->hook = ask_in_vain;
	fake_unlink(f);
	fake_await(f, "a=UNKNOWN\nb=UNSENT\n");
	fake_without(f, "away");
	fake_await(f, "0-");
	fake_without(f, "0> B");
}

static void
destroyed_while_away(void **state)
{
	struct fake *f = *state;

	fake_link(f, &plain);
	fake_ask(f, "a", "A");
	f->hook = ask_in_vain;
	fake_unlink(f);
	fake_await(f, "a=UNSENT\n");
	link_destroy(NULL);
}

/* Callbacks may ask and subscribe. */
static void
ask_more(struct fake *f, const char *line)
{
	if (strcmp(line, "up") == 0) {
		assert_true(link_subscribe(f->link, "hall"));
		fake_ask(f, "up", "UP");
	} else if (strcmp(line, "away") == 0) {
		fake_ask(f, "away", "AWAY");
	} else {
		f->hook = NULL;
		fake_ask(f, "reply", "REPLY");
	}
}

static void
asks_from_callbacks(void **state)
{
	struct fake *f = *state;

	f->hook = ask_more;
	fake_link(f, &plain);
	fake_greet(f, 0);
	fake_await(f, "0> SUBSCRIBE hall\n0> UP JSON\n");
	fake_cut(&f->server[0]);
	fake_await(f, "up=UNKNOWN\n");
	fake_await(f, "away=UNSENT\n");
	fake_await(f, "reply=UNSENT\n");
}

static void
limits(void **state)
{
	struct fake *f = *state;
	const char *many[LIMIT_ARGS] = { 0 };
	char big[LIMIT_COMMAND + 1] = "";
	const char *word = big;
	char name[64];

	start(f);
	for (size_t i = 0; i < LIMIT_ARGS; i++)
		many[i] = "a";
	assert_false(fake_send(f, "x", LIMIT_ARGS, many));
	assert_true(fake_send(f, "m", LIMIT_ARGS - 1, many));
	memset(big, 'b', LIMIT_COMMAND);
	assert_false(fake_send(f, "x", 1, &word));
	for (int i = 1; i < LIMIT_REQUESTS; i++)
		fake_ask(f, "n", "N");
	word = "X";
	assert_false(fake_send(f, "x", 1, &word));
	big[LIMIT_CHANNEL + 1] = '\0';
	assert_false(link_subscribe(f->link, big));
	for (int i = 0; i < LIMIT_SUBSCRIPTIONS; i++) {
		(void)snprintf(name, sizeof(name), "queue:%d", i);
		assert_true(link_subscribe(f->link, name));
	}
	assert_false(link_subscribe(f->link, "one too many"));
	fake_await(f, "0> SUBSCRIBE queue:63\n");
	f->seen = 0;
	fake_await(f, "0> N JSON\n");
	fake_without(f, "X JSON");
	fake_without(f, "bbb");
}

static void
rids(void **state)
{
	char a[23], b[23];

	(void)state;
	memset(a, '!', sizeof(a));
	link_rid(a);
	link_rid(b);
	assert_int_equal(strlen(a), 22);
	assert_int_equal(strspn(a, "0123456789abcdefghjkmnpqrstvwxyz"), 22);
	assert_string_not_equal(a, b);
}

#define TEST(name) \
 cmocka_unit_test_setup_teardown(name, fake_setup, fake_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(greets),
		TEST(pairs),
		TEST(a_secret_that_is_lost_is_not_used),
		TEST(anonymous),
		TEST(asks),
		TEST(answers_in_order),
		TEST(refused_without_words),
		TEST(unavailable_is_unknown),
		TEST(cut_after_send),
		TEST(cut_before_send),
		TEST(unsent_while_away),
		TEST(unsent_again_and_again),
		TEST(subscribes_later),
		TEST(confirmed_early),
		TEST(confirmed_by_array),
		TEST(destroyed_with_requests),
		TEST(destroyed_while_away),
		TEST(asks_from_callbacks),
		TEST(limits),
		cmocka_unit_test(rids),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
