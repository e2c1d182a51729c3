/*
 * The C-Power and Lumen cards: their openly documented protocol, command 7B.
 * On a serial line a packet is A5 … AE, escaped; on TCP it has a head with
 * its length instead. What is shown stays in the card's memory: its flash
 * wears out and is never written.
 */
#include <iconv.h>
#include <string.h>

#include "display/panel.h"

#define START  0xa5u
#define END    0xaeu
#define ESCAPE 0xaau

#define TO_CARD	  0x68u
#define FROM_CARD 0xe8u
#define CARD	  0x32u
#define COMMAND	  0x7bu
#define CONFIRM	  0x01u /* asks for an answer */

#define WINDOWS	 0x01u
#define PICTURE	 0x03u
#define TEXT	 0x04u
#define SIMPLE	 0x04u /* a picture of bits */
#define AT_ONCE	 0x00u /* the effect: none */
#define SPEED	 1u
#define STAY_S	 3u /* and then again, until something else comes */
#define CENTRED	 1u
#define HEAD_MAX 8u

/* Of the command's own bytes; a card takes no more in one packet. */
#define PACKET_MAX   200UL
#define PICTURE_HEAD 32UL /* bytes at most that stand before its rows */

/* --- Frames ------------------------------------------------------------- */

struct packet {
	unsigned number, last;
	const uint8_t *data;
	size_t len;
};

static void
put_plain(struct buf *b, unsigned byte)
{
	buf_putc(b, (char)(uint8_t)byte);
}

static void
put_escaped(struct buf *b, unsigned byte)
{
	if (byte == START || byte == END || byte == ESCAPE) {
		put_plain(b, ESCAPE);
		byte &= 0x0fu;
	}
	put_plain(b, byte);
}

/* From 68 to the sum, which counts all that stands before it. */
static void
put_body(struct buf *b, const struct panel_settings *to, const struct packet *p)
{
	void (*put)(struct buf * b, unsigned byte) = to->tcp ? put_plain
							     : put_escaped;
	const unsigned head[] = { TO_CARD, CARD, to->id, COMMAND, CONFIRM,
		(unsigned)p->len & 0xffu, (unsigned)(p->len >> 8), p->number,
		p->last };
	unsigned sum = 0;

	for (size_t i = 0; i < sizeof(head) / sizeof(head[0]); i++) {
		put(b, head[i]);
		sum += head[i];
	}
	for (size_t i = 0; i < p->len; i++) {
		put(b, p->data[i]);
		sum += p->data[i];
	}
	put(b, sum & 0xffu);
	put(b, sum >> 8 & 0xffu);
}

/* The length on TCP is low byte first, as those inside the packet are. */
static void
put_tcp_head(struct buf *b, size_t len)
{
	for (int i = 0; i < 4; i++)
		put_plain(b, 0xffu); /* whichever card listens there */
	put_plain(b, (unsigned)len & 0xffu);
	put_plain(b, (unsigned)(len >> 8));
	put_plain(b, 0);
	put_plain(b, 0);
}

static void
put_packet(struct panel_frames *out, const struct panel_settings *to,
    const struct packet *p)
{
	if (to->tcp) {
		put_tcp_head(&out->bytes, 9 + p->len + 2);
		put_body(&out->bytes, to, p);
	} else {
		put_plain(&out->bytes, START);
		put_body(&out->bytes, to, p);
		put_plain(&out->bytes, END);
	}
	panel_frames_end(out);
}

/* COMMAND's bytes in as many packets as they need. */
static void
put_command(struct panel_frames *out, const struct panel_settings *to,
    const struct buf *command)
{
	size_t last = command->len > 0 ? (command->len - 1) / PACKET_MAX : 0;

	if (command->failed || last > 255) {
		out->bytes.failed = true;
		return;
	}
	for (size_t i = 0; i <= last; i++) {
		size_t from = i * PACKET_MAX, len = command->len - from;
		const struct packet p = { (unsigned)i, (unsigned)last,
			(const uint8_t *)command->at + from,
			len < PACKET_MAX ? len : PACKET_MAX };
		put_packet(out, to, &p);
	}
}

/* --- What is shown ------------------------------------------------------ */

static void
put_high_first(struct buf *b, unsigned n)
{
	put_plain(b, n >> 8 & 0xffu);
	put_plain(b, n & 0xffu);
}

static void
put_low_first(struct buf *b, unsigned n)
{
	put_plain(b, n & 0xffu);
	put_plain(b, n >> 8 & 0xffu);
}

static void
put_area(struct buf *b, const struct panel_settings *to)
{
	put_high_first(b, 0);
	put_high_first(b, 0);
	put_high_first(b, to->width);
	put_high_first(b, to->height);
}

/* One window, the whole panel. */
static void
begin(struct panel_frames *out, const struct panel_settings *to)
{
	struct buf command = { 0 };

	put_plain(&command, WINDOWS);
	put_plain(&command, 1);
	put_area(&command, to);
	put_command(out, to, &command);
	buf_release(&command);
}

static void
put_rows(struct buf *b, const struct panel_settings *to,
    const struct panel_picture *p)
{
	size_t bytes = (size_t)(p->width + 7) / 8 * p->height;

	for (unsigned bit = PANEL_RED; bit <= PANEL_GREEN; bit <<= 1) {
		if ((unsigned)to->colour & bit)
			buf_put(b, p->rows, bytes);
	}
}

