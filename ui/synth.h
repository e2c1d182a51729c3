/* One sentence by espeak-ng, a process of its own, without waiting for it. */
#ifndef HAO_SYNTH_H
#define HAO_SYNTH_H

#include <stdbool.h>

#include "proto/buf.h"

struct event_base;
struct synth;

#define SYNTH_MS_MAX	5000	/* one that takes longer is ended */
#define SYNTH_LEAVE_MS	1000	/* to leave, once its output is closed */
#define SYNTH_BYTES_MAX 8388608 /* of sound: three minutes */

struct synth_config {
	const char *program; /* espeak-ng, looked for in PATH */
	/* WAV is a WAV file's bytes; NULL, it could not be made. */
	void (*done)(const struct buf *wav, void *ctx);
	void *ctx;
};

/* Copies CONFIG; the program's name is borrowed. NULL: no memory. */
struct synth *synth_create(
    struct event_base *base, const struct synth_config *config);
void synth_destroy(struct synth *s);

/*
 * Says TEXT by VOICE; done is called later, from the loop, which never waits
 * for the process. One at a time. False: it could not be started, or the one
 * before could not be ended.
 */
bool synth_say(struct synth *s, const char *voice, const char *text)
    __attribute__((warn_unused_result));

#endif
