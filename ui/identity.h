/*
 * Who a program is: its account's name and secret, as a file keeps them. The
 * file's first line is "NAME SECRET", or the secret alone.
 */
#ifndef HAO_IDENTITY_H
#define HAO_IDENTITY_H

#include <stdbool.h>
#include <stddef.h>

#define IDENTITY_NAME	33 /* bytes, with the 0 that ends it */
#define IDENTITY_SECRET 257
#define IDENTITY_SAY	300

struct identity {
	char name[IDENTITY_NAME]; /* "": the file does not say */
	char secret[IDENTITY_SECRET];
};

/* False, and SAY (IDENTITY_SAY bytes) says why: FILE can't be read. */
bool identity_read(struct identity *out, const char *file, char *say);
/*
 * Puts FILE in place whole, to be read by its owner alone. False, and SAY says
 * why: it is as it was.
 */
bool identity_write(const struct identity *who, const char *file, char *say);
/* Whether it could be put there; a code is good for one try. */
bool identity_may_write(const char *file, char *say);
/* Its secret is wiped. */
void identity_forget(struct identity *who);

#endif
