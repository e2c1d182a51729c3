/*
 * What happens in a run: steps made from a seed. The same seed and steps do
 * the same again, in any process.
 */
#ifndef HAO_TEST_PLAN_H
#define HAO_TEST_PLAN_H

#include <stddef.h>
#include <stdint.h>

#define STEPS_MAX 240

enum what {
	STEP_TURN,  /* the loop goes round once */
	STEP_ASK,   /* a client sends a command, or the one it waits for */
	STEP_ROUND, /* all is well for once: all read, and many ask */
	STEP_SEND,  /* some bytes of what a client has to send */
	STEP_READ,  /* a client reads some bytes */
	STEP_CUT,   /* a connection breaks */
	STEP_PASS,  /* time passes */
	STEP_SET,   /* the wall clock is set */
	STEP_FAULT, /* the disk will fail in some call */
	STEP_MEND,  /* and no more */
	STEP_KILL,  /* kill -9 */
	STEP_POWER, /* the power goes */
	STEP_LEAVE, /* the daemon is stopped, and started again */
	STEP_OTHER, /* hall.yaml is another, for who reads it next */
	STEPS,
};

struct wire_reply;

struct step {
	enum what what;
	uint32_t a, b;
};

struct plan {
	uint64_t seed;
	struct step step[STEPS_MAX];
	size_t count;
};

/* Where a run has its hall.yaml and its lock. */
struct place {
	char folder[64];
	struct disk *made;	  /* a journal with accounts, and no more */
	struct wire_reply *reply; /* room for one, too large for each run */
};

void plan_make(struct plan *p, uint64_t seed);
void plan_say(const struct plan *p);
/* Ends the program when anything is wrong. Returns what it came to. */
uint64_t plan_run(const struct place *place, const struct plan *p);

#endif
