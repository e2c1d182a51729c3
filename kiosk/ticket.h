/* The server's documents, as a citizen sees them: the menu, the paper. */
#ifndef HAO_KIOSK_TICKET_H
#define HAO_KIOSK_TICKET_H

#include <jansson.h>
#include <stdbool.h>

struct buf;

struct ticket_view {
	const json_t *layout; /* in the citizen's language */
	const json_t *ticket; /* the reply to TICKET ISSUE */
	const char *lang, *time;
	bool again;  /* a reprint, which says so */
	bool test;   /* of no ticket, and says so */
	bool marked; /* for a printer of text: see PAPER_LARGE */
};

/* The whole paper ticket, COLUMNS wide. */
void ticket_paper(struct buf *out, const struct ticket_view *v, int columns);

/* A service's name; its code when the layout does not know it. */
const char *ticket_service(const json_t *layout, const char *code);

/* Puts the labels of all counters that take SERVICE, "1, 3", and a 0. */
void ticket_counters(
    struct buf *out, const json_t *layout, const char *service);

/*
 * The code of the layout's class KEY, from 1, or "" for the first, which is
 * everybody's; NULL: citizens can't say themselves that they are of it.
 */
const char *ticket_class(const json_t *layout, size_t key);

/*
 * One line a service, numbered from 1, and one for each class to be declared;
 * HALL may be NULL.
 */
void ticket_menu(struct buf *out, const json_t *layout, const json_t *hall,
    const char *lang);

#endif
