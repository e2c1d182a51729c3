/*
 * The edge that the client programs share: the loop, the link to the server,
 * the lines of standard input, one timer and the two signals. What to do is
 * decided by a machine behind a vtable, which sees no clock, socket or file.
 */
#ifndef HAO_SHELL_H
#define HAO_SHELL_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "proto/args/args.h"

struct asks;
struct buf;
struct event_base;
struct link_reply;
struct shell;

struct shell_options {
	const char *servers, *name, *user, *secret_file;
	const char *pair; /* a code that brings name and secret */
	bool tls;	  /* implied by the others */
	const char *ca, *pin, *cert, *key;
};

#define SHELL_SERVERS "127.0.0.1:4260"

/* The rows of a program's table for its shell_options, which are AT. */
#define SHELL_ARGS(at)                                                   \
 { 's', ARGS_TEXT, "server", "HOST:PORT[,...]",                          \
	 "the servers, tried in turn (" SHELL_SERVERS ")",               \
	 (at) + offsetof(struct shell_options, servers) },               \
     { 'n', ARGS_TEXT, "name", "NAME", "the name of this connection",    \
	     (at) + offsetof(struct shell_options, name) },              \
     { 0, ARGS_TEXT, "user", "NAME", "the account",                      \
	     (at) + offsetof(struct shell_options, user) },              \
     { 0, ARGS_FLAG, "tls", NULL,                                        \
	     "speak TLS; a CA of this system has signed for the server", \
	     (at) + offsetof(struct shell_options, tls) },               \
     { 0, ARGS_TEXT, "ca", "FILE", "TLS, and this CA signed for it",     \
	     (at) + offsetof(struct shell_options, ca) },                \
     { 0, ARGS_TEXT, "pin", "FINGERPRINT[,...]",                         \
	     "TLS, and its certificate is this one",                     \
	     (at) + offsetof(struct shell_options, pin) },               \
     { 0, ARGS_TEXT, "cert", "FILE",                                     \
	     "TLS, and the certificate of this program",                 \
	     (at) + offsetof(struct shell_options, cert) },              \
     { 0, ARGS_TEXT, "key", "FILE", "its key",                           \
	     (at) + offsetof(struct shell_options, key) },               \
     { 0, ARGS_TEXT, "pair", "CODE",                                     \
	     "the device of this code; --secret-file keeps it",          \
	     (at) + offsetof(struct shell_options, pair) },              \
 {                                                                       \
  0, ARGS_TEXT, "secret-file", "FILE",                                   \
      "its secret, or NAME SECRET (or HAO_SECRET)",                      \
      (at) + offsetof(struct shell_options, secret_file)                 \
 }

/*
 * The machine. All but the last three may put into the outputs; those for
 * lines and messages are NULL where there are none.
 */
struct shell_ops {
	void (*link)(void *m, bool up, const char *why, int64_t now_ms);
	void (*message)(
	    void *m, const char *channel, json_t *message, int64_t now_ms);
	/* RID is a fresh request id, in case the line needs one. */
	void (*line)(
	    void *m, const char *line, const char *rid, int64_t now_ms);
	void (*end)(void *m, int64_t now_ms); /* no line will come */
	void (*reply)(
	    void *m, int kind, const struct link_reply *reply, int64_t now_ms);
	void (*time)(void *m, int64_t now_ms); /* the deadline has come */
	/*
	 * After each write of the outputs, WRITTEN or not. When it is NULL a
	 * standard output that can't be written ends the run.
	 */
	void (*flushed)(void *m, bool written, int64_t now_ms);
	/* Takes a line now. NULL where no lines are read. */
	bool (*ready)(const void *m);
	int64_t (*deadline)(const void *m); /* -1: none */
	bool (*finished)(const void *m);
};

/* The machine's outputs, which the shell empties; borrowed. */
struct shell_outputs {
	struct asks *asks;
	struct buf *out, *err;
};

struct shell_config {
	const struct shell_options *options;
	const char *program;
	const struct shell_ops *ops;
	void *machine;
	struct shell_outputs outputs;
	bool input; /* read lines from standard input */
	/*
	 * Another shell's loop, borrowed, which is the one to run: this one
	 * begins by shell_pump. NULL: a loop of its own.
	 */
	struct event_base *base;
};

/* Says on stderr what is wrong, and returns NULL. Copies CONFIG. */
struct shell *shell_create(const struct shell_config *config);
void shell_destroy(struct shell *s);

/* Keeps CHANNEL subscribed; false, and said, when there is no memory. */
bool shell_subscribe(struct shell *s, const char *channel);
void shell_unsubscribe(struct shell *s, const char *channel);

/*
 * Runs until the machine has finished (true), or a signal came or standard
 * output could not be written (false).
 */
bool shell_run(struct shell *s) __attribute__((warn_unused_result));

/* The loop, for what else lives in it: a window, say. */
struct event_base *shell_base(struct shell *s);

/*
 * Empties the outputs and sets the timer, after something else than the
 * shell told the machine anything. Not from within the machine's ops.
 */
void shell_pump(struct shell *s);
/* The same, soon and from anywhere: the machine's time comes at once. */
void shell_wake(struct shell *s);

bool shell_signalled(const struct shell *s); /* SIGINT or SIGTERM came */

int64_t shell_now_ms(void);
bool shell_terminal(void); /* both ends of the program are a terminal */
/* "zh" or "en" for people: GIVEN, or what the environment says. */
const char *shell_language(const char *given);

#endif
