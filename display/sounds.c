#include "display/sounds.h"

#include <SDL.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PATH_MAX_BYTES 4096

struct sound {
	struct sound *next;
	char *key; /* the file; or the voice, a newline and the text */
	struct wave wave;
	bool made;
};

struct sounds {
	const char *pack;
	struct sound *first; /* the newest */
};

struct sounds *
sounds_create(const char *pack)
{
	struct sounds *s = calloc(1, sizeof(*s));

	if (s != NULL)
		s->pack = pack;
	return s;
}

static void
sound_free(struct sound *one)
{
	free(one->key);
	free(one->wave.samples);
	free(one);
}

void
sounds_destroy(struct sounds *s)
{
	if (s == NULL)
		return;
	while (s->first != NULL) {
		struct sound *one = s->first;
		s->first = one->next;
		sound_free(one);
	}
	free(s);
}

/* --- WAV files ---------------------------------------------------------- */

/* All that the stream holds, in samples of ours. */
static bool
drain(SDL_AudioStream *stream, struct wave *to)
{
	int bytes = SDL_AudioStreamAvailable(stream);

	if (bytes < (int)sizeof(to->samples[0]))
		return false;
	to->samples = malloc((size_t)bytes);
	if (to->samples == NULL)
		return false;
	bytes = SDL_AudioStreamGet(stream, to->samples, bytes);
	to->count = bytes > 0 ? (size_t)bytes / sizeof(to->samples[0]) : 0;
	return to->count > 0;
}

/* Frees FROM. */
static bool
read_wav(SDL_RWops *from, struct wave *to)
{
	SDL_AudioSpec spec;
	Uint8 *bytes = NULL;
	Uint32 len = 0;

	*to = (struct wave){ 0 };
	if (from == NULL ||
	    SDL_LoadWAV_RW(from, 1, &spec, &bytes, &len) == NULL)
		return false;
	SDL_AudioStream *stream = SDL_NewAudioStream(
	    spec.format, spec.channels, spec.freq, AUDIO_S16SYS, 1, WAVE_RATE);
	bool well = stream != NULL &&
	    SDL_AudioStreamPut(stream, bytes, (int)len) == 0 &&
	    SDL_AudioStreamFlush(stream) == 0 && drain(stream, to);
	SDL_FreeAudioStream(stream);
	SDL_FreeWAV(bytes);
	if (well)
		wave_normalise(to);
	return well;
}

/* --- What is kept ------------------------------------------------------- */

static const struct sound *
find(const struct sounds *s, const char *key, bool made)
{
	for (const struct sound *at = s->first; at != NULL; at = at->next) {
		if (at->made == made && strcmp(at->key, key) == 0)
			return at;
	}
	return NULL;
}

/* Takes WAVE over, and frees it when there is no memory. */
static struct sound *
keep(struct sounds *s, const char *key, const struct wave *wave, bool made)
{
	struct sound *one = calloc(1, sizeof(*one));
	char *copy = strdup(key);

	if (one == NULL || copy == NULL) {
		free(one);
		free(copy);
		free(wave->samples);
		return NULL;
	}
	*one = (struct sound){ s->first, copy, *wave, made };
	s->first = one;
	return one;
}

const struct wave *
sounds_clip(struct sounds *s, const char *file)
{
	const struct sound *known = find(s, file, false);
	char path[PATH_MAX_BYTES];
	struct wave wave;

	if (known == NULL) {
		(void)snprintf(path, sizeof(path), "%s/%s", s->pack, file);
		if (!read_wav(SDL_RWFromFile(path, "rb"), &wave)) {
			free(wave.samples);
			return NULL;
		}
		known = keep(s, file, &wave, false);
	}
	return known != NULL ? &known->wave : NULL;
}

static const char *
made_key(char *to, size_t size, const char *voice, const char *text)
{
	(void)snprintf(to, size, "%s\n%s", voice, text);
	return to;
}

const struct wave *
sounds_made(const struct sounds *s, const char *voice, const char *text)
{
	char key[PATH_MAX_BYTES];
	const struct sound *known = find(
	    s, made_key(key, sizeof(key), voice, text), true);

	return known != NULL ? &known->wave : NULL;
}

/* The oldest of those made, when there are too many. */
static void
make_room(struct sounds *s)
{
	struct sound **oldest = NULL;
	int count = 0;

	for (struct sound **at = &s->first; *at != NULL; at = &(*at)->next) {
		count += (*at)->made;
		if ((*at)->made)
			oldest = at;
	}
	if (count < SOUNDS_MADE_MAX || oldest == NULL)
		return;
	struct sound *one = *oldest;
	*oldest = one->next;
	sound_free(one);
}

bool
sounds_keep(struct sounds *s, const char *voice, const char *text,
    const struct buf *wav)
{
	char key[PATH_MAX_BYTES];
	struct wave wave;

	if (!read_wav(SDL_RWFromConstMem(wav->at, (int)wav->len), &wave)) {
		free(wave.samples);
		return false;
	}
	wave_trim(&wave);
	make_room(s);
	return keep(s, made_key(key, sizeof(key), voice, text), &wave, true) !=
	    NULL;
}
