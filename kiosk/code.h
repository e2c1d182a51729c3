/*
 * The codes that citizens hold: eight characters of an appointment, twelve of
 * a ticket, which are its request id: nobody else can know them. Pure.
 */
#ifndef HAO_KIOSK_CODE_H
#define HAO_KIOSK_CODE_H

#include <stdint.h>

#define CODE_APPOINTMENT 8
#define CODE_TICKET	 12
#define CODE_SIZE	 13 /* with its 0 */
#define CODE_SHOWN_SIZE	 16

/* What a code is made of: no 0, O, 1 and I, which people mistake. */
extern const char code_letters[33];

/* A ticket's code of twelve random bytes: 60 bits of them. */
void code_make(const uint8_t random[CODE_TICKET], char code[CODE_SIZE]);

/*
 * The code in what was typed or scanned, which may be an address that ends
 * with it, in groups and in small letters. "": there is none of that length.
 */
void code_read(const char *text, char code[CODE_SIZE]);

/* In groups of four. */
void code_show(const char *code, char shown[CODE_SHOWN_SIZE]);

#endif
