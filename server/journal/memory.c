/* The journal in memory: the twin that the SQLite engine must equal. */
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "server/journal/journal.h"

#define ROWS_MIN  64
#define SLOTS_MIN 128

struct memory {
	struct journal base;
	struct journal_row *row; /* that of seq n at n - 1; own texts */
	size_t count, cap;
	size_t last;   /* rows appended; behind them is what broke it */
	int64_t *slot; /* an open table of those taken; 0: none */
	size_t slots, slots_cap;
	bool broken;
};

static struct memory *
memory_of(struct journal *j)
{
	return (struct memory *)j;
}

/* --- Slots taken ------------------------------------------------------ */

/* False: it is taken. There is always a place free. */
static bool
take_slot(struct memory *m, int64_t slot)
{
	uint64_t mixed = (uint64_t)slot * 0x9e3779b97f4a7c15U;
	size_t at = (size_t)(mixed >> 32) & (m->slots_cap - 1);

	while (m->slot[at] && m->slot[at] != slot)
		at = (at + 1) & (m->slots_cap - 1);
	if (m->slot[at])
		return false;
	m->slot[at] = slot;
	m->slots++;
	return true;
}

/* Half of the table stays free. */
static bool
reserve_slots(struct memory *m, size_t more)
{
	struct memory to = { .slots_cap = m->slots_cap };

	if (to.slots_cap == 0)
		to.slots_cap = SLOTS_MIN;
	while (to.slots_cap < 2 * (m->slots + more))
		to.slots_cap *= 2;
	if (to.slots_cap == m->slots_cap)
		return true;
	to.slot = calloc(to.slots_cap, sizeof(*to.slot));
	if (!to.slot)
		return false;
	for (size_t i = 0; i < m->slots_cap; i++) {
		if (m->slot[i])
			(void)take_slot(&to, m->slot[i]);
	}
	free(m->slot);
	m->slot = to.slot;
	m->slots_cap = to.slots_cap;
	return true;
}

/* --- Rows ------------------------------------------------------------- */

static bool
reserve_rows(struct memory *m, size_t more)
{
	size_t cap = m->cap ? m->cap : ROWS_MIN;

	while (cap < m->count + more)
		cap *= 2;
	if (cap == m->cap)
		return true;
	struct journal_row *to = realloc(m->row, cap * sizeof(*to));
	if (!to)
		return false;
	m->row = to;
	m->cap = cap;
	return true;
}

static bool
copy(const char **s)
{
	if (!*s)
		return true;
	*s = strdup(*s);
	return *s != NULL;
}

/* Rows show their texts as const; these are this engine's own copies. */
static void
free_text(const char *s)
{
	union {
		const char *shown;
		char *own;
	} text = { s };

	free(text.own);
}

static void
drop_rows(struct memory *m, size_t left)
{
	while (m->count > left) {
		const struct journal_row *r = &m->row[--m->count];
		free_text(r->payload);
		free_text(r->personal);
		free_text(r->opening);
	}
}

static enum journal_error
keep(struct memory *m, struct journal_row *r)
{
	if (r->seq != (int64_t)m->count + 1 ||
	    (r->slot && !take_slot(m, r->slot)))
		return JOURNAL_ETWICE;
	chain_next(m->base.hash, r);
	memcpy(r->hash, m->base.hash, JOURNAL_HASH);
	struct journal_row *to = &m->row[m->count++];
	*to = *r;
	bool payload = copy(&to->payload), personal = copy(&to->personal);
	bool opening = copy(&to->opening);
	return payload && personal && opening ? JOURNAL_OK : JOURNAL_ENOMEM;
}

/* It is gone as it is from a file. */
static void
forget_replaced(struct memory *m, int64_t seq)
{
	if (seq <= 0 || seq > (int64_t)m->count)
		return;
	free_text(m->row[seq - 1].personal);
	m->row[seq - 1].personal = NULL;
}

/* --- The engine ------------------------------------------------------- */

static enum journal_error
memory_append(struct journal *j, struct journal_batch *batch)
{
	struct memory *m = memory_of(j);
	enum journal_error error = JOURNAL_OK;

	if (m->broken)
		return JOURNAL_EBROKEN;
	if (!reserve_rows(m, batch->count) || !reserve_slots(m, batch->count))
		error = JOURNAL_ENOMEM;
	for (size_t i = 0; !error && i < batch->count; i++)
		error = keep(m, &batch->row[i]);
	m->broken = error != JOURNAL_OK;
	for (size_t i = 0; !error && i < batch->count; i++)
		forget_replaced(m, batch->row[i].replaced);
	if (!error)
		m->last = m->count;
	return error;
}

