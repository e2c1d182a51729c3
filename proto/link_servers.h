/* The list of servers a link tries in turn. */
#ifndef HAO_LINK_SERVERS_H
#define HAO_LINK_SERVERS_H

#include <event2/util.h>
#include <stdbool.h>
#include <stddef.h>

enum {
	LINK_SERVERS_MAX = 8
};

struct link_server {
	const char *host; /* points into the list's text */
	unsigned port;
};

struct link_servers {
	char *text; /* owned */
	struct link_server at[LINK_SERVERS_MAX];
	size_t count, turn;
};

/*
 * Reads "HOST:PORT,HOST:PORT"; an address of IPv6 stands in brackets when a
 * port follows it. False, and nothing held, for a list that can't be read.
 */
bool link_servers_init(struct link_servers *list, const char *text);
void link_servers_release(struct link_servers *list);

/* Goes to the next one, round and round; the first call gives the first. */
void link_servers_next(struct link_servers *list);
const struct link_server *link_servers_now(const struct link_servers *list);

/*
 * The addresses of SERVER, freed with evutil_freeaddrinfo. NULL with a static
 * reason in WHY when there are none.
 */
struct evutil_addrinfo *link_server_resolve(
    const struct link_server *server, const char **why);

#endif
