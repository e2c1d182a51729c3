/* Papers of the text kiosk: to a printer, or on the terminal. */
#include <string.h>

#include "kiosk/paper.h"
#include "kiosk/talk_own.h"
#include "kiosk/ticket.h"
#include "ui/field.h"
#include "ui/text.h"

#define WORDS(...) ((const char *const[]){ __VA_ARGS__, NULL })

static void
put_paper(struct talk *t, struct buf *out, int columns, bool marked)
{
	char time[TALK_TIME_SIZE] = "";

	t->config.time_text(field_text(t->layout, "timezone"),
	    field_int(t->ticket, "issued", 0), time);
	struct ticket_view view = { t->layout, t->ticket, t->lang, time,
		.again = marked && t->print.again > 0, .marked = marked };
	ticket_paper(out, &view, columns);
}

/* The number stands on the terminal, whatever the paper does. */
static void
show(struct talk *t)
{
	put_paper(t, &t->out, PAPER_COLUMNS, false);
}

/* TEXT_COUNT: it can print. */
static enum kiosk_text
trouble(const struct talk *t)
{
	switch (t->printer) {
	case PRINT_OK:
	case PRINT_LOW:
		return TEXT_COUNT;
	case PRINT_NO_PAPER:
		return TEXT_PRINTER_EMPTY;
	case PRINT_COVER:
		return TEXT_PRINTER_COVER;
	case PRINT_OFFLINE:
	case PRINT_AWAY:
		return TEXT_PRINTER_AWAY;
	case PRINT_FAULT:
		return TEXT_PRINTER_FAULT;
	}
	return TEXT_COUNT;
}

static void
want_print(struct talk *t)
{
	buf_clear(&t->print.text);
	put_paper(t, &t->print.text, t->config.printer.columns, true);
	buf_putc(&t->print.text, '\0');
	t->print.wanted = true;
}

void
talk_paper(struct talk *t, int64_t now_ms)
{
	t->print.again = 0;
	if (!t->config.printer.there) {
		show(t);
	} else if (trouble(t) == TEXT_COUNT) {
		want_print(t);
	} else {
		talk_printed(t, TAKE_PAPER_FAILED, "", now_ms);
	}
}

void
talk_again(struct talk *t, const char *rid)
{
	if (t->ticket == NULL || !t->config.printer.there ||
	    t->take.state != TAKE_NONE) {
		talk_say(t, TEXT_NO_KEY, "");
		return;
	}
	take_reprint(&t->take, field_text(t->ticket, "id"), rid);
	t->print.again++;
	want_print(t);
}

bool
talk_stopped(struct talk *t)
{
	enum kiosk_text why = trouble(t);

	if (!t->config.printer.there || !t->config.printer.stop_without ||
	    why == TEXT_COUNT)
		return false;
	t->failed = true;
	talk_say(t, why, "");
	return true;
}

static void
say_verdict(struct talk *t, enum take_paper paper, const char *why)
{
	switch (paper) {
	case TAKE_PAPER_PRINTED:
	case TAKE_PAPER_SENT:
		text_put(&t->out, field_text(t->ticket, "number"));
		buf_puts(&t->out, "  ");
		buf_puts(&t->out, kiosk_text(t->lang, TEXT_TAKE_PAPER));
		buf_putc(&t->out, '\n');
		return;
	case TAKE_PAPER_FAILED:
		talk_say(t, TEXT_NO_PAPER, why);
		break;
	case TAKE_PAPER_UNKNOWN:
		talk_say(t, TEXT_PAPER_UNKNOWN, why);
		break;
	}
	t->failed = true;
	show(t);
}

void
talk_printed(
    struct talk *t, enum take_paper paper, const char *why, int64_t now_ms)
{
	if (t->take.state != TAKE_PRINTING)
		return;
	say_verdict(t, paper, why);
	take_printed(&t->take, paper);
	talk_step(t, now_ms);
}

void
talk_tell_printer(struct talk *t)
{
	t->again_ms = -1;
	if (t->up && t->printer_known) {
		ask_put(&t->asks, TALK_ASK_DEVICE,
		    WORDS("DEVICE", "STATE", t->config.printer.device,
			"printer", print_state_word(t->printer)));
	}
}

void
talk_printer_is(struct talk *t, enum print_state state)
{
	bool was_well = trouble(t) == TEXT_COUNT;

	t->printer = state;
	t->printer_known = true;
	talk_tell_printer(t);
	if (trouble(t) != TEXT_COUNT) {
		talk_say(t, trouble(t), "");
	} else if (!was_well) {
		talk_say(t, TEXT_PRINTER_WELL, "");
	}
}