static void
picture(struct panel_frames *out, const struct panel_settings *to,
    const struct panel_picture *p)
{
	struct buf command = { 0 };

	put_plain(&command, PICTURE);
	put_plain(&command, 0); /* the window */
	put_plain(&command, AT_ONCE);
	put_plain(&command, SPEED);
	put_high_first(&command, STAY_S);
	put_plain(&command, SIMPLE);
	put_high_first(&command, 0);
	put_high_first(&command, 0);
	buf_puts(&command, "I1");
	put_low_first(&command, p->width);
	put_low_first(&command, p->height);
	put_plain(&command, (unsigned)to->colour);
	put_plain(&command, 0);
	put_rows(&command, to, p);
	put_command(out, to, &command);
	buf_release(&command);
}

/* The card's letters, by number. */
static const unsigned font_px[] = { 8, 12, 16, 24, 32, 40, 48, 56 };

static unsigned
font_of(unsigned height)
{
	unsigned font = 0;

	while (font < 7 && font_px[font + 1] <= height)
		font++;
	return font;
}

static unsigned
letter_px(const struct panel_settings *to)
{
	return font_px[font_of(to->height)];
}

/* What iconv_open could not open is -1 in a pointer. */
static bool
is_open(iconv_t to_card)
{
	return (intptr_t)to_card != -1;
}

/* One character; the card shows its letters alone, another is a ?. */
static void
put_char(struct buf *b, iconv_t to_card, const char *at, size_t len)
{
	char in[4], out[4];
	char *from = in, *into = out;
	size_t room = sizeof(out), left = len;

	memcpy(in, at, len);
	if (is_open(to_card) &&
	    iconv(to_card, &from, &left, &into, &room) == 0 && left == 0) {
		buf_put(b, out, sizeof(out) - room);
	} else {
		buf_putc(b, '?');
	}
}

/* The bytes of the character that begins at S. */
static size_t
char_len(const char *s)
{
	size_t len = 1;

	while (len < 4 && ((uint8_t)s[len] & 0xc0u) == 0x80u)
		len++;
	return len;
}

static void
put_gb2312(struct buf *b, const char *text)
{
	iconv_t to_card = iconv_open("GB2312", "UTF-8");

	for (size_t len; *text != '\0'; text += len) {
		len = char_len(text);
		put_char(b, to_card, text, len);
	}
	if (is_open(to_card))
		(void)iconv_close(to_card);
}

static void
text(struct panel_frames *out, const struct panel_settings *to,
    const char *words)
{
	struct buf command = { 0 };

	put_plain(&command, TEXT);
	put_plain(&command, 0); /* the window */
	put_plain(&command, 1);
	put_plain(&command, CENTRED);
	put_area(&command, to);
	put_plain(&command, font_of(to->height));
	put_plain(&command, to->colour & PANEL_RED ? 0xffu : 0);
	put_plain(&command, to->colour & PANEL_GREEN ? 0xffu : 0);
	put_plain(&command, 0);
	put_gb2312(&command, words);
	put_plain(&command, 0);
	put_command(out, to, &command);
	buf_release(&command);
}

/* --- Answers ------------------------------------------------------------ */

/* E8 32 ID 7B RETURN …; the sum stands last. */
static enum panel_answer
read_answer(const struct panel_settings *to, const uint8_t *body, size_t len)
{
	unsigned sum = 0;

	if (len < 7 || (body[0] != FROM_CARD && body[0] != TO_CARD) ||
	    body[1] != CARD || body[2] != to->id || body[3] != COMMAND)
		return PANEL_NOISE;
	for (size_t i = 0; i < len - 2; i++)
		sum += body[i];
	if (body[len - 2] != (sum & 0xffu) || body[len - 1] != (sum >> 8))
		return PANEL_NOISE;
	return body[4] == 0 ? PANEL_DONE : PANEL_BAD;
}

static size_t
answer_tcp(const struct panel_settings *to, const uint8_t *in, size_t len,
    enum panel_answer *out)
{
	if (len < HEAD_MAX)
		return 0;
	size_t body = in[4] + 256u * in[5];
	if (len < HEAD_MAX + body)
		return 0;
	*out = read_answer(to, in + HEAD_MAX, body);
	return HEAD_MAX + body;
}

/* What stands before a frame's start, or is longer than any, is noise. */
static size_t
answer_serial(const struct panel_settings *to, const uint8_t *in, size_t len,
    enum panel_answer *out)
{
	uint8_t body[64];
	size_t count = 0;

	*out = PANEL_NOISE;
	if (len > 0 && in[0] != START)
		return 1;
	for (size_t i = 1; i < len; i++) {
		if (in[i] == END) {
			*out = read_answer(to, body, count);
			return i + 1;
		}
		if (in[i] == START || count == sizeof(body))
			return i;
		bool escaped = in[i] == ESCAPE;
		if (escaped && ++i == len)
			return 0;
		body[count++] = escaped ? (uint8_t)(0xa0u | in[i]) : in[i];
	}
	return 0;
}

static size_t
answer(const struct panel_settings *to, const uint8_t *in, size_t len,
    enum panel_answer *out)
{
	return to->tcp ? answer_tcp(to, in, len, out)
		       : answer_serial(to, in, len, out);
}

const struct panel_driver panel_cpower = {
	.name = "cpower",
	.port = "5200",
	.baud = 115200,
	.id = 1,
	.id_max = 254,
	.picture_max = PANEL_FRAMES_MAX * PACKET_MAX - PICTURE_HEAD,
	.begin = begin,
	.picture = picture,
	.letter_px = letter_px,
	.text = text,
	.answer = answer,
};
