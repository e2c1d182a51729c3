#include "display/voice.h"

#include <SDL.h>
#include <event2/event.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "display/say.h"
#include "display/sounds.h"
#include "display/speech.h"
#include "ui/speaker.h"
#include "ui/synth.h"

#define POLL_MS	      20  /* while something sounds */
#define GAP_MS	      40  /* between two clips */
#define PAUSE_MS      500 /* between two sentences */
#define AFTER_MS      700 /* behind the last one */
#define LATE_MS	      3000
#define PARTS_MAX     SAY_WORDS_MAX
#define GRAMMAR_BYTES 65536

/* A run of words: one clip, or what espeak-ng reads. */
struct part {
	const struct wave *clip; /* NULL: by TEXT */
	char text[SAY_TEXT];
	bool failed;
};

/* What is said in one language. */
struct sentence {
	const struct grammar_language *by;
	struct part parts[PARTS_MAX];
	size_t count;
};

struct voice {
	struct voice_config config;
	struct grammar *grammar;
	struct sounds *sounds;
	struct synth *synth;
	struct event *timer;
	struct wave chime;
	struct speaker speaker; /* closed: there is no card */
	struct sentence sentences[GRAMMAR_LANGUAGES_MAX];
	size_t languages;
	struct part *making; /* by the synth */
	const char *making_voice;
	int times;
	bool busy, sounding, heard;
	int64_t late_ms;
	enum voice_trouble trouble, told;
};

