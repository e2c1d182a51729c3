/*
 * What a call pad's driver is: bytes of its line made presses, and what a
 * pad shows made bytes. Pure; the line itself is pad/line.h's. One of these
 * to a kind of pad; a new kind is a file of its own and a row in driver.c.
 */
#ifndef HAO_PAD_DRIVER_H
#define HAO_PAD_DRIVER_H

#include <stdbool.h>
#include <stdint.h>

struct buf;

enum pad_key {
	PAD_NEXT,
	PAD_RECALL,
	PAD_ASK_RATING, /* the business is done: the citizen may rate it */
	PAD_PAUSE,
	PAD_TRANSFER, /* to the service of that place in the hall's list */
	PAD_ABANDONED,
	PAD_HOLD,
	PAD_RESUME, /* a counter that is paused, else a ticket that is held */
	PAD_RATING, /* the citizen's */
	PAD_PIN,    /* the clerk's, digits and the key that confirms */
	PAD_UNKNOWN,
};

#define PAD_DATA_MAX 16
#define PAD_PIN_MIN  4
#define PAD_PIN_MAX  8

struct pad_press {
	uint8_t address;
	enum pad_key key;
	int digits; /* pressed before it, or the rating's value; -1: none */
	char pin[PAD_PIN_MAX + 1]; /* the digits of PAD_PIN, as text */
	/* As it came: what acknowledges it, and tells a repeat. */
	uint8_t func, data[PAD_DATA_MAX];
	uint8_t data_len;
};

/* What stands on the pad; below 0 leaves it blank. */
struct pad_page {
	int waiting, number; /* three digits are shown of each */
};

struct pad_driver {
	const char *name;
	unsigned baud; /* the line's, unless said otherwise */
	/*
	 * Takes the first press out of IN, with all before it; false: there
	 * is none as yet, and IN holds no more than what may begin one.
	 */
	bool (*read)(struct buf *in, struct pad_press *out);
	void (*acknowledge)(struct buf *out, const struct pad_press *p);
	void (*show)(
	    struct buf *out, uint8_t address, const struct pad_page *page);
	void (*beep)(struct buf *out, uint8_t address);
};

/* NULL: there is none of that name. */
const struct pad_driver *pad_driver_find(const char *name);

extern const struct pad_driver pad_driver_serial;

#endif
