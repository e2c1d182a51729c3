/*
 * One printer at work: its owner's decisions, the port to it, the door for
 * jobs and the files that remember them, in one event_base.
 */
#ifndef HAO_STATION_H
#define HAO_STATION_H

#include <stdint.h>

#include "kiosk/printer/device.h"

struct event_base;
struct model;
struct station;

struct station_config {
	struct device device;
	const struct model *model; /* NULL: what the printer says it is */
	const char *socket;	   /* path of the door */
	unsigned socket_mode;
	const char *jobs;  /* the folder of the jobs' files */
	int64_t wait_ms;   /* of a paper for a printer that can't print */
	const char *queue; /* of CUPS, which is told the state; or NULL */
};

/* NULL, and said on stderr, when it can't work. CONFIG is borrowed. */
struct station *station_create(
    struct event_base *base, const struct station_config *config);
void station_destroy(struct station *s);

#endif
