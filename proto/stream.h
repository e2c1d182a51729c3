/*
 * The bytes of a connection, in a loop: a socket alone, or TLS over it. Both
 * look like a socket that does not block. The plain one is two events and
 * send(), which costs a third of what libevent's TLS does.
 *
 * A stream is embedded in its owner. Of its callbacks, all come from the loop
 * and may call any stream_ function; the owner lives on until they return.
 */
#ifndef HAO_STREAM_H
#define HAO_STREAM_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct bufferevent;
struct event;
struct event_base;
struct ssl_st;

#define STREAM_WINDOW 65536 /* bytes that TLS holds for the socket */

struct stream_calls {
	void (*ready)(void *ctx); /* TLS: both ends have shaken hands */
	void (*readable)(void *ctx);
	void (*writable)(void *ctx); /* there is room, or all has left */
	/* TLS: no more can come. WHY is NULL when the peer just left. */
	void (*broken)(void *ctx, const char *why);
};

struct stream {
	const struct stream_calls *calls;
	void *ctx;
	int fd;			    /* -1: none */
	struct event *read, *write; /* of a plain one */
	struct bufferevent *tls;    /* NULL: a plain one */
	bool shaken;		    /* hands, with TLS */
	bool paused;		    /* not read */
};

enum stream_side {
	STREAM_SERVER,
	STREAM_CLIENT,
};

/*
 * Takes over FD, connected, and TLS, which is NULL for a plain one. False:
 * out of memory; both are closed.
 */
bool stream_open(struct stream *s, struct event_base *base, int fd,
    struct ssl_st *tls, enum stream_side side)
    __attribute__((warn_unused_result));
/* Nothing is read, written or called back any more. */
void stream_stop(struct stream *s);
/* Closes it. One that was never opened, but is all 0, is left alone. */
void stream_release(struct stream *s);

/* Borrowed; NULL: a plain one. */
const struct ssl_st *stream_ssl(const struct stream *s);

/* As recv() and send(): a count, 0 at the end, or -1 with errno. */
ssize_t stream_read(struct stream *s, char *at, size_t room);
ssize_t stream_write(struct stream *s, const char *bytes, size_t len);
/* Bytes taken by stream_write that are not in the socket yet. */
size_t stream_pending(const struct stream *s);
/* `writable` will be called, when there is room. */
bool stream_await(struct stream *s);

/* Not read until stream_resume. */
void stream_pause(struct stream *s);
void stream_resume(struct stream *s);

#endif
