#include "server/cert.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "proto/args/args.h"
#include "proto/buf.h"
#include "proto/tls/tls.h"

#define DAY_S	    86400
#define DAYS_MAX    36500
#define SERIAL_LEN  16
#define COMMON_NAME 64 /* bytes of a certificate's common name, by X.509 */

struct options {
	const char *folder;
	int64_t days;
};

static const struct args_option options[] = {
	{ 'o', ARGS_TEXT, "folder", "FOLDER",
	    "where haod.crt and haod.key are put (default /var/lib/hao)",
	    offsetof(struct options, folder) },
	{ 0, ARGS_NUMBER, "days", "N",
	    "how long it holds (default 3650); a pin holds for ever",
	    offsetof(struct options, days) },
};

static const struct args_program program = {
	.name = "haod cert",
	.operands = "[NAME|ADDRESS ...]",
	.about = "Makes a key and a certificate for the names and addresses by"
		 " which programs call this\ncomputer (default: its own name,"
		 " localhost), and says its fingerprint for --pin.",
	.options = options,
	.options_count = sizeof(options) / sizeof(*options),
	.operands_max = 32,
};

/* What is being made; all owned. */
struct making {
	EVP_PKEY *key;
	X509 *cert;
	struct buf names; /* "DNS:hall.example,IP:192.0.2.1" */
	char first[COMMON_NAME + 1];
};

/* --- Names ------------------------------------------------------------- */

static bool
is_address(const char *s)
{
	unsigned char raw[sizeof(struct in6_addr)];

	return inet_pton(AF_INET, s, raw) == 1 ||
	    inet_pton(AF_INET6, s, raw) == 1;
}

/* Letters, digits, dots and hyphens: none that OpenSSL reads as its own. */
static bool
is_name(const char *s)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyz"
				    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-";

	return *s && s[strspn(s, plain)] == '\0' && strlen(s) <= COMMON_NAME;
}

static bool
add_name(struct making *m, const char *name)
{
	bool address = is_address(name);

	if (!address && !is_name(name))
		return false;
	if (m->names.len == 0) {
		(void)snprintf(m->first, sizeof(m->first), "%s", name);
	} else {
		buf_putc(&m->names, ',');
	}
	buf_puts(&m->names, address ? "IP:" : "DNS:");
	buf_puts(&m->names, name);
	return true;
}

static bool
take_names(struct making *m, const struct args_line *line)
{
	char own[COMMON_NAME + 1] = "";

	for (int i = 0; i < line->argc; i++) {
		if (add_name(m, line->argv[i]))
			continue;
		(void)fprintf(stderr,
		    "haod cert: '%s' is no name or address of a computer\n",
		    line->argv[i]);
		return false;
	}
	if (line->argc > 0)
		return true;
	if (gethostname(own, sizeof(own) - 1) == 0)
		(void)add_name(m, own);
	return add_name(m, "localhost") && add_name(m, "127.0.0.1") &&
	    add_name(m, "::1");
}

/* --- The certificate --------------------------------------------------- */

static bool
add_extension(X509 *cert, int nid, const char *value)
{
	X509V3_CTX ctx;

	X509V3_set_ctx_nodb(&ctx);
	X509V3_set_ctx(&ctx, cert, cert, NULL, NULL, 0);
	X509_EXTENSION *e = X509V3_EXT_conf_nid(NULL, &ctx, nid, value);
	bool ok = e && X509_add_ext(cert, e, -1) == 1;
	X509_EXTENSION_free(e);
	return ok;
}

/* It speaks for this server, and signs nobody else's. */
static bool
add_extensions(struct making *m)
{
	buf_putc(&m->names, '\0');
	return !m->names.failed &&
	    add_extension(
		m->cert, NID_basic_constraints, "critical,CA:FALSE") &&
	    add_extension(
		m->cert, NID_key_usage, "critical,digitalSignature") &&
	    add_extension(m->cert, NID_ext_key_usage, "serverAuth") &&
	    add_extension(m->cert, NID_subject_key_identifier, "hash") &&
	    add_extension(m->cert, NID_subject_alt_name, m->names.at);
}

static bool
set_serial(X509 *cert)
{
	unsigned char raw[SERIAL_LEN];

	if (RAND_bytes(raw, sizeof(raw)) != 1)
		return false;
	raw[0] = (raw[0] & 0x7f) | 0x40;
	BIGNUM *n = BN_bin2bn(raw, sizeof(raw), NULL);
	bool ok = n && BN_to_ASN1_INTEGER(n, X509_get_serialNumber(cert));
	BN_free(n);
	return ok;
}

