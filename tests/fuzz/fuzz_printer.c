/* What a receipt printer says of itself, and what is made of it. */
#include <stdlib.h>
#include <string.h>

#include "kiosk/printer/status.h"
#include "proto/buf.h"

/* The name is libFuzzer's. NOLINTNEXTLINE(readability-identifier-naming) */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check(const struct status *status)
{
	struct buf words = { 0 };

	status_reasons(&words, status);
	if (words.len == 0 || !status_same(status, status))
		abort();
	/* Nothing is wrong, or it is said. */
	bool none = words.len == 4 && memcmp(words.at, "none", 4) == 0;
	if (none && !status_ready(status))
		abort();
	buf_release(&words);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct status_reader reader = { 0 };
	struct status status = { 0 };
	int question = status_next_question(0);

	for (size_t i = 0; i < size; i++) {
		if (status_take(&reader, data[i], &status) == STATUS_ASKED) {
			status_asked(&status, question, data[i]);
			question = status_next_question(question);
		}
		if (i % 16 == 15)
			status_port(&status, data[i]);
		check(&status);
	}
	return 0;
}
