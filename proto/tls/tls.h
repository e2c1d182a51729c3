/*
 * TLS of both ends, 1.2 and 1.3: what is shown, what is trusted, and what to
 * say when that is not enough. Sessions are never resumed, so that recorded
 * bytes are of no use to anybody. Nothing here touches a socket.
 */
#ifndef HAO_TLS_H
#define HAO_TLS_H

#include <stdbool.h>

struct ssl_ctx_st;
struct ssl_st;
struct x509_st;

#define TLS_SAY		200 /* bytes of what is said, at most */
#define TLS_FINGERPRINT 65  /* SHA-256 in hexadecimal digits, and a 0 */
#define TLS_PINS_MAX	4
#define TLS_NAME	65 /* a common name, and a 0 */

/* Names of files, in PEM; borrowed for the call. */
struct tls_files {
	const char *cert, *key; /* one's own; NULL: none */
	const char *ca;		/* of the peer; see below for NULL */
};

/*
 * A server's side. With a CA, clients must show a certificate that it signed.
 * NULL, and SAY says which file to mend and how. Freed by tls_destroy; what
 * came in by it lives on.
 */
struct ssl_ctx_st *tls_server(const struct tls_files *files, char *say);
/*
 * A client's side. PIN is one fingerprint or more with commas between them,
 * and decides alone; else the CA does, or, without, those of the system.
 */
struct ssl_ctx_st *tls_client(
    const struct tls_files *files, const char *pin, char *say);
void tls_destroy(struct ssl_ctx_st *ctx);

/* A new connection. NULL: out of memory. HOST is what the client called. */
struct ssl_st *tls_accept(struct ssl_ctx_st *ctx);
struct ssl_st *tls_connect(struct ssl_ctx_st *ctx, const char *host);

/* Of the server's own certificate. */
void tls_own_fingerprint(
    const struct ssl_ctx_st *ctx, char text[TLS_FINGERPRINT]);
bool tls_fingerprint(const struct x509_st *cert, char text[TLS_FINGERPRINT]);

/*
 * The common name in the certificate that the peer showed, which a CA of ours
 * has signed. False: there is none such, or not one alone.
 */
bool tls_peer_name(const struct ssl_st *tls, char name[TLS_NAME]);

/* Why a connection broke by ERROR, of OpenSSL. False: the peer just left. */
bool tls_say_broken(struct ssl_st *tls, unsigned long error, char *say);

#endif
