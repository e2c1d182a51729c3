/* Tickets named by their tokens: what speaks for phones has nothing else. */
#ifndef HAO_COMMAND_TOKEN_H
#define HAO_COMMAND_TOKEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct call;

/*
 * WORD is a token of this hall, of ticket *ID. Else it costs what a wrong
 * secret does, each one of the same ticket more; false: it is replied, or the
 * command is run again. One wrong one a command: the next would be taken for
 * it.
 */
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