static bool
set_subject(struct making *m)
{
	X509_NAME *name = X509_get_subject_name(m->cert);

	return X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC,
		   (const unsigned char *)m->first, -1, -1, 0) == 1 &&
	    X509_set_issuer_name(m->cert, name) == 1;
}

/* From yesterday on: the clocks of a hall are not all alike. */
static bool
make(struct making *m, int64_t days)
{
	m->key = EVP_EC_gen("P-256");
	m->cert = X509_new();
	return m->key && m->cert && X509_set_version(m->cert, 2) == 1 &&
	    set_serial(m->cert) && set_subject(m) &&
	    X509_gmtime_adj(X509_getm_notBefore(m->cert), -DAY_S) &&
	    X509_gmtime_adj(X509_getm_notAfter(m->cert), days * DAY_S) &&
	    X509_set_pubkey(m->cert, m->key) == 1 && add_extensions(m) &&
	    X509_sign(m->cert, m->key, EVP_sha256()) > 0;
}

/* --- Its files --------------------------------------------------------- */

/* Whoever owns the folder, haod's user, is to read what root made. */
static FILE *
create(const char *path, mode_t mode, const struct stat *folder)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);

	if (fd >= 0 && geteuid() == 0 &&
	    fchown(fd, folder->st_uid, folder->st_gid) < 0) {
		(void)close(fd);
		return NULL;
	}
	return fd < 0 ? NULL : fdopen(fd, "w");
}

static bool
finish(FILE *f, bool ok)
{
	ok = fflush(f) == 0 && fsync(fileno(f)) == 0 && ok;
	return fclose(f) == 0 && ok;
}

static bool
write_key(const struct making *m, const char *path, const struct stat *folder)
{
	FILE *f = create(path, S_IRUSR | S_IWUSR, folder);

	return f &&
	    finish(f,
		PEM_write_PrivateKey(f, m->key, NULL, NULL, 0, NULL, NULL) ==
		    1);
}

static bool
write_cert(const struct making *m, const char *path, const struct stat *folder)
{
	FILE *f = create(path, S_IRUSR | S_IWUSR | S_IRGRP | S_IROTH, folder);

	return f && finish(f, PEM_write_X509(f, m->cert) == 1);
}

static bool
fail(const char *path)
{
	(void)fprintf(stderr, "haod cert: %s: %s%s\n", path, strerror(errno),
	    errno == EEXIST ? "; move it away first, or name another -o" : "");
	return false;
}

/* Both, or neither; nothing is written over. */
static bool
put(const struct making *m, const char *folder)
{
	struct buf key = { 0 }, cert = { 0 };
	char print[TLS_FINGERPRINT];
	struct stat st;
	bool ok = false;

	if (stat(folder, &st) < 0)
		return fail(folder);
	buf_puts(&key, folder);
	buf_puts(&key, "/haod.key");
	buf_putc(&key, '\0');
	buf_puts(&cert, folder);
	buf_puts(&cert, "/haod.crt");
	buf_putc(&cert, '\0');
	if (key.failed || cert.failed || !tls_fingerprint(m->cert, print))
		goto out;
	if (!write_key(m, key.at, &st)) {
		ok = fail(key.at);
	} else if (!write_cert(m, cert.at, &st)) {
		ok = fail(cert.at);
		(void)unlink(key.at);
	} else {
		(void)printf("%s for %s\n%s is its key: nobody else may read"
			     " it\nits fingerprint, for --pin:\n%s\n",
		    cert.at, m->names.at, key.at, print);
		ok = true;
	}
out:
	buf_release(&key);
	buf_release(&cert);
	return ok;
}

int
cert_main(int argc, char **argv)
{
	struct options o = { .folder = "/var/lib/hao", .days = 3650 };
	struct args_line line = { argc, argv };
	struct making m = { 0 };
	int status = args_take(&program, &line, &o);

	if (status >= 0)
		return status;
	if (o.days < 1 || o.days > DAYS_MAX)
		return args_misused(&program, "--days is 1 to 36500");
	status = EXIT_FAILURE;
	if (!take_names(&m, &line))
		goto out;
	if (!make(&m, o.days)) {
		(void)fprintf(stderr, "haod cert: no key or no memory\n");
	} else if (put(&m, o.folder)) {
		status = EXIT_SUCCESS;
	}
out:
	EVP_PKEY_free(m.key);
	X509_free(m.cert);
	buf_release(&m.names);
	return status;
}
