#include "server/account/secret.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

#define PASSES 2
#define MEMORY ((size_t)19 * 1024 * 1024)

#define DEVICE "blake2b:"

/* Of 32 random bytes: an unknown name has to cost what a known one does. */
static const char nobody[] =
    "$argon2id$v=19$m=19456,t=2,p=1$JzQ5JvPv0+51kMm9msMRMg"
    "$EikoXKBPtyF9MAkP4QaWPNYCjsa/gpNtJVciiJIlPRw";

void
secret_make(char out[SECRET_TEXT])
{
	uint8_t random[32];

	randombytes_buf(random, sizeof(random));
	(void)sodium_bin2base64(out, SECRET_TEXT, random, sizeof(random),
	    sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	sodium_memzero(random, sizeof(random));
}

void
secret_of_device(char out[ACCOUNT_VERIFIER], const char *secret)
{
	uint8_t hash[32];
	char hex[2 * sizeof(hash) + 1];

	(void)crypto_generichash(hash, sizeof(hash), (const uint8_t *)secret,
	    strlen(secret), NULL, 0);
	(void)sodium_bin2hex(hex, sizeof(hex), hash, sizeof(hash));
	(void)snprintf(out, ACCOUNT_VERIFIER, DEVICE "%s", hex);
}

bool
secret_is_devices(const char *verifier, const char *secret)
{
	char of_secret[ACCOUNT_VERIFIER] = { 0 };
	char kept[ACCOUNT_VERIFIER] = { 0 };

	secret_of_device(of_secret, secret);
	(void)snprintf(kept, sizeof(kept), "%s", verifier);
	return sodium_memcmp(kept, of_secret, sizeof(kept)) == 0;
}

static bool
is_pin(const char *s)
{
	size_t len = strlen(s);

	return len >= PIN_MIN && len <= PIN_MAX &&
	    strspn(s, "0123456789") == len;
}

const char *
secret_flaw(enum account_role role, const char *secret)
{
	size_t len = strlen(secret);

	if (role == ACCOUNT_CLERK) {
		return is_pin(secret) ? NULL
				      : "a clerk's PIN has 4 to 8 digits";
	}
	if (len < SECRET_MIN)
		return "a person's secret has at least 10 bytes";
	return len <= SECRET_MAX ? NULL : "a secret has at most 256 bytes";
}

bool
secret_of_person(char out[ACCOUNT_VERIFIER], const char *secret)
{
	_Static_assert(ACCOUNT_VERIFIER >= crypto_pwhash_STRBYTES,
	    "a verifier has room for Argon2's");
	return crypto_pwhash_str(out, secret, strlen(secret), PASSES, MEMORY) ==
	    0;
}

bool
secret_is_persons(const char *verifier, const char *secret)
{
	bool known = verifier && verifier[0] == '$';

	return crypto_pwhash_str_verify(
		   known ? verifier : nobody, secret, strlen(secret)) == 0 &&
	    known;
}
