/* What targets do. */
#include <string.h>

#include "kiosk/draw.h"
#include "kiosk/screen_own.h"
#include "ui/catalogue.h"
#include "ui/field.h"

#define WORDS(...) ((const char *const[]){ __VA_ARGS__, NULL })

/* One to an action: what its target does, which had ARG. */
typedef void act_fn(struct screen *s, int arg, int64_t now_ms);

/* One ticket or paper at a time: true, and said so, while there is one. */
static bool
is_taking(struct screen *s, const char *title, int64_t now_ms)
{
	if (s->take.state == TAKE_NONE)
		return false;
	screen_tell(s, title, "Please try again in a moment", now_ms);
	return true;
}

static void
press(struct screen *s, const struct take_wish *wish, int64_t now_ms)
{
	if (is_taking(s, "No number was issued", now_ms))
		return;
	take_press(&s->take, wish, s->rid);
	field_keep(s->model.ticket.code, sizeof(s->model.ticket.code), s->rid);
	s->model.text = "Your number is being issued";
	screen_go(s, KIOSK_WAIT, now_ms);
	screen_step(s, now_ms);
}

static void
choose_class(struct screen *s, int arg, int64_t now_ms)
{
	const struct kiosk_model *m = &s->model;
	size_t class = (size_t)arg;
	bool plain = class == 0 || class >= m->classes_count;

	if (m->service >= m->services_count)
		return;
	press(s,
	    &(struct take_wish){
		.service = m->services[m->service].code,
		.class = plain ? "" : m->classes[class].code,
		.code = "",
		.lang = catalogue_lang(screen_catalogue(s)),
	    },
	    now_ms);
}

static void
choose_service(struct screen *s, int arg, int64_t now_ms)
{
	struct kiosk_model *m = &s->model;
	size_t i = (size_t)arg;

	if (i >= m->services_count || !m->services[i].open)
		return;
	m->service = i;
	if (*m->services[i].guide != '\0' || m->classes_count > 1) {
		screen_go(s, KIOSK_GUIDE, now_ms);
	} else {
		choose_class(s, 0, now_ms);
	}
}

static void
choose_department(struct screen *s, int arg, int64_t now_ms)
{
	s->model.department = (size_t)arg;
	screen_go(s, KIOSK_SERVICES, now_ms);
}

static void
choose_language(struct screen *s, int arg, int64_t now_ms)
{
	size_t i = (size_t)arg;

	if (i >= s->model.langs_count)
		return;
	field_keep(s->lang, sizeof(s->lang),
	    catalogue_lang(s->model.langs[i].catalogue));
	screen_fill(s, now_ms);
}

static void
toggle(struct screen *s, int mode, int64_t now_ms)
{
	bool *is_on = &s->model.modes[mode];

	*is_on = !*is_on;
	/* Where buttons move, another is below the finger now. */
	if (mode == KIOSK_LOW)
		s->quiet_ms = now_ms + SCREEN_QUIET_MS;
	s->changed = true;
	if (mode == KIOSK_VOICE && *is_on)
		screen_speak(s, tr(screen_catalogue(s), "Voice"));
}

static void
turn(struct screen *s, int by, int64_t now_ms)
{
	struct kiosk_model *m = &s->model;
	size_t turns = kiosk_turns(m, s->width, s->height);
	size_t turned = m->turned + (size_t)(by + 1);

	if (turned < 1 || turned > turns)
		return;
	screen_go(s, m->page, now_ms);
	m->turned = turned - 1;
}

static void
go_back(struct screen *s, int arg, int64_t now_ms)
{
	const struct kiosk_model *m = &s->model;
	bool in_department = m->department <= m->departments_count;
	(void)arg;

	if (m->page == KIOSK_TICKET) {
		screen_forget(s, now_ms);
	} else if (m->page == KIOSK_GIVE_BACK || m->page == KIOSK_RATE) {
		screen_go(s, KIOSK_FOUND, now_ms);
	} else if (m->page == KIOSK_GUIDE && in_department) {
		screen_go(s, KIOSK_SERVICES, now_ms);
	} else {
		screen_start(s, now_ms);
	}
}

static void
go_checkin(struct screen *s, int arg, int64_t now_ms)
{
	(void)arg;
	s->model.typed[0] = '\0';
	screen_go(s, KIOSK_CHECKIN, now_ms);
}

static void
go_find(struct screen *s, int arg, int64_t now_ms)
{
	(void)arg;
	s->model.typed[0] = '\0';
	screen_go(s, KIOSK_FIND, now_ms);
}

static void
go_give_back(struct screen *s, int arg, int64_t now_ms)
{
	(void)arg;
	screen_go(s, KIOSK_GIVE_BACK, now_ms);
}

