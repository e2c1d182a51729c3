/* A file of appointments: taken, or refused with a line for each mistake. */
#include <stdlib.h>
#include <string.h>

#include "haoctl/rows.h"

/* The name is libFuzzer's. NOLINTNEXTLINE(readability-identifier-naming) */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check(struct row *row, const char *text, size_t size)
{
	const char *const fields[] = { row->service, row->day, row->time };

	for (size_t i = 0; i < sizeof(fields) / sizeof(*fields); i++) {
		if (fields[i] < text || fields[i] > text + size)
			abort();
	}
	rows_make_rid(row);
	if (strlen(row->rid) == 0 || strlen(row->rid) >= ROWS_RID)
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct rows rows = { 0 };
	struct buf err = { 0 };
	char *text = malloc(size + 1);

	if (!text)
		return 0;
	memcpy(text, data, size);
	text[size] = '\0';
	bool taken = rows_read(&rows, text, "some.csv", &err);
	if (taken == (err.len > 0))
		abort();
	for (size_t i = 0; taken && i < rows.count; i++)
		check(&rows.row[i], text, size);
	rows_release(&rows);
	buf_release(&err);
	free(text);
	return 0;
}
