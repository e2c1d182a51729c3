/*
 * The daemon's side of TLS: its certificate, read again at each reload, and
 * what is said of those who failed to shake hands.
 */
#ifndef HAO_SECURE_H
#define HAO_SECURE_H

#include <stdbool.h>
#include <stdint.h>

#include "proto/tls/tls.h"

struct account;
struct hall;

/* What is said once in a while: how often it was, and the first of them. */
struct secure_note {
	uint32_t count;
	char first[TLS_SAY];
};

struct secure {
	struct tls_files files;	    /* borrowed; no cert: no TLS here */
	bool names;		    /* a certificate's name is an account's */
	struct ssl_ctx_st *ctx;	    /* for who comes in next */
	struct secure_note broken;  /* handshakes */
	struct secure_note unnamed; /* certificates that are nobody's */
	int64_t said_ms;
};

/* Reads the files. NULL, and SAY (TLS_SAY bytes) says why. */
struct ssl_ctx_st *secure_read(const struct secure *s, char *say);
/* From now on CTX, which is taken over; who is in stays in by the old one. */
void secure_take(struct secure *s, struct ssl_ctx_st *ctx);
void secure_release(struct secure *s);

/*
 * Whose account a certificate names that may come in by it: a device's that is
 * not disabled. NULL: nobody's.
 */
const struct account *secure_account(
    struct secure *s, const struct hall *h, const struct ssl_st *tls);

/* A handshake failed; WHY holds nothing of the peer's. */
void secure_note_broken(struct secure *s, const char *why);
/* Says how many did, once a minute: strangers can make many. */
void secure_tell(struct secure *s, int64_t boot_ms);

#endif
