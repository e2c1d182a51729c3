#include "tests/unit/journal/file.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

bool
file_start(struct file *f)
{
	*f = (struct file){ .folder = "/tmp/hao-journal-XXXXXX" };
	if (!mkdtemp(f->folder))
		return false;
	(void)snprintf(f->path, sizeof(f->path), "%s/hall.db", f->folder);
	(void)snprintf(f->name, sizeof(f->name), "sqlite:%s", f->path);
	return true;
}

enum journal_error
file_open(struct file *f)
{
	int64_t holder = 0;

	return journal_open(f->name, &f->j, &holder, f->detail);
}

void
file_close(struct file *f)
{
	journal_close(f->j);
	f->j = NULL;
}

void
file_sql(const struct file *f, const char *sql)
{
	sqlite3 *db = NULL;

	assert_int_equal(sqlite3_open(f->path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

static int
put_row(void *ctx, int count, char **values, char **names)
{
	struct buf *out = ctx;

	(void)names;
	for (int i = 0; i < count; i++) {
		if (i > 0)
			buf_putc(out, '|');
		buf_puts(out, values[i] ? values[i] : "");
	}
	buf_putc(out, '\n');
	return 0;
}

void
file_rows(const struct file *f, const char *sql, struct buf *out)
{
	sqlite3 *db = NULL;

	assert_int_equal(sqlite3_open(f->path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, sql, put_row, out, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_close(db), SQLITE_OK);
	buf_putc(out, '\0');
	assert_false(out->failed);
}

bool
file_stop(struct file *f)
{
	static const char *const ends[] = { "", "-wal", "-shm", ".lock" };
	char path[100];

	file_close(f);
	for (size_t i = 0; i < sizeof(ends) / sizeof(*ends); i++) {
		(void)snprintf(path, sizeof(path), "%s%s", f->path, ends[i]);
		(void)unlink(path);
	}
	return rmdir(f->folder) == 0;
}
