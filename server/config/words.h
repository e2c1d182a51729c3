/* What a code, a label and a text may be made of; and which word is near. */
#ifndef HAO_CONFIG_WORDS_H
#define HAO_CONFIG_WORDS_H

#include <stdbool.h>
#include <stddef.h>

#define CONFIG_TEXT_MAX	   1000 /* bytes of a text in one language */
#define CONFIG_ADDRESS_MAX 200	/* of an address that a QR code has to hold */

/* 1 to LAYOUT_CODE_MAX bytes of A-Z, a-z, 0-9, dot, dash and underscore. */
bool config_word_is_code(const char *s);

/* As many bytes of any UTF-8 but spaces, colons and control characters. */
bool config_word_is_label(const char *s);

/*
 * No characters that a screen can't show or that YAML reads as the end of a
 * line: of the control characters only the newline. S is valid UTF-8.
 */
bool config_word_is_clean(const char *s, size_t len);

/* Digits that make a number of 32 bits, without leading zeros. */
bool config_word_is_number(const char *s, size_t len);

/* The best of all candidates tried; NEAREST is NULL when none is near. */
struct config_near {
	const char *word;
	const char *nearest;
	size_t distance;
};
void config_near_try(struct config_near *n, const char *candidate);

#endif
