/* The rules that a layout names, each by a word. */
#ifndef HAO_LAYOUT_RULES_H
#define HAO_LAYOUT_RULES_H

#include <stdint.h>

#include "server/hall/layout_text.h"

/* Who may say that a ticket is of a class. */
enum layout_declared {
	LAYOUT_DECLARED_KIOSK,	    /* whoever takes the ticket */
	LAYOUT_DECLARED_SUPERVISOR, /* granted to a ticket afterwards */
};

/* Who goes first among the classes of a service. */
enum layout_policy {
	LAYOUT_POLICY_CREDIT, /* by arrival, less the class's credit */
	LAYOUT_POLICY_RATIO,  /* so many of rank after so many without */
	LAYOUT_POLICY_STRICT, /* by rank, then by credited arrival */
};

enum layout_yes {
	LAYOUT_NO,
	LAYOUT_YES,
};

/* What becomes of a ticket that was called and did not come. */
enum layout_after_miss {
	LAYOUT_MISS_RETURN, /* missed, until somebody returns it */
	LAYOUT_MISS_VOID,   /* abandoned */
	LAYOUT_MISS_END,    /* waits again, behind all who wait now */
	LAYOUT_MISS_AFTER,  /* waits again, behind the next few */
};

struct layout_class {
	char *code;
	struct layout_text name;
	uint32_t credit_min; /* minutes taken off the arrival */
	uint32_t rank;	     /* above 0: before others under ratio and strict */
	enum layout_declared declared;
};

#endif
