#include "haoctl/head.h"

#include <sodium.h>
#include <string.h>

#define GROUP 4

void
head_write(char out[HEAD_TEXT], const uint8_t hash[JOURNAL_HASH])
{
	char hex[2 * JOURNAL_HASH + 1];
	size_t at = 0;

	sodium_bin2hex(hex, sizeof(hex), hash, JOURNAL_HASH);
	for (size_t i = 0; hex[i]; i++) {
		if (i > 0 && i % GROUP == 0)
			out[at++] = ' ';
		out[at++] = hex[i];
	}
	out[at] = '\0';
}

bool
head_read(const char *text, uint8_t hash[JOURNAL_HASH])
{
	const char *end = NULL;
	size_t len = 0;

	return sodium_hex2bin(hash, JOURNAL_HASH, text, strlen(text), " -",
		   &len, &end) == 0 &&
	    len == JOURNAL_HASH && *end == '\0';
}
