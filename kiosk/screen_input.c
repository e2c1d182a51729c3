/* What fingers, keys and scanners mean. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "kiosk/draw.h"
#include "kiosk/screen_own.h"
#include "ui/view.h"
#include "ui/window.h"

static void
look(struct screen *s)
{
	kiosk_layout(s->view, &s->model, s->width, s->height);
}

static struct kiosk_target
target_at(struct screen *s, double x, double y)
{
	look(s);
	const struct view_item *item = view_hit(s->view, x, y);

	if (item == NULL)
		return (struct kiosk_target){ 0 };
	return (struct kiosk_target){ item->action, item->arg };
}

/* Each press too early begins the moment of quiet anew. */
static bool
is_quiet(struct screen *s, int64_t now_ms)
{
	if (now_ms >= s->quiet_ms)
		return true;
	s->quiet_ms = now_ms + SCREEN_QUIET_MS;
	return false;
}

static void
finger_down(
    struct screen *s, const struct window_action *action, int64_t now_ms)
{
	bool counts = touch_press(&s->touch, action->finger, now_ms);

	if (!is_quiet(s, now_ms) || !counts)
		return;
	s->model.pressed = target_at(s, action->x, action->y);
	s->changed |= s->model.pressed.action != 0;
}

/* A tap is a finger that leaves where it came. */
static void
finger_up(struct screen *s, const struct window_action *action, int64_t now_ms)
{
	struct kiosk_target pressed = s->model.pressed;

	if (!touch_lift(&s->touch, action->finger, now_ms)) {
		if (!s->touch.down)
			s->model.pressed = (struct kiosk_target){ 0 };
		return;
	}
	struct kiosk_target left = target_at(s, action->x, action->y);
	s->model.pressed = (struct kiosk_target){ 0 };
	s->changed |= pressed.action != 0;
	if (pressed.action != 0 && left.action == pressed.action &&
	    left.arg == pressed.arg)
		screen_act(s, pressed, now_ms);
}

/* How far TO lies from FROM in a direction; below 0: not there. */
static double
distance(struct paint_box from, struct paint_box to, enum window_key key)
{
	double dx = to.x + to.w / 2 - from.x - from.w / 2;
	double dy = to.y + to.h / 2 - from.y - from.h / 2;
	bool across = key == WINDOW_KEY_LEFT || key == WINDOW_KEY_RIGHT;
	bool back = key == WINDOW_KEY_LEFT || key == WINDOW_KEY_UP;
	double along = (across ? dx : dy) * (back ? -1 : 1);
	double aside = fabs(across ? dy : dx);

	return along > 4 ? along + 3 * aside : -1;
}

static const struct view_item *
focused(const struct screen *s)
{
	for (size_t i = 0; i < s->view->count; i++) {
		const struct view_item *item = &s->view->items[i];
		if (item->action != 0 &&
		    item->action == s->model.focus.action &&
		    item->arg == s->model.focus.arg)
			return item;
	}
	return NULL;
}

static const struct view_item *
nearest(
    const struct screen *s, const struct view_item *from, enum window_key key)
{
	const struct view_item *found = from;
	double best = -1;

	for (size_t i = 0; i < s->view->count; i++) {
		const struct view_item *item = &s->view->items[i];
		double far = distance(from->box, item->box, key);
		if (item->action != 0 && far >= 0 && (best < 0 || far < best)) {
			best = far;
			found = item;
		}
	}
	return found;
}

/* The target BY places on in the view's order; the ends meet. */
static const struct view_item *
following(const struct screen *s, const struct view_item *from, bool back)
{
	size_t count = s->view->count;
	size_t at = from != NULL ? (size_t)(from - s->view->items)
				 : count - (back ? 0 : 1);

	for (size_t i = 0; i < count; i++) {
		at = (at + (back ? count - 1 : 1)) % count;
		if (s->view->items[at].action != 0)
			return &s->view->items[at];
	}
	return NULL;
}

/* The first of the page itself: the bar and the foot come later. */
static const struct view_item *
first_target(const struct screen *s)
{
	const struct view_item *first = NULL, *at = NULL;

	for (size_t i = 0; i < s->view->count; i++) {
		at = &s->view->items[i];
		bool common = at->action == KIOSK_CHOOSE_LANGUAGE ||
		    at->action == KIOSK_TOGGLE || at->action == KIOSK_GO_BACK ||
		    at->action == KIOSK_GO_FIND ||
		    at->action == KIOSK_GO_CHECKIN;
		if (at->action != 0 && !common)
			return at;
		if (at->action != 0 && first == NULL)
			first = at;
	}
	return first;
}

