#include "proto/link_servers.h"

#include <netdb.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "proto/limits.h"
#include "proto/wire.h"

static bool
parse_port(const char *s, unsigned *port)
{
	struct wire_slice digits = { .at = s, .len = strlen(s) };
	int64_t n;

	if (!wire_int(&digits, &n) || n < 1 || n > 65535)
		return false;
	*port = (unsigned)n;
	return true;
}

/* Cuts the host of S off what follows it, which is its port, if any. */
static char *
split_port(char *s, const char **host)
{
	*host = s;
	if (*s == '[') {
		char *end = strchr(s, ']');
		if (!end || (end[1] != '\0' && end[1] != ':'))
			return NULL;
		*host = s + 1;
		*end = '\0';
		return end + 1;
	}
	char *colon = strchr(s, ':');
	/* More than one colon: an address of IPv6 without a port. */
	return colon && !strchr(colon + 1, ':') ? colon : s + strlen(s);
}

static bool
parse_server(char *s, struct link_server *server)
{
	char *port = split_port(s, &server->host);

	if (!port)
		return false;
	server->port = HAO_PORT;
	if (*port == ':') {
		*port = '\0';
		if (!parse_port(port + 1, &server->port))
			return false;
	}
	return *server->host != '\0';
}

/* Takes the spaces off both ends. */
static char *
trim(char *s)
{
	s += strspn(s, " \t");
	size_t len = strlen(s);
	while (len > 0 && (s[len - 1] == ' ' || s[len - 1] == '\t'))
		len--;
	s[len] = '\0';
	return s;
}

static bool
parse_list(struct link_servers *list, char *rest)
{
	while (rest) {
		char *item = strsep(&rest, ",");
		if (list->count == LINK_SERVERS_MAX)
			return false;
		if (!parse_server(trim(item), &list->at[list->count]))
			return false;
		list->count++;
	}
	return true;
}

bool
link_servers_init(struct link_servers *list, const char *text)
{
	*list = (struct link_servers){ .text = strdup(text) };
	if (!list->text)
		return false;
	if (!parse_list(list, list->text)) {
		link_servers_release(list);
		return false;
	}
	/* So that the first next() comes to the first. */
	list->turn = list->count - 1;
	return true;
}

void
link_servers_release(struct link_servers *list)
{
	free(list->text);
	*list = (struct link_servers){ 0 };
}

void
link_servers_next(struct link_servers *list)
{
	list->turn = (list->turn + 1) % list->count;
}

const struct link_server *
link_servers_now(const struct link_servers *list)
{
	return &list->at[list->turn];
}

struct evutil_addrinfo *
link_server_resolve(const struct link_server *server, const char **why)
{
	struct evutil_addrinfo hints = {
		.ai_family = AF_UNSPEC,
		.ai_socktype = SOCK_STREAM,
		.ai_protocol = IPPROTO_TCP,
	};
	struct evutil_addrinfo *found = NULL;
	char port[16];

	(void)snprintf(port, sizeof(port), "%u", server->port);
	int error = evutil_getaddrinfo(server->host, port, &hints, &found);
	if (!error)
		return found;
	*why = evutil_gai_strerror(error);
	return NULL;
}
