/* What the other end of a TLS stream can do to the loop. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <assert.h>
#include <cmocka.h>
#include <event2/event.h>
#include <openssl/ssl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "proto/stream.h"
#include "proto/tls/tls.h"
#include "server/cert.h"

#define UPDATES 200 /* fit in the socket's buffer */

struct pair {
	char folder[32], cert[64], key[64];
	struct event_base *base;
	struct ssl_ctx_st *server_ctx, *client_ctx;
	struct stream server;
	struct ssl_st *client;
	int fd[2]; /* the server's, the client's */
	char heard[16];
	size_t heard_len;
};

static void
on_ready(void *ctx)
{
	(void)ctx;
}

static void
on_readable(void *ctx)
{
	struct pair *p = ctx;
	ssize_t n = stream_read(&p->server, p->heard + p->heard_len,
	    sizeof(p->heard) - p->heard_len);

	assert(n > 0);
	p->heard_len += (size_t)n;
}

static void
on_broken(void *ctx, const char *why)
{
	(void)ctx, (void)why;
	fail();
}

static const struct stream_calls calls = {
	.ready = on_ready,
	.readable = on_readable,
	.writable = on_ready,
	.broken = on_broken,
};

static void
make_cert(struct pair *p)
{
	char cert[] = "cert", to[] = "-o", address[] = "127.0.0.1";
	char *argv[] = { cert, to, p->folder, address, NULL };

	(void)snprintf(p->folder, sizeof(p->folder), "/tmp/hao-stream-XXXXXX");
	assert_non_null(mkdtemp(p->folder));
	assert_int_equal(cert_main(4, argv), 0);
	(void)snprintf(p->cert, sizeof(p->cert), "%s/haod.crt", p->folder);
	(void)snprintf(p->key, sizeof(p->key), "%s/haod.key", p->folder);
}

static void
turn(struct pair *p)
{
	(void)event_base_loop(p->base, EVLOOP_ONCE | EVLOOP_NONBLOCK);
}

static void
shake_hands(struct pair *p)
{
	while (!p->server.shaken || SSL_in_init(p->client)) {
		(void)SSL_do_handshake(p->client);
		turn(p);
	}
}

static int
set_up(void **state)
{
	struct pair *p = calloc(1, sizeof(*p));
	char say[TLS_SAY];

	assert(p);
	make_cert(p);
	const struct tls_files files = { .cert = p->cert, .key = p->key };
	p->server_ctx = tls_server(&files, say);
	p->client_ctx = SSL_CTX_new(TLS_client_method());
	p->base = event_base_new();
	assert(p->server_ctx && p->client_ctx && p->base);
	assert_int_equal(
	    socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, p->fd), 0);
	p->server.calls = &calls;
	p->server.ctx = p;
	assert_true(stream_open(&p->server, p->base, p->fd[0],
	    tls_accept(p->server_ctx), STREAM_SERVER));
	p->client = SSL_new(p->client_ctx);
	SSL_set_connect_state(p->client);
	assert_int_equal(SSL_set_fd(p->client, p->fd[1]), 1);
	shake_hands(p);
	*state = p;
	return 0;
}

static int
tear_down(void **state)
{
	struct pair *p = *state;

	SSL_free(p->client);
	stream_release(&p->server);
	(void)event_base_loop(p->base, EVLOOP_NONBLOCK);
	event_base_free(p->base);
	(void)close(p->fd[1]);
	tls_destroy(p->server_ctx);
	tls_destroy(p->client_ctx);
	(void)unlink(p->cert);
	(void)unlink(p->key);
	(void)rmdir(p->folder);
	free(p);
	return 0;
}

/* Whoever sends nothing but new keys, for ever, is read as others are. */
static void
new_keys_without_end_hold_up_nobody(void **state)
{
	struct pair *p = *state;
	int left = 0, turns = 0;

	for (int i = 0; i < UPDATES; i++) {
		assert_int_equal(
		    SSL_key_update(p->client, SSL_KEY_UPDATE_NOT_REQUESTED), 1);
		assert_int_equal(SSL_do_handshake(p->client), 1);
	}
	assert_int_equal(SSL_write(p->client, "word", 4), 4);
	turn(p);
	assert_int_equal(ioctl(p->fd[0], FIONREAD, &left), 0);
	assert_true(left > 0);
	/* What comes after them is heard. */
	while (p->heard_len < 4 && turns++ <= UPDATES)
		turn(p);
	assert_memory_equal(p->heard, "word", 4);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    new_keys_without_end_hold_up_nobody, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
