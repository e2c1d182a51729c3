#include "proto/tls/tls.h"

#include <arpa/inet.h>
#include <errno.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "proto/tls/trust.h"

static const char ciphers[] = "ECDHE+AESGCM:ECDHE+CHACHA20";

/* Asking for a passphrase would stop a daemon at its start. */
static int
no_passphrase(char *buf, int size, int writing, void *ctx)
{
	(void)buf, (void)size, (void)writing, (void)ctx;

	return -1;
}

static struct ssl_ctx_st *
create(const SSL_METHOD *method, char *say)
{
	SSL_CTX *ctx = SSL_CTX_new(method);

	(void)snprintf(say, TLS_SAY, "out of memory for TLS");
	if (!ctx)
		return NULL;
	SSL_CTX_set_default_passwd_cb(ctx, no_passphrase);
	(void)SSL_CTX_set_options(ctx,
	    SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_NO_TICKET |
		SSL_OP_CLEANSE_PLAINTEXT | SSL_OP_CIPHER_SERVER_PREFERENCE);
	(void)SSL_CTX_set_mode(ctx, SSL_MODE_RELEASE_BUFFERS);
	/* Else a peer that changes its keys without end is read without end. */
	(void)SSL_CTX_clear_mode(ctx, SSL_MODE_AUTO_RETRY);
	(void)SSL_CTX_set_session_cache_mode(ctx, SSL_SESS_CACHE_OFF);
	if (SSL_CTX_set_min_proto_version(ctx, TLS1_2_VERSION) == 1 &&
	    SSL_CTX_set_cipher_list(ctx, ciphers) == 1 &&
	    SSL_CTX_set_num_tickets(ctx, 0) == 1)
		return ctx;
	SSL_CTX_free(ctx);
	return NULL;
}

/* --- Files ------------------------------------------------------------- */

static bool
can_read(const char *file, char *say)
{
	FILE *f = fopen(file, "re");

	if (!f) {
		(void)snprintf(
		    say, TLS_SAY, "%.120s: %s", file, strerror(errno));
		return false;
	}
	(void)fclose(f);
	return true;
}

static bool
is_secret(const char *file, char *say)
{
	struct stat st;

	if (stat(file, &st) < 0 || (st.st_mode & S_IROTH) == 0)
		return true;
	(void)snprintf(say, TLS_SAY,
	    "%.120s: everybody on this computer can read this key; say"
	    " chmod o-r",
	    file);
	return false;
}

static bool
take_own(SSL_CTX *ctx, const struct tls_files *files, char *say)
{
	if (!can_read(files->cert, say) || !can_read(files->key, say) ||
	    !is_secret(files->key, say))
		return false;
	if (SSL_CTX_use_certificate_chain_file(ctx, files->cert) != 1) {
		(void)snprintf(say, TLS_SAY,
		    "%.120s: no certificate in PEM is in it", files->cert);
	} else if (SSL_CTX_use_PrivateKey_file(
		       ctx, files->key, SSL_FILETYPE_PEM) == 1 &&
	    SSL_CTX_check_private_key(ctx) == 1) {
		return true;
	} else {
		(void)snprintf(say, TLS_SAY,
		    "%.120s: no key in PEM, without a passphrase, that belongs"
		    " to the certificate",
		    files->key);
	}
	return false;
}

static bool
take_ca(SSL_CTX *ctx, const char *ca, char *say)
{
	if (!can_read(ca, say))
		return false;
	if (SSL_CTX_load_verify_file(ctx, ca) == 1)
		return true;
	(void)snprintf(say, TLS_SAY, "%.120s: no certificate in PEM", ca);
	return false;
}

static struct ssl_ctx_st *
finish(SSL_CTX *ctx, bool ok)
{
	ERR_clear_error();
	if (ok)
		return ctx;
	SSL_CTX_free(ctx);
	return NULL;
}

struct ssl_ctx_st *
tls_server(const struct tls_files *files, char *say)
{
	SSL_CTX *ctx = create(TLS_server_method(), say);

	if (!ctx)
		return NULL;
	bool ok = take_own(ctx, files, say);
	if (ok && files->ca) {
		SSL_CTX_set_verify(ctx,
		    SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, NULL);
		ok = take_ca(ctx, files->ca, say);
	}
	return finish(ctx, ok);
}

static bool
take_trust(
    SSL_CTX *ctx, const struct tls_files *files, const char *pin, char *say)
{
	if (pin && files->ca) {
		(void)snprintf(
		    say, TLS_SAY, "a pin decides alone; leave out the CA");
		return false;
	}
	if (!trust_begin(ctx, pin, say))
		return false;
	if (files->ca)
		return take_ca(ctx, files->ca, say);
	return pin || SSL_CTX_set_default_verify_paths(ctx) == 1;
}