static void
move_focus(struct screen *s, enum window_key key)
{
	look(s);
	const struct view_item *from = focused(s), *to;

	if (from == NULL) {
		to = first_target(s);
	} else if (key == WINDOW_KEY_NEXT || key == WINDOW_KEY_PREVIOUS) {
		to = following(s, from, key == WINDOW_KEY_PREVIOUS);
	} else {
		to = nearest(s, from, key);
	}
	if (to == NULL)
		return;
	s->model.focus = (struct kiosk_target){ to->action, to->arg };
	s->changed = true;
	if (s->model.modes[KIOSK_VOICE])
		screen_speak(s, to->name);
}

static bool
is_typing(const struct screen *s)
{
	return s->model.page == KIOSK_CHECKIN || s->model.page == KIOSK_FIND;
}

/* What a scanner typed before its Enter, when that is a code or a token. */
static bool
enter_scanned(struct screen *s, int64_t now_ms)
{
	char code[CODE_SIZE], token[CODE_TOKEN_SIZE];

	code_read(s->scanned, code);
	code_read_token(s->scanned, token);
	s->scanned[0] = '\0';
	if (s->model.page == KIOSK_WAIT || s->model.page == KIOSK_AWAY ||
	    s->model.page == KIOSK_NO_PAPER)
		return false;
	if (code[0] != '\0') {
		screen_use_code(s, code, now_ms);
	} else if (token[0] != '\0') {
		screen_use_token(s, token);
	}
	return code[0] != '\0' || token[0] != '\0';
}

static void
enter(struct screen *s, int64_t now_ms)
{
	if (!is_quiet(s, now_ms)) {
		/* Else the next scan would be read behind this one. */
		s->scanned[0] = '\0';
		return;
	}
	if (enter_scanned(s, now_ms))
		return;
	look(s);
	if (focused(s) != NULL) {
		screen_act(s, s->model.focus, now_ms);
	} else if (is_typing(s)) {
		screen_use_code(s, s->model.typed, now_ms);
	}
}

static void
key(struct screen *s, const struct window_action *action, int64_t now_ms)
{
	if (action->keypad && is_typing(s))
		return; /* its digit comes as text */
	if (action->keypad)
		s->scanned[0] = '\0';
	switch (action->key) {
	case WINDOW_KEY_UP:
	case WINDOW_KEY_DOWN:
	case WINDOW_KEY_LEFT:
	case WINDOW_KEY_RIGHT:
	case WINDOW_KEY_NEXT:
	case WINDOW_KEY_PREVIOUS:
		move_focus(s, action->key);
		return;
	case WINDOW_KEY_ENTER:
		enter(s, now_ms);
		return;
	case WINDOW_KEY_ERASE:
		s->scanned[0] = '\0';
		if (is_typing(s) && s->model.typed[0] != '\0') {
			screen_act(
			    s, (struct kiosk_target){ KIOSK_ERASE, 0 }, now_ms);
			return;
		}
		__attribute__((fallthrough));
	case WINDOW_KEY_BACK:
		if (s->model.page != KIOSK_WAIT && is_quiet(s, now_ms)) {
			screen_act(s, (struct kiosk_target){ KIOSK_GO_BACK, 0 },
			    now_ms);
		}
		return;
	}
}

static void
typed(struct screen *s, const char *text, int64_t now_ms)
{
	size_t length = strlen(s->scanned);

	(void)snprintf(
	    s->scanned + length, sizeof(s->scanned) - length, "%s", text);
	for (; is_typing(s) && *text != '\0'; text++) {
		int c = (unsigned char)*text;
		if (c >= 'a' && c <= 'z')
			c += 'A' - 'a';
		screen_act(s, (struct kiosk_target){ KIOSK_TYPE, c }, now_ms);
	}
}

void
screen_action(struct screen *s, const struct window_action *action,
    const uint8_t random[CODE_TICKET], int64_t now_ms)
{
	code_make(random, s->rid);
	s->touched_ms = now_ms;
	switch (action->what) {
	case WINDOW_PRESS:
		finger_down(s, action, now_ms);
		break;
	case WINDOW_LIFT:
		finger_up(s, action, now_ms);
		break;
	case WINDOW_KEY:
		key(s, action, now_ms);
		break;
	case WINDOW_TYPE:
		typed(s, action->typed, now_ms);
		break;
	case WINDOW_CLOSE:
		s->finished = true;
		break;
	}
	screen_step(s, now_ms);
}
