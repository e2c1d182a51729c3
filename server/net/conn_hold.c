/* Replies that wait until what they tell is on the disk. */
#include <string.h>

#include "server/net/conn.h"
#include "server/net/shed.h"

void
conn_tell_secret(struct conn *c)
{
	c->out.secret = true;
	for (int i = 0; i < CONN_SLOTS; i++)
		c->held[i].secret = true;
}

void
conn_hold(struct conn *c, int slot, const char *bytes, size_t len)
{
	struct buf *held = &c->held[slot];
	size_t before = held->cap;

	c->held_replies[slot]++;
	if (c->dead)
		return;
	buf_put(held, bytes, len);
	if (held->failed)
		conn_kill(c);
	if (held->cap != before)
		shed_note(c);
}

void
conn_release(struct conn *c, int slot)
{
	conn_send(c, c->held[slot].at, c->held[slot].len);
	if (c->held[slot].cap > 1024) {
		buf_release(&c->held[slot]);
		shed_note(c);
	} else {
		buf_clear(&c->held[slot]);
	}
	c->held_replies[slot] = 0;
	if (c->closing)
		conn_flush(c);
	conn_caught_up(c);
}

void
conn_refuse(struct conn *c, int slot, const char *error)
{
	for (uint32_t i = 0; i < c->held_replies[slot]; i++)
		conn_send(c, error, strlen(error));
	buf_release(&c->held[slot]);
	c->held_replies[slot] = 0;
	shed_note(c);
	if (c->closing)
		conn_flush(c);
	conn_caught_up(c);
}
