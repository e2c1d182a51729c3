/*
 * What the server knows this terminal by, where no -n names it: the same when
 * it is started again, so that it has its counter back at once, and never the
 * same for two that run.
 */
#ifndef HAO_COUNTER_TERMINAL_H
#define HAO_COUNTER_TERMINAL_H

#include <stdbool.h>

#include "proto/limits.h"

struct terminal {
	char name[LIMIT_NAME + 1];
	int lock; /* -1: none; who holds it alone has that name */
};

/*
 * For the counter LABEL of the hall behind SERVERS. ONCE, for the single
 * actions of a script: they are one terminal, which no process holds.
 */
struct terminal_place {
	const char *servers, *label; /* a supervisor has no label: NULL */
	bool once;
};

void terminal_open(struct terminal *t, const struct terminal_place *place);
/* Its name is free; so it is when the process ends in any way. */
void terminal_close(struct terminal *t);

#endif
