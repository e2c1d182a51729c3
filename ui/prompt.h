/* A secret that somebody types: never a word of the command line. */
#ifndef HAO_PROMPT_H
#define HAO_PROMPT_H

#include <stdbool.h>

#include "ui/identity.h"

#define PROMPT_MAX 260

/*
 * The first line of standard input, which is not shown while it is typed on a
 * terminal. False, and said: there is none.
 */
bool prompt_secret(char out[PROMPT_MAX], const char *whose);

/*
 * The same for a secret that is to be set. Typed on a terminal it is asked for
 * twice, for nobody sees a slip. False, and said: the two differ.
 */
bool prompt_new_secret(char out[PROMPT_MAX], const char *whose);

/* Where there is a terminal: the secret of USER, whom no file tells. */
void prompt_identity(struct identity *who, const char *user);

#endif
