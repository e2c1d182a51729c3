#include "server/account/pairing.h"

#include <sodium.h>
#include <string.h>

/* None of them is taken for another, or for a digit. */
static const char letters[] = "23456789ABCDEFGHJKMNPQRTUVWXYZ";

static struct pairing *
place_for(struct pairings *ps, const char *name)
{
	struct pairing *soonest = &ps->at[0];

	for (size_t i = 0; i < PAIRINGS_MAX; i++) {
		struct pairing *p = &ps->at[i];
		if (p->until_ms && strcmp(p->name, name) == 0)
			return p;
		if (p->until_ms < soonest->until_ms)
			soonest = p;
	}
	return soonest;
}

void
pairings_put(struct pairings *ps, struct pairing *meant, int64_t now_ms)
{
	for (size_t i = 0; i < PAIRING_CODE - 1; i++) {
		meant->code[i] =
		    letters[randombytes_uniform(sizeof(letters) - 1)];
	}
	meant->code[PAIRING_CODE - 1] = '\0';
	meant->until_ms = now_ms + PAIRING_MS;
	*place_for(ps, meant->name) = *meant;
}

static void
to_upper(char out[PAIRING_CODE], const char *code)
{
	size_t len = strnlen(code, PAIRING_CODE);

	memset(out, 0, PAIRING_CODE);
	for (size_t i = 0; i < len && i < PAIRING_CODE; i++) {
		bool small = code[i] >= 'a' && code[i] <= 'z';
		out[i] = (char)(small ? code[i] - 'a' + 'A' : code[i]);
	}
}

bool
pairings_take(
    struct pairings *ps, const char *code, int64_t now_ms, struct pairing *out)
{
	struct pairing *found = NULL;
	char upper[PAIRING_CODE];

	to_upper(upper, code);
	for (size_t i = 0; i < PAIRINGS_MAX; i++) {
		struct pairing *p = &ps->at[i];
		/* Looked at whole, so that the time tells nothing. */
		bool same = sodium_memcmp(p->code, upper, sizeof(upper)) == 0;
		if (same && p->until_ms > now_ms)
			found = p;
	}
	if (!found)
		return false;
	*out = *found;
	sodium_memzero(found, sizeof(*found));
	return true;
}
