#include "kiosk/screen.h"

#include <stdlib.h>
#include <string.h>

#include "kiosk/draw.h"
#include "kiosk/screen_own.h"
#include "ui/catalogue.h"
#include "ui/field.h"
#include "ui/view.h"

#define WORDS(...) ((const char *const[]){ __VA_ARGS__, NULL })

static void
fill_all_languages(struct screen *s)
{
	const char *code = catalogue_language(0);

	for (size_t i = 0; code != NULL && i < KIOSK_LANGS_MAX;
	     code = catalogue_language(++i)) {
		struct kiosk_lang *lang = &s->languages[s->languages_count];
		lang->catalogue = catalogue_create(code);
		if (lang->catalogue == NULL)
			return;
		lang->name = tr(lang->catalogue, "language.name");
		lang->script = paint_script(lang->catalogue);
		s->languages_count++;
	}
}

bool
screen_init(struct screen *s, const struct screen_config *config)
{
	*s = (struct screen){
		.config = *config, .width = 1920, .height = 1080
	};
	take_init(&s->take);
	field_keep(s->lang, sizeof(s->lang), config->lang);
	fill_all_languages(s);
	s->view = malloc(sizeof(*s->view));
	if (s->view == NULL || s->languages_count == 0)
		return false;
	s->touched_ms = s->page_ms = config->start_ms;
	s->model.page = KIOSK_AWAY;
	s->model.ticket.paper = "Please take your ticket";
	s->model.department = SIZE_MAX;
	screen_fill(s, config->start_ms);
	return true;
}

void
screen_release(struct screen *s)
{
	for (size_t i = 0; i < s->languages_count; i++)
		catalogue_destroy(s->languages[i].catalogue);
	free(s->view);
	json_decref(s->layout);
	json_decref(s->hall);
	json_decref(s->ticket);
	if (s->logo != NULL)
		cairo_surface_destroy(s->logo);
	buf_release(&s->out);
	buf_release(&s->err);
}

const struct catalogue *
screen_catalogue(const struct screen *s)
{
	return s->model.langs[s->model.lang].catalogue;
}

bool
screen_is_start(const struct screen *s)
{
	const struct kiosk_model *m = &s->model;

	return m->page == KIOSK_DEPARTMENTS || m->page == KIOSK_AWAY ||
	    m->page == KIOSK_NO_PAPER ||
	    (m->page == KIOSK_SERVICES && m->department > m->departments_count);
}

void
screen_go(struct screen *s, enum kiosk_page page, int64_t now_ms)
{
	s->model.page = page;
	s->model.turned = 0;
	s->model.focus = s->model.pressed = (struct kiosk_target){ 0 };
	s->model.left_s = 0;
	s->quiet_ms = now_ms + SCREEN_QUIET_MS;
	s->page_ms = now_ms;
	s->changed = true;
}

/* Services where they fit on one page, else departments where there are. */
static enum kiosk_page
first_page(struct screen *s)
{
	struct kiosk_model *m = &s->model;
	bool stopped = s->config.stop_without_paper &&
	    m->printer != KIOSK_PRINTER_OK && m->printer != KIOSK_PRINTER_NONE;

	m->department = SIZE_MAX;
	if (!s->up || s->layout == NULL || s->hall == NULL)
		return KIOSK_AWAY;
	if (stopped)
		return KIOSK_NO_PAPER;
	m->page = KIOSK_SERVICES;
	m->turned = 0;
	bool fits = kiosk_turns(m, s->width, s->height) == 1;
	return fits || m->departments_count == 0 ? KIOSK_SERVICES
						 : KIOSK_DEPARTMENTS;
}

void
screen_start(struct screen *s, int64_t now_ms)
{
	s->model.words = NULL;
	s->model.typed[0] = '\0';
	s->state_ms = now_ms; /* the next one sees who waits now */
	screen_go(s, first_page(s), now_ms);
}

void
screen_tell(
    struct screen *s, const char *title, const char *text, int64_t now_ms)
{
	s->model.title = title;
	s->model.text = text;
	s->model.words = NULL;
	s->model.good = false;
	screen_go(s, KIOSK_SAY, now_ms);
}

void
screen_forget(struct screen *s, int64_t now_ms)
{
	memset(s->model.modes, 0, sizeof(s->model.modes));
	field_keep(s->lang, sizeof(s->lang), s->config.lang);
	json_decref(s->ticket);
	s->ticket = NULL;
	s->speech[0] = '\0';
	screen_fill(s, now_ms);
	screen_start(s, now_ms);
}

/* Who reads, hears or reaches with effort has twice the time. */
static int64_t
patience_ms(const struct screen *s)
{
	const bool *modes = s->model.modes;
	bool slow = modes[KIOSK_LARGE] || modes[KIOSK_VOICE] ||
	    modes[KIOSK_LOW] || modes[KIOSK_CONTRAST];
	int64_t ms = SCREEN_IDLE_MS;

	if (s->model.page == KIOSK_TICKET)
		ms = SCREEN_TICKET_MS;
	if (s->model.page == KIOSK_SAY)
		ms = SCREEN_SAY_MS;
	return slow ? 2 * ms : ms;
}

