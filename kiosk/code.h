/*
 * The codes that citizens hold: eight characters of an appointment, twelve of
 * a ticket, which are its request id: nobody else can know them; and a
 * ticket's token, which the QR code has for phones. Pure.
 */
#ifndef HAO_KIOSK_CODE_H
#define HAO_KIOSK_CODE_H

#include <stddef.h>
#include <stdint.h>

#define CODE_APPOINTMENT 8
#define CODE_TICKET	 12
#define CODE_SIZE	 13 /* with its 0 */
#define CODE_SHOWN_SIZE	 16
#define CODE_TOKEN_SIZE	 44 /* an id, a point, 22 letters and a 0 */

/* What a code is made of: no 0, O, 1 and I, which people mistake. */
extern const char code_letters[33];

/* A ticket's code of twelve random bytes: 60 bits of them. */
void code_make(const uint8_t random[CODE_TICKET], char code[CODE_SIZE]);

/*
 * The code in what was typed or scanned, which may be an address that ends
 * with it, in groups and in small letters. "": there is none of that length.
 */
void code_read(const char *text, char code[CODE_SIZE]);

/* The token that such an address ends with. "": it does with none. */
void code_read_token(const char *text, char token[CODE_TOKEN_SIZE]);

/* In groups of four. */
void code_show(const char *code, char shown[CODE_SHOWN_SIZE]);

/*
 * What the QR code says: the status page's ADDRESS and the TOKEN. "": one of
 * them is missing, or there is no room for both.
 */
void code_address(
    char *out, size_t size, const char *address, const char *token);

#endif
