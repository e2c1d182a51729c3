/*
 * A page of a terminal as cells: what a view draws and a shell shows. Pure.
 * Whatever lies outside of the page is left out, so that a view that draws
 * too much is cut and nothing else.
 */
#ifndef HAO_CANVAS_H
#define HAO_CANVAS_H

#include <stdbool.h>
#include <stdint.h>

struct buf;

/* What a cell means; how it looks is the shell's affair. */
enum ink {
	INK_PLAIN,
	INK_DIM,    /* said beside */
	INK_STRONG, /* a title */
	INK_NUMBER, /* the number at hand */
	INK_GOOD,
	INK_WARN,
	INK_ALARM,
	INK_BAR,   /* the line on top */
	INK_KEY,   /* a key to press */
	INK_BOX,   /* a question, over the page */
	INK_FIELD, /* where its answer is written */
	INK_PICK,  /* the one chosen of a list */
	INKS
};

#define CANVAS_ROWS_MAX	   200
#define CANVAS_COLUMNS_MAX 400
#define CELL_BYTES	   12 /* a character and its marks */

struct cell {
	char text[CELL_BYTES]; /* "": the second half of a wide one */
	uint8_t ink;
};

struct canvas {
	int rows, columns;
	struct cell *cells;	       /* owned; row after row */
	int cursor_row, cursor_column; /* below 0: there is none */
};

/* A part of the page; what is put into it stays in it. */
struct area {
	int row, column, rows, columns;
};

/* All spaces, of at most the sizes above. False: out of memory. */
bool canvas_init(struct canvas *c, int rows, int columns)
    __attribute__((warn_unused_result));
void canvas_release(struct canvas *c);

/* A place on a row, and how many columns may be written from it on. */
struct span {
	int row, column, columns;
};

static inline struct span
canvas_at(int row, int column, int columns)
{
	return (struct span){ row, column, columns };
}

/*
 * Puts S, cut to the columns, with an ellipsis where something is cut.
 * Returns the columns it took.
 */
int canvas_put(struct canvas *c, struct span at, enum ink ink, const char *s);
/* The same; its column is the one behind the text. */
int canvas_put_right(
    struct canvas *c, struct span end, enum ink ink, const char *s);
/* The text in B, which is emptied. */
int canvas_put_buf(
    struct canvas *c, struct span at, enum ink ink, struct buf *b);
int canvas_put_buf_right(
    struct canvas *c, struct span end, enum ink ink, struct buf *b);
/* What stands there, in another ink. */
void canvas_fill(struct canvas *c, const struct area *a, enum ink ink);
/* Spaces. */
void canvas_clear(struct canvas *c, const struct area *a, enum ink ink);
/* A number in letters five lines high; returns its columns. */
int canvas_number(
    struct canvas *c, int row, int column, enum ink ink, const char *s);

/* A row's text without the spaces at its end. */
void canvas_row(const struct canvas *c, int row, struct buf *out);

#endif
