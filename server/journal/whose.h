/* Whose a file is, and why it can't be had: in words that help. */
#ifndef HAO_WHOSE_H
#define HAO_WHOSE_H

struct sqlite3;

/*
 * SQLITE_OK: it is a journal of hao; SQLITE_EMPTY: there is nothing in it yet;
 * SQLITE_MISMATCH: it is a database of something else; or SQLite's own error.
 * Writes nothing.
 */
int whose_look(struct sqlite3 *db);

/*
 * Why RC: the system's own words where it was the system that said no. DB may
 * be NULL. Borrowed until the next call of SQLite or the system.
 */
const char *whose_why(int rc, struct sqlite3 *db);

#endif
