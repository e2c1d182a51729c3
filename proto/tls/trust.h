/*
 * Whom a client trusts: certificates of known fingerprints alone, or those
 * that a CA signed for the name that was called.
 */
#ifndef HAO_TLS_TRUST_H
#define HAO_TLS_TRUST_H

#include <stdbool.h>

struct ssl_ctx_st;
struct ssl_st;

/*
 * From now on CTX checks who it speaks to. PIN is a list of fingerprints with
 * commas between them; NULL: the CAs that CTX has. False, and SAY (TLS_SAY
 * bytes) says why.
 */
bool trust_begin(struct ssl_ctx_st *ctx, const char *pin, char *say);

/* Why the last certificate was not taken; NULL for a server's side. */
const char *trust_why(const struct ssl_st *tls);

#endif
