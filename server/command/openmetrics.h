/*
 * Text in the OpenMetrics format, 1.0: families of samples, each with its
 * type, unit and help before it. Names follow Prometheus' conventions: base
 * units at the end of a family's name, _total at the end of a counter's.
 */
#ifndef HAO_OPENMETRICS_H
#define HAO_OPENMETRICS_H

#include <stdint.h>

struct buf;

enum metric_type {
	METRIC_GAUGE,
	METRIC_COUNTER,
	METRIC_SUMMARY,
};

struct metric {
	const char *name; /* of the family, without _total */
	const char *unit; /* the end of its name, or NULL */
	const char *help;
	enum metric_type type;
};

struct metric_label {
	const char *name, *value; /* a NULL name ends the list */
};

void metric_begin(struct buf *out, const struct metric *m);
/*
 * A sample of the family that was begun. PART is "_sum" or "_count" of a
 * summary, "" else. LABELS is NULL, or a list. THOUSANDTHS is a thousand times
 * the value, so that milliseconds are seconds.
 */
void metric_put(struct buf *out, const struct metric *m, const char *part,
    const struct metric_label *labels, int64_t thousandths);
void metric_end(struct buf *out);

#endif
