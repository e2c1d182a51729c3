/*
 * The journal: what makes events last. One vtable; engines are in memory and
 * in SQLite. A batch is stored whole or not at all, and is on the disk when
 * append returns JOURNAL_OK.
 *
 * An engine is used by one thread at a time; which one, its owner says (see
 * writer.h). After an error of append the engine answers JOURNAL_EBROKEN to
 * everything until reopen has brought back what the disk holds.
 */
#ifndef HAO_JOURNAL_H
#define HAO_JOURNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "proto/buf.h"
#include "server/hall/event.h"
#include "server/hall/keep.h"

enum journal_error {
	JOURNAL_OK = 0,
	JOURNAL_EIO,	  /* the disk is full, or does not do what it should */
	JOURNAL_EBROKEN,  /* an earlier error: reopen first */
	JOURNAL_ETWICE,	  /* a seq or a number that is there already */
	JOURNAL_EHELD,	  /* another daemon has it: HOLDER */
	JOURNAL_ENEWER,	  /* written by a later version of hao */
	JOURNAL_EFOREIGN, /* nothing of hao is in it */
	JOURNAL_EDAMAGED, /* what was read makes no sense */
	JOURNAL_EGONE,	  /* it was made from what has been destroyed */
	JOURNAL_ENOMEM,
	JOURNAL_EARG,	  /* no such engine or file name */
	JOURNAL_EREFUSED, /* it would write over something, or makes no sense */
};

const char *journal_strerror(enum journal_error error);
#define JOURNAL_HASH  32
#define JOURNAL_EPOCH 16
#define JOURNAL_KEY   32

/* One event as it is stored. Borrowed pointers. */
struct journal_row {
	int64_t seq, t_ms, slot, replaced; /* whose verifier goes; 0: none */
	enum event_type type;
	const char *payload; /* JSON object, ended by 0 */
	size_t payload_len;
	const char *personal; /* kept apart, may be forgotten; or NULL */
	const char *opening;  /* after this event a day's state; or NULL */
	int64_t day;	      /* of the opening */
	uint8_t salt[16];     /* of the personal value */
	uint8_t hash[JOURNAL_HASH]; /* of the chain: append fills it in */
};

/* Rows under way. Texts live in one buffer; rows name them by offset. */
struct journal_batch {
	struct journal_row *row;
	size_t count, cap;
	struct buf text;
};

/* Of a day's opening state, in hex; the event that brings it carries it. */
#define OPENING_HASH (2 * JOURNAL_HASH + 1)
void opening_hash(char out[OPENING_HASH], const char *state, size_t len);

/* Adds EVENT; OPENING is NULL or a day's state. False: out of memory. */
bool batch_add(struct journal_batch *b, const struct event *event,
    const char *opening) __attribute__((warn_unused_result));
void batch_clear(struct journal_batch *b);
void batch_release(struct journal_batch *b);

/* Returns false to stop reading. */
typedef bool journal_row_fn(const struct journal_row *row, void *ctx);

/* The event that began a day, and its hash in hex; seq 0: none. */
struct journal_mark {
	int64_t seq;
	char hash[OPENING_HASH];
};

struct journal;
struct journal_ops {
	/* Stores all rows in one transaction. */
	enum journal_error (*append)(
	    struct journal *j, struct journal_batch *batch);
	/* Rows with SINCE < seq <= UNTIL, in order. */
	enum journal_error (*read)(struct journal *j, int64_t since,
	    int64_t until, journal_row_fn *fn, void *ctx);
	/* The last row's seq, 0 when there is none. */
	enum journal_error (*last)(struct journal *j, int64_t *seq);
	/* The newest opening state and its seq; 0 when there is none. */
	enum journal_error (*opening)(
	    struct journal *j, struct buf *state, int64_t *seq);
	/* Projects ROWS events at most; BEHIND says how many are left. */
	enum journal_error (*project)(
	    struct journal *j, int64_t rows, int64_t *behind);
	/* Drops the projections, so that project makes them anew. */
	enum journal_error (*rebuild)(struct journal *j);
	/*
	 * The newest event that began DAY or one before it, where something of
	 * KIND stands before it that was not yet ordered to be destroyed.
	 */
	enum journal_error (*mark)(struct journal *j, enum keep_kind kind,
	    int64_t day, struct journal_mark *out);
	/*
	 * Destroys ROWS at most of what events ordered; LEFT: there is more.
	 * Does nothing while there are events to project.
	 */
	enum journal_error (*forget)(
	    struct journal *j, int64_t rows, bool *left);
	/* What the secret that event SEQ brought is compared with, if kept. */
	enum journal_error (*verifier)(
	    struct journal *j, int64_t seq, struct buf *out);
	enum journal_error (*reopen)(struct journal *j);
	void (*close)(struct journal *j);
};

struct journal {
	const struct journal_ops *ops;
	char epoch[JOURNAL_EPOCH];
	uint8_t hash[JOURNAL_HASH]; /* of the last row */
	uint8_t key[JOURNAL_KEY];   /* of tokens; random, in no event or copy */
	int64_t project_with_append; /* rows to project inside an append */
	int64_t sync_us; /* what the last append waited for the disk */
};

/*
 * Opens NAME: "memory:" or "sqlite:FILE". HOLDER gets the pid of another
 * daemon on JOURNAL_EHELD. DETAIL (at least 200 bytes) says what went wrong.
 */
enum journal_error journal_open(
    const char *name, struct journal **out, int64_t *holder, char *detail);
void journal_close(struct journal *j);

/* Keeps daemons off the file PATH, there or not, until *LOCK is closed. */
enum journal_error journal_lock(
    const char *path, int *lock, int64_t *holder, char *detail);

enum journal_error journal_open_memory(struct journal **out);
enum journal_error journal_open_sqlite(
    const char *path, struct journal **out, int64_t *holder, char *detail);

/*
 * hash = BLAKE2b-256(previous hash, seq, t, type, BLAKE2b-256(payload)),
 * integers as 8 bytes, little end first, the type as its name.
 */
void chain_next(uint8_t hash[JOURNAL_HASH], const struct journal_row *row);

#endif
