/*
 * What one screen shows, as plain data: the view draws it and knows nothing
 * else. Two languages at most stand beside each other.
 */
#ifndef HAO_SCENE_H
#define HAO_SCENE_H

#include <stdbool.h>
#include <stddef.h>
#include <time.h>

#include "display/stage.h"

struct catalogue;
struct display;

#define SCENE_LANGS    2
#define SCENE_NAME     96
#define SCENE_TEXT     512
#define SCENE_ROWS     12 /* calls before those that stand large */
#define SCENE_SERVICES 8  /* of one page */
#define SCENE_COUNTERS 48
#define SCENE_PAGE_S   8 /* how long a page stands */

enum scene_layout {
	SCENE_CALLS,	    /* the call large, who waits, the calls before */
	SCENE_LIST,	    /* calls alone, many of them */
	SCENE_ALL_COUNTERS, /* every counter and its number, page by page */
	SCENE_SIGN,	    /* one counter's */
};

struct scene_call {
	int64_t seq;
	char number[BOARD_WORD], counter[BOARD_WORD];
	char service[SCENE_LANGS][SCENE_NAME];
	bool is_new;
};

struct scene_service {
	char mark[BOARD_WORD]; /* its letter, or the beginning of its code */
	char name[SCENE_LANGS][SCENE_NAME];
	long long waiting;
};

struct scene_counter {
	char label[BOARD_WORD], number[BOARD_WORD];
	char service[SCENE_LANGS][SCENE_NAME];
	enum {
		SCENE_CLOSED,
		SCENE_OPEN,
		SCENE_PAUSED
	} state;
	bool serving; /* the number is being served, no more called */
};

struct scene {
	enum scene_layout layout;
	const struct catalogue *langs[SCENE_LANGS]; /* borrowed */
	size_t langs_count;
	char hall[SCENE_LANGS][SCENE_NAME];
	struct tm now;
	struct scene_call tiles[STAGE_TILES]; /* the newest first */
	size_t tiles_count;
	struct scene_call rows[SCENE_ROWS];
	size_t rows_count;
	struct scene_service services[SCENE_SERVICES];
	size_t services_count;
	struct scene_counter counters[SCENE_COUNTERS];
	size_t counters_count;
	size_t page, pages;	    /* of services, or of counters */
	int64_t page_s;		    /* how long one stands */
	char ticker[SCENE_TEXT];    /* one line */
	bool moves;		    /* the ticker: drawn by somebody else */
	char notice[SCENE_TEXT];    /* a notice in the ticker's place; or "" */
	char urgent[SCENE_TEXT];    /* over all of it; or "" */
	char away[BOARD_TIME_SIZE]; /* since when the server is; or "" */
	char alarm[SCENE_NAME];	    /* what is wrong with this display; or "" */
};

/* How a screen is set. */
struct scene_settings {
	enum scene_layout layout;
	const struct catalogue *langs[SCENE_LANGS]; /* borrowed */
	size_t langs_count;
	const char *counter; /* of a sign */
	int64_t page_s;	     /* 0: SCENE_PAGE_S */
};

/* False: there is no layout of that name. */
bool scene_layout_named(enum scene_layout *out, const char *name);

/* When it is: by the clock of the wall, in the hall's zone, and for pages. */
struct scene_time {
	struct tm wall;
	int64_t now_ms;
};

void scene_build(struct scene *s, const struct display *d,
    const struct scene_settings *settings, const struct scene_time *time);

#endif
