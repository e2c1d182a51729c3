/* The appointments that the server keeps, as CSV. Pure. */
#ifndef HAO_EXPORTER_H
#define HAO_EXPORTER_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "proto/buf.h"
#include "ui/ask.h"

struct link_reply;

#define EXPORTER_CONNECT_MS 10000

enum exporter_ask {
	EXPORTER_ASK_TODAY,
	EXPORTER_ASK_AHEAD, /* how many days may be booked */
	EXPORTER_ASK_LIST,  /* a page of a day */
};

struct exporter {
	const char *only; /* this day alone; NULL: from today on */
	int64_t start_ms; /* now */

	bool asked, finished, failed;
	int64_t days_left; /* behind DAY */
	char day[16], after[24];
	struct asks asks;
	struct buf out, err;
};

void exporter_release(struct exporter *e);
void exporter_link(struct exporter *e, bool up, const char *why);
void exporter_reply(
    struct exporter *e, enum exporter_ask ask, const struct link_reply *reply);
void exporter_time(struct exporter *e, int64_t now_ms);
int64_t exporter_deadline(const struct exporter *e);

#endif
