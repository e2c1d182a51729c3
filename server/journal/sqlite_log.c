/*
 * The write-ahead log, made what it looks like. After a sync that failed, the
 * page cache has what the disk has not and never will: Linux holds the pages
 * for written, and the next sync says nothing of them. SQLite reads such a log
 * as if it were there, copies it into the file, and leaves on the disk a log
 * that ends sooner: should the power go then, its older pages come back over
 * the file's newer ones. So all of it is written once more, and synced, before
 * anything is made of it.
 */
#include "server/journal/sqlite.h"

#define CHUNK 16384

static int
write_again(sqlite3_file *log, sqlite3_int64 from, sqlite3_int64 until)
{
	char bytes[CHUNK];
	int len = until - from < CHUNK ? (int)(until - from) : CHUNK;
	int rc = log->pMethods->xRead(log, bytes, len, from);

	if (rc == SQLITE_OK)
		rc = log->pMethods->xWrite(log, bytes, len, from);
	return rc;
}

int
sqlite_write_log_again(sqlite3 *db)
{
	sqlite3_file *log = NULL;
	sqlite3_int64 size = 0;
	int rc = sqlite3_file_control(
	    db, "main", SQLITE_FCNTL_JOURNAL_POINTER, (void *)&log);

	if (rc != SQLITE_OK || !log || !log->pMethods)
		return rc;
	rc = log->pMethods->xFileSize(log, &size);
	for (sqlite3_int64 at = 0; rc == SQLITE_OK && at < size; at += CHUNK)
		rc = write_again(log, at, size);
	if (rc == SQLITE_OK && size > 0)
		rc = log->pMethods->xSync(log, SQLITE_SYNC_NORMAL);
	return rc;
}
