/*
 * hall.yaml as anybody may write it. What is taken has one canonical form,
 * which is taken again and gives the same bytes.
 */
#include <stdlib.h>
#include <string.h>

#include "proto/buf.h"
#include "server/config/config.h"

/* The name is libFuzzer's. NOLINTNEXTLINE(readability-identifier-naming) */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
on_mistake(const struct config_mistake *m, void *ctx)
{
	int *mistakes = ctx;

	if (!m->file || !m->key || !m->say || !m->say[0])
		abort();
	++*mistakes;
}

static struct layout *
take(const char *text, size_t len, struct buf *canonical)
{
	int mistakes = 0;
	struct layout *layout = config_read(
	    text, len, "hall.yaml", on_mistake, &mistakes);

	/* A refusal says why, and what is taken has nothing wrong. */
	if (!layout == !mistakes)
		abort();
	if (layout)
		config_write(canonical, layout, NULL);
	return layout;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct buf once = { 0 }, twice = { 0 }, zh = { 0 };
	struct layout *layout = take((const char *)data, size, &once);

	if (layout) {
		struct layout *again = take(once.at, once.len, &twice);
		if (!again || once.len != twice.len ||
		    memcmp(once.at, twice.at, once.len) != 0)
			abort();
		config_write(&zh, again, "zh");
		config_free(again);
	}
	config_free(layout);
	buf_release(&once);
	buf_release(&twice);
	buf_release(&zh);
	return 0;
}
