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
};

/* The whole paper ticket, COLUMNS wide. */
void ticket_paper(struct buf *out, const struct ticket_view *v, int columns);

/* Citizens may say themselves that they are of CLASS, of the layout. */
bool ticket_is_declared(const json_t *class);

/*
 * One line a service, numbered from 1, and one for each class to be declared;
 * HALL may be NULL.
 */
void ticket_menu(struct buf *out, const json_t *layout, const json_t *hall,
    const char *lang);

#endif
