/* The SQLite schema, version by version. */
#ifndef HAO_SCHEMA_H
#define HAO_SCHEMA_H

#include "server/hall/event.h"

struct sqlite3;

/* Brings the file up to date. False: *NEWER says it is of a later version,
 * else SQLite failed. */
int schema_migrate(struct sqlite3 *db, int *newer);

/* The version that files are brought up to. */
int schema_version(void);
/* Empties the projections, so that they are made anew. */
extern const char schema_forget[];

/*
 * The first event that is not destroyed, or to be. Unless it is the very first
 * the tables can't be made anew: what they also came from is gone.
 */
#define SCHEMA_FIRST                                           \
 "(SELECT max((SELECT coalesce(min(seq), 0) FROM main.event)," \
 " (SELECT coalesce(max(mark), 0) FROM main.forgotten WHERE kind = 'days')))"

/*
 * What each type of event does to the projections: statements in order, ended
 * by NULL; ?1 is the event's seq.
 */
#define SCHEMA_STEPS 16
extern const char *const schema_project[EVENT_TYPES][SCHEMA_STEPS];

#endif
