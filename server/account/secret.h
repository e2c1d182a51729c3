/*
 * Secrets, and what they are compared with. A device's is 256 random bits, of
 * which a BLAKE2b hash is enough, and it is looked at in microseconds. A
 * person's can be guessed: Argon2id makes each guess cost 19 MiB and two
 * passes, so that those functions are for the thread that may be slow.
 */
#ifndef HAO_SECRET_H
#define HAO_SECRET_H

#include <stdbool.h>

#include "server/hall/account.h"

#define SECRET_TEXT 44	/* of a device, with the 0 that ends it */
#define SECRET_MAX  256 /* bytes of any */
#define SECRET_MIN  10	/* of a person's */
#define PIN_MIN	    4	/* digits of a clerk's */
#define PIN_MAX	    8

/* A new device's. */
void secret_make(char out[SECRET_TEXT]);
void secret_of_device(char out[ACCOUNT_VERIFIER], const char *secret);
/* In a time that does not tell how much of it was right. */
bool secret_is_devices(const char *verifier, const char *secret);

/* What is wrong with the secret that somebody of ROLE chose; NULL: nothing. */
const char *secret_flaw(enum account_role role, const char *secret);
/* Slow. False: out of memory. */
bool secret_of_person(char out[ACCOUNT_VERIFIER], const char *secret)
    __attribute__((warn_unused_result));
/* As slow. VERIFIER NULL: of nobody, and in vain. */
bool secret_is_persons(const char *verifier, const char *secret);

#endif
