/*
 * The colours of the screens, as data: what a colour is for, and which may
 * stand on which. Pure.
 */
#ifndef HAO_THEME_H
#define HAO_THEME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct theme_rgb {
	uint8_t r, g, b;
};

enum theme_colour {
	THEME_GROUND,	 /* behind everything */
	THEME_BAR,	 /* the band at the top */
	THEME_ON_BAR,	 /* text there */
	THEME_BAR_EDGE,	 /* edges of controls there */
	THEME_PANEL,	 /* cards and buttons */
	THEME_INK,	 /* text */
	THEME_SOFT,	 /* text that matters less */
	THEME_EDGE,	 /* edges of controls */
	THEME_RULE,	 /* lines between; they mean nothing */
	THEME_ACCENT,	 /* what to press */
	THEME_ON_ACCENT, /* text there */
	THEME_TILE,	 /* behind an icon */
	THEME_ON_TILE,
	THEME_MARK, /* what is chosen, in the bar */
	THEME_ON_MARK,
	THEME_GOOD, /* all is well: text */
	THEME_ON_GOOD,
	THEME_BAD, /* something is not: text */
	THEME_ON_BAD,
	THEME_OFF,	 /* text of what can't be had now */
	THEME_OFF_PANEL, /* behind it */
	THEME_OFF_TILE,
	THEME_FOCUS, /* the ring about what Enter would press */
	THEME_COLOURS,
};

struct theme {
	struct theme_rgb colours[THEME_COLOURS];
	double edge; /* width of edges, at 1080 lines */
	bool shadow; /* below cards */
};

extern const struct theme theme_normal;
extern const struct theme theme_contrast;

/* What may stand on what, and the least contrast between them. */
struct theme_pair {
	enum theme_colour front, back;
	double least;
};

#define THEME_TEXT_LEAST 4.5 /* WCAG 2.1 AA */
#define THEME_EDGE_LEAST 3.0

extern const struct theme_pair theme_pairs[];
extern const size_t theme_pairs_count;

/* Contrast of two colours as WCAG defines it, 1 to 21. */
double theme_ratio(struct theme_rgb a, struct theme_rgb b);

#endif
