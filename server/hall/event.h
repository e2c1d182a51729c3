/*
 * Events: the facts a hall is made of. One flat struct serves all types; a
 * field that a type does not use is 0 or NULL. The strings are borrowed, from
 * the hall, the request or the decoded row, and live until the event has been
 * applied and stored.
 */
#ifndef HAO_EVENT_H
#define HAO_EVENT_H

#include <stdbool.h>
#include <stdint.h>

enum event_type {
	EVENT_LAYOUT,	   /* raw: the canonical layout */
	EVENT_DAY_CLOSED,  /* day: the one that begins; id: its first ticket */
	EVENT_ISSUED,	   /* ticket, slot, session, credited, ahead */
	EVENT_CALLED,	   /* ticket, counter, waited, calls, why, after */
	EVENT_STARTED,	   /* ticket, counter */
	EVENT_SERVED,	   /* ticket, counter, matters; nil: by a NEXT */
	EVENT_MISSED,	   /* ticket, counter, misses; credited if it waits */
	EVENT_ABANDONED,   /* ticket; misses when it was missed too often */
	EVENT_RETURNED,	   /* ticket, credited */
	EVENT_TRANSFERRED, /* ticket, to_service or to_counter, credited */
	EVENT_CANCELLED,   /* ticket; victim: the request it undid */
	EVENT_VOIDED,	   /* rid: a request that will never issue */
	EVENT_PRINTED,	   /* ticket, verdict */
	EVENT_OPENED,	   /* counter, clerk, terminal */
	EVENT_CLOSED,	   /* counter */
	EVENT_PAUSED,	   /* counter, reason */
	EVENT_RESUMED,	   /* counter */
	EVENT_LAPSED,	   /* counter: its terminal fell silent */
	EVENT_CLASSED,	   /* ticket: its class now, was, credited, reason */
	EVENT_SWITCHED,	   /* counter: a floating one; on; reason */
	EVENT_SESSION_ENDED, /* service, until: who came before expires */
	EVENT_HELD,	     /* ticket, counter, hold, until, handled */
	EVENT_UNHELD,	     /* ticket, credited; counter, or the time came */
	EVENT_PASSED,	    /* ticket, counter, to_service, credited, handled */
	EVENT_HALL_PAUSED,  /* service or zone; text: nothing is issued */
	EVENT_HALL_RESUMED, /* service or zone */
	EVENT_BROADCAST,    /* zone, text; an empty one ends it */
	EVENT_HALL_CLEARED, /* service or zone; services, count, reason */
	EVENT_TRAINING,	    /* training: on */
	EVENT_DEVICE,	    /* device, key, state */
	EVENT_ALERT,	    /* kind, subject, level, value, limit; state */
	EVENT_SHOWN,	    /* ticket, zone, call: by its first screen */
	EVENT_HEARD,	    /* ticket, zone, call: by its voice */
	EVENT_BOOKED,	    /* appointment, service, appointed, until */
	EVENT_CHANGED,	    /* appointment, appointed, until */
	EVENT_UNBOOKED,	    /* appointment */
	EVENT_NOSHOW,	    /* appointment; one that came is ISSUED with it */
	EVENT_RATED,	    /* ticket, counter, clerk, rating; followup, due */
	EVENT_COMPLAINED,   /* ticket, counter, clerk, text; followup, due */
	EVENT_FOLLOWUP_OWNED,  /* followup, owner, due */
	EVENT_FOLLOWUP_CLOSED, /* followup, owner, due; text: what was done */
	EVENT_RESTORED,	 /* count: ids and numbers skipped, of each service */
	EVENT_FORGOTTEN, /* kind, mark, day, hash: what is destroyed */
	EVENT_ACCOUNT_ADDED,	/* account, role, secret, verifier */
	EVENT_ACCOUNT_DISABLED, /* account, role */
	EVENT_ACCOUNT_ENABLED,	/* account, role */
	EVENT_ACCOUNT_SECRET,	/* account, role, secret, verifier */
	EVENT_TYPES
};

struct event {
	enum event_type type;
	int64_t seq, t_ms, wall_ms;

	/* Who asked: on the event of a command, else NULL and 0. */
	const char *user, *rid, *terminal;
	const char *from; /* its address, unless it was the daemon's own */
	uint64_t args;

	int64_t id; /* ticket */
	const char *number, *service, *class, *lang;
	const char *counter, *clerk, *reason, *verdict;
	const char *to_service, *to_counter, *to_clerk;
	const char *state;  /* PRINTED: the ticket's; DEVICE: its own */
	const char *victim; /* CANCELLED: the request that issued it */
	int64_t slot, credited_ms, ahead, waited_ms, after, issued_ms;
	int64_t session_ms; /* when the session of the ticket began, or 0 */
	int64_t until_ms;   /* when the session ended; or the last to come */
	int64_t day;	    /* days since 1970-01-01 */
	int64_t calls, misses, matters;
	int64_t front;	     /* 1: before everybody else */
	int64_t on;	     /* SWITCHED: 1 or 0 */
	const char *was;     /* CLASSED: the class until now */
	int64_t nil;	     /* 1: the command's reply is nil */
	const char *why;     /* JSON; says why this ticket was called */
	const char *raw;     /* JSON; the layout */
	int64_t mark;	     /* FORGOTTEN: the first event that is kept … */
	const char *hash;    /* … and its hash */
	const char *opening; /* DAY_CLOSED: hash of the state it leads to */
	const char *zone, *text, *device, *key;
	const char *services; /* HALL_CLEARED: "a,b,c"; NULL: all */
	int64_t count;	      /* HALL_CLEARED: tickets */
	int64_t training;     /* 1: for practice, never counted */
	const char *kind, *subject, *level; /* ALERT */
	int64_t value, limit;
	int64_t call; /* SHOWN, HEARD: the seq of the CALLED */

	const char *hold;   /* what for: papers, counter, until */
	const char *steps;  /* ISSUED: further services, with commas */
	int64_t handled_ms; /* at counters so far, holds left out */
	int64_t again;	    /* CALLED: 1: held or passed on since a call; …
			     * … PRINTED: 1: of a reprint, by terminal */
	/* CALLED: what becomes of the ticket `after`; served when no service */
	const char *after_to;
	int64_t after_credited_ms, after_handled_ms;
	/* An appointment: its code and its time. */
	const char *appointment;
	int64_t appointed_ms;
	uint64_t origin;     /* BOOKED: hash of who asked and the RID */
	const char *contact; /* of a person: kept as its salted hash alone */

	/* A rating, and what somebody sees to until the end of a day. */
	int64_t rating;
	int64_t followup; /* the seq of the event that opened it; 0: none */
	int64_t due;	  /* days since 1970-01-01 */
	const char *owner;

	/* An account; secret: the seq of the event that brought its own. */
	const char *account, *role;
	int64_t secret;
	const char *verifier; /* kept apart: in the event as salted hash */
	int64_t replaced; /* no part of it: whose verifier goes; 0: nobody's */

	/* DAY_CLOSED: seconds of the wall's clock from UTC, as it begins; … */
	int64_t offset_s;
	int64_t turns_ms,
	    turned_s; /* … when that changes on the day, to what */

	/* For EVENT_LAYOUT only: what raw says. Borrowed while applying. */
	const struct layout *layout;
};

/* The type's name in the journal and on the wire; NULL when there is none. */
const char *event_name(enum event_type type);
/* EVENT_TYPES when NAME is none. */
enum event_type event_of_name(const char *name);

#endif
