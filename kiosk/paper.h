/*
 * The paper ticket as lines of text. Pure: a model goes in, text comes out.
 * Nothing on it says who the citizen is.
 */
#ifndef HAO_PAPER_H
#define HAO_PAPER_H

#include <stdbool.h>
#include <stdint.h>

#include "kiosk/wait.h"

struct buf;

#define PAPER_COLUMNS	  48 /* 80 mm paper, letters of 12 dots */
#define PAPER_COLUMNS_MIN 16

/* Before a line that a printer of text makes as large as it can. */
#define PAPER_LARGE '\x0e'

/* All borrowed, none NULL; an empty text takes no line. */
struct paper {
	const char *lang;
	const char *hall;
	const char *number;
	const char *service;
	const char *counters; /* labels, "1, 3" */
	int64_t ahead;	      /* people; below 0 when not known */
	struct wait_minutes wait;
	const char *time;	 /* as it is to be read, in the hall's zone */
	const char *missed_rule; /* what happens after a miss */
	bool training;		 /* for practice: it says so */
	bool again;		 /* printed once more: it says so */
	bool test;		 /* of no ticket: it says so */
	bool marked; /* the number is marked as large, and not drawn */
};

/* COLUMNS below the least are taken as the least. */
void paper_text(struct buf *out, const struct paper *p, int columns);

#endif
