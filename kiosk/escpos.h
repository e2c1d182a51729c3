/*
 * ESC/POS, the language of receipt printers. Pure: pictures and texts go in,
 * bytes come out. A paper is
 *
 *   escpos_begin, then escpos_raster or escpos_text, then escpos_end
 *
 * A printer obeys DLE EOT n at once, even inside a picture, and makers warn
 * of it: no picture of ours holds those bytes.
 */
#ifndef HAO_ESCPOS_H
#define HAO_ESCPOS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;
struct raster;

#define ESCPOS_BAND_ROWS 24 /* of one GS v 0: small buffers keep up */

/* In a text: the rest of the line is a number, as large as it can be. */
#define ESCPOS_LARGE '\x0e'

enum escpos_cut {
	ESCPOS_CUT_NONE, /* a few lines are fed, to tear the paper off */
	ESCPOS_CUT_PARTIAL,
	ESCPOS_CUT_FULL,
};

enum escpos_charset {
	ESCPOS_ASCII,	/* all else becomes a question mark */
	ESCPOS_GB18030, /* printers for China have it and its font built in */
};

struct escpos_paper {
	int width;    /* dots: what is beyond it is cropped */
	int unit_dpi; /* above 0: feeds are told in this unit (GS P) */
	int columns;  /* letters of 12 dots in a line */
	enum escpos_cut cut;
	enum escpos_charset charset;
};

void escpos_begin(struct buf *out, const struct escpos_paper *p);

/*
 * In bands of at most ESCPOS_BAND_ROWS, each as wide as its last black dot;
 * white rows as a feed.
 */
void escpos_raster(
    struct buf *out, const struct raster *r, const struct escpos_paper *p);

/* Lines of UTF-8. False: the C library has no tables of that charset. */
bool escpos_text(struct buf *out, const char *text,
    const struct escpos_paper *p) __attribute__((warn_unused_result));

/* Feeds the paper out, and cuts it. */
void escpos_end(struct buf *out, const struct escpos_paper *p);

/* Asks for an answer once all before it is done: GS r 1. */
void escpos_proof(struct buf *out);

/* Asks for the status N at once: DLE EOT. Never in the middle of a paper. */
void escpos_ask(struct buf *out, int n);

/* From now on the status comes by itself whenever it changes: GS a. */
void escpos_watch(struct buf *out);

/*
 * Ends whatever a paper that was broken off has left unfinished in the
 * printer, and cuts it off.
 */
void escpos_recover(struct buf *out, const struct escpos_paper *p);

/* BYTES hold something that a printer would obey at once. */
bool escpos_interrupts(const uint8_t *bytes, size_t n);

#endif
