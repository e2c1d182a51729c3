#include "server/net/door.h"

#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "server/hall/layout_limits.h"
#include "server/net/conn.h"

/* --- Addresses ---------------------------------------------------------- */

struct in6_addr
door_address(const struct sockaddr_storage *from)
{
	struct in6_addr out = { 0 };
	struct sockaddr_in in;
	struct sockaddr_in6 in6;

	if (from->ss_family == AF_INET) {
		memcpy(&in, from, sizeof(in));
		out.s6_addr[10] = out.s6_addr[11] = 0xff;
		memcpy(&out.s6_addr[12], &in.sin_addr, 4);
		return out;
	}
	memcpy(&in6, from, sizeof(in6));
	out = in6.sin6_addr;
	if (!IN6_IS_ADDR_V4MAPPED(&out))
		memset(&out.s6_addr[8], 0, 8);
	return out;
}

/* Whoever finds two addresses of one bucket gains nothing by it. */
static size_t
bucket(const struct in6_addr *address)
{
	uint32_t hash = 2166136261;

	for (size_t i = 0; i < sizeof(*address); i++)
		hash = (hash ^ address->s6_addr[i]) * 16777619;
	return (hash ^ hash >> 16) % DOOR_BUCKETS;
}

static struct door_place *
find_place(const struct door *d, const struct in6_addr *address)
{
	struct door_place *p = d->places[bucket(address)];

	while (p && memcmp(&p->address, address, sizeof(*address)) != 0)
		p = p->next;
	return p;
}

static struct door_place *
make_place(struct door *d, const struct in6_addr *address)
{
	struct door_place *p = find_place(d, address);
	struct door_place **first = &d->places[bucket(address)];

	if (p)
		return p;
	p = calloc(1, sizeof(*p));
	if (!p)
		return NULL;
	p->address = *address;
	p->next = *first;
	*first = p;
	return p;
}

static void
leave_place(struct door *d, struct door_place *place)
{
	struct door_place **link = &d->places[bucket(&place->address)];

	if (--place->conns > 0)
		return;
	while (*link != place)
		link = &(*link)->next;
	*link = place->next;
	free(place);
}

/* --- Who may come in ---------------------------------------------------- */

static struct conn *
oldest_of(const struct door *d, const struct door_place *place)
{
	struct conn *c = d->oldest;

	while (c && c->pass.place != place)
		c = c->pass.newer;
	return c;
}

/* Those who are known keep half of the places, whatever comes. */
static bool
are_many(const struct door *d, const struct layout_limits *limits,
    uint32_t conns_max)
{
	return d->strangers >= limits->strangers ||
	    d->strangers >= (conns_max + 1) / 2;
}

enum door_verdict
door_ask(const struct door *d, const struct layout_limits *limits,
    uint32_t conns_max, const struct door_guest *guest, struct conn **out)
{
	const struct door_place *place = guest->counted
	    ? find_place(d, &guest->address)
	    : NULL;
	bool crowded = place &&
	    (place->conns >= limits->address_connections ||
		(guest->stranger &&
		    place->strangers >= limits->address_strangers));
	bool full = d->conns >= conns_max ||
	    (guest->stranger && are_many(d, limits, conns_max));

	*out = NULL;
	if (!crowded && !full)
		return DOOR_IN;
	if (place)
		*out = oldest_of(d, place);
	/* Others make room for it only where all of them are too many. */
	if (!*out && !crowded)
		*out = d->oldest;
	return *out ? DOOR_FOR : DOOR_FULL;
}

/* --- Coming and going --------------------------------------------------- */

static void
add_stranger(struct door *d, struct conn *c)
{
	c->pass.older = d->newest;
	if (d->newest) {
		d->newest->pass.newer = c;
	} else {
		d->oldest = c;
	}
	d->newest = c;
	d->strangers++;
	if (c->pass.place)
		c->pass.place->strangers++;
}

bool
door_enter(struct door *d, struct conn *c, const struct door_guest *guest)
{
	c->pass = (struct door_pass){ .stranger = guest->stranger };
	if (guest->counted) {
		c->pass.place = make_place(d, &guest->address);
		if (!c->pass.place)
			return false;
		c->pass.place->conns++;
	}
	c->pass.in = true;
	d->conns++;
	if (guest->stranger)
		add_stranger(d, c);
	return true;
}

void
door_greet(struct door *d, struct conn *c)
{
	struct door_pass *pass = &c->pass;

	if (!pass->stranger)
		return;
	pass->stranger = false;
	if (pass->older) {
		pass->older->pass.newer = pass->newer;
	} else {
		d->oldest = pass->newer;
	}
	if (pass->newer) {
		pass->newer->pass.older = pass->older;
	} else {
		d->newest = pass->older;
	}
	d->strangers--;
	if (pass->place)
		pass->place->strangers--;
}

void
door_leave(struct door *d, struct conn *c)
{
	if (!c->pass.in)
		return;
	door_greet(d, c);
	if (c->pass.place)
		leave_place(d, c->pass.place);
	c->pass.place = NULL;
	c->pass.in = false;
	d->conns--;
}
