/*
 * A journal's file, read beside a running haod, or an archive of one. Nothing
 * is locked and nothing is written. Rows are read by few at a time, each few
 * in a transaction of their own: a reader that stays would keep haod's log
 * from beginning anew, and let it grow.
 */
#ifndef HAO_READER_H
#define HAO_READER_H

#include "server/journal/journal.h"

struct reader;
struct sqlite3;

#define READER_ROWS 500 /* of one transaction */

/* NAME is "sqlite:FILE". DETAIL (at least 200 bytes) says what is wrong. */
enum journal_error reader_open(
    const char *name, struct reader **out, char *detail);
void reader_close(struct reader *r); /* NULL: nothing */

/*
 * As a journal, for whoever loads a hall: read, last and opening answer as
 * they do, all else is JOURNAL_EBROKEN. Belongs to the reader.
 */
struct journal *reader_journal(struct reader *r);

/* A business day: its events are those after OPENING up to LAST. */
struct reader_day {
	int64_t day;
	int64_t opening; /* the event that begins it, with its state */
	int64_t last;	 /* before the event that begins the next one */
	int64_t closed;	 /* that event; 0: it is not over */
};
/* DAY, or the newest if it is INT64_MAX. False: the journal has none such. */
bool reader_day(struct reader *r, int64_t day, struct reader_day *out);
/* The first day after DAY. */
bool reader_day_after(struct reader *r, int64_t day, struct reader_day *out);

/* The state that the opening SEQ holds; empty when there is none. */
enum journal_error reader_state(
    struct reader *r, int64_t seq, struct buf *state);

/*
 * What is kept about a person beside event SEQ, ended by 0. False: nothing is,
 * or not any more.
 */
bool reader_personal(
    struct reader *r, int64_t seq, uint8_t salt[16], struct buf *value);

/* For the rest of this room. */
struct sqlite3 *reader_db(struct reader *r);

#endif
