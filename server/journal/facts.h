/*
 * The views that figures are made of: a row for a ticket, a call, a service
 * done, or a counter's half hour, with all that figures are asked by. Tickets
 * for practice are in none. docs/FIGURES.md says what each column means.
 */
#ifndef HAO_FACTS_H
#define HAO_FACTS_H

/* CREATE VIEW statements, each view dropped before; ended by NULL. */
extern const char *const facts_sql[];

#endif
