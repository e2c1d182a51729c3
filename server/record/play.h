/*
 * A business day played again from the journal alone: a hall made of the
 * day's opening state, and each event shown to somebody before it is applied.
 *
 * Nothing is applied that the hash chain does not hold, for the core trusts
 * its events. Who remade the chain may still have written nonsense: see
 * audit.h, which lets nothing pass that was not decided.
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
	int64_t seq;	 /* of the last event that was played */
	bool broken;	 /* the chain does not hold the one after it */
	bool early;	 /* the day began before states were hashed */
	uint8_t chain[JOURNAL_HASH];
	enum journal_error error;
	/* Before an event is applied. Returns false to stop. */
	bool (*see)(struct play *p, const struct event *event);
	/* After it. Returns false to stop. */
	bool (*saw)(struct play *p, const struct event *event);
	void *ctx; /* theirs */
};

/*
 * Is the state that the journal has for the opening E, which was just played,
 * what the hall is now? An archive has but its hash. P->error says if that
 * could not be told.
 */
bool play_is_opening(struct play *p, const struct event *e);

/*
 * Plays P->day and the event that closes it. The caller fills in reader,
 * rules, day, see, saw and ctx. What is wrong with the journal comes back:
 * JOURNAL_EDAMAGED where an event or state can't be read, does not follow, or
 * is not what the chain holds.
 */
enum journal_error play_run(struct play *p);

#endif
