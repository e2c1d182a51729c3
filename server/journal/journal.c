#include "server/journal/journal.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "server/journal/codec.h"

const char *
journal_strerror(enum journal_error error)
{
	switch (error) {
	case JOURNAL_OK:
		return "no error";
	case JOURNAL_EIO:
		return "can't be opened, read or written";
	case JOURNAL_EBROKEN:
		return "an earlier error has not been mended yet";
	case JOURNAL_ETWICE:
		return "a sequence or queue number is there already";
	case JOURNAL_EHELD:
		return "another haod has the journal";
	case JOURNAL_ENEWER:
		return "the journal was written by a later version of hao";
	case JOURNAL_EFOREIGN:
		return "it is no journal of hao";
	case JOURNAL_EDAMAGED:
		return "the journal is damaged";
	case JOURNAL_EGONE:
		return "days were destroyed that the tables came from: they"
		       " can't be made anew";
	case JOURNAL_ENOMEM:
		return "out of memory";
	case JOURNAL_EARG:
		return "name a journal as sqlite:FILE or memory:";
	case JOURNAL_EREFUSED:
		return "not done";
	}
	return "unknown error";
}

static bool
grow(struct journal_batch *b)
{
	if (b->count < b->cap)
		return true;
	size_t cap = b->cap ? b->cap * 2 : 64;
	struct journal_row *row = realloc(b->row, cap * sizeof(*row));
	if (!row)
		return false;
	b->row = row;
	b->cap = cap;
	return true;
}

/* Where in the batch's text S was put, if there is an S. */
static size_t
keep(struct journal_batch *b, const char *s)
{
	size_t at = b->text.len;

	if (s)
		buf_put(&b->text, s, strlen(s) + 1);
	return at;
}

/* The buffer may have moved: the rows' pointers move with it. */
static void
rebase(struct journal_batch *b, const char *old)
{
	if (!old || old == b->text.at)
		return;
	for (size_t i = 0; i < b->count; i++) {
		struct journal_row *r = &b->row[i];
		r->payload = b->text.at + (r->payload - old);
		if (r->personal)
			r->personal = b->text.at + (r->personal - old);
		if (r->opening)
			r->opening = b->text.at + (r->opening - old);
	}
}

void
opening_hash(char out[OPENING_HASH], const char *state, size_t len)
{
	uint8_t hash[JOURNAL_HASH];

	(void)crypto_generichash(
	    hash, sizeof(hash), (const uint8_t *)state, len, NULL, 0);
	sodium_bin2hex(out, OPENING_HASH, hash, sizeof(hash));
}

/* The event as its row has it: with the hash of the state that it leads to. */
static void
write_payload(struct journal_batch *b, const struct event *event,
    const char *opening, const uint8_t salt[16])
{
	struct event e = *event;
	char hash[OPENING_HASH];

	if (opening) {
		opening_hash(hash, opening, strlen(opening));
		e.opening = hash;
	}
	codec_write(&b->text, &e, salt);
}

bool
batch_add(
    struct journal_batch *b, const struct event *event, const char *opening)
{
	const char *old = b->text.at;
	const char *personal = codec_kept(event);
	size_t before = b->text.len;

	if (!grow(b))
		return false;
	struct journal_row *r = &b->row[b->count];
	*r = (struct journal_row){
		.seq = event->seq,
		.t_ms = event->t_ms,
		.slot = event->slot,
		.type = event->type,
		.replaced = event->replaced,
		.day = event->day,
	};
	if (personal)
		randombytes_buf(r->salt, sizeof(r->salt));
	write_payload(b, event, opening, r->salt);
	r->payload_len = b->text.len - before;
	buf_putc(&b->text, '\0');
	size_t personal_at = keep(b, personal);
	size_t opening_at = keep(b, opening);
	rebase(b, old);
	if (b->text.failed)
		return false;
	r->payload = b->text.at + before;
	r->personal = personal ? b->text.at + personal_at : NULL;
	r->opening = opening ? b->text.at + opening_at : NULL;
	b->count++;
	return true;
}

/* What a rush needed once is not kept for ten years. */
#define KEPT_BYTES (256 << 10)

void
batch_clear(struct journal_batch *b)
{
	b->count = 0;
	if (b->text.cap > KEPT_BYTES) {
		buf_release(&b->text);
	} else {
		buf_clear(&b->text);
	}
}

void
batch_release(struct journal_batch *b)
{
	free(b->row);
	buf_release(&b->text);
	*b = (struct journal_batch){ 0 };
}

static void
put_le64(uint8_t out[8], int64_t n)
{
	uint64_t u = (uint64_t)n;

	for (int i = 0; i < 8; i++)
		out[i] = (uint8_t)(u >> (8 * i));
}

void
chain_next(uint8_t hash[JOURNAL_HASH], const struct journal_row *row)
{
	uint8_t text[JOURNAL_HASH + 8 + 8 + 32 + JOURNAL_HASH];
	const char *name = event_name(row->type);
	size_t at = JOURNAL_HASH;

	memcpy(text, hash, JOURNAL_HASH);
	put_le64(text + at, row->seq);
	put_le64(text + at + 8, row->t_ms);
	at += 16;
	for (; *name; name++)
		text[at++] = (uint8_t)*name;
	(void)crypto_generichash(text + at, JOURNAL_HASH,
	    (const uint8_t *)row->payload, row->payload_len, NULL, 0);
	at += JOURNAL_HASH;
	(void)crypto_generichash(hash, JOURNAL_HASH, text, at, NULL, 0);
}

enum journal_error
journal_open(
    const char *name, struct journal **out, int64_t *holder, char *detail)
{
	*detail = '\0';
	if (sodium_init() < 0)
		return JOURNAL_ENOMEM;
	if (strcmp(name, "memory:") == 0)
		return journal_open_memory(out);
	if (strncmp(name, "sqlite:", 7) == 0 && name[7])
		return journal_open_sqlite(name + 7, out, holder, detail);
	return JOURNAL_EARG;
}

void
journal_close(struct journal *j)
{
	if (j)
		j->ops->close(j);
}
