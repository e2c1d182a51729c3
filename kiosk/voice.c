#include "kiosk/voice.h"

#include <SDL.h>
#include <event2/event.h>
#include <stdlib.h>

#include "ui/field.h"
#include "ui/speaker.h"
#include "ui/synth.h"

#define FIRST_LOOK_MS 500 /* the first picture comes before it */
#define POLL_MS	      50  /* while something sounds */
#define NAME_SIZE     64
#define TEXT_SIZE     512

struct voice {
	struct voice_config config;
	struct synth *synth;
	struct event *timer;
	struct speaker speaker;		       /* closed: nothing sounds */
	char name[NAME_SIZE], text[TEXT_SIZE]; /* what is to be said next */
	bool making;			       /* the synth is */
	bool told;
	enum voice_trouble trouble;
};

const char *
voice_trouble_word(enum voice_trouble trouble)
{
	static const char *const words[] = { [VOICE_WELL] = "ok",
		[VOICE_SYNTH] = "no_speech",
		[VOICE_CARD] = "no_card" };

	return words[trouble];
}

static void
set_timer(struct voice *v, int64_t after_ms)
{
	struct timeval after = { .tv_sec = (time_t)(after_ms / 1000),
		.tv_usec = (suseconds_t)(after_ms % 1000) * 1000 };

	(void)event_add(v->timer, &after);
}

static void
tell(struct voice *v, enum voice_trouble now)
{
	if (v->told && now == v->trouble)
		return;
	v->told = true;
	v->trouble = now;
	v->config.changed(v->config.ctx, now);
}

/* --- The card: open while something sounds, and for a look -----------------*/

static bool
open_card(struct voice *v, const SDL_AudioSpec *spec)
{
	if (speaker_open(&v->speaker, spec))
		return true;
	tell(v, VOICE_CARD);
	set_timer(v, SPEAKER_AGAIN_MS);
	return false;
}

static void
look_for_card(struct voice *v)
{
	const SDL_AudioSpec any = { .freq = 22050,
		.format = AUDIO_S16SYS,
		.channels = 1,
		.samples = 1024 };

	if (!open_card(v, &any))
		return;
	speaker_close(&v->speaker);
	tell(v, VOICE_WELL);
}

static void
on_timer(evutil_socket_t fd, short what, void *ctx)
{
	struct voice *v = ctx;
	(void)fd, (void)what;

	switch (speaker_look(&v->speaker)) {
	case SPEAKER_CLOSED:
		look_for_card(v);
		return;
	case SPEAKER_SOUNDS:
		set_timer(v, POLL_MS);
		return;
	case SPEAKER_QUIET:
		speaker_close(&v->speaker);
		return;
	}
}

/* --- A sentence ------------------------------------------------------------*/

static void
make(struct voice *v)
{
	v->making = synth_say(v->synth, v->name, v->text);
	v->text[0] = '\0';
	if (!v->making)
		tell(v, VOICE_SYNTH);
}

static bool
play(struct voice *v, const struct buf *wav)
{
	SDL_AudioSpec spec;
	Uint8 *bytes = NULL;
	Uint32 size = 0;

	if (SDL_LoadWAV_RW(SDL_RWFromConstMem(wav->at, (int)wav->len), 1, &spec,
		&bytes, &size) == NULL)
		return false;
	if (open_card(v, &spec)) {
		bool put = speaker_put(&v->speaker, bytes, size);
		set_timer(v, POLL_MS);
		tell(v, put ? VOICE_WELL : VOICE_CARD);
	}
	SDL_FreeWAV(bytes);
	return true;
}

static void
on_made(const struct buf *wav, void *ctx)
{
	struct voice *v = ctx;

	v->making = false;
	if (v->text[0] != '\0') {
		make(v);
	} else if (wav == NULL || !play(v, wav)) {
		tell(v, VOICE_SYNTH);
	}
}

void
voice_say(struct voice *v, const char *voice, const char *text)
{
	field_keep(v->name, sizeof(v->name), voice);
	field_keep(v->text, sizeof(v->text), text);
	speaker_close(&v->speaker);
	if (!v->making)
		make(v);
}

/* --- The whole -------------------------------------------------------------*/

struct voice *
voice_create(struct event_base *base, const struct voice_config *config)
{
	struct voice *v = calloc(1, sizeof(*v));

	if (v == NULL)
		return NULL;
	v->config = *config;
	v->timer = event_new(base, -1, 0, on_timer, v);
	v->synth = synth_create(base,
	    &(struct synth_config){
		.program = "espeak-ng", .done = on_made, .ctx = v });
	if (v->timer == NULL || v->synth == NULL) {
		voice_destroy(v);
		return NULL;
	}
	set_timer(v, FIRST_LOOK_MS);
	return v;
}

void
voice_destroy(struct voice *v)
{
	if (v == NULL)
		return;
	speaker_close(&v->speaker);
	synth_destroy(v->synth);
	if (v->timer != NULL)
		event_free(v->timer);
	free(v);
}
