#include "server/net/secure.h"

#include <stddef.h>
#include <stdio.h>

#include "server/hall/account.h"
#include "server/server.h"

#define TELL_MS 60000

struct ssl_ctx_st *
secure_read(const struct secure *s, char *say)
{
	return tls_server(&s->files, say);
}

void
secure_take(struct secure *s, struct ssl_ctx_st *ctx)
{
	char print[TLS_FINGERPRINT];

	tls_destroy(s->ctx);
	s->ctx = ctx;
	tls_own_fingerprint(ctx, print);
	server_log("%s: its fingerprint is %s", s->files.cert, print);
}

void
secure_release(struct secure *s)
{
	tls_destroy(s->ctx);
	s->ctx = NULL;
}

static void
note(struct secure_note *n, const char *what)
{
	if (n->count++ == 0)
		(void)snprintf(n->first, sizeof(n->first), "%s", what);
}

const struct account *
secure_account(struct secure *s, const struct hall *h, const struct ssl_st *tls)
{
	char name[TLS_NAME];
	bool named = s->names && h && tls && tls_peer_name(tls, name);
	const struct account *a = named ? hall_account(h, name) : NULL;

	if (a && !a->disabled && account_is_device(a->role))
		return a;
	/* The log gets no other bytes than those that a name may have. */
	if (named)
		note(&s->unnamed, account_is_name(name) ? name : "?");
	return NULL;
}

void
secure_note_broken(struct secure *s, const char *why)
{
	note(&s->broken, why);
}

static void
tell(struct secure_note *n, const char *what)
{
	if (n->count > 0) {
		server_log(
		    "TLS: %u %s, the first: %s", n->count, what, n->first);
	}
	n->count = 0;
}

void
secure_tell(struct secure *s, int64_t boot_ms)
{
	if ((s->broken.count == 0 && s->unnamed.count == 0) ||
	    (s->said_ms != 0 && boot_ms - s->said_ms < TELL_MS))
		return;
	tell(&s->broken, "could not come in");
	tell(&s->unnamed,
	    "showed a certificate that names no device's account in force");
	s->said_ms = boot_ms;
}
