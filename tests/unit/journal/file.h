/* A journal in a file of its own, in a folder that goes with it. */
#ifndef HAO_TEST_FILE_H
#define HAO_TEST_FILE_H

#include "server/journal/journal.h"

struct file {
	char folder[64], path[80], name[96], detail[200];
	struct journal *j; /* NULL while it is closed */
};

/* False: there is no folder to be had. The journal is not opened. */
bool file_start(struct file *f);
enum journal_error file_open(struct file *f);
void file_close(struct file *f);
/* Runs SQL on the file behind the journal's back. */
void file_sql(const struct file *f, const char *sql);
/* Adds what a SELECT finds: a line a row, fields parted by |; then a 0. */
void file_rows(const struct file *f, const char *sql, struct buf *out);
/* False: something was left in the folder. */
bool file_stop(struct file *f);

#endif
