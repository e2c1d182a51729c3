/*
 * One call pad: a counter's talk whose lines are its keys. It holds the
 * counter as a terminal of its own, with no clerk's computer beside it. Pure.
 */
#ifndef HAO_PAD_H
#define HAO_PAD_H

#include <stdbool.h>
#include <stdint.h>

#include "counter/channels.h"
#include "counter/talk.h"
#include "pad/driver.h"

#define PAD_SAME_MS 400	 /* sooner, the same press is a repeat of it */
#define PAD_TICK_MS 5000 /* what is shown is shown again: pads forget */

struct pad {
	const struct pad_driver *driver;
	uint8_t address;
	struct talk talk;
	struct channels channels;
	struct pad_press last;
	int64_t last_ms, tick_ms, now_ms;
	char pin[PAD_PIN_MAX + 1]; /* the clerk's, until it is answered */
	char rated[64]; /* the ticket that the citizen may rate; "": none */
	struct pad_page shown;
	struct buf line; /* bytes for the line, which its owner takes */
};

/* CONFIG as the talk's; the PIN is the pad's own: it must not move. */
void pad_init(struct pad *p, const struct pad_driver *driver, uint8_t address,
    const struct talk_config *config);
void pad_release(struct pad *p);

void pad_link(struct pad *p, bool up, const char *why, int64_t now_ms);
void pad_message(struct pad *p, int64_t now_ms);
void pad_reply(
    struct pad *p, int kind, const struct link_reply *reply, int64_t now_ms);
void pad_time(struct pad *p, int64_t now_ms);
int64_t pad_deadline(const struct pad *p);

/*
 * RID is a fresh request id. Returns the ticket whose rating the press is,
 * borrowed until the next call, else NULL: who rates is no counter's terminal.
 */
const char *pad_press(struct pad *p, const struct pad_press *press,
    const char *rid, int64_t now_ms);

#endif
