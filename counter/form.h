/*
 * A question over the page: a line to write, a list to choose from, or yes
 * and no. Pure; it knows neither what is asked nor what comes of it.
 */
#ifndef HAO_FORM_H
#define HAO_FORM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "proto/limits.h"

struct canvas;

enum form_kind {
	FORM_NONE,
	FORM_TEXT,   /* any text; the choices are proposals for it */
	FORM_CHOICE, /* one of the choices; what is written narrows them */
	FORM_YES,    /* y or no */
};

#define FORM_CHOICES_MAX 300
#define FORM_VALUE_MAX	 64

/* What a choice is shown as, and what it stands for. */
struct form_choice {
	char shown[96], value[FORM_VALUE_MAX];
};

struct form {
	enum form_kind kind;
	const char *title, *hint; /* borrowed while it is open */
	char text[LIMIT_TEXT + 1];
	struct form_choice choices[FORM_CHOICES_MAX];
	size_t choices_count;
	size_t picked; /* of those that the text leaves */
	bool proposed; /* a proposal is picked, instead of the text */
	bool secret;   /* nobody sees what is written */
};

enum form_result {
	FORM_GOES_ON,
	FORM_LEFT, /* and is closed */
	FORM_DONE, /* form_value says what came of it */
};

void form_open(
    struct form *f, enum form_kind kind, const char *title, const char *hint);
/* Left out once there are too many. */
void form_choice(struct form *f, const char *shown, const char *value);
void form_hide(struct form *f); /* what is written, until it is closed */
bool form_is_open(const struct form *f);
void form_close(struct form *f);

enum form_result form_press(struct form *f, uint32_t press);

/* The text, or what the chosen one stands for; borrowed from the form. */
const char *form_value(const struct form *f);

/* In the middle of the page. */
void form_draw(const struct form *f, struct canvas *c);

#endif
