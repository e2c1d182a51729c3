/* The server's documents as tables for people. Pure. */
#ifndef HAO_SHOW_H
#define HAO_SHOW_H

#include <jansson.h>

struct buf;

typedef void show_fn(struct buf *out, const json_t *document);

show_fn show_state;	/* HALL STATE */
show_fn show_services;	/* HALL SERVICES, an array */
show_fn show_counters;	/* HALL COUNTERS, an array */
show_fn show_events;	/* EVENTS SINCE, an array */
show_fn show_metrics;	/* HALL METRICS, a string */
show_fn show_layout;	/* HALL LAYOUT, with or without LANG */
show_fn show_followups; /* FOLLOWUP LIST, an array */
show_fn show_followup;	/* what FOLLOWUP OWN or CLOSE did */
show_fn show_accounts;	/* ACCOUNT LIST, an array */
show_fn show_account;	/* what the others of ACCOUNT did */

#endif