static void
go_rate(struct screen *s, int arg, int64_t now_ms)
{
	(void)arg;
	screen_go(s, KIOSK_RATE, now_ms);
}

static void
type(struct screen *s, int c, int64_t now_ms)
{
	size_t most = s->model.page == KIOSK_CHECKIN ? CODE_APPOINTMENT
						     : CODE_TICKET;
	size_t length = strlen(s->model.typed);
	(void)now_ms;

	if (length >= most || c == '\0' || strchr(code_letters, c) == NULL)
		return;
	s->model.typed[length] = (char)c;
	s->model.typed[length + 1] = '\0';
	s->changed = true;
}

static void
erase(struct screen *s, int arg, int64_t now_ms)
{
	size_t length = strlen(s->model.typed);
	(void)arg, (void)now_ms;

	if (length > 0)
		s->model.typed[length - 1] = '\0';
	s->changed = true;
}

/* A whole code, typed or scanned: a ticket's, or an appointment's. */
void
screen_use_code(struct screen *s, const char *code, int64_t now_ms)
{
	if (strlen(code) == CODE_TICKET) {
		field_keep(s->find, sizeof(s->find), code);
		ask_put(&s->asks, SCREEN_ASK_FIND,
		    WORDS("TICKET", "FIND", "RID", s->find));
	}
	if (strlen(code) == CODE_APPOINTMENT) {
		press(s,
		    &(struct take_wish){
			.service = "",
			.class = "",
			.code = code,
			.lang = catalogue_lang(screen_catalogue(s)),
		    },
		    now_ms);
	}
}

void
screen_use_token(struct screen *s, const char *token)
{
	field_keep(s->find, sizeof(s->find), token);
	ask_put(&s->asks, SCREEN_ASK_FIND, WORDS("TICKET", "GET", s->find));
}

static void
enter(struct screen *s, int arg, int64_t now_ms)
{
	char code[CODE_SIZE];
	(void)arg;

	field_keep(code, sizeof(code), s->model.typed);
	screen_use_code(s, code, now_ms);
}

static void
speak_number(struct screen *s, int arg, int64_t now_ms)
{
	(void)arg, (void)now_ms;
	screen_speak_number(s);
}

static void
give_it_back(struct screen *s, int arg, int64_t now_ms)
{
	(void)arg, (void)now_ms;
	ask_put(&s->asks, SCREEN_ASK_GIVE_BACK,
	    WORDS("TICKET", "CANCEL", s->find_id, "RID", s->rid));
}

static void
print_again(struct screen *s, int arg, int64_t now_ms)
{
	(void)arg;
	if (is_taking(s, "That could not be done", now_ms))
		return;
	take_reprint(&s->take, s->find_id, s->rid);
	s->model.ticket.paper = "Your ticket is being printed";
	s->print = (struct screen_print){ true, true };
	screen_go(s, KIOSK_TICKET, now_ms);
}

static void
choose_rating(struct screen *s, int rating, int64_t now_ms)
{
	(void)now_ms;
	s->rating[0] = (char)('0' + rating);
	ask_put(&s->asks, SCREEN_ASK_RATE,
	    WORDS("TICKET", "RATE", s->find_id, s->rating, "RID", s->rid));
}

static act_fn *const acts[KIOSK_ACTIONS] = {
	[KIOSK_CHOOSE_LANGUAGE] = choose_language,
	[KIOSK_TOGGLE] = toggle,
	[KIOSK_CHOOSE_DEPARTMENT] = choose_department,
	[KIOSK_CHOOSE_SERVICE] = choose_service,
	[KIOSK_CHOOSE_CLASS] = choose_class,
	[KIOSK_TURN] = turn,
	[KIOSK_GO_BACK] = go_back,
	[KIOSK_GO_CHECKIN] = go_checkin,
	[KIOSK_GO_FIND] = go_find,
	[KIOSK_TYPE] = type,
	[KIOSK_ERASE] = erase,
	[KIOSK_ENTER] = enter,
	[KIOSK_SPEAK_NUMBER] = speak_number,
	[KIOSK_GO_GIVE_BACK] = go_give_back,
	[KIOSK_GIVE_IT_BACK] = give_it_back,
	[KIOSK_PRINT_AGAIN] = print_again,
	[KIOSK_GO_RATE] = go_rate,
	[KIOSK_CHOOSE_RATING] = choose_rating,
};

void
screen_act(struct screen *s, struct kiosk_target target, int64_t now_ms)
{
	if (acts[target.action] != NULL)
		acts[target.action](s, target.arg, now_ms);
}
