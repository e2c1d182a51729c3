#include "kiosk/code.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#define TOKEN_ID   20 /* digits at most */
#define TOKEN_MARK 22
#define DIGITS	   "0123456789"

static const char token_letters[] = DIGITS
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_";

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
code_read_token(const char *text, char token[CODE_TOKEN_SIZE])
{
	const char *part = last_part(text);
	size_t id = strspn(part, DIGITS);
	size_t mark = part[id] == '.' ? strspn(part + id + 1, token_letters)
				      : 0;
	bool whole = id > 0 && id <= TOKEN_ID && mark == TOKEN_MARK &&
	    part[id + 1 + mark] == '\0';

	(void)snprintf(token, CODE_TOKEN_SIZE, "%s", whole ? part : "");
}

void
code_address(char *out, size_t size, const char *address, const char *token)
{
	size_t length = strlen(address) + strlen(token);
	bool whole = *address != '\0' && *token != '\0' && length < size;

	(void)snprintf(
	    out, size, "%s%s", whole ? address : "", whole ? token : "");
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
