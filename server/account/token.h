/*
 * Tokens of tickets: what a phone is given, by the QR code on the paper, and
 * shows whenever it asks about its ticket. One is the ticket's id, a point and
 * 128 bits that only who has the journal's key can make. Nobody stores tokens:
 * the same ticket always has the same one. Pure.
 */
#ifndef HAO_TOKEN_H
#define HAO_TOKEN_H

#include <stdbool.h>
#include <stdint.h>

#define TOKEN_KEY  32 /* random bytes, the journal's own */
#define TOKEN_TEXT 44 /* an id, a point, 22 letters and a 0 */

/* That of ticket ID, which is above 0. */
void token_make(char out[TOKEN_TEXT], const uint8_t key[TOKEN_KEY], int64_t id);

/*
 * True: TEXT is a token that was made with KEY, of ticket *ID. Takes a time
 * that does not tell how much of it was right.
 */
bool token_read(const uint8_t key[TOKEN_KEY], const char *text, int64_t *id)
    __attribute__((warn_unused_result));

#endif
