#include "counter/keymap.h"

#include <linux/input-event-codes.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "counter/press.h"

#define WORD_SIZE 16

struct name {
	const char *name;
	uint32_t value;
};

static const struct name keys[] = {
	{ "KP0", KEY_KP0 },
	{ "KP1", KEY_KP1 },
	{ "KP2", KEY_KP2 },
	{ "KP3", KEY_KP3 },
	{ "KP4", KEY_KP4 },
	{ "KP5", KEY_KP5 },
	{ "KP6", KEY_KP6 },
	{ "KP7", KEY_KP7 },
	{ "KP8", KEY_KP8 },
	{ "KP9", KEY_KP9 },
	{ "KPENTER", KEY_KPENTER },
	{ "KPPLUS", KEY_KPPLUS },
	{ "KPMINUS", KEY_KPMINUS },
	{ "KPASTERISK", KEY_KPASTERISK },
	{ "KPSLASH", KEY_KPSLASH },
	{ "KPDOT", KEY_KPDOT },
	{ "NUMLOCK", KEY_NUMLOCK },
	{ "ENTER", KEY_ENTER },
	{ "SPACE", KEY_SPACE },
	{ "ESC", KEY_ESC },
	{ "TAB", KEY_TAB },
	{ "BACKSPACE", KEY_BACKSPACE },
	{ "UP", KEY_UP },
	{ "DOWN", KEY_DOWN },
	{ "LEFT", KEY_LEFT },
	{ "RIGHT", KEY_RIGHT },
	{ "F1", KEY_F1 },
	{ "F2", KEY_F2 },
	{ "F3", KEY_F3 },
	{ "F4", KEY_F4 },
	{ "F5", KEY_F5 },
	{ "F6", KEY_F6 },
	{ "F7", KEY_F7 },
	{ "F8", KEY_F8 },
};

static const struct name presses[] = {
	{ "Enter", PRESS_ENTER },
	{ "Escape", PRESS_ESCAPE },
	{ "Up", PRESS_UP },
	{ "Down", PRESS_DOWN },
	{ "Erase", PRESS_ERASE },
	{ "None", 0 },
};

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

void
keymap_init(struct keymap *m)
{
	static const char digits[] = "0123456789";

	*m = (struct keymap){ 0 };
	for (size_t i = 0; i < sizeof(digits) - 1; i++)
		m->press[keys[i].value] = (uint32_t)digits[i];
	m->press[KEY_KPENTER] = m->press[KEY_ENTER] = PRESS_ENTER;
	m->press[KEY_KPPLUS] = 'r';
	m->press[KEY_KPMINUS] = 'm';
	m->press[KEY_KPASTERISK] = 's';
	m->press[KEY_KPSLASH] = 'h';
	m->press[KEY_KPDOT] = 'f';
	m->press[KEY_UP] = PRESS_UP;
	m->press[KEY_DOWN] = PRESS_DOWN;
	m->press[KEY_ESC] = PRESS_ESCAPE;
	m->press[KEY_BACKSPACE] = PRESS_ERASE;
}

static const struct name *
find(const struct name *table, size_t count, const char *word)
{
	for (size_t i = 0; i < count; i++) {
		if (strcasecmp(table[i].name, word) == 0)
			return &table[i];
	}
	return NULL;
}

/* The word at S, and what stands behind it. */
static const char *
take_word(const char *s, char word[WORD_SIZE])
{
	size_t skip = strspn(s, " \t"), len = strcspn(s + skip, " \t\r\n");
	size_t kept = len < WORD_SIZE ? len : WORD_SIZE - 1;

	memcpy(word, s + skip, kept);
	word[kept] = '\0';
	return s + skip + len;
}

/* A key by its name, or by the number of the kernel's code. */
static uint32_t
code_of(const char *word)
{
	const struct name *key = find(keys, COUNT(keys), word);
	char *end;

	if (key != NULL)
		return key->value;
	unsigned long code = strtoul(word, &end, 10);
	return *end == '\0' && code < KEYMAP_CODES ? (uint32_t)code : 0;
}

const char *
keymap_line(struct keymap *m, const char *line)
{
	char key[WORD_SIZE], press[WORD_SIZE], more[WORD_SIZE];
	const char *rest = take_word(line, key);

	if (key[0] == '\0' || key[0] == '#')
		return NULL;
	rest = take_word(rest, press);
	(void)take_word(rest, more);
	uint32_t code = code_of(key);
	if (code == 0) {
		return "no such key: KP0 to KP9, KPENTER, KPPLUS, F1, or the "
		       "code that evtest shows";
	}
	const struct name *named = find(presses, COUNT(presses), press);
	bool single = press[0] > ' ' && press[0] <= '~' && press[1] == '\0';
	if (more[0] != '\0' || (named == NULL && !single)) {
		return "a key presses one character of the page, Enter, "
		       "Escape, Up, Down, Erase or None";
	}
	m->press[code] = named != NULL ? named->value
				       : (uint32_t)(unsigned char)press[0];
	return NULL;
}

const char *
keymap_list(struct keymap *m, const json_t *lines)
{
	const char *wrong = NULL;

	for (size_t i = 0; i < json_array_size(lines); i++) {
		const char *line = json_string_value(json_array_get(lines, i));
		const char *say = keymap_line(m, line != NULL ? line : "");
		if (wrong == NULL)
			wrong = say;
	}
	return wrong;
}
