#include "counter/screen.h"

#define NCURSES_WIDECHAR 1
#include <curses.h>
#include <event2/event.h>
#include <locale.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#include "counter/canvas.h"
#include "counter/keypad.h"
#include "counter/press.h"
#include "proto/link.h"
#include "ui/field.h"

#define ESCAPE_MS 25

struct screen {
	const struct screen_config *config;
	struct shell *shell;
	struct event *readable, *resized;
	struct keypad *keypad;
	json_t *layout; /* whose keys it has; owned, NULL: none */
	attr_t attr[INKS];
	short pair[INKS];
};

/* --- Inks ---------------------------------------------------------------- */

struct look {
	attr_t attr;
	short front, back;	   /* of 256 colours; -1: the terminal's */
	short few_front, few_back; /* of 8 */
};

static const struct look looks[INKS] = {
	[INK_PLAIN] = { A_NORMAL, -1, -1, -1, -1 },
	[INK_DIM] = { A_NORMAL, 245, -1, -1, -1 },
	[INK_STRONG] = { A_BOLD, -1, -1, -1, -1 },
	[INK_NUMBER] = { A_BOLD, 214, -1, COLOR_YELLOW, -1 },
	[INK_GOOD] = { A_BOLD, 114, -1, COLOR_GREEN, -1 },
	[INK_WARN] = { A_BOLD, 214, -1, COLOR_YELLOW, -1 },
	[INK_ALARM] = { A_BOLD, 231, 124, COLOR_WHITE, COLOR_RED },
	[INK_BAR] = { A_BOLD, 231, 24, COLOR_WHITE, COLOR_BLUE },
	[INK_KEY] = { A_BOLD, 117, -1, COLOR_CYAN, -1 },
	[INK_BOX] = { A_NORMAL, 231, 238, COLOR_WHITE, COLOR_BLUE },
	[INK_FIELD] = { A_BOLD, 231, 235, COLOR_WHITE, COLOR_BLACK },
	[INK_PICK] = { A_BOLD, 16, 214, COLOR_BLACK, COLOR_YELLOW },
};

/* Without colours the page is still told apart. */
static attr_t
plain_look(enum ink ink)
{
	bool marked = ink == INK_ALARM || ink == INK_BAR || ink == INK_PICK;

	return looks[ink].attr | (marked ? A_REVERSE : A_NORMAL);
}

static void
mix_inks(struct screen *s)
{
	bool colours = has_colors() && start_color() == OK &&
	    use_default_colors() == OK;
	bool many = colours && COLORS >= 256;

	for (enum ink i = INK_PLAIN; i < INKS; i++) {
		const struct look *look = &looks[i];
		int front = many ? look->front : look->few_front;
		int back = many ? look->back : look->few_back;
		s->attr[i] = colours ? look->attr : plain_look(i);
		if (colours && !many && i == INK_DIM)
			s->attr[i] = A_DIM;
		if (!colours || (front < 0 && back < 0))
			continue;
		s->pair[i] = (short)(i + 1);
		(void)init_pair(s->pair[i], (short)front, (short)back);
	}
}

/* --- The page ------------------------------------------------------------ */

static void
show(const struct screen *s, const struct canvas *c)
{
	(void)erase();
	for (int i = 0; i < c->rows * c->columns; i++) {
		const struct cell *cell = &c->cells[i];
		if (cell->text[0] == '\0')
			continue;
		(void)attr_set(s->attr[cell->ink], s->pair[cell->ink], NULL);
		(void)mvaddstr(i / c->columns, i % c->columns, cell->text);
	}
	(void)curs_set(c->cursor_row >= 0);
	if (c->cursor_row >= 0)
		(void)move(c->cursor_row, c->cursor_column);
	(void)refresh();
}

static void
draw(struct screen *s)
{
	struct canvas c;

	if (!canvas_init(&c, LINES, COLS))
		return;
	s->config->ops->draw(s->config->machine, &c);
	show(s, &c);
	canvas_release(&c);
}

