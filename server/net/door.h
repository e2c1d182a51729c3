/*
 * The door: who comes in when there are many. Strangers, who have not said yet
 * who they are, never take the place of those who have; when there is no
 * place, the oldest of them makes one, first of the same address. It counts,
 * and closes nothing.
 */
#ifndef HAO_DOOR_H
#define HAO_DOOR_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stdint.h>

#define DOOR_BUCKETS 1024

struct conn;
struct layout_limits;
struct sockaddr_storage;

/* One address that has somebody in. */
struct door_place {
	struct door_place *next;
	struct in6_addr address;
	uint32_t conns, strangers;
};

/* What a connection keeps of it. */
struct door_pass {
	struct door_place *place;   /* NULL: not counted by address */
	struct conn *older, *newer; /* of the strangers */
	bool in, stranger;
};

struct door {
	struct door_place *places[DOOR_BUCKETS];
	struct conn *oldest, *newest; /* strangers */
	uint32_t conns, strangers;
};

/* Who wants to come in. */
struct door_guest {
	struct in6_addr address;
	bool counted;  /* by its address */
	bool stranger; /* at first */
};

enum door_verdict {
	DOOR_IN,   /* there is a place */
	DOOR_FOR,  /* if the stranger that was named leaves */
	DOOR_FULL, /* all are taken by those who are known */
};

/* IPv4 as IPv6 has it; of IPv6 the network, as each machine has many. */
struct in6_addr door_address(const struct sockaddr_storage *from);

/* With CONNS_MAX places in all. OUT is who leaves, for DOOR_FOR. */
enum door_verdict door_ask(const struct door *d,
    const struct layout_limits *limits, uint32_t conns_max,
    const struct door_guest *guest, struct conn **out);

/* C has come in. False: out of memory; it has not. */
bool door_enter(struct door *d, struct conn *c, const struct door_guest *guest)
    __attribute__((warn_unused_result));
/* C has said who it is; again and again does no harm. */
void door_greet(struct door *d, struct conn *c);
/* C is as good as gone; again does no harm. */
void door_leave(struct door *d, struct conn *c);

#endif
