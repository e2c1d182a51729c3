/*
 * A serial line with call pads, and noise on it. The same presses come out
 * however the bytes are cut, and each can be acknowledged.
 */
#include <stdlib.h>
#include <string.h>

#include "pad/driver.h"
#include "proto/buf.h"

#define REST_MAX 64 /* bytes of what may begin a press */

/* The name is libFuzzer's. NOLINTNEXTLINE(readability-identifier-naming) */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
read_all(struct buf *in, struct buf *log)
{
	const struct pad_driver *d = &pad_driver_serial;
	struct pad_press press;

	while (d->read(in, &press)) {
		if (press.key > PAD_UNKNOWN || press.data_len > PAD_DATA_MAX)
			abort();
		if ((press.key == PAD_PIN) != (press.pin[0] != '\0') ||
		    strlen(press.pin) > PAD_PIN_MAX)
			abort();
		d->acknowledge(log, &press);
		d->beep(log, press.address);
	}
	if (in->len > REST_MAX)
		abort();
}

static void
run(struct buf *log, const uint8_t *data, size_t size, size_t each)
{
	struct buf in = { 0 };

	for (size_t at = 0; at < size; at += each) {
		size_t len = size - at < each ? size - at : each;
		buf_put(&in, (const char *)data + at, len);
		read_all(&in, log);
	}
	buf_release(&in);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct buf whole = { 0 }, pieces = { 0 };

	if (size == 0)
		return 0;
	run(&whole, data + 1, size - 1, size);
	run(&pieces, data + 1, size - 1, (size_t)data[0] % 16 + 1);
	if (whole.len != pieces.len ||
	    (whole.len > 0 && memcmp(whole.at, pieces.at, whole.len) != 0))
		abort();
	buf_release(&whole);
	buf_release(&pieces);
	return 0;
}
