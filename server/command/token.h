/* Tickets named by their tokens: what speaks for phones has nothing else. */
#ifndef HAO_COMMAND_TOKEN_H
#define HAO_COMMAND_TOKEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct call;

/*
 * A WORD that is no token costs what a wrong secret does, each one of the same
 * ticket more; but the first one of a command alone. False: the command is run
 * again, or it is replied that too many wait.
 */
bool token_look(struct call *call, const char *word);
/* WORD is the token of ticket *ID; false: replied, or as token_look. */
bool token_take(struct call *call, const char *word, int64_t *id);

/*
 * Word I of the call names a ticket, by its id or by a token, which is cut to
 * the id that it begins with. False: replied, or the command is run again.
 */
bool token_resolve(struct call *call, size_t i);

/* True: this hall's tickets have a page, and their paper a token. */
bool token_is_printed(const struct call *call);
/* Adds the pair that has the token of ticket ID. */
void token_put(struct call *call, int64_t id);

#endif
