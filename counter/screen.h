/*
 * A page on a terminal: curses beside the shell's loop. What is on the page
 * and what a press does is the machine's; this draws its cells, tells it the
 * presses and the clock, and follows the terminal's size.
 */
#ifndef HAO_SCREEN_H
#define HAO_SCREEN_H

#include <stdbool.h>
#include <stdint.h>

#include "ui/shell.h"

struct canvas;
struct keymap;

struct screen_ops {
	struct shell_ops shell; /* `flushed` and lines are the screen's */
	/* RID is a fresh request id, in case the press needs one. */
	void (*press)(void *m, uint32_t press, const char *rid, int64_t now_ms);
	/* The wall's clock less ours. */
	void (*clock)(void *m, int64_t wall_ms);
	void (*draw)(const void *m, struct canvas *c);
	/* The keypad is there, or not: WHY. NULL: who has none. */
	void (*keypad)(void *m, bool there, const char *why, int64_t now_ms);
	/* The hall's, borrowed; NULL before it is known. With KEYPAD. */
	json_t *(*layout)(const void *m);
};

struct screen_config {
	const struct shell_options *options;
	const char *program;
	const struct screen_ops *ops;
	void *machine;
	struct shell_outputs outputs;
	/* A channel to keep subscribed; NULL: none. */
	const char *channel;
	/* A keypad whose keys are presses, and what they mean; NULL: none. */
	const char *keypad;
	const struct keymap *keymap;
	bool own_keymap; /* it goes before what the hall's layout says */
};

/*
 * Runs until the machine has finished (true) or a signal came (false); says
 * on stderr what is wrong.
 */
bool screen_run(const struct screen_config *config)
    __attribute__((warn_unused_result));

#endif
