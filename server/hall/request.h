/* What somebody asks of the hall, as plain data. All strings borrowed. */
#ifndef HAO_REQUEST_H
#define HAO_REQUEST_H

#include <stdbool.h>
#include <stdint.h>

enum request_type {
	REQUEST_ISSUE,
	REQUEST_CANCEL, /* id, or victim: a request's id */
	REQUEST_PRINTED,
	REQUEST_OPEN,
	REQUEST_CLOSE,
	REQUEST_PAUSE,
	REQUEST_RESUME,
	REQUEST_LEASE,
	REQUEST_NEXT,
	REQUEST_CALL,
	REQUEST_RECALL,
	REQUEST_START,
	REQUEST_FINISH,
	REQUEST_MISSED,
	REQUEST_ABANDONED,
	REQUEST_RETURN,
	REQUEST_TRANSFER,
	REQUEST_CLASS,
	REQUEST_SWITCH,
	REQUEST_HOLD,
	REQUEST_UNHOLD,
	REQUEST_HALL_PAUSE,
	REQUEST_HALL_RESUME,
	REQUEST_BROADCAST,
	REQUEST_CLEAR,
	REQUEST_TRAINING,
	REQUEST_DEVICE,
	REQUEST_SHOWN,
	REQUEST_HEARD,
	REQUEST_VOICE,
	REQUEST_BOOK,
	REQUEST_CHANGE,
	REQUEST_UNBOOK,
	REQUEST_CHECKIN,
	REQUEST_RATE,
	REQUEST_COMPLAIN,
	REQUEST_FOLLOWUP_OWN,
	REQUEST_FOLLOWUP_CLOSE,
	REQUEST_ACCOUNT_ADD,
	REQUEST_ACCOUNT_DISABLE,
	REQUEST_ACCOUNT_ENABLE,
	REQUEST_ACCOUNT_SECRET,
	REQUEST_TYPES
};

enum place_word {
	PLACE_USUAL, /* a transfer by its first arrival, a return at the end */
	PLACE_LIFETIME, /* by its first arrival */
	PLACE_END,
	PLACE_FRONT,
};

struct request {
	enum request_type type;
	const char *user;     /* the account; never NULL */
	const char *terminal; /* the connection's name; "" when unnamed */
	const char *from;     /* its address; NULL: the daemon's own */
	const char *rid;      /* NULL when there is none */
	uint64_t args;	      /* hash of all other words */
	bool clock_unsure;    /* a change of day waits for the clock */

	int64_t id;
	int64_t matters;  /* negative: not said */
	int64_t until_ms; /* 0: not said */
	const char *service, *class, *lang;
	const char *counter, *clerk, *reason, *number, *verdict;
	const char *to_service, *to_counter, *to_clerk;
	bool on;       /* SWITCH, TRAINING */
	int64_t again; /* PRINTED: above 0: of a reprint */
	const char *victim;
	const char *hold;  /* papers, counter, until */
	const char *steps; /* codes with commas; NULL: the service's own */
	const char *appointment, *contact;
	int64_t appointed_ms;
	uint64_t random; /* BOOK: what its code is made of */
	int64_t rating, followup;
	const char *owner;
	enum place_word place;
	const char *zone, *text, *device, *key, *state;
	int64_t call; /* SHOWN, HEARD: the seq of the call */
	const char *account, *role, *verifier;
	const char *secret; /* for the edge; the hall never looks at it */
};

#endif
