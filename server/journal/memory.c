/* The journal in memory: the twin that the SQLite engine must equal. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "server/journal/journal.h"

struct memory {
	struct journal base;
	struct journal_batch *kept; /* each append, deep copied */
	size_t count, cap;
	int64_t last, last_slot_count;
};

static struct memory *
memory_of(struct journal *j)
{
	return (struct memory *)j;
}

static bool
is_there(const struct memory *m, const struct journal_row *row)
{
	for (size_t i = 0; i < m->count; i++) {
		for (size_t k = 0; k < m->kept[i].count; k++) {
			if (m->kept[i].row[k].slot == row->slot)
				return true;
		}
	}
	return false;
}

static const char *
copy(const char *s)
{
	return s ? strdup(s) : NULL;
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
drop(struct journal_batch *b)
{
	for (size_t i = 0; i < b->count; i++) {
		free_text(b->row[i].payload);
		free_text(b->row[i].personal);
		free_text(b->row[i].opening);
	}
	free(b->row);
}

static bool
keep(struct journal_batch *to, const struct journal_batch *from)
{
	to->row = calloc(from->count + 1, sizeof(*to->row));
	if (!to->row)
		return false;
	for (; to->count < from->count; to->count++) {
		struct journal_row *r = &to->row[to->count];
		*r = from->row[to->count];
		r->payload = copy(r->payload);
		r->personal = copy(r->personal);
		r->opening = copy(r->opening);
	}
	return true;
}

static enum journal_error
check(const struct memory *m, const struct journal_batch *batch)
{
	for (size_t i = 0; i < batch->count; i++) {
		const struct journal_row *r = &batch->row[i];
		if (r->seq != m->last + 1 + (int64_t)i)
			return JOURNAL_ETWICE;
		if (r->slot && is_there(m, r))
			return JOURNAL_ETWICE;
		for (size_t k = 0; r->slot && k < i; k++) {
			if (batch->row[k].slot == r->slot)
				return JOURNAL_ETWICE;
		}
	}
	return JOURNAL_OK;
}

static enum journal_error
memory_append(struct journal *j, struct journal_batch *batch)
{
	struct memory *m = memory_of(j);
	struct journal_batch copied = { 0 };
	enum journal_error error = check(m, batch);

	if (error)
		return error;
	if (m->count == m->cap) {
		size_t cap = m->cap ? m->cap * 2 : 64;
		struct journal_batch *to = realloc(m->kept, cap * sizeof(*to));
		if (!to)
			return JOURNAL_ENOMEM;
		m->kept = to;
		m->cap = cap;
	}
	for (size_t i = 0; i < batch->count; i++) {
		chain_next(j->hash, &batch->row[i]);
		memcpy(batch->row[i].hash, j->hash, JOURNAL_HASH);
	}
	if (!keep(&copied, batch))
		return JOURNAL_ENOMEM;
	m->kept[m->count++] = copied;
	m->last += (int64_t)batch->count;
	return JOURNAL_OK;
}

static enum journal_error
memory_read(struct journal *j, int64_t since, int64_t until, journal_row_fn *fn,
    void *ctx)
{
	const struct memory *m = memory_of(j);

	for (size_t i = 0; i < m->count; i++) {
		for (size_t k = 0; k < m->kept[i].count; k++) {
			const struct journal_row *r = &m->kept[i].row[k];
			if (r->seq > since && r->seq <= until && !fn(r, ctx))
				return JOURNAL_OK;
		}
	}
	return JOURNAL_OK;
}

static enum journal_error
memory_last(struct journal *j, int64_t *seq)
{
	*seq = memory_of(j)->last;
	return JOURNAL_OK;
}

static enum journal_error
memory_opening(struct journal *j, struct buf *state, int64_t *seq)
{
	const struct memory *m = memory_of(j);

	*seq = 0;
	for (size_t i = 0; i < m->count; i++) {
		for (size_t k = 0; k < m->kept[i].count; k++) {
			const struct journal_row *r = &m->kept[i].row[k];
			if (!r->opening)
				continue;
			buf_clear(state);
			buf_puts(state, r->opening);
			*seq = r->seq;
		}
	}
	return state->failed ? JOURNAL_ENOMEM : JOURNAL_OK;
}

static enum journal_error
memory_project(struct journal *j, int64_t rows, int64_t *behind)
{
	(void)j;
	(void)rows;
	*behind = 0;
	return JOURNAL_OK;
}

static enum journal_error
memory_rebuild(struct journal *j)
{
	(void)j;
	return JOURNAL_OK;
}

static void
memory_close(struct journal *j)
{
	struct memory *m = memory_of(j);

	for (size_t i = 0; i < m->count; i++)
		drop(&m->kept[i]);
	free(m->kept);
	free(m);
}

static const struct journal_ops memory_ops = {
	.append = memory_append,
	.read = memory_read,
	.last = memory_last,
	.opening = memory_opening,
	.project = memory_project,
	.rebuild = memory_rebuild,
	.reopen = memory_rebuild,
	.close = memory_close,
};

enum journal_error
journal_open_memory(struct journal **out)
{
	struct memory *m = calloc(1, sizeof(*m));

	if (!m)
		return JOURNAL_ENOMEM;
	m->base.ops = &memory_ops;
	(void)snprintf(m->base.epoch, sizeof(m->base.epoch), "memory");
	*out = &m->base;
	return JOURNAL_OK;
}
