/*
 * The readers' outcome may not depend on how the bytes are cut. The first
 * byte of the input chooses the reader and the size of the pieces.
 */
#include <stdlib.h>
#include <string.h>

#include "transcript.h"

/* The name is libFuzzer's. NOLINTNEXTLINE(readability-identifier-naming) */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
run(struct buf *log, unsigned reader, const struct wire_slice *in, size_t each)
{
	const struct transcript_cuts cuts = { .first = each, .each = each };

	if (reader == 0) {
		transcript_commands(log, in, &cuts, &wire_bounds_known);
	} else if (reader == 1) {
		transcript_commands(log, in, &cuts, &wire_bounds_stranger);
	} else {
		transcript_replies(log, in, &cuts);
	}
	/* So that an empty transcript has an address too. */
	buf_putc(log, '\n');
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct buf whole = { 0 }, pieces = { 0 };

	if (size == 0)
		return 0;
	const struct wire_slice in = {
		.at = (const char *)data + 1,
		.len = size - 1,
	};
	unsigned reader = data[0] % 3;
	run(&whole, reader, &in, size);
	run(&pieces, reader, &in, (size_t)data[0] / 3 % 16 + 1);
	if (whole.failed || pieces.failed || whole.len != pieces.len ||
	    memcmp(whole.at, pieces.at, whole.len) != 0)
		abort();
	buf_release(&whole);
	buf_release(&pieces);
	return 0;
}
