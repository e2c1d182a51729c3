/*
 * The daemon's side of TLS: its certificate, read again at each reload, and
 * what is said of those who failed to shake hands.
 */
#ifndef HAO_SECURE_H
#define HAO_SECURE_H

#include <stdbool.h>
#include <stdint.h>

#include "proto/tls/tls.h"

struct secure {
	struct tls_files files;	  /* borrowed; no cert: no TLS here */
	struct ssl_ctx_st *ctx;	  /* for who comes in next */
	uint32_t broken;	  /* handshakes that were not said yet */
	char broken_why[TLS_SAY]; /* the first of them */
	int64_t said_ms;
};

/* Reads the files. NULL, and SAY (TLS_SAY bytes) says why. */
struct ssl_ctx_st *secure_read(const struct secure *s, char *say);
/* From now on CTX, which is taken over; who is in stays in by the old one. */
void secure_take(struct secure *s, struct ssl_ctx_st *ctx);
void secure_release(struct secure *s);

/* A handshake failed; WHY holds nothing of the peer's. */
void secure_note_broken(struct secure *s, const char *why);
/* Says how many did, once a minute: strangers can make many. */
void secure_tell(struct secure *s, int64_t boot_ms);

#endif
