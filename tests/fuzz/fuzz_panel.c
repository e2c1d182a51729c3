/*
 * What an LED panel's card answers, to a talk that wants to show something:
 * no answer makes it end, and what waits to be sent stays bounded.
 */
#include <stdlib.h>
#include <string.h>

#include "display/panel_talk.h"

#define PENDING_MAX 262144

/* The name is libFuzzer's. NOLINTNEXTLINE(readability-identifier-naming) */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
step(struct panel_talk *t, uint8_t what, int64_t now_ms)
{
	static const uint8_t rows[16 * 12];
	const struct panel_picture picture = { 96, 16, rows };

	switch (what % 8) {
	case 0:
		panel_talk_wire(t, what >= 128, now_ms);
		break;
	case 1:
		panel_talk_picture(t, &picture, now_ms);
		break;
	case 2:
		panel_talk_text(t, "\xe8\xaf\xb7 A012", now_ms);
		break;
	case 3:
		panel_talk_time(t, now_ms);
		break;
	default:
		break;
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct panel_settings settings = { 0 };
	struct panel_talk t;
	int64_t now_ms = 0;

	if (panel_read(&settings, "cpower:tcp:127.0.0.1,size=96x16"))
		abort();
	panel_talk_init(&t, &settings);
	panel_talk_wire(&t, true, now_ms);
	while (size >= 2) {
		size_t len = data[1] % 32 < size - 2 ? data[1] % 32 : size - 2;
		now_ms += INT64_C(16) * data[0];
		step(&t, data[0], now_ms);
		panel_talk_bytes(&t, data + 2, len, now_ms);
		if (t.tx.len + t.in.len > PENDING_MAX)
			abort();
		buf_clear(&t.tx);
		data += 2 + len;
		size -= 2 + len;
	}
	panel_talk_release(&t);
	return 0;
}
