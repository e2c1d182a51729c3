#include "kiosk/printer/status.h"

#include "proto/buf.h"

/* Of DLE EOT 1. */
#define EOT1_OFFLINE 0x08
/* Of DLE EOT 2. */
#define EOT2_COVER_OPEN 0x04
#define EOT2_ERROR	0x40
/* Of DLE EOT 4. */
#define EOT4_PAPER_LOW 0x0c
#define EOT4_PAPER_OUT 0x60
/* Of GS a, byte by byte. */
#define ASB1_OFFLINE	0x08
#define ASB1_COVER_OPEN 0x20
#define ASB2_ERROR	0x6c
#define ASB3_PAPER_LOW	0x03
#define ASB3_PAPER_OUT	0x0c
/* Of GS r 1. */
#define GSR_PAPER_LOW 0x03
#define GSR_PAPER_OUT 0x0c
/* Of GET_PORT_STATUS. */
#define PORT_NO_ERROR 0x08
#define PORT_SELECTED 0x10
#define PORT_EMPTY    0x20

static enum status_paper
paper(bool is_out, bool is_low)
{
	if (is_out)
		return STATUS_PAPER_OUT;
	return is_low ? STATUS_PAPER_LOW : STATUS_PAPER_OK;
}

static void
watched(struct status *status, const uint8_t bytes[4])
{
	*status = (struct status){
		.paper = paper((bytes[2] & ASB3_PAPER_OUT) != 0,
		    (bytes[2] & ASB3_PAPER_LOW) != 0),
		.cover_open = (bytes[0] & ASB1_COVER_OPEN) != 0,
		.error = (bytes[1] & ASB2_ERROR) != 0,
		.offline = (bytes[0] & ASB1_OFFLINE) != 0,
	};
}

/* Two bits say each thing, and are the same: noise seldom is. */
static bool
is_proof(uint8_t byte)
{
	uint8_t low = byte & GSR_PAPER_LOW, out = byte & GSR_PAPER_OUT;

	return (byte & 0xf0) == 0 && (low == 0 || low == GSR_PAPER_LOW) &&
	    (out == 0 || out == GSR_PAPER_OUT);
}

static enum status_answer
proof(uint8_t byte, struct status *status)
{
	if (status->paper != STATUS_PAPER_OUT)
		status->paper = paper(false, (byte & GSR_PAPER_LOW) != 0);
	return STATUS_PROOF;
}

enum status_answer
status_take(struct status_reader *r, uint8_t byte, struct status *status)
{
	if (r->have > 0 && (byte & 0x90) == 0) {
		r->watched[r->have++] = byte;
		if (r->have < 4)
			return STATUS_NOTHING;
		r->have = 0;
		watched(status, r->watched);
		return STATUS_WATCHED;
	}
	r->have = 0;
	if ((byte & 0x93) == 0x10) {
		r->watched[r->have++] = byte;
		return STATUS_NOTHING;
	}
	if ((byte & 0x93) == 0x12)
		return STATUS_ASKED;
	return is_proof(byte) ? proof(byte, status) : STATUS_NOTHING;
}

int
status_next_question(int n)
{
	switch (n) {
	case 0:
		return 1;
	case 1:
		return 2;
	case 2:
		return 4;
	default:
		return 0;
	}
}

void
status_asked(struct status *status, int n, uint8_t answer)
{
	switch (n) {
	case 1:
		status->offline = (answer & EOT1_OFFLINE) != 0;
		break;
	case 2:
		status->cover_open = (answer & EOT2_COVER_OPEN) != 0;
		status->error = (answer & EOT2_ERROR) != 0;
		break;
	case 4:
		status->paper = paper((answer & EOT4_PAPER_OUT) != 0,
		    (answer & EOT4_PAPER_LOW) != 0);
		break;
	default:
		break;
	}
}

void
status_port(struct status *status, uint8_t port)
{
	status->offline = (port & PORT_SELECTED) == 0;
	status->error = (port & PORT_NO_ERROR) == 0 &&
	    (port & PORT_EMPTY) == 0 && status->offline;
	if ((port & PORT_EMPTY) != 0) {
		status->paper = STATUS_PAPER_OUT;
	} else if (status->paper == STATUS_PAPER_OUT) {
		status->paper = STATUS_PAPER_OK;
	}
	if (!status->offline)
		status->cover_open = false; /* they go off line with it */
}

bool
status_ready(const struct status *status)
{
	return status->paper != STATUS_PAPER_OUT && !status->cover_open &&
	    !status->error && !status->offline;
}

bool
status_same(const struct status *a, const struct status *b)
{
	return a->paper == b->paper && a->cover_open == b->cover_open &&
	    a->error == b->error && a->offline == b->offline;
}

static void
reason(struct buf *out, bool holds, const char *word, bool *any)
{
	if (!holds)
		return;
	if (*any)
		buf_putc(out, ',');
	buf_puts(out, word);
	*any = true;
}

void
status_reasons(struct buf *out, const struct status *status)
{
	bool out_of_paper = status->paper == STATUS_PAPER_OUT;
	/* Off line is the others' consequence, where there are others. */
	bool alone = !out_of_paper && !status->cover_open && !status->error;
	bool any = false;

	reason(out, out_of_paper, "media-empty-error", &any);
	reason(
	    out, status->paper == STATUS_PAPER_LOW, "media-low-warning", &any);
	reason(out, status->cover_open, "cover-open-error", &any);
	reason(out, status->error, "other-error", &any);
	reason(out, status->offline && alone, "offline-report", &any);
	if (!any)
		buf_puts(out, "none");
}
