#include "server/filling.h"

#include <stdlib.h>

#include "server/net/conn.h"

bool
filling_join(struct filling *f, struct conn *c, int slot, int64_t *counter)
{
	if (c->held_replies[slot] > 0)
		return true;
	if (f->conns_count == f->conns_cap) {
		size_t cap = f->conns_cap ? f->conns_cap * 2 : 64;
		struct conn **to = realloc(
		    f->conns, cap * sizeof(struct conn *));
		if (!to)
			return false;
		f->conns = to;
		f->conns_cap = cap;
	}
	if (f->conns_count == 0)
		f->number = ++*counter;
	f->conns[f->conns_count++] = c;
	f->fresh += c->batch != f->number - 1;
	c->batch = f->number;
	return true;
}

static void
empty(struct filling *f)
{
	f->conns_count = 0;
	f->commands = 0;
	f->fresh = 0;
	batch_clear(&f->batch);
}

int64_t
filling_send(struct filling *f, int slot)
{
	int64_t clients = (int64_t)f->conns_count;

	for (size_t i = 0; i < f->conns_count; i++)
		conn_release(f->conns[i], slot);
	empty(f);
	return clients;
}

void
filling_refuse(struct filling *f, int slot, const char *error)
{
	for (size_t i = 0; i < f->conns_count; i++)
		conn_refuse(f->conns[i], slot, error);
	empty(f);
}

void
filling_release(struct filling *f)
{
	free(f->conns);
	batch_release(&f->batch);
}
