/*
 * A business day played again from the journal alone: a hall made of the
 * day's opening state, and each event shown to somebody before it is applied.
 */
#ifndef HAO_PLAY_H
#define HAO_PLAY_H

#include "server/journal/load.h"
#include "server/journal/reader.h"

struct event;
struct zone_table;

/*
 * Who knows what layouts and zones are. Layouts that are given out live until
 * the next one is asked for, zones until the play is over. Both are never NULL
 * but for what can't be read.
 */
struct play_rules {
	load_layout_fn *layout;
	const struct zone_table *(*zone)(
	    const struct layout *layout, void *ctx);
	void *ctx;
};

struct play {
	struct reader *reader;
	const struct play_rules *rules;
	struct reader_day day;
	struct hall *hall;
	const struct layout *layout; /* in force */
	const struct zone_table *zone;
	json_t *payload; /* of the event shown */
	enum journal_error error;
	/* Returns false to stop before the event. */
	bool (*see)(struct play *p, const struct event *event,
	    const struct journal_row *row);
	/* After an event; NULL for nobody. Returns false to stop. */
	bool (*saw)(struct play *p, const struct event *event,
	    const struct journal_row *row);
	void *ctx; /* theirs */
};

/*
 * Plays P->day, with all of P up to it filled in by the caller, and the event
 * that closes it. What is wrong with the journal comes back: JOURNAL_EDAMAGED
 * where an event or state can't be read, or does not follow.
 */
enum journal_error play_run(struct play *p);

#endif
