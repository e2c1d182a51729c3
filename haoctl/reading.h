/*
 * A journal's file, read beside a running haod: nothing is written, and no
 * transaction lasts so long that the file can't be tidied behind it.
 */
#ifndef HAO_READING_H
#define HAO_READING_H

#include <stdbool.h>
#include <stdint.h>

struct sqlite3;

/* Stays where it is while it is open. */
struct reading {
	struct sqlite3 *db;
	int64_t until_ms; /* a statement that takes longer fails */
};

/*
 * Opens "sqlite:FILE" and waits until its tables say what its events say.
 * False: why not is said on stderr. Either way released by reading_close.
 */
bool reading_open(struct reading *r, const char *journal);
void reading_close(struct reading *r);

#endif
