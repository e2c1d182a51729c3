/*
 * What a command brought: all that its reply says. It is kept for a day by
 * request id, so that the same request again gets the same reply.
 */
#ifndef HAO_OUTCOME_H
#define HAO_OUTCOME_H

#include <stdbool.h>
#include <stdint.h>

#define OUTCOME_NUMBER	    12
#define OUTCOME_APPOINTMENT 9
#define OUTCOME_SAY	    128 /* bytes of a refusal's detail */

enum outcome_type {
	OUTCOME_NIL,	  /* nobody waits */
	OUTCOME_ISSUED,	  /* id number service class state day issued ahead */
	OUTCOME_CALL,	  /* id number service class counter waited calls */
	OUTCOME_TICKET,	  /* id number service class state counter */
	OUTCOME_COUNTER,  /* counter state clerk */
	OUTCOME_VOID,	  /* a request that will never issue */
	OUTCOME_DONE,	  /* it is so */
	OUTCOME_COUNT,	  /* it is so for so many: count */
	OUTCOME_BOOKING,  /* appointment service state appointed */
	OUTCOME_FOLLOWUP, /* followup state due owner */
	OUTCOME_VOICE,	  /* zone holder; count is 1 for the holder */
	OUTCOME_ACCOUNT,  /* account role state */
};

struct event;

/* Two or more of each ticket are kept, and so no field is wider than needed. */
struct outcome {
	enum outcome_type type;
	bool replayed, training;
	uint8_t rating; /* 0: nobody rated */
	uint32_t calls, count;
	int64_t seq, id, day, issued_ms, ahead, waited_ms;
	const char *service, *class, *counter, *state, *clerk;
	const char *zone, *holder;
	int64_t appointed_ms; /* 0: no appointment, or too late for it */
	int64_t followup, due;
	const char *owner;
	const char *account, *role;
	char number[OUTCOME_NUMBER];
	char appointment[OUTCOME_APPOINTMENT];
};

/* Derived from the event alone, so that a replay gives the same. */
void outcome_of(const struct event *event, struct outcome *out);

enum refusal {
	REFUSE_NOT = 0,
	REFUSE_NOSUCHTICKET,
	REFUSE_NOSUCHSERVICE,
	REFUSE_NOSUCHCOUNTER,
	REFUSE_NOSUCHCLASS,
	REFUSE_BADSTATE,      /* detail: the state it is in */
	REFUSE_COUNTERCLOSED, /* nobody opened it */
	REFUSE_COUNTERTAKEN,  /* detail: who holds it */
	REFUSE_SERVICECLOSED,
	REFUSE_QUOTA,	     /* as many tickets today as allowed */
	REFUSE_SESSIONQUOTA, /* as many tickets in this session */
	REFUSE_CAPACITY,     /* as many people in the hall */
	REFUSE_NUMBERSUSED,  /* the range is used up */
	REFUSE_RIDREQUIRED,
	REFUSE_RIDCONFLICT,  /* the same request id with other words */
	REFUSE_RIDVOID,	     /* cancelled before it came */
	REFUSE_REQUESTSUSED, /* as many of one account as are remembered */
	REFUSE_RECALLS,	     /* recalled as often as allowed */
	REFUSE_CLOCK,	     /* the hall's clock is not trusted yet */
	REFUSE_OPENTICKETS,  /* the layout drops what is open; detail: number */
	REFUSE_COUNTEROFF,   /* a floating counter that is not switched on */
	REFUSE_GRANTED,	     /* a class that a supervisor grants */
	REFUSE_NOSUCHAPPOINTMENT,
	REFUSE_NOSUCHSLOT, /* nobody can be booked then */
	REFUSE_SLOTFULL,
	REFUSE_BOOKINGS, /* as many appointments as allowed */
	REFUSE_TOOEARLY, /* detail: from when */
	REFUSE_TOOLATE,	 /* detail: when it was */
	REFUSE_BOOKED,	 /* the layout drops what is booked; detail: service */
	REFUSE_BADARG,
	REFUSE_NOMEMORY,
	REFUSE_HOLD,	 /* no such hold, or no time to come */
	REFUSE_NOTTAKEN, /* the counter does not take that service */
	REFUSE_STEPS,	 /* too many, or an empty one */
	REFUSE_NOSUCHZONE,
	REFUSE_PAUSED,	/* issuing is stopped; detail: the message */
	REFUSE_SCOPE,	/* a service and a zone */
	REFUSE_DEVICES, /* as many devices as are kept */
	REFUSE_RATER,	/* a counter's terminal, not the citizen */
	REFUSE_RATED,	/* once, and otherwise */
	REFUSE_NOSUCHFOLLOWUP,
	REFUSE_FOLLOWUPS, /* as many as are kept */
	REFUSE_OWNER,	  /* the clerk it is about */
	REFUSE_NOSUCHACCOUNT,
	REFUSE_ACCOUNTTHERE, /* detail: its name */
	REFUSE_ACCOUNTS,     /* as many as are kept */
	REFUSE_ACCOUNTNAME,  /* no name or no role that one can have */
	REFUSE_LASTTECHNICIAN,
	REFUSALS
};

#endif