const char *
voice_trouble_word(enum voice_trouble trouble)
{
	static const char *const words[] = { [VOICE_WELL] = "ok",
		[VOICE_CLIP] = "clip_missing",
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

static bool
has_card(const struct voice *v)
{
	return v->speaker.card != 0;
}

static void
tell(struct voice *v)
{
	enum voice_trouble now = has_card(v) ? v->trouble : VOICE_CARD;

	if (now == v->told)
		return;
	v->told = now;
	v->config.changed(now, v->config.ctx);
}

/* --- The card ----------------------------------------------------------- */

static bool
open_card(struct voice *v)
{
	const SDL_AudioSpec want = { .freq = WAVE_RATE,
		.format = AUDIO_S16SYS,
		.channels = 1,
		.samples = 1024 };

	return speaker_open(&v->speaker, &want);
}

static void
finish(struct voice *v)
{
	v->busy = v->sounding = false;
	v->config.done(v->heard, v->config.ctx);
	tell(v);
}

static void
lost_card(struct voice *v)
{
	speaker_close(&v->speaker);
	v->heard = false;
	set_timer(v, SPEAKER_AGAIN_MS);
	if (v->busy)
		finish(v);
	tell(v);
}

/* --- Sounding ----------------------------------------------------------- */

static int64_t
put_wave(struct voice *v, const struct wave *w)
{
	size_t bytes = w->count * sizeof(w->samples[0]);

	return speaker_put(&v->speaker, w->samples, bytes) ? wave_ms(w->count)
							   : 0;
}

static int64_t
put_silence(struct voice *v, int64_t ms)
{
	struct wave w = { .count = wave_samples(ms) };

	w.samples = calloc(w.count, sizeof(w.samples[0]));
	if (w.samples == NULL)
		return 0;
	int64_t put_ms = put_wave(v, &w);
	free(w.samples);
	return put_ms;
}

static const struct wave *
wave_of(const struct voice *v, const struct sentence *s, const struct part *p)
{
	return p->clip != NULL ? p->clip
			       : sounds_made(v->sounds, s->by->voice, p->text);
}

static int64_t
put_sentence(struct voice *v, const struct sentence *s)
{
	int64_t ms = 0;
	bool whole = s->count > 0;

	for (size_t i = 0; i < s->count; i++) {
		const struct wave *w = wave_of(v, s, &s->parts[i]);
		whole &= w != NULL;
		if (w == NULL)
			continue;
		ms += put_wave(v, w);
		ms += put_silence(v, GAP_MS);
	}
	v->heard |= whole;
	return ms > 0 ? ms + put_silence(v, PAUSE_MS) : 0;
}

static void
sound(struct voice *v)
{
	int64_t ms = put_wave(v, &v->chime) + put_silence(v, PAUSE_MS);

	for (int i = 0; i < v->times; i++) {
		for (size_t k = 0; k < v->languages; k++)
			ms += put_sentence(v, &v->sentences[k]);
	}
	ms += put_silence(v, AFTER_MS);
	v->sounding = true;
	v->late_ms = ms + LATE_MS;
	set_timer(v, POLL_MS);
}

/* --- What espeak-ng has to make ----------------------------------------- */

static struct part *
next_missing(struct voice *v, const struct sentence **of)
{
	for (size_t k = 0; k < v->languages; k++) {
		struct sentence *s = &v->sentences[k];
		for (size_t i = 0; i < s->count; i++) {
			struct part *p = &s->parts[i];
			*of = s;
			if (!p->failed && wave_of(v, s, p) == NULL)
				return p;
		}
	}
	return NULL;
}

static void
prepare(struct voice *v)
{
	const struct sentence *of;

	while ((v->making = next_missing(v, &of)) != NULL) {
		v->making_voice = of->by->voice;
		if (synth_say(v->synth, v->making_voice, v->making->text))
			return;
		v->making->failed = true;
		v->trouble = VOICE_SYNTH;
	}
	tell(v);
	sound(v);
}

static void
on_made(const struct buf *wav, void *ctx)
{
	struct voice *v = ctx;

	if (wav == NULL ||
	    !sounds_keep(v->sounds, v->making_voice, v->making->text, wav)) {
		v->making->failed = true;
		v->trouble = VOICE_SYNTH;
	}
	if (has_card(v))
		prepare(v);
}

/* --- Time --------------------------------------------------------------- */

static void
on_timer(evutil_socket_t fd, short what, void *ctx)
{
	struct voice *v = ctx;
	(void)fd, (void)what;

	if (!has_card(v)) {
		if (!open_card(v))
			set_timer(v, SPEAKER_AGAIN_MS);
		if (v->busy)
			finish(v);
		tell(v);
		return;
	}
	if (!v->sounding)
		return;
	enum speaker_state now = speaker_look(&v->speaker);
	v->late_ms -= POLL_MS;
	if (now == SPEAKER_CLOSED || v->late_ms < 0) {
		lost_card(v);
	} else if (now == SPEAKER_QUIET) {
		finish(v);
	} else {
		set_timer(v, POLL_MS);
	}
}

/* --- What is to be said ------------------------------------------------- */

/* Words that have no clip stand together, for espeak-ng. */
static void
take_words(struct voice *v, struct sentence *to, const struct say *say)
{
	to->count = 0;
	for (size_t from = 0, i = 0; i < say->count; from = i) {
		const struct wave *clip = NULL;
		while (i < say->count && clip == NULL) {
			const char *file = grammar_clip(to->by, say->words[i]);
			clip = file != NULL ? sounds_clip(v->sounds, file)
					    : NULL;
			if (file != NULL && clip == NULL)
				v->trouble = VOICE_CLIP;
			i++;
		}
		size_t end = clip != NULL ? i - 1 : i;
		if (end > from && to->count < PARTS_MAX) {
			struct part *p = &to->parts[to->count++];
			*p = (struct part){ 0 };
			say_text(say, to->by, from, end, p->text);
		}
		if (clip != NULL && to->count < PARTS_MAX)
			to->parts[to->count++] = (struct part){ .clip = clip };
	}
}

static bool
begin(struct voice *v, int times)
{
	v->times = times;
	v->busy = true;
	v->heard = false;
	v->trouble = VOICE_WELL;
	if (has_card(v))
		return true;
	set_timer(v, 0); /* done is called from there */
	return false;
}

void
voice_call(struct voice *v, const char *number, const char *counter, int times)
{
	struct say say;

	if (!begin(v, times))
		return;
	for (size_t i = 0; i < v->languages; i++) {
		say_call(&say, v->sentences[i].by, number, counter);
		take_words(v, &v->sentences[i], &say);
	}
	prepare(v);
}

/* By the first language's voice. */
void
voice_text(struct voice *v, const char *text, int times)
{
	if (!begin(v, times))
		return;
	for (size_t i = 0; i < v->languages; i++)
		v->sentences[i].count = i == 0;
	struct part *p = &v->sentences[0].parts[0];
	*p = (struct part){ 0 };
	(void)snprintf(p->text, sizeof(p->text), "%s", text);
	prepare(v);
}

/* --- The whole ---------------------------------------------------------- */

static bool
read_grammar(struct voice *v)
{
	char path[4096], *text = calloc(1, GRAMMAR_BYTES);

	(void)snprintf(path, sizeof(path), "%s/grammar", v->config.pack);
	FILE *from = fopen(path, "re");
	bool well = from != NULL && text != NULL &&
	    fread(text, 1, GRAMMAR_BYTES - 1, from) > 0;
	if (!well) {
		(void)fprintf(stderr,
		    "hao-display: %s can't be read; name the folder of a clip "
		    "pack: --clips FOLDER\n",
		    path);
	} else if (!grammar_read(v->grammar, text)) {
		(void)fprintf(
		    stderr, "hao-display: %s: %s\n", path, v->grammar->wrong);
		well = false;
	}
	if (from != NULL)
		(void)fclose(from);
	free(text);
	return well;
}

static bool
take_languages(struct voice *v)
{
	char names[64], *rest = names;

	(void)snprintf(names, sizeof(names), "%s", v->config.languages);
	for (char *one; (one = strsep(&rest, ",")) != NULL;) {
		const struct grammar_language *l = grammar_language(
		    v->grammar, one);
		if (l == NULL || v->languages == GRAMMAR_LANGUAGES_MAX) {
			(void)fprintf(stderr,
			    "hao-display: --voice %s: the pack %s does not "
			    "say \"%s\"; see its file grammar\n",
			    v->config.languages, v->config.pack, one);
			return false;
		}
		v->sentences[v->languages++].by = l;
	}
	return true;
}

static bool
open_parts(struct voice *v, struct event_base *base)
{
	v->grammar = calloc(1, sizeof(*v->grammar));
	v->sounds = sounds_create(v->config.pack);
	v->synth = synth_create(base,
	    &(struct synth_config){
		.program = "espeak-ng", .done = on_made, .ctx = v });
	v->timer = event_new(base, -1, 0, on_timer, v);
	v->chime = wave_chime();
	return v->grammar != NULL && v->sounds != NULL && v->synth != NULL &&
	    v->timer != NULL && v->chime.samples != NULL;
}

struct voice *
voice_create(struct event_base *base, const struct voice_config *config)
{
	struct voice *v = calloc(1, sizeof(*v));

	if (v == NULL)
		return NULL;
	v->config = *config;
	v->told = VOICE_CARD; /* until there is one */
	if (!open_parts(v, base) || !read_grammar(v) || !take_languages(v)) {
		voice_destroy(v);
		return NULL;
	}
	v->config.changed(VOICE_CARD, v->config.ctx);
	set_timer(v, 0);
	return v;
}

void
voice_destroy(struct voice *v)
{
	if (v == NULL)
		return;
	speaker_close(&v->speaker);
	synth_destroy(v->synth);
	sounds_destroy(v->sounds);
	if (v->timer != NULL)
		event_free(v->timer);
	free(v->chime.samples);
	free(v->grammar);
	free(v);
}
