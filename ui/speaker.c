#include "ui/speaker.h"

#include <SDL.h>

bool
speaker_open(struct speaker *s, const struct SDL_AudioSpec *spec)
{
	speaker_close(s);
	if (SDL_InitSubSystem(SDL_INIT_AUDIO) != 0)
		return false;
	s->card = SDL_OpenAudioDevice(NULL, 0, spec, NULL, 0);
	if (s->card == 0) {
		SDL_QuitSubSystem(SDL_INIT_AUDIO);
		return false;
	}
	SDL_PauseAudioDevice(s->card, 0);
	return true;
}

void
speaker_close(struct speaker *s)
{
	if (s->card == 0)
		return;
	SDL_CloseAudioDevice(s->card);
	SDL_QuitSubSystem(SDL_INIT_AUDIO);
	s->card = 0;
}

bool
speaker_put(struct speaker *s, const void *samples, size_t bytes)
{
	return s->card != 0 &&
	    SDL_QueueAudio(s->card, samples, (Uint32)bytes) == 0;
}

enum speaker_state
speaker_look(const struct speaker *s)
{
	if (s->card == 0 ||
	    SDL_GetAudioDeviceStatus(s->card) != SDL_AUDIO_PLAYING)
		return SPEAKER_CLOSED;
	return SDL_GetQueuedAudioSize(s->card) > 0 ? SPEAKER_SOUNDS
						   : SPEAKER_QUIET;
}