struct ssl_ctx_st *
tls_client(const struct tls_files *files, const char *pin, char *say)
{
	SSL_CTX *ctx = create(TLS_client_method(), say);

	if (!ctx)
		return NULL;
	bool ok = take_trust(ctx, files, pin, say);
	if (ok && (files->cert || files->key)) {
		(void)snprintf(say, TLS_SAY,
		    "a certificate and its key go together; give both");
		ok = files->cert && files->key && take_own(ctx, files, say);
	}
	return finish(ctx, ok);
}

void
tls_destroy(struct ssl_ctx_st *ctx)
{
	SSL_CTX_free(ctx);
}

/* --- Connections ------------------------------------------------------- */

struct ssl_st *
tls_accept(struct ssl_ctx_st *ctx)
{
	return SSL_new(ctx);
}

/* The certificate must be for HOST, an address or a name. */
static bool
expect(SSL *tls, const char *host)
{
	unsigned char address[sizeof(struct in6_addr)];

	if (inet_pton(AF_INET, host, address) == 1 ||
	    inet_pton(AF_INET6, host, address) == 1) {
		return X509_VERIFY_PARAM_set1_ip_asc(
			   SSL_get0_param(tls), host) == 1;
	}
	/* As its macro does, but without a cast that takes a const away. */
	char name[TLSEXT_MAXLEN_host_name + 1];
	int len = snprintf(name, sizeof(name), "%s", host);
	return len < (int)sizeof(name) && SSL_set1_host(tls, host) == 1 &&
	    SSL_set_tlsext_host_name(tls, name) == 1;
}

struct ssl_st *
tls_connect(struct ssl_ctx_st *ctx, const char *host)
{
	SSL *tls = SSL_new(ctx);

	if (tls && expect(tls, host))
		return tls;
	SSL_free(tls);
	return NULL;
}

void
tls_own_fingerprint(const struct ssl_ctx_st *ctx, char text[TLS_FINGERPRINT])
{
	(void)tls_fingerprint(SSL_CTX_get0_certificate(ctx), text);
}

bool
tls_peer_name(const struct ssl_st *tls, char name[TLS_NAME])
{
	X509 *cert = SSL_get0_peer_certificate(tls);
	const X509_NAME *subject = cert ? X509_get_subject_name(cert) : NULL;
	unsigned char *text = NULL;

	if (!subject || SSL_get_verify_result(tls) != X509_V_OK)
		return false;
	int at = X509_NAME_get_index_by_NID(subject, NID_commonName, -1);
	if (at < 0 ||
	    X509_NAME_get_index_by_NID(subject, NID_commonName, at) >= 0)
		return false;
	int len = ASN1_STRING_to_UTF8(
	    &text, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(subject, at)));
	bool ok = len > 0 && len < TLS_NAME &&
	    memchr(text, '\0', (size_t)len) == NULL;
	if (ok) {
		memcpy(name, text, (size_t)len);
		name[len] = '\0';
	}
	OPENSSL_free(text);
	ERR_clear_error();
	return ok;
}

/* --- What went wrong --------------------------------------------------- */

static const char *
explain(const struct ssl_st *tls, unsigned long error)
{
	bool server = SSL_is_server(tls);

	switch (ERR_GET_REASON(error)) {
	case SSL_R_CERTIFICATE_VERIFY_FAILED:
		return server ? "the client's certificate is not the CA's"
			      : trust_why(tls);
	case SSL_R_WRONG_VERSION_NUMBER:
	case SSL_R_HTTP_REQUEST:
	case SSL_R_PACKET_LENGTH_TOO_LONG:
		return "what came is no TLS";
	case SSL_R_PEER_DID_NOT_RETURN_A_CERTIFICATE:
		return "the client has no certificate";
	case SSL_R_TLSV13_ALERT_CERTIFICATE_REQUIRED:
	case SSL_R_SSLV3_ALERT_HANDSHAKE_FAILURE:
		return server ? "the other end failed"
			      : "it wants another certificate of this program,"
				" or one at all";
	case SSL_R_SSLV3_ALERT_BAD_CERTIFICATE:
	case SSL_R_SSLV3_ALERT_CERTIFICATE_UNKNOWN:
	case SSL_R_SSLV3_ALERT_CERTIFICATE_EXPIRED:
	case SSL_R_TLSV1_ALERT_UNKNOWN_CA:
		return "the other end does not trust the certificate";
	default:
		return NULL;
	}
}

bool
tls_say_broken(struct ssl_st *tls, unsigned long error, char *say)
{
	/* Without a library it is the socket's end, as libevent saw it. */
	if (ERR_GET_LIB(error) == 0 || ERR_SYSTEM_ERROR(error) ||
	    ERR_GET_REASON(error) == SSL_R_UNEXPECTED_EOF_WHILE_READING)
		return false;
	const char *why = explain(tls, error);
	if (why) {
		(void)snprintf(say, TLS_SAY, "%s", why);
		return true;
	}
	const char *reason = ERR_reason_error_string(error);
	(void)snprintf(say, TLS_SAY, "TLS failed: %s",
	    reason ? reason : "no reason given");
	return true;
}
