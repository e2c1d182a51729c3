/*
 * In place of what makes secrets dear and each one another: bytes that come of
 * a seed, and a hash of people's secrets that costs nothing.
 */
#include "tests/crash/secret_sim.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

#define PREFIX "$of$"

static uint64_t rnd;

/* The linker leads calls of crypto_pwhash_str to __wrap_crypto_pwhash_str. */
// NOLINTBEGIN(bugprone-reserved-identifier,readability-identifier-naming)
int __wrap_crypto_pwhash_str(char out[crypto_pwhash_STRBYTES], const char *text,
    unsigned long long len, unsigned long long passes, size_t memory);
int __wrap_crypto_pwhash_str_verify(const char out[crypto_pwhash_STRBYTES],
    const char *text, unsigned long long len);

int
__wrap_crypto_pwhash_str(char out[crypto_pwhash_STRBYTES], const char *text,
    unsigned long long len, unsigned long long passes, size_t memory)
{
	(void)passes;
	(void)memory;
	(void)snprintf(
	    out, crypto_pwhash_STRBYTES, PREFIX "%.*s", (int)len, text);
	return 0;
}

int
__wrap_crypto_pwhash_str_verify(const char out[crypto_pwhash_STRBYTES],
    const char *text, unsigned long long len)
{
	char is[crypto_pwhash_STRBYTES];

	(void)__wrap_crypto_pwhash_str(is, text, len, 0, 0);
	return strcmp(is, out) == 0 ? 0 : -1;
}
// NOLINTEND(bugprone-reserved-identifier,readability-identifier-naming)

static const char *
name(void)
{
	return "seed";
}

static uint32_t
next(void)
{
	uint64_t z = (rnd += 0x9e3779b97f4a7c15U);

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
	return (uint32_t)((z ^ (z >> 31)) >> 16);
}

static void
fill(void *bytes, const size_t len)
{
	uint8_t *at = bytes;

	for (size_t i = 0; i < len; i++)
		at[i] = (uint8_t)next();
}

static struct randombytes_implementation from_seed = {
	.implementation_name = name,
	.random = next,
	.buf = fill,
};

void
secret_sim_begin(uint64_t seed)
{
	rnd = seed;
	(void)randombytes_set_implementation(&from_seed);
}
