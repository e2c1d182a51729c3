/* Who comes in when there are many, and who makes room. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <arpa/inet.h>
#include <cmocka.h>
#include <string.h>

#include "server/hall/layout_limits.h"
#include "server/net/conn.h"
#include "server/net/door.h"

#define CONNS 16

/* A door for ten, of whom five are strangers at most. */
struct porch {
	struct door door;
	struct layout_limits limits;
	struct conn conn[CONNS];
	size_t count;
};

static void
set_up(struct porch *p)
{
	memset(p, 0, sizeof(*p));
	p->limits = (struct layout_limits){
		.address_connections = 4,
		.address_strangers = 2,
		.strangers = 8,
	};
}

static void
tear_down(struct porch *p)
{
	for (size_t i = 0; i < p->count; i++)
		door_leave(&p->door, &p->conn[i]);
	assert_int_equal(p->door.conns, 0);
	assert_int_equal(p->door.strangers, 0);
	assert_null(p->door.oldest);
	assert_null(p->door.newest);
	for (size_t i = 0; i < DOOR_BUCKETS; i++)
		assert_null(p->door.places[i]);
}

static struct door_guest
guest(const char *from, bool stranger)
{
	struct sockaddr_storage at = { .ss_family = AF_INET };
	struct sockaddr_in in = { .sin_family = AF_INET };

	assert_int_equal(inet_pton(AF_INET, from, &in.sin_addr), 1);
	memcpy(&at, &in, sizeof(in));
	return (struct door_guest){
		.address = door_address(&at),
		.counted = true,
		.stranger = stranger,
	};
}

/* The one who makes room; NULL: nobody has to. */
static struct conn *
come(struct porch *p, const char *from, bool stranger)
{
	struct door_guest g = guest(from, stranger);
	struct conn *out;
	enum door_verdict verdict = door_ask(
	    &p->door, &p->limits, 10, &g, &out);

	assert_int_not_equal(verdict, DOOR_FULL);
	assert_int_equal(verdict == DOOR_FOR, out != NULL);
	if (out)
		door_leave(&p->door, out);
	assert_in_range(p->count, 0, CONNS - 1);
	assert_true(door_enter(&p->door, &p->conn[p->count++], &g));
	return out;
}

static bool
is_full(const struct porch *p, const char *from, bool stranger)
{
	struct door_guest g = guest(from, stranger);
	struct conn *out;

	return door_ask(&p->door, &p->limits, 10, &g, &out) == DOOR_FULL;
}

static void
an_address_pushes_out_its_own(void **state)
{
	(void)state;
	struct porch p;

	set_up(&p);
	assert_null(come(&p, "192.0.2.9", true));
	assert_null(come(&p, "192.0.2.1", true));
	assert_null(come(&p, "192.0.2.1", true));
	/* The oldest of all is another's. */
	assert_ptr_equal(come(&p, "192.0.2.1", true), &p.conn[1]);
	assert_ptr_equal(come(&p, "192.0.2.1", true), &p.conn[2]);
	tear_down(&p);
}

static void
strangers_never_fill_it(void **state)
{
	(void)state;
	struct porch p;
	char from[] = "192.0.2.0";

	set_up(&p);
	for (int i = 0; i < 5; i++) {
		from[8]++;
		assert_null(come(&p, from, true));
	}
	assert_ptr_equal(come(&p, "192.0.2.9", true), &p.conn[0]);
	for (int i = 0; i < 5; i++) {
		from[8] = (char)('1' + i);
		assert_null(come(&p, from, false));
	}
	/* Full: those who are known push strangers out, never each other. */
	assert_ptr_equal(come(&p, "192.0.2.9", false), &p.conn[5]);
	tear_down(&p);
}

static void
who_is_known_stays(void **state)
{
	(void)state;
	struct porch p;

	set_up(&p);
	for (int i = 0; i < 3; i++)
		assert_null(come(&p, "192.0.2.1", false));
	assert_null(come(&p, "192.0.2.1", true));
	assert_false(is_full(&p, "192.0.2.1", true));
	door_greet(&p.door, &p.conn[3]);
	door_greet(&p.door, &p.conn[3]);
	/* Of its four nobody is a stranger, and others do not make room. */
	assert_null(come(&p, "192.0.2.2", true));
	assert_true(is_full(&p, "192.0.2.1", true));
	assert_true(is_full(&p, "192.0.2.1", false));
	tear_down(&p);
}

static void
all_known_and_full(void **state)
{
	(void)state;
	struct porch p;
	char from[] = "192.0.2.0";

	set_up(&p);
	for (int i = 0; i < 10; i++) {
		from[8] = (char)('1' + i % 5);
		assert_null(come(&p, from, false));
	}
	assert_true(is_full(&p, "192.0.2.9", true));
	assert_true(is_full(&p, "192.0.2.9", false));
	door_leave(&p.door, &p.conn[4]);
	assert_false(is_full(&p, "192.0.2.9", true));
	tear_down(&p);
}

static void
a_network_of_ipv6_is_one(void **state)
{
	(void)state;
	struct sockaddr_storage at[2] = { { 0 }, { 0 } };
	static const char *const text[] = { "2001:db8::1", "2001:db8::2:3" };
	struct in6_addr found[2];

	for (int i = 0; i < 2; i++) {
		struct sockaddr_in6 in6 = { .sin6_family = AF_INET6 };
		assert_int_equal(
		    inet_pton(AF_INET6, text[i], &in6.sin6_addr), 1);
		memcpy(&at[i], &in6, sizeof(in6));
		found[i] = door_address(&at[i]);
	}
	assert_memory_equal(&found[0], &found[1], sizeof(found[0]));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_address_pushes_out_its_own),
		cmocka_unit_test(strangers_never_fill_it),
		cmocka_unit_test(who_is_known_stays),
		cmocka_unit_test(all_known_and_full),
		cmocka_unit_test(a_network_of_ipv6_is_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
