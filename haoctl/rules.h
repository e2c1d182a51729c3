/* The rules of a hall as its journal holds them, for whoever plays a day. */
#ifndef HAO_HAOCTL_RULES_H
#define HAO_HAOCTL_RULES_H

#include "server/record/play.h"

#define RULES_ZONES 8 /* a hall moves seldom */

struct rules {
	struct play_rules play;
	struct layout *layout; /* the last one asked for */
	struct {
		char *name;
		struct zone_table *table;
	} zone[RULES_ZONES];
};

/* RULES must stay where it is. */
void rules_init(struct rules *rules);
void rules_release(struct rules *rules);

#endif
