/*
 * Whole journals put elsewhere: a backup taken beside a running haod, and one
 * put back. Both write a new file under another name first, and give it its
 * own only when all of it is on the disk.
 */
#ifndef HAO_COPY_H
#define HAO_COPY_H

#include "server/journal/journal.h"

#define COPY_DETAIL   200
#define COPY_SKIP_MAX 100000

struct copied {
	int64_t seq; /* of the last event */
	uint8_t hash[JOURNAL_HASH];
};

/*
 * Copies the journal's file FROM, as it is at one moment, to TO, which must
 * not be there. What haod writes meanwhile stays in its log: for a year's hall
 * that is a second. The copy is one file without a log beside it.
 */
enum journal_error copy_backup(
    const char *from, const char *to, struct copied *out, char *detail);

/*
 * Puts the backup FROM in the place of the file TO, which no daemon may have;
 * what was there is kept as TO.before, with its log. The journal gets a new
 * epoch, so that every client begins anew, and an event that skips SKIP ids
 * and numbers: those that were given after the backup.
 */
enum journal_error copy_restore(const char *from, const char *to, int64_t skip,
    struct copied *out, char *detail);

/*
 * Writes all days of YEAR, which must be over, from FROM to the new file TO:
 * events, openings and tables, but no plain words about people. It reads like
 * a journal. Few rows are read at a time; haod may go on.
 */
enum journal_error copy_archive(const char *from, int64_t year, const char *to,
    struct copied *out, char *detail);

#endif
