/*
 * Speaks one sentence at a time, by espeak-ng and the sound card: what is
 * said next cuts off what is being said. Never waits. What fails is a trouble
 * that is told: nobody hears that there is no sound.
 */
#ifndef HAO_KIOSK_VOICE_H
#define HAO_KIOSK_VOICE_H

struct event_base;
struct voice;

enum voice_trouble {
	VOICE_WELL,
	VOICE_SYNTH, /* espeak-ng did not do its work */
	VOICE_CARD,  /* no sound card; it is looked for every few seconds */
};

/* For DEVICE STATE, as hao-display has them: "ok", "no_speech", "no_card". */
const char *voice_trouble_word(enum voice_trouble trouble);

struct voice_config {
	/* From the loop: at first, and whenever it is another one. */
	void (*changed)(void *ctx, enum voice_trouble trouble);
	void *ctx;
};

/* Copies CONFIG. NULL: no memory. Destroy it before the window. */
struct voice *voice_create(
    struct event_base *base, const struct voice_config *config);
void voice_destroy(struct voice *v);

/* VOICE is espeak-ng's name of it. Both are copied. */
void voice_say(struct voice *v, const char *voice, const char *text);

#endif
