/*
 * What is known of receipt printers: a table. The kiosk takes from it how
 * wide a paper is, hao-printer what the printer can be asked.
 */
#ifndef HAO_PRINTER_MODEL_H
#define HAO_PRINTER_MODEL_H

#include <stddef.h>

#include "kiosk/escpos.h"

enum model_can {
	MODEL_NEVER, /* it must not be sent */
	MODEL_MAYBE, /* it is tried; who does not answer is not asked again */
	MODEL_ALWAYS,
};

struct model {
	const char *name;
	/*
	 * What the printer says of itself (MDL of its IEEE 1284 id); or NULL.
	 */
	const char *id;
	int dpi;
	struct escpos_paper paper;
	enum model_can asks;	/* DLE EOT, answered at once */
	enum model_can watches; /* GS a: the status comes by itself */
	enum model_can proves;	/* GS r, answered when all before is done */
	const char *source;	/* where the row is from */
};

/* By NAME in any case; NULL: it is not in the table. */
const struct model *model_find(const char *name);
/* By the model's own id; the generic one when it is not in the table. */
const struct model *model_of_id(const char *id);

/* Row I, and NULL after the last. The first is the generic one. */
const struct model *model_at(size_t i);

#endif