/* --- Events -------------------------------------------------------------- */

static uint32_t
press_of(int status, wint_t c)
{
	if (status == OK)
		return c == '\n' ? PRESS_ENTER : c == '\b' ? PRESS_ERASE : c;
	if (c >= (wint_t)KEY_F(1) && c <= (wint_t)KEY_F(12))
		return PRESS_F0 + (c - (wint_t)KEY_F(0));
	switch (c) {
	case KEY_ENTER:
		return PRESS_ENTER;
	case KEY_UP:
		return PRESS_UP;
	case KEY_DOWN:
		return PRESS_DOWN;
	case KEY_BACKSPACE:
	case KEY_DC:
		return PRESS_ERASE;
	default:
		return PRESS_OTHER;
	}
}

static void
press(struct screen *s, uint32_t press)
{
	const struct screen_config *config = s->config;
	char rid[23];

	link_rid(rid);
	config->ops->press(config->machine, press, rid, shell_now_ms());
	shell_pump(s->shell);
}

/* The terminal is gone, for good, and readable for ever. */
static bool
is_hung_up(int fd)
{
	struct pollfd p = { .fd = fd };

	return poll(&p, 1, 0) > 0 && (p.revents & (POLLHUP | POLLERR)) != 0;
}

static void
on_readable(int fd, short what, void *ctx)
{
	struct screen *s = ctx;
	wint_t c;
	int status;
	(void)what;

	while ((status = get_wch(&c)) != ERR)
		press(s, press_of(status, c));
	if (is_hung_up(fd))
		(void)event_base_loopbreak(shell_base(s->shell));
}

static void
on_keypad_press(uint32_t code, void *ctx)
{
	press(ctx, code);
}

static void
on_keypad(bool there, const char *why, void *ctx)
{
	struct screen *s = ctx;

	s->config->ops->keypad(s->config->machine, there, why, shell_now_ms());
	shell_pump(s->shell);
}

static void
on_resized(int signal, short what, void *ctx)
{
	struct winsize size;
	(void)signal, (void)what;

	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row > 0 &&
	    size.ws_col > 0)
		(void)resizeterm(size.ws_row, size.ws_col);
	(void)clearok(curscr, TRUE);
	draw(ctx);
}

static void
tell_clock(struct screen *s)
{
	struct timespec wall;

	if (clock_gettime(CLOCK_REALTIME, &wall) < 0)
		return;
	s->config->ops->clock(s->config->machine,
	    (int64_t)wall.tv_sec * 1000 + wall.tv_nsec / 1000000 -
		shell_now_ms());
}

/* What the keypad's keys mean by the hall's layout, under our name. */
static void
take_keys(struct screen *s, int64_t now_ms)
{
	const struct screen_config *c = s->config;
	json_t *layout = s->keypad != NULL && !c->own_keymap
	    ? c->ops->layout(c->machine)
	    : NULL;

	if (layout == NULL || layout == s->layout)
		return;
	json_decref(s->layout);
	s->layout = json_incref(layout);
	struct keymap map = *c->keymap;
	const json_t *device = field_find(
	    json_object_get(layout, "devices"), "name", c->options->name);
	const char *wrong = keymap_list(&map, json_object_get(device, "keys"));
	keypad_map(s->keypad, &map);
	if (wrong != NULL)
		c->ops->keypad(c->machine, true, wrong, now_ms);
}

/* --- The shell's machine is the screen, with the caller's in it. ---------- */

static void
on_link(void *m, bool up, const char *why, int64_t now_ms)
{
	const struct screen_config *c = ((struct screen *)m)->config;

	c->ops->shell.link(c->machine, up, why, now_ms);
}

static void
on_message(void *m, const char *channel, json_t *message, int64_t now_ms)
{
	const struct screen_config *c = ((struct screen *)m)->config;

	c->ops->shell.message(c->machine, channel, message, now_ms);
}

