#include "kiosk/code.h"

#include <stddef.h>
#include <string.h>

const char code_letters[33] = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

void
code_make(const uint8_t random[CODE_TICKET], char code[CODE_SIZE])
{
	for (size_t i = 0; i < CODE_TICKET; i++)
		code[i] = code_letters[random[i] % 32];
	code[CODE_TICKET] = '\0';
}

static char
upper(char c)
{
	if (c >= 'a' && c <= 'z')
		return (char)(c - 'a' + 'A');
	return c;
}

/* Behind the last of what stands before a code in an address. */
static const char *
last_part(const char *text)
{
	const char *part = text;

	for (const char *at = text; *at != '\0'; at++) {
		if (strchr("/=#?", *at) != NULL)
			part = at + 1;
	}
	return part;
}

void
code_read(const char *text, char code[CODE_SIZE])
{
	size_t length = 0;

	for (const char *at = last_part(text); *at != '\0'; at++) {
		char c = upper(*at);
		if (c == ' ' || c == '-')
			continue;
		if (length == CODE_TICKET || strchr(code_letters, c) == NULL) {
			length = 0;
			break;
		}
		code[length++] = c;
	}
	if (length != CODE_TICKET && length != CODE_APPOINTMENT)
		length = 0;
	code[length] = '\0';
}

void
code_show(const char *code, char shown[CODE_SHOWN_SIZE])
{
	size_t at = 0;

	for (size_t i = 0; code[i] != '\0' && at + 2 < CODE_SHOWN_SIZE; i++) {
		if (i > 0 && i % 4 == 0)
			shown[at++] = ' ';
		shown[at++] = code[i];
	}
	shown[at] = '\0';
}
