#include "server/command/openmetrics.h"

#include "proto/buf.h"

static const char *const types[] = {
	[METRIC_GAUGE] = "gauge",
	[METRIC_COUNTER] = "counter",
	[METRIC_SUMMARY] = "summary",
};

static void
put_about(
    struct buf *out, const char *what, const struct metric *m, const char *text)
{
	buf_puts(out, what);
	buf_puts(out, m->name);
	buf_putc(out, ' ');
	buf_puts(out, text);
	buf_putc(out, '\n');
}

void
metric_begin(struct buf *out, const struct metric *m)
{
	put_about(out, "# TYPE ", m, types[m->type]);
	if (m->unit)
		put_about(out, "# UNIT ", m, m->unit);
	put_about(out, "# HELP ", m, m->help);
}

/* Control bytes could steer a terminal: they become question marks. */
static void
put_value(struct buf *out, const char *s)
{
	for (; *s; s++) {
		unsigned char c = (unsigned char)*s;
		if (c == '\\' || c == '"') {
			buf_putc(out, '\\');
			buf_putc(out, *s);
		} else if (c == '\n') {
			buf_puts(out, "\\n");
		} else if (c < 0x20 || c == 0x7f) {
			buf_putc(out, '?');
		} else {
			buf_putc(out, *s);
		}
	}
}

static void
put_labels(struct buf *out, const struct metric_label *labels)
{
	const char *comma = "{";

	if (!labels || !labels->name)
		return;
	for (; labels->name; labels++) {
		buf_puts(out, comma);
		buf_puts(out, labels->name);
		buf_puts(out, "=\"");
		put_value(out, labels->value);
		buf_putc(out, '"');
		comma = ",";
	}
	buf_putc(out, '}');
}

/* "65", "0.5", "3900.25" */
static void
put_number(struct buf *out, int64_t thousandths)
{
	int64_t rest = thousandths % 1000;

	if (thousandths < 0) {
		buf_putc(out, '-');
		rest = -rest;
		thousandths = -thousandths;
	}
	buf_put_int(out, thousandths / 1000);
	if (rest == 0)
		return;
	buf_putc(out, '.');
	for (int64_t digit = 100; rest > 0; digit /= 10) {
		buf_putc(out, (char)('0' + rest / digit));
		rest %= digit;
	}
}

void
metric_put(struct buf *out, const struct metric *m, const char *part,
    const struct metric_label *labels, int64_t thousandths)
{
	buf_puts(out, m->name);
	buf_puts(out, m->type == METRIC_COUNTER ? "_total" : part);
	put_labels(out, labels);
	buf_putc(out, ' ');
	put_number(out, thousandths);
	buf_putc(out, '\n');
}

void
metric_end(struct buf *out)
{
	buf_puts(out, "# EOF\n");
}
