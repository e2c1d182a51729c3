/* The lines of single clerks. */
#ifndef HAO_LINE_H
#define HAO_LINE_H

#include "server/hall/queue.h"

/* Those who wait for one clerk, at whatever counter. */
struct line {
	const char *clerk;
	struct queue queue;
};

#endif
