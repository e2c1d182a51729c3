#include "proto/tls/trust.h"

#include <openssl/crypto.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "proto/tls/tls.h"

enum {
	DIGEST = 32 /* bytes of SHA-256 */
};

/* Of a client's context, which frees it. */
struct trust {
	size_t pins; /* 0: CAs decide */
	unsigned char pin[TLS_PINS_MAX][DIGEST];
	char why[TLS_SAY]; /* the last certificate was not taken */
};

/* --- Fingerprints ------------------------------------------------------ */

static bool
digest(const X509 *cert, unsigned char out[DIGEST])
{
	unsigned len = DIGEST;

	return cert && X509_digest(cert, EVP_sha256(), out, &len) == 1;
}

bool
tls_fingerprint(const struct x509_st *cert, char text[TLS_FINGERPRINT])
{
	unsigned char raw[DIGEST];

	if (!digest(cert, raw))
		return false;
	for (size_t i = 0; i < DIGEST; i++)
		(void)snprintf(text + 2 * i, 3, "%02x", raw[i]);
	return true;
}

/* Reads one at *AT, with or without colons, and moves on behind it. */
static bool
read_pin(const char **at, unsigned char out[DIGEST])
{
	const char *s = *at;

	for (size_t i = 0; i < DIGEST; i++) {
		if (i > 0 && *s == ':')
			s++;
		int high = OPENSSL_hexchar2int((unsigned char)s[0]);
		int low = high < 0 ? -1
				   : OPENSSL_hexchar2int((unsigned char)s[1]);
		if (low < 0)
			return false;
		out[i] = (unsigned char)(high << 4 | low);
		s += 2;
	}
	*at = s;
	return *s == '\0' || *s == ',';
}

static bool
read_pins(struct trust *t, const char *at)
{
	while (t->pins < TLS_PINS_MAX) {
		if (!read_pin(&at, t->pin[t->pins]))
			return false;
		t->pins++;
		if (*at == '\0')
			return true;
		at++;
	}
	return false;
}

/* --- What is not trusted, and why -------------------------------------- */

static void
say_time(struct trust *t, const ASN1_TIME *at, const char *what)
{
	struct tm tm;

	if (!at || ASN1_TIME_to_tm(at, &tm) != 1)
		return;
	(void)snprintf(t->why, sizeof(t->why),
	    "%s %04d-%02d-%02d; renew it, or set this computer's clock", what,
	    tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday);
}

static void
say_distrust(struct trust *t, const X509 *cert, int error)
{
	(void)snprintf(t->why, sizeof(t->why), "its certificate: %s",
	    X509_verify_cert_error_string(error));
	switch (error) {
	case X509_V_ERR_CERT_HAS_EXPIRED:
		say_time(
		    t, X509_get0_notAfter(cert), "its certificate expired on");
		break;
	case X509_V_ERR_CERT_NOT_YET_VALID:
		say_time(t, X509_get0_notBefore(cert),
		    "its certificate holds only from");
		break;
	case X509_V_ERR_HOSTNAME_MISMATCH:
	case X509_V_ERR_IP_ADDRESS_MISMATCH:
		(void)snprintf(t->why, sizeof(t->why),
		    "its certificate is for another name or address; call it"
		    " by that, or pin it");
		break;
	case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
	case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
	case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
	case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
		(void)snprintf(t->why, sizeof(t->why),
		    "its certificate is signed by nobody trusted here; give"
		    " the CA's, or pin it");
		break;
	default:
		break;
	}
}

/* A pin says all: neither date nor name count, as a kiosk's clock may fail. */
static bool
is_pinned(struct trust *t, const X509 *cert)
{
	char print[TLS_FINGERPRINT] = "";
	unsigned char is[DIGEST];
	bool found = false;

	if (!digest(cert, is) || !tls_fingerprint(cert, print))
		return false;
	for (size_t i = 0; i < t->pins; i++) {
		if (CRYPTO_memcmp(t->pin[i], is, DIGEST) == 0)
			found = true;
	}
	if (!found) {
		(void)snprintf(t->why, sizeof(t->why),
		    "not the certificate that is pinned: its fingerprint is"
		    " %s",
		    print);
	}
	return found;
}

static int
verify(X509_STORE_CTX *store, void *ctx)
{
	struct trust *t = ctx;

	if (t->pins > 0) {
		bool found = is_pinned(t, X509_STORE_CTX_get0_cert(store));
		X509_STORE_CTX_set_error(
		    store, found ? X509_V_OK : X509_V_ERR_CERT_REJECTED);
		return found;
	}
	if (X509_verify_cert(store) == 1)
		return 1;
	const X509 *at = X509_STORE_CTX_get_current_cert(store);
	say_distrust(t, at ? at : X509_STORE_CTX_get0_cert(store),
	    X509_STORE_CTX_get_error(store));
	return 0;
}

/* --- In a context ------------------------------------------------------ */

/* So many parameters, because OpenSSL calls it with them. */
// NOLINTBEGIN(readability-function-size)
static void
free_trust(void *parent, void *at, CRYPTO_EX_DATA *data, int index, long argl,
    void *argp)
{
	(void)parent, (void)data, (void)index, (void)argl, (void)argp;

	free(at);
}
// NOLINTEND(readability-function-size)

bool
trust_begin(struct ssl_ctx_st *ctx, const char *pin, char *say)
{
	struct trust *t = calloc(1, sizeof(*t));
	int index = SSL_CTX_get_ex_new_index(0, NULL, NULL, NULL, free_trust);

	if (!t || index < 0 || SSL_CTX_set_ex_data(ctx, index, t) != 1) {
		free(t);
		return false;
	}
	(void)SSL_CTX_set_app_data(ctx, t);
	SSL_CTX_set_verify(ctx, SSL_VERIFY_PEER, NULL);
	SSL_CTX_set_cert_verify_callback(ctx, verify, t);
	if (!pin || read_pins(t, pin))
		return true;
	(void)snprintf(say, TLS_SAY,
	    "a pin is the SHA-256 of a certificate, 64 hexadecimal digits; %d"
	    " at most, with commas between them",
	    TLS_PINS_MAX);
	return false;
}

const char *
trust_why(const struct ssl_st *tls)
{
	const SSL_CTX *ctx = tls ? SSL_get_SSL_CTX(tls) : NULL;
	const struct trust *t = ctx ? SSL_CTX_get_app_data(ctx) : NULL;

	return t ? t->why : NULL;
}
