/*
 * The serial call pads of Chinese halls: many of them on one RS-485 line,
 * 9600 8N1.
 *
 *	FF 68 LEN LEN 68 ADDR FUNC DATA... SUM 16
 *
 * LEN counts FUNC, DATA and SUM's own place; SUM is ADDR + FUNC + DATA, the
 * lowest byte of it.
 */
#include <string.h>

#include "pad/driver.h"
#include "proto/buf.h"

enum {
	FRAME_LEAD = 0xFF,
	FRAME_START = 0x68,
	FRAME_END = 0x16,
};

enum {
	FUNC_RATED = 0x01,
	FUNC_SHOW = 0x02,
	FUNC_BEEP = 0x03,
	FUNC_RATING = 0x11,
};

#define HEAD_LEN     7 /* up to FUNC */
#define BLANK	     0x0A
#define CODE_CONFIRM 0x0F

/* --- Frames -------------------------------------------------------------- */

static uint8_t
length_of(size_t data_len)
{
	return (uint8_t)(data_len + 2);
}

static uint8_t
sum_of(uint8_t address, uint8_t func, const uint8_t *data, size_t len)
{
	unsigned sum = (unsigned)address + func;

	for (size_t i = 0; i < len; i++)
		sum += data[i];
	return (uint8_t)sum;
}

static void
put_frame(struct buf *out, uint8_t address, uint8_t func, const uint8_t *data,
    size_t len)
{
	const uint8_t n = length_of(len);
	const uint8_t head[HEAD_LEN] = { FRAME_LEAD, FRAME_START, n, n,
		FRAME_START, address, func };
	const uint8_t tail[] = { sum_of(address, func, data, len), FRAME_END };

	buf_put(out, head, sizeof(head));
	buf_put(out, data, len);
	buf_put(out, tail, sizeof(tail));
}

enum found {
	FOUND_NONE, /* no frame begins here */
	FOUND_PART, /* one may */
	FOUND_FRAME,
};

/* Whether a frame begins at AT, of which LEN bytes are there. */
static enum found
look(const uint8_t *at, size_t len, size_t *whole)
{
	static const struct {
		size_t place;
		uint8_t byte;
	} fixed[] = { { 0, FRAME_LEAD }, { 1, FRAME_START },
		{ 4, FRAME_START } };

	for (size_t i = 0; i < sizeof(fixed) / sizeof(fixed[0]); i++) {
		if (len > fixed[i].place && at[fixed[i].place] != fixed[i].byte)
			return FOUND_NONE;
	}
	if (len < 4)
		return FOUND_PART;
	if (at[2] != at[3] || at[2] < 2 || at[2] > PAD_DATA_MAX + 2)
		return FOUND_NONE;
	size_t data_len = at[2] - 2u;
	*whole = HEAD_LEN + data_len + 2;
	if (len < *whole)
		return FOUND_PART;
	bool well = at[*whole - 1] == FRAME_END &&
	    at[*whole - 2] == sum_of(at[5], at[6], at + HEAD_LEN, data_len);
	return well ? FOUND_FRAME : FOUND_NONE;
}

/* --- Keys ---------------------------------------------------------------- */

/* Digits of DATA before its last byte; -1: none, or no digits. */
static int
digits_of(const uint8_t *data, size_t len)
{
	int value = -1;

	for (size_t i = 0; i + 1 < len; i++) {
		if (data[i] > 9 || value > 9999)
			return -1;
		value = (value < 0 ? 0 : value * 10) + data[i];
	}
	return value;
}

/* As many digits as a PIN has, and the confirmation behind them. */
static bool
take_pin(struct pad_press *p)
{
	size_t len = p->data_len - 1u;

	if (len < PAD_PIN_MIN || len > PAD_PIN_MAX)
		return false;
	for (size_t i = 0; i < len; i++) {
		if (p->data[i] > 9)
			return false;
	}
	for (size_t i = 0; i < len; i++)
		p->pin[i] = (char)('0' + p->data[i]);
	return true;
}

/* What the confirmation confirms. */
static enum pad_key
confirmed(int digits)
{
	static const struct {
		int digits;
		enum pad_key key;
	} choices[] = { { 6, PAD_ABANDONED }, { 0, PAD_HOLD },
		{ 3, PAD_RESUME } };

	for (size_t i = 0; i < sizeof(choices) / sizeof(choices[0]); i++) {
		if (choices[i].digits == digits)
			return choices[i].key;
	}
	return PAD_UNKNOWN;
}

static enum pad_key
key_of(uint8_t code, int digits)
{
	switch (code) {
	case 0x0C:
		return PAD_NEXT;
	case 0x0D:
		return PAD_RECALL;
	case 0x0B:
		return PAD_ASK_RATING;
	case 0x12:
		return PAD_PAUSE;
	case 0x13:
		return PAD_TRANSFER;
	case CODE_CONFIRM:
		return confirmed(digits);
	default:
		return PAD_UNKNOWN;
	}
}

static void
fill(struct pad_press *p, const uint8_t *at, size_t whole)
{
	*p = (struct pad_press){ .address = at[5],
		.func = at[6],
		.key = PAD_UNKNOWN,
		.digits = -1,
		.data_len = (uint8_t)(whole - HEAD_LEN - 2) };
	memcpy(p->data, at + HEAD_LEN, p->data_len);
	if (p->data_len == 0)
		return;
	uint8_t last = p->data[p->data_len - 1];
	if (p->func == FUNC_RATING) {
		p->key = PAD_RATING;
		p->digits = last;
		return;
	}
	if (last == CODE_CONFIRM && take_pin(p)) {
		p->key = PAD_PIN;
		return;
	}
	p->digits = digits_of(p->data, p->data_len);
	p->key = key_of(last, p->digits);
}

/* --- The driver ---------------------------------------------------------- */

static bool
serial_read(struct buf *in, struct pad_press *out)
{
	while (in->len > 0) {
		const uint8_t *at = (const uint8_t *)in->at;
		size_t whole = 0;
		switch (look(at, in->len, &whole)) {
		case FOUND_PART:
			return false;
		case FOUND_NONE:
			buf_drop(in, 1);
			break;
		case FOUND_FRAME:
			fill(out, at, whole);
			buf_drop(in, whole);
			return true;
		}
	}
	return false;
}

/* A key is echoed as it came; a rating is answered without data. */
static void
serial_acknowledge(struct buf *out, const struct pad_press *p)
{
	if (p->key == PAD_RATING) {
		put_frame(out, p->address, FUNC_RATED, NULL, 0);
	} else {
		put_frame(out, p->address, p->func, p->data, p->data_len);
	}
}

/* The last three digits, or three blanks. */
static void
put_digits(uint8_t *to, int value)
{
	for (int i = 2; i >= 0; i--) {
		to[i] = (uint8_t)(value < 0 ? BLANK : value % 10);
		if (value > 0)
			value /= 10;
	}
}

static void
serial_show(struct buf *out, uint8_t address, const struct pad_page *page)
{
	uint8_t data[6];

	put_digits(data, page->waiting > 999 ? 999 : page->waiting);
	put_digits(data + 3, page->number);
	put_frame(out, address, FUNC_SHOW, data, sizeof(data));
}

static void
serial_beep(struct buf *out, uint8_t address)
{
	put_frame(out, address, FUNC_BEEP, NULL, 0);
}

const struct pad_driver pad_driver_serial = {
	.name = "serial",
	.baud = 9600,
	.read = serial_read,
	.acknowledge = serial_acknowledge,
	.show = serial_show,
	.beep = serial_beep,
};
