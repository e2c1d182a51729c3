/*
 * The voice: says calls and notices through the sound card, by the clips of
 * a pack, and by espeak-ng what has no clip. Never waits; whatever fails is a
 * trouble that is told, and the rest is still said.
 */
#ifndef HAO_VOICE_H
#define HAO_VOICE_H

#include <stdbool.h>

#include "display/grammar.h"
#include "proto/args/args.h"

struct event_base;
struct voice;

enum voice_trouble {
	VOICE_WELL,
	VOICE_CLIP,  /* a file of the pack can't be had */
	VOICE_SYNTH, /* espeak-ng did not do its work */
	VOICE_CARD,  /* no sound card */
};

struct voice_config {
	const char *pack;      /* its folder */
	const char *languages; /* "zh,en": what is said, in this order */
	/* It was said; HEARD: whole, in one language at least. */
	void (*done)(bool heard, void *ctx);
	void (*changed)(enum voice_trouble trouble, void *ctx);
	void *ctx;
};

/*
 * Copies CONFIG; its strings are borrowed. NULL, and said on stderr: the pack
 * can't be read, or has not these languages. Without a sound card it is made
 * nevertheless, and looks for one every few seconds.
 */
struct voice *voice_create(
    struct event_base *base, const struct voice_config *config);
void voice_destroy(struct voice *v);

/* One at a time; done is called later, from the loop. */
void voice_call(
    struct voice *v, const char *number, const char *counter, int times);
void voice_text(struct voice *v, const char *text, int times);

/* For DEVICE STATE: "ok", "clip_missing", "no_speech", "no_card". */
const char *voice_trouble_word(enum voice_trouble trouble);

#endif