static enum journal_error
memory_read(struct journal *j, int64_t since, int64_t until, journal_row_fn *fn,
    void *ctx)
{
	const struct memory *m = memory_of(j);
	int64_t last = until < (int64_t)m->last ? until : (int64_t)m->last;

	if (m->broken)
		return JOURNAL_EBROKEN;
	for (int64_t i = since > 0 ? since : 0; i < last; i++) {
		if (!fn(&m->row[i], ctx))
			break;
	}
	return JOURNAL_OK;
}

static enum journal_error
memory_last(struct journal *j, int64_t *seq)
{
	const struct memory *m = memory_of(j);

	*seq = (int64_t)m->last;
	return m->broken ? JOURNAL_EBROKEN : JOURNAL_OK;
}

static enum journal_error
memory_opening(struct journal *j, struct buf *state, int64_t *seq)
{
	const struct memory *m = memory_of(j);
	size_t i = m->last;

	*seq = 0;
	buf_clear(state);
	if (m->broken)
		return JOURNAL_EBROKEN;
	while (i > 0 && !m->row[i - 1].opening)
		i--;
	if (i > 0) {
		buf_puts(state, m->row[i - 1].opening);
		*seq = m->row[i - 1].seq;
	}
	return state->failed ? JOURNAL_ENOMEM : JOURNAL_OK;
}

static enum journal_error
memory_project(struct journal *j, int64_t rows, int64_t *behind)
{
	(void)rows;
	*behind = 0;
	return memory_of(j)->broken ? JOURNAL_EBROKEN : JOURNAL_OK;
}

static enum journal_error
memory_rebuild(struct journal *j)
{
	return memory_of(j)->broken ? JOURNAL_EBROKEN : JOURNAL_OK;
}

/* What is gone with the process need not be destroyed before. */
static enum journal_error
memory_mark(struct journal *j, enum keep_kind kind, int64_t day,
    struct journal_mark *out)
{
	(void)kind;
	(void)day;
	*out = (struct journal_mark){ 0 };
	return memory_of(j)->broken ? JOURNAL_EBROKEN : JOURNAL_OK;
}

static enum journal_error
memory_forget(struct journal *j, int64_t rows, bool *left)
{
	(void)rows;
	*left = false;
	return memory_of(j)->broken ? JOURNAL_EBROKEN : JOURNAL_OK;
}

static enum journal_error
memory_verifier(struct journal *j, int64_t seq, struct buf *out)
{
	const struct memory *m = memory_of(j);

	buf_clear(out);
	if (m->broken)
		return JOURNAL_EBROKEN;
	if (seq > 0 && seq <= (int64_t)m->last && m->row[seq - 1].personal)
		buf_puts(out, m->row[seq - 1].personal);
	return out->failed ? JOURNAL_ENOMEM : JOURNAL_OK;
}

/* Back to the rows before the error: their slots and their hash. */
static enum journal_error
memory_reopen(struct journal *j)
{
	struct memory *m = memory_of(j);

	drop_rows(m, m->last);
	m->broken = false;
	m->slots = 0;
	memset(j->hash, 0, JOURNAL_HASH);
	if (!m->slot)
		return JOURNAL_OK;
	memset(m->slot, 0, m->slots_cap * sizeof(*m->slot));
	for (size_t i = 0; i < m->last; i++) {
		if (m->row[i].slot)
			(void)take_slot(m, m->row[i].slot);
		memcpy(j->hash, m->row[i].hash, JOURNAL_HASH);
	}
	return JOURNAL_OK;
}

static void
memory_close(struct journal *j)
{
	struct memory *m = memory_of(j);

	drop_rows(m, 0);
	free(m->row);
	free(m->slot);
	sodium_memzero(j->key, sizeof(j->key));
	free(m);
}

static const struct journal_ops memory_ops = {
	.append = memory_append,
	.read = memory_read,
	.last = memory_last,
	.opening = memory_opening,
	.project = memory_project,
	.rebuild = memory_rebuild,
	.mark = memory_mark,
	.forget = memory_forget,
	.verifier = memory_verifier,
	.reopen = memory_reopen,
	.close = memory_close,
};

enum journal_error
journal_open_memory(struct journal **out)
{
	struct memory *m = calloc(1, sizeof(*m));

	if (!m)
		return JOURNAL_ENOMEM;
	m->base.ops = &memory_ops;
	randombytes_buf(m->base.key, sizeof(m->base.key));
	(void)snprintf(m->base.epoch, sizeof(m->base.epoch), "memory");
	*out = &m->base;
	return JOURNAL_OK;
}
