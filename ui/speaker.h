/* A sound card, by SDL: what is put plays, one after the other. Never waits. */
#ifndef HAO_SPEAKER_H
#define HAO_SPEAKER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct SDL_AudioSpec;

#define SPEAKER_AGAIN_MS 5000 /* between two looks for a card */

struct speaker {
	uint32_t card; /* 0: closed */
};

enum speaker_state {
	SPEAKER_CLOSED, /* or its card was lost */
	SPEAKER_SOUNDS,
	SPEAKER_QUIET,
};

/* For sound of that SPEC; closed first. False: there is no card. */
bool speaker_open(struct speaker *s, const struct SDL_AudioSpec *spec)
    __attribute__((warn_unused_result));
void speaker_close(struct speaker *s); /* nothing sounds any more */

/* Copies the samples. False: it is closed, or there is no memory. */
bool speaker_put(struct speaker *s, const void *samples, size_t bytes)
    __attribute__((warn_unused_result));
enum speaker_state speaker_look(const struct speaker *s);

#endif
