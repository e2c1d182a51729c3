#include "server/journal/chain.h"

#include <string.h>

const char *
chain_fault_text(enum chain_fault fault)
{
	switch (fault) {
	case CHAIN_CHANGED:
		return "it was changed, or put in: the hash chain breaks";
	case CHAIN_HASH:
		return "its hash was changed";
	case CHAIN_INSERTED:
		return "it was put in, and those after it moved down";
	case CHAIN_REMOVED:
		return "one before it was taken out, and those after moved up";
	case CHAIN_MISSING:
		return "missing";
	case CHAIN_DOUBLE:
		return "it does not follow the one before";
	}
	return "";
}

void
chain_watch_begin(
    struct chain_watch *w, int64_t seq, const uint8_t hash[JOURNAL_HASH])
{
	w->seq = seq;
	w->shift = 0;
	w->doubted = false;
	w->known = true;
	memcpy(w->hash, hash, JOURNAL_HASH);
}

/* ROW as the event after the one of HASH, had it been numbered SEQ. */
static bool
fits(const uint8_t hash[JOURNAL_HASH], const struct journal_row *row,
    int64_t seq, uint8_t made[JOURNAL_HASH])
{
	struct journal_row as = *row;

	as.seq = seq;
	memcpy(made, hash, JOURNAL_HASH);
	chain_next(made, &as);
	return memcmp(made, row->hash, JOURNAL_HASH) == 0;
}

/* What the last row's doubt was about, now that ROW stands after it. */
static bool
settles(struct chain_watch *w, const struct journal_row *row,
    uint8_t made[JOURNAL_HASH], enum chain_fault *fault)
{
	int64_t seq = row->seq - w->shift;

	*fault = CHAIN_HASH;
	if (fits(w->made, row, seq, made))
		return true;
	*fault = CHAIN_INSERTED;
	if (fits(w->before, row, seq - 1, made)) {
		w->shift++;
		return true;
	}
	*fault = CHAIN_REMOVED;
	if (fits(w->hash, row, seq + 1, made)) {
		w->shift--;
		return true;
	}
	*fault = CHAIN_CHANGED;
	return false;
}

static void
link_row(struct chain_watch *w, const struct journal_row *row)
{
	uint8_t made[JOURNAL_HASH];
	enum chain_fault fault = CHAIN_CHANGED;
	bool fit = fits(w->hash, row, row->seq - w->shift, made);
	bool doubted = w->doubted;

	if (doubted && !fit)
		fit = settles(w, row, made, &fault);
	if (doubted)
		w->tell(fault, w->seq, w->seq, w->ctx);
	w->doubted = !fit;
	memcpy(w->made, made, JOURNAL_HASH);
}

void
chain_watch_row(struct chain_watch *w, const struct journal_row *row)
{
	bool follows = row->seq == w->seq + 1;

	if (!follows) {
		chain_watch_end(w);
		if (row->seq > w->seq) {
			w->tell(
			    CHAIN_MISSING, w->seq + 1, row->seq - 1, w->ctx);
		} else {
			w->tell(CHAIN_DOUBLE, row->seq, row->seq, w->ctx);
		}
	}
	/* After a gap it can only be taken as it stands. */
	if (follows && w->known)
		link_row(w, row);
	memcpy(w->before, w->hash, JOURNAL_HASH);
	memcpy(w->hash, row->hash, JOURNAL_HASH);
	w->seq = row->seq;
	w->known = true;
}

void
chain_watch_skip(struct chain_watch *w, int64_t seq)
{
	chain_watch_end(w);
	w->seq = seq;
	w->known = false;
}

void
chain_watch_end(struct chain_watch *w)
{
	if (w->doubted)
		w->tell(CHAIN_CHANGED, w->seq, w->seq, w->ctx);
	w->doubted = false;
}
