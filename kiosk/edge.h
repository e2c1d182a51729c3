/* What the kiosk's faces have at their edge, and how they say what fails. */
#ifndef HAO_KIOSK_EDGE_H
#define HAO_KIOSK_EDGE_H

#include <stdint.h>

struct document_kind;
struct event_base;
struct keep;
struct print;
struct print_events;

/* Of the wall's clock; 0 when there is none. */
int64_t edge_wall_ms(void);

/* All borrowed. */
struct edge {
	const char *program;
	const char *folder;		  /* of --keep */
	const char *printer;		  /* of --printer */
	const struct document_kind *kind; /* what it takes */
};

/* As keep_open and print_create; NULL: said on stderr, with what to change. */
struct keep *edge_open_keep(const struct edge *e);
struct print *edge_open_printer(const struct edge *e, struct event_base *base,
    const struct print_events *events);

#endif
