#include "server/account/token.h"

#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "proto/wire.h"

#define BITS	128
#define MARK	22 /* letters that the bits make */
#define CONTEXT "hao ticket "

void
token_make(char out[TOKEN_TEXT], const uint8_t key[TOKEN_KEY], int64_t id)
{
	char text[sizeof(CONTEXT) + 20], mark[MARK + 1];
	uint8_t hash[BITS / 8];

	_Static_assert(TOKEN_KEY >= crypto_generichash_KEYBYTES_MIN &&
		TOKEN_KEY <= crypto_generichash_KEYBYTES_MAX,
	    "BLAKE2b takes the key");
	int len = snprintf(text, sizeof(text), CONTEXT "%" PRId64, id);
	(void)crypto_generichash(hash, sizeof(hash), (const uint8_t *)text,
	    (unsigned long long)len, key, TOKEN_KEY);
	(void)sodium_bin2base64(mark, sizeof(mark), hash, sizeof(hash),
	    sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	(void)snprintf(out, TOKEN_TEXT, "%" PRId64 ".%s", id, mark);
	sodium_memzero(hash, sizeof(hash));
}

/* The id that TEXT begins with is made its token, and the two compared. */
bool
token_read(const uint8_t key[TOKEN_KEY], const char *text, int64_t *id)
{
	char right[TOKEN_TEXT] = { 0 }, shown[TOKEN_TEXT] = { 0 };
	const struct wire_slice digits = { text, strcspn(text, ".") };
	size_t len = strlen(text);

	if (len >= sizeof(shown) || !wire_int(&digits, id) || *id <= 0)
		return false;
	memcpy(shown, text, len);
	token_make(right, key, *id);
	return sodium_memcmp(right, shown, sizeof(right)) == 0;
}
