/*
 * LED panels: one line of text above a counter or in a hall. A driver turns
 * what is to be seen into frames of bytes and reads the answers; it is pure,
 * and knows no wire. Another make of panel is another driver in panel_drivers.
 */
#ifndef HAO_PANEL_H
#define HAO_PANEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "proto/buf.h"

#define PANEL_FRAMES_MAX 128
#define PANEL_WHERE_MAX	 200
#define PANEL_PORT_MAX	 8
#define PANEL_SIDE_MAX	 1024 /* pixels */

struct panel_driver;

enum panel_colour {
	PANEL_RED = 1, /* bits of the diodes that shine */
	PANEL_GREEN = 2,
	PANEL_YELLOW = 3,
};

/* Which panel, and how it is reached. */
struct panel_settings {
	const struct panel_driver *driver;
	bool tcp;		     /* else a tty */
	char where[PANEL_WHERE_MAX]; /* the host, or the tty's path */
	char port[PANEL_PORT_MAX];
	unsigned baud;
	unsigned id; /* of the card */
	uint16_t width, height;
	enum panel_colour colour;
	bool text; /* by the card's own letters, not as a picture */
};

/* One bit a pixel, a row of whole bytes, the leftmost pixel the highest. */
struct panel_picture {
	uint16_t width, height;
	const uint8_t *rows; /* borrowed */
};

/* Frames one behind the other; each ends where `ends` says. */
struct panel_frames {
	struct buf bytes;
	size_t ends[PANEL_FRAMES_MAX];
	size_t count;
};

enum panel_answer {
	PANEL_DONE,
	PANEL_BAD,   /* the panel refused the frame: send it again */
	PANEL_NOISE, /* bytes that are no answer */
};

/* Every frame is answered before the next one is sent. */
struct panel_driver {
	const char *name; /* as --panel has it */
	const char *port; /* of TCP, where none is said */
	unsigned baud;
	unsigned id, id_max;
	size_t picture_max; /* bytes of a picture's rows, of all colours */
	/* What the panel is told first, once it can be reached. */
	void (*begin)(
	    struct panel_frames *out, const struct panel_settings *to);
	void (*picture)(struct panel_frames *out,
	    const struct panel_settings *to,
	    const struct panel_picture *picture);
	/* How wide its own letters are, a Chinese one's pixels. */
	unsigned (*letter_px)(const struct panel_settings *to);
	/* TEXT is UTF-8. NULL: the panel has no letters. */
	void (*text)(struct panel_frames *out, const struct panel_settings *to,
	    const char *text);
	/*
	 * Reads the first answer of IN; returns how many bytes it took, 0:
	 * it is not whole yet.
	 */
	size_t (*answer)(const struct panel_settings *to, const uint8_t *in,
	    size_t len, enum panel_answer *out);
};

extern const struct panel_driver panel_cpower;

/*
 * Reads "cpower:tcp:HOST[:PORT]" or "cpower:tty:PATH[@BAUD]", and behind it
 * any of ",size=WxH", ",id=N", ",colour=red|green|yellow", ",text". Returns
 * what to change, for people; NULL: it was read.
 */
const char *panel_read(struct panel_settings *to, const char *words)
    __attribute__((warn_unused_result));

void panel_frames_release(struct panel_frames *f);
void panel_frames_clear(struct panel_frames *f);
/* What was put into bytes since the last one is a frame. */
void panel_frames_end(struct panel_frames *f);

#endif
