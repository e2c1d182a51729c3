/*
 * Pairing codes: a technician has one made for a device, and whoever types it
 * there within ten minutes gets the device's account and secret. Each works
 * once. They are in memory alone: a restart forgets them.
 */
#ifndef HAO_PAIRING_H
#define HAO_PAIRING_H

#include <stdbool.h>
#include <stdint.h>

#include "proto/limits.h"
#include "server/hall/account.h"

#define PAIRING_CODE 8 /* seven characters, and the 0 that ends them */
#define PAIRING_MS   ((int64_t)10 * 60 * 1000)
#define PAIRINGS_MAX 32

struct pairing {
	char code[PAIRING_CODE];
	char name[LIMIT_NAME + 1];
	char by[LIMIT_NAME + 1]; /* the account of who had it made */
	enum account_role role;
	int64_t until_ms; /* by boot time; 0: free */
};

struct pairings {
	struct pairing at[PAIRINGS_MAX];
};

/*
 * A code for MEANT, whose code and until_ms are filled in; one that NAME had
 * is void. The one that would end soonest makes room.
 */
void pairings_put(struct pairings *ps, struct pairing *meant, int64_t now_ms);
/* True, and OUT is what it means: CODE, in any case, is good no more. */
bool pairings_take(struct pairings *ps, const char *code, int64_t now_ms,
    struct pairing *out) __attribute__((warn_unused_result));

#endif
