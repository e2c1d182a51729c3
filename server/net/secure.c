#include "server/net/secure.h"

#include <stddef.h>
#include <stdio.h>

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

void
secure_note_broken(struct secure *s, const char *why)
{
	if (s->broken++ == 0)
		(void)snprintf(s->broken_why, sizeof(s->broken_why), "%s", why);
}

void
secure_tell(struct secure *s, int64_t boot_ms)
{
	if (s->broken == 0 ||
	    (s->said_ms != 0 && boot_ms - s->said_ms < TELL_MS))
		return;
	server_log("TLS: %u could not come in, the first because: %s",
	    s->broken, s->broken_why);
	s->broken = 0;
	s->said_ms = boot_ms;
}
