/* The pages of hao-counter, run on the terminal until they are left. */
#ifndef HAO_PAGES_H
#define HAO_PAGES_H

#include <stdbool.h>

#include "counter/keymap.h"

struct shell_options;
struct talk_config;

/* The path is NULL where there is none. */
struct pages_keypad {
	const char *path;
	struct keymap map;
	bool own; /* MAP is its own; else the hall's layout may have one */
};

/* The clerk's. False: it could not begin, or a signal ended it. */
bool pages_desk(const char *program, const struct shell_options *options,
    const struct talk_config *config, const struct pages_keypad *keypad)
    __attribute__((warn_unused_result));
/* The supervisor's, in LANG at first. */
bool pages_supervisor(const char *program, const struct shell_options *options,
    const char *lang) __attribute__((warn_unused_result));

#endif
