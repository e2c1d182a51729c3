#include "server/net/shed.h"

#include "server/hall/layout.h"
#include "server/net/conn.h"
#include "server/server.h"

#define MIB 1048576

static size_t
measure(const struct conn *c)
{
	size_t size = c->out.cap;

	for (int i = 0; i < CONN_SLOTS; i++)
		size += c->held[i].cap;
	return size;
}

static void
count(struct conn *c, size_t size)
{
	c->server->buffered += size - c->buffered;
	c->buffered = size;
}

static struct conn *
find_largest(const struct server *s)
{
	struct conn *largest = NULL;

	for (struct conn *c = s->conns; c; c = c->next) {
		if (!c->dead && (!largest || c->buffered > largest->buffered))
			largest = c;
	}
	return largest;
}

/* Replies are still counted for it, but nothing is kept. */
static void
empty(struct conn *c)
{
	conn_kill(c);
	buf_release(&c->out);
	c->sent = 0;
	for (int i = 0; i < CONN_SLOTS; i++)
		buf_release(&c->held[i]);
	count(c, 0);
}

void
shed_note(struct conn *c)
{
	struct server *s = c->server;
	size_t max = (size_t)s->layout->limits.buffers_mib * MIB;
	struct conn *largest;

	count(c, measure(c));
	if (s->buffered <= max)
		return;
	largest = find_largest(s);
	if (!largest)
		return;
	server_log("clients do not read %zu MiB: closed the one with most of"
		   " it, connection %llu",
	    s->buffered / MIB, (unsigned long long)largest->id);
	empty(largest);
}

void
shed_forget(struct conn *c)
{
	count(c, 0);
}