static void
on_reply(void *m, int kind, const struct link_reply *reply, int64_t now_ms)
{
	const struct screen_config *c = ((struct screen *)m)->config;

	c->ops->shell.reply(c->machine, kind, reply, now_ms);
	take_keys(m, now_ms);
}

static void
on_time(void *m, int64_t now_ms)
{
	const struct screen_config *c = ((struct screen *)m)->config;

	tell_clock(m);
	c->ops->shell.time(c->machine, now_ms);
}

static void
on_flushed(void *m, bool written, int64_t now_ms)
{
	(void)written, (void)now_ms;
	draw(m);
}

static int64_t
deadline(const void *m)
{
	const struct screen_config *c = ((const struct screen *)m)->config;

	return c->ops->shell.deadline(c->machine);
}

static bool
is_finished(const void *m)
{
	const struct screen_config *c = ((const struct screen *)m)->config;

	return c->ops->shell.finished(c->machine);
}

static const struct shell_ops screen_shell = {
	.link = on_link,
	.message = on_message,
	.reply = on_reply,
	.time = on_time,
	.flushed = on_flushed,
	.deadline = deadline,
	.finished = is_finished,
};

/* --- Beginning and end --------------------------------------------------- */

/* Characters are UTF-8, whatever the machine's language. */
static void
set_characters(void)
{
	if (setlocale(LC_CTYPE, "") == NULL || MB_CUR_MAX < 4)
		(void)setlocale(LC_CTYPE, "C.UTF-8");
}

static bool
open_terminal(const char *program)
{
	SCREEN *terminal;

	set_characters();
	terminal = newterm(NULL, stdout, stdin);
	if (terminal == NULL) {
		(void)fprintf(stderr,
		    "%s: TERM names no terminal that can show a page; try "
		    "--text\n",
		    program);
		return false;
	}
	(void)set_term(terminal);
	(void)set_escdelay(ESCAPE_MS);
	(void)cbreak();
	(void)noecho();
	(void)nonl();
	(void)keypad(stdscr, TRUE);
	(void)nodelay(stdscr, TRUE);
	return true;
}

static bool
watch(struct screen *s)
{
	struct event_base *base = shell_base(s->shell);

	s->readable = event_new(
	    base, STDIN_FILENO, EV_READ | EV_PERSIST, on_readable, s);
	s->resized = evsignal_new(base, SIGWINCH, on_resized, s);
	return s->readable != NULL && s->resized != NULL &&
	    event_add(s->readable, NULL) == 0 &&
	    event_add(s->resized, NULL) == 0;
}

static bool
watch_keypad(struct screen *s)
{
	const struct screen_config *config = s->config;

	if (config->keypad == NULL)
		return true;
	s->keypad = keypad_create(shell_base(s->shell),
	    &(struct keypad_config){
		.path = config->keypad,
		.map = *config->keymap,
		.press = on_keypad_press,
		.changed = on_keypad,
		.ctx = s,
	    });
	return s->keypad != NULL;
}

static bool
run(struct screen *s)
{
	const char *channel = s->config->channel;

	if (!watch(s) || !watch_keypad(s) ||
	    (channel != NULL && !shell_subscribe(s->shell, channel)))
		return false;
	tell_clock(s);
	return shell_run(s->shell);
}

bool
screen_run(const struct screen_config *config)
{
	struct screen s = { .config = config };
	bool well;

	s.shell = shell_create(&(struct shell_config){
	    .options = config->options,
	    .program = config->program,
	    .ops = &screen_shell,
	    .machine = &s,
	    .outputs = config->outputs,
	});
	if (s.shell == NULL)
		return false;
	well = open_terminal(config->program);
	if (well) {
		mix_inks(&s);
		well = run(&s);
		(void)endwin();
	}
	keypad_destroy(s.keypad);
	json_decref(s.layout);
	if (s.readable != NULL)
		event_free(s.readable);
	if (s.resized != NULL)
		event_free(s.resized);
	shell_destroy(s.shell);
	return well;
}
