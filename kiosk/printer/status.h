/*
 * What a receipt printer says of itself, whichever way it says it. Pure.
 *
 * Its answers share one line and tell themselves apart by their fixed bits:
 * that to DLE EOT is 0..1..10, a status that comes by itself (GS a) begins
 * with 0..1..00 and has three bytes more, an answer to GS r is 0..0.....
 */
#ifndef HAO_STATUS_H
#define HAO_STATUS_H

#include <stdbool.h>
#include <stdint.h>

struct buf;

enum status_paper {
	STATUS_PAPER_OK,
	STATUS_PAPER_LOW, /* prints on, not for long */
	STATUS_PAPER_OUT,
};

/* All zero: nothing is wrong, as far as is known. */
struct status {
	enum status_paper paper;
	bool cover_open;
	bool error;   /* the cutter is stuck, a fault inside */
	bool offline; /* takes no data; or is not there */
};

enum status_answer {
	STATUS_NOTHING, /* more bytes are to come, or it is no answer */
	STATUS_ASKED,	/* the one to DLE EOT */
	STATUS_WATCHED, /* the status came by itself, and is in STATUS */
	STATUS_PROOF,	/* the one to GS r */
};

/* All zero at the beginning of a connection. */
struct status_reader {
	uint8_t watched[4];
	int have; /* bytes of `watched` */
};

/* Takes one byte of the printer's. */
enum status_answer status_take(
    struct status_reader *r, uint8_t byte, struct status *status);

/* The questions of one round, in order: DLE EOT n; 0: that was the last. */
int status_next_question(int n);

/* Takes the answer to DLE EOT N. */
void status_asked(struct status *status, int n, uint8_t answer);

/* Takes what GET_PORT_STATUS of a USB printer says. */
void status_port(struct status *status, uint8_t port);

/* It can print now. */
bool status_ready(const struct status *status);

bool status_same(const struct status *a, const struct status *b);

/*
 * As IPP's printer-state-reasons has it: "media-empty-error", or several with
 * commas between them, or "none".
 */
void status_reasons(struct buf *out, const struct status *status);

#endif