/* When it goes back by itself; -1: never, somebody else decides. */
static int64_t
leave_ms(const struct screen *s)
{
	int64_t since_ms = s->touched_ms > s->page_ms ? s->touched_ms
						      : s->page_ms;
	bool set = strcmp(s->lang, s->config.lang) != 0;

	for (size_t i = 0; i < KIOSK_MODES; i++)
		set |= s->model.modes[i];
	if (s->model.page == KIOSK_WAIT || (screen_is_start(s) && !set))
		return -1;
	return since_ms + patience_ms(s);
}

static void
count_down(struct screen *s, int64_t now_ms)
{
	int64_t left_ms = leave_ms(s) - now_ms;
	int left_s = (int)((left_ms + 999) / 1000);

	if (s->model.page != KIOSK_TICKET || left_s == s->model.left_s)
		return;
	s->model.left_s = left_s;
	s->changed = true;
}

/* Once a connection, when this kiosk has a name to be known by. */
static void
tell_device(struct screen *s, const char *key, struct screen_device *d)
{
	if (d->word == NULL || d->told || s->config.name == NULL)
		return;
	ask_put(&s->asks, SCREEN_ASK_DEVICE,
	    WORDS("DEVICE", "STATE", s->config.name, key, d->word));
	d->told = true;
}

static void
ask_due(struct screen *s, int64_t now_ms)
{
	if (!s->up)
		return;
	if (s->doubted && now_ms >= s->state_ms)
		s->doubted = s->printer.told = s->sound.told = false;
	tell_device(s, "printer", &s->printer);
	tell_device(s, "sound", &s->sound);
	if (now_ms >= s->layout_ms) {
		s->layout_ms = now_ms + SCREEN_LAYOUT_MS;
		ask_put(&s->asks, SCREEN_ASK_LAYOUT, WORDS("HALL", "LAYOUT"));
	}
	if (now_ms >= s->state_ms) {
		s->state_ms = now_ms + SCREEN_STATE_MS;
		ask_put(&s->asks, SCREEN_ASK_STATE, WORDS("HALL", "STATE"));
	}
}

void
screen_step(struct screen *s, int64_t now_ms)
{
	ask_due(s, now_ms);
	if (take_step(&s->take, &s->asks, s->up, now_ms) == TAKE_GIVEN_UP) {
		screen_tell(s, "No number was issued",
		    "Please take a number again", now_ms);
	}
	count_down(s, now_ms);
}

void
screen_time(struct screen *s, int64_t now_ms)
{
	int64_t due_ms = leave_ms(s);

	screen_fill_clock(s, now_ms);
	if (due_ms >= 0 && now_ms >= due_ms)
		screen_forget(s, now_ms);
	screen_step(s, now_ms);
}

static int64_t
sooner(int64_t a_ms, int64_t b_ms)
{
	if (a_ms < 0 || b_ms < 0)
		return a_ms < 0 ? b_ms : a_ms;
	return a_ms < b_ms ? a_ms : b_ms;
}

/* The clock and the seconds that are left are looked at each second. */
int64_t
screen_deadline(const struct screen *s)
{
	int64_t due_ms = take_deadline(&s->take, s->up);

	if (s->up)
		due_ms = sooner(due_ms, sooner(s->state_ms, s->layout_ms));
	due_ms = sooner(due_ms, leave_ms(s));
	if (s->model.page == KIOSK_TICKET) {
		due_ms = sooner(due_ms,
		    leave_ms(s) - (int64_t)(s->model.left_s - 1) * 1000);
	}
	if (s->t_ms > 0) {
		int64_t since_ms = (s->t_ms - s->t_at_ms) % 60000;
		due_ms = sooner(due_ms,
		    (s->state_ms + since_ms) / 60000 * 60000 + 60000 -
			since_ms);
	}
	return due_ms;
}

void
screen_size(struct screen *s, int width, int height, int64_t now_ms)
{
	if (width == s->width && height == s->height)
		return;
	s->width = width;
	s->height = height;
	if (screen_is_start(s))
		screen_start(s, now_ms);
}

/* Who waits for a ticket, or reads its number, is not sent away. */
static bool
is_busy(const struct screen *s)
{
	return s->model.page == KIOSK_WAIT || s->model.page == KIOSK_TICKET;
}

void
screen_link(struct screen *s, bool up, int64_t now_ms)
{
	bool was = s->up;

	s->up = up;
	if (up && !was) {
		s->take.retry_ms = 0;
		s->layout_ms = s->state_ms = now_ms;
		s->printer.told = s->sound.told = false;
	}
	if (!up && !is_busy(s) && s->model.page != KIOSK_AWAY)
		screen_start(s, now_ms);
	screen_step(s, now_ms);
}

void
screen_printer(struct screen *s, enum kiosk_printer state, const char *word,
    int64_t now_ms)
{
	bool same = s->model.printer == state;

	s->printer = (struct screen_device){ word, false };
	s->model.printer = state;
	s->changed |= !same;
	if (!same && screen_is_start(s))
		screen_start(s, now_ms);
	screen_step(s, now_ms);
}

void
screen_sound(struct screen *s, bool mute, const char *word, int64_t now_ms)
{
	s->changed |= s->model.mute != mute;
	s->model.mute = mute;
	s->sound = (struct screen_device){ word, false };
	screen_step(s, now_ms);
}

void
screen_restore(struct screen *s, const char *kept, int64_t wall_ms)
{
	take_restore(&s->take, kept, wall_ms);
	if (s->take.state == TAKE_FINDING) {
		field_keep(s->lang, sizeof(s->lang), s->take.lang);
		screen_fill(s, s->page_ms);
	}
}
