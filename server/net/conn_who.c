/* Whom a connection speaks as, and what follows from it. */
#include <netdb.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

#include "server/hall/layout.h"
#include "server/net/conn.h"
#include "server/server.h"

enum account_role
conn_role(const struct conn *c)
{
	if (c->user[0])
		return c->role;
	return c->known ? ACCOUNT_LOCAL : ACCOUNT_STRANGER;
}

const char *
conn_user(const struct conn *c)
{
	return c->user[0] ? c->user : "local";
}

void
conn_terminal(const struct conn *c, char out[CONN_TERMINAL])
{
	size_t user = strlen(c->user), name = strlen(c->name);

	memcpy(out, c->user, user);
	if (user > 0 && name > 0)
		out[user++] = '/';
	memcpy(out + user, c->name, name + 1);
}

bool
conn_hears_all(const struct conn *c)
{
	enum account_role role = conn_role(c);

	return role == ACCOUNT_LOCAL || role > ACCOUNT_CLERK;
}

static bool
is_loopback(const struct sockaddr_storage *from)
{
	struct sockaddr_in in;
	struct sockaddr_in6 in6;

	if (from->ss_family == AF_INET) {
		memcpy(&in, from, sizeof(in));
		return ntohl(in.sin_addr.s_addr) >> 24 == 127;
	}
	memcpy(&in6, from, sizeof(in6));
	return IN6_IS_ADDR_LOOPBACK(&in6.sin6_addr);
}

void
conn_find_address(struct conn *c, int fd)
{
	struct sockaddr_storage from = { 0 };
	socklen_t len = sizeof(from);

	if (getpeername(fd, (struct sockaddr *)&from, &len) < 0 ||
	    getnameinfo((struct sockaddr *)&from, len, c->address,
		sizeof(c->address), NULL, 0, NI_NUMERICHOST) != 0)
		c->address[0] = '\0';
	c->remote = !is_loopback(&from);
}

void
conn_greet(struct conn *c)
{
	c->known = true;
	door_greet(&c->server->door, c);
}

void
conn_become(struct conn *c, const struct account *a)
{
	memcpy(c->user, a->name, strlen(a->name) + 1);
	c->role = a->role;
	conn_greet(c);
}

void
conn_begin(struct conn *c)
{
	struct server *s = c->server;
	const struct ssl_st *tls = stream_ssl(&c->stream);

	/* Who was somebody has as long as whoever comes in. */
	if (c->known)
		c->since_ms = s->clock.boot_ms;
	c->user[0] = '\0';
	c->known = false;
	const struct account *a = secure_account(&s->secure, s->hall, tls);
	if (a) {
		conn_become(c, a);
	} else if (c->believed) {
		conn_greet(c);
	}
}

uint32_t
conn_commands_max(const struct conn *c)
{
	return c->server->layout->limits.commands[conn_role(c)];
}
