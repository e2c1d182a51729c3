/*
 * The sounds a voice has: clips of its pack, and sentences that espeak-ng
 * made before, all as samples of one kind.
 */
#ifndef HAO_SOUNDS_H
#define HAO_SOUNDS_H

#include <stdbool.h>

#include "display/wave.h"
#include "proto/buf.h"

#define SOUNDS_MADE_MAX 64 /* sentences that are kept */

struct sound;
struct sounds;

/* PACK is the folder, borrowed. NULL: no memory. */
struct sounds *sounds_create(const char *pack);
void sounds_destroy(struct sounds *s);

/* The clip in FILE of the pack, loaded once; NULL: it can't be had. */
const struct wave *sounds_clip(struct sounds *s, const char *file);

/* What was made of TEXT before by VOICE; NULL: nothing. */
const struct wave *sounds_made(
    const struct sounds *s, const char *voice, const char *text);
/* Keeps what a WAV file says; false: that is none. May drop the oldest. */
bool sounds_keep(struct sounds *s, const char *voice, const char *text,
    const struct buf *wav) __attribute__((warn_unused_result));

#endif
