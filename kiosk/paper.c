#include "kiosk/paper.h"

#include "kiosk/glyph.h"
#include "kiosk/texts.h"
#include "proto/buf.h"
#include "ui/text.h"

#define LINE_MAX_BYTES 256

static void
rule(struct buf *out, int columns)
{
	for (int i = 0; i < columns; i++)
		buf_putc(out, '-');
	buf_putc(out, '\n');
}

/* One line of BYTES bytes, centred. */
static void
centred(struct buf *out, const char *s, size_t bytes, int columns)
{
	char line[LINE_MAX_BYTES];

	if (bytes >= sizeof(line))
		bytes = sizeof(line) - 1;
	for (size_t i = 0; i < bytes; i++)
		line[i] = s[i];
	line[bytes] = '\0';
	text_field(out, line, columns, TEXT_CENTRE);
	buf_putc(out, '\n');
}

static void
paragraph(struct buf *out, const char *s, int columns)
{
	while (*s != '\0') {
		const char *next;
		size_t bytes = text_wrap(s, columns, &next);
		if (bytes > 0)
			centred(out, s, bytes, columns);
		s = next;
	}
}

/* A paragraph of up to three parts. */
static void
joined(struct buf *out, const char *const parts[3], int columns)
{
	struct buf whole = { 0 };

	for (int i = 0; i < 3; i++)
		buf_puts(&whole, parts[i]);
	buf_putc(&whole, '\0');
	if (!whole.failed)
		paragraph(out, whole.at, columns);
	out->failed |= whole.failed;
	buf_release(&whole);
}

static void
number(struct buf *out, const char *text, int columns)
{
	int scale = glyph_scale(text, columns);
	int left = (columns - glyph_width(text, scale)) / 2;

	if (scale > 0) {
		for (int row = 0; row < GLYPH_ROWS; row++) {
			text_field(out, "", left, TEXT_LEFT);
			glyph_row(out, text, row, scale);
			buf_putc(out, '\n');
		}
		buf_putc(out, '\n');
	}
	paragraph(out, text, columns);
}

static void
large(struct buf *out, const char *text)
{
	buf_putc(out, PAPER_LARGE);
	text_put(out, text);
	buf_putc(out, '\n');
}

static void
ahead(struct buf *out, const struct paper *p, int columns)
{
	struct buf count = { 0 };

	if (p->ahead < 0)
		return;
	if (p->ahead == 0) {
		paragraph(out, kiosk_text(p->lang, TEXT_AHEAD_NONE), columns);
		return;
	}
	buf_put_int(&count, p->ahead);
	buf_putc(&count, '\0');
	if (!count.failed) {
		joined(out,
		    (const char *const[3]){
			kiosk_text(p->lang, TEXT_AHEAD_BEFORE), count.at,
			kiosk_text(p->lang, TEXT_AHEAD_AFTER) },
		    columns);
	}
	buf_release(&count);
}

static void
about_how_long(struct buf *out, const struct paper *p, int columns)
{
	bool most = p->wait.low == 0;
	struct buf minutes = { 0 };

	if (p->wait.high == 0)
		return;
	if (!most) {
		buf_put_int(&minutes, p->wait.low);
		buf_putc(&minutes, '-');
	}
	buf_put_int(&minutes, p->wait.high);
	buf_putc(&minutes, '\0');
	if (!minutes.failed) {
		joined(out,
		    (const char *const[3]){
			kiosk_text(p->lang,
			    most ? TEXT_WAIT_MOST_BEFORE : TEXT_WAIT_BEFORE),
			minutes.at,
			kiosk_text(p->lang,
			    most ? TEXT_WAIT_MOST_AFTER : TEXT_WAIT_AFTER) },
		    columns);
	}
	buf_release(&minutes);
}

void
paper_text(struct buf *out, const struct paper *p, int columns)
{
	const char *missed = p->missed_rule;

	if (columns < PAPER_COLUMNS_MIN)
		columns = PAPER_COLUMNS_MIN;
	if (*missed == '\0')
		missed = kiosk_text(p->lang, TEXT_MISSED);
	rule(out, columns);
	paragraph(out, p->hall, columns);
	buf_putc(out, '\n');
	if (p->test)
		paragraph(out, kiosk_text(p->lang, TEXT_TEST), columns);
	if (p->training)
		paragraph(out, kiosk_text(p->lang, TEXT_TRAINING), columns);
	if (p->again)
		paragraph(out, kiosk_text(p->lang, TEXT_AGAIN), columns);
	if (p->marked) {
		large(out, p->number);
	} else {
		number(out, p->number, columns);
	}
	buf_putc(out, '\n');
	paragraph(out, p->service, columns);
	if (*p->counters != '\0') {
		joined(out,
		    (const char *const[3]){
			kiosk_text(p->lang, TEXT_COUNTERS), p->counters, "" },
		    columns);
	}
	ahead(out, p, columns);
	about_how_long(out, p, columns);
	joined(out,
	    (const char *const[3]){
		kiosk_text(p->lang, TEXT_TAKEN), p->time, "" },
	    columns);
	paragraph(out, kiosk_text(p->lang, TEXT_TODAY), columns);
	paragraph(out, missed, columns);
	rule(out, columns);
}
