/* The list of servers, as it is written on a command line. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "proto/link_servers.h"

static void
assert_server(const struct link_server *server, const char *host, unsigned port)
{
	assert_string_equal(server->host, host);
	assert_int_equal(server->port, port);
}

static void
lists(void **state)
{
	struct link_servers list;

	(void)state;
	assert_true(link_servers_init(
	    &list, "10.0.0.1:99, hall ,::1,[fe80::2]:7,[::3],localhost:65535"));
	assert_int_equal(list.count, 6);
	assert_server(&list.at[0], "10.0.0.1", 99);
	assert_server(&list.at[1], "hall", 4260);
	assert_server(&list.at[2], "::1", 4260);
	assert_server(&list.at[3], "fe80::2", 7);
	assert_server(&list.at[4], "::3", 4260);
	assert_server(&list.at[5], "localhost", 65535);
	link_servers_release(&list);
}

static void
mistakes(void **state)
{
	static const char *const texts[] = { "", ",", "a,", ",a", ":99",
		"a:", "a:0", "a:65536", "a:x", "a:+1", "a:01", "[::1", "[::1]x",
		"[]:1", "a,b,c,d,e,f,g,h,i" };
	struct link_servers list;

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		assert_false(link_servers_init(&list, texts[i]));
		assert_null(list.text);
	}
}

static void
in_turn(void **state)
{
	struct link_servers list;

	(void)state;
	assert_true(link_servers_init(&list, "a,b"));
	link_servers_next(&list);
	assert_string_equal(link_servers_now(&list)->host, "a");
	link_servers_next(&list);
	assert_string_equal(link_servers_now(&list)->host, "b");
	link_servers_next(&list);
	assert_string_equal(link_servers_now(&list)->host, "a");
	link_servers_release(&list);
}

static void
resolves(void **state)
{
	const struct link_server here = { .host = "127.0.0.1", .port = 4260 };
	const struct link_server nowhere = { .host = "127.0.0.1.1", .port = 1 };
	const char *why = NULL;

	(void)state;
	struct evutil_addrinfo *found = link_server_resolve(&here, &why);
	assert_non_null(found);
	evutil_freeaddrinfo(found);
	assert_null(why);
	assert_null(link_server_resolve(&nowhere, &why));
	assert_non_null(why);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lists),
		cmocka_unit_test(mistakes),
		cmocka_unit_test(in_turn),
		cmocka_unit_test(resolves),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
