#include "ui/text.h"

#include <stdbool.h>
#include <string.h>

#include "proto/buf.h"

struct range {
	uint32_t first, last;
};

/* East Asian wide and full width, by blocks. */
static const struct range wide[] = {
	{ 0x1100, 0x115F },
	{ 0x2E80, 0x303E },
	{ 0x3041, 0x33FF },
	{ 0x3400, 0x4DBF },
	{ 0x4E00, 0x9FFF },
	{ 0xA000, 0xA4CF },
	{ 0xA960, 0xA97F },
	{ 0xAC00, 0xD7A3 },
	{ 0xF900, 0xFAFF },
	{ 0xFE30, 0xFE6F },
	{ 0xFF01, 0xFF60 },
	{ 0xFFE0, 0xFFE6 },
	{ 0x1F300, 0x1F64F },
	{ 0x1F680, 0x1F6FF },
	{ 0x1F900, 0x1F9FF },
	{ 0x20000, 0x3FFFD },
};

/* Marks that stand on the character before them, and invisible ones. */
static const struct range none[] = {
	{ 0x0300, 0x036F },
	{ 0x0483, 0x0489 },
	{ 0x0591, 0x05BD },
	{ 0x064B, 0x065F },
	{ 0x0E31, 0x0E31 },
	{ 0x0E34, 0x0E3A },
	{ 0x0E47, 0x0E4E },
	{ 0x0F71, 0x0F84 },
	{ 0x1AB0, 0x1AFF },
	{ 0x200B, 0x200D },
	{ 0x20D0, 0x20FF },
	{ 0x302A, 0x302D },
	{ 0x3099, 0x309A },
	{ 0xFE00, 0xFE0F },
	{ 0xFE20, 0xFE2F },
	{ 0xE0100, 0xE01EF },
};

/* Characters that would turn or hide the text after them. */
static const struct range unsafe[] = {
	{ 0x00, 0x1F },
	{ 0x7F, 0x9F },
	{ 0x200E, 0x200F },
	{ 0x2028, 0x202E },
	{ 0x2060, 0x206F },
	{ 0xFEFF, 0xFEFF },
};

#define IN(code, table) in(code, table, sizeof(table) / sizeof((table)[0]))

static bool
in(uint32_t code, const struct range *table, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (code >= table[i].first && code <= table[i].last)
			return true;
	}
	return false;
}

static uint8_t
columns_of(uint32_t code)
{
	if (code < 0x300)
		return 1;
	if (IN(code, none))
		return 0;
	return IN(code, wide) ? 2 : 1;
}

/* Bytes that LEAD announces; 0 when no character begins with it. */
static uint8_t
bytes_of(unsigned char lead)
{
	if (lead < 0x80)
		return 1;
	if (lead >= 0xC2 && lead <= 0xDF)
		return 2;
	if (lead >= 0xE0 && lead <= 0xEF)
		return 3;
	return lead >= 0xF0 && lead <= 0xF4 ? 4 : 0;
}

/* The code of BYTES bytes at S; 0 when they are not UTF-8. */
static uint32_t
code_of(const unsigned char *s, uint8_t bytes)
{
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	uint32_t code = bytes == 1 ? s[0] : s[0] & (0x7Fu >> bytes);

	for (uint8_t i = 1; i < bytes; i++) {
		if ((s[i] & 0xC0) != 0x80)
			return 0;
		code = code << 6 | (s[i] & 0x3Fu);
	}
	if (code < least[bytes] || code > 0x10FFFF ||
	    (code >= 0xD800 && code <= 0xDFFF))
		return 0;
	return code;
}

struct text_char
text_char(const char *s)
{
	const unsigned char *u = (const unsigned char *)s;
	const struct text_char bad = { '?', 1, 1 };

	if (*u == '\0')
		return (struct text_char){ 0, 0, 0 };
	uint8_t bytes = bytes_of(*u);
	uint32_t code = bytes == 0 ? 0 : code_of(u, bytes);
	if (code == 0)
		return bad;
	if (IN(code, unsafe))
		return (struct text_char){ '?', bytes, 1 };
	return (struct text_char){ code, bytes, columns_of(code) };
}

int
text_columns(const char *s)
{
	int columns = 0;

	for (struct text_char c = text_char(s); c.bytes > 0; c = text_char(s)) {
		columns += c.columns;
		s += c.bytes;
	}
	return columns;
}

static void
char_put(struct buf *out, const char *s, struct text_char c)
{
	bool shown = c.code != '?';

	buf_put(out, shown ? s : "?", shown ? c.bytes : 1);
}

void
text_putn(struct buf *out, const char *s, size_t bytes)
{
	const char *end = s + bytes;

	while (s < end) {
		struct text_char c = text_char(s);
		if (c.bytes == 0)
			return;
		char_put(out, s, c);
		s += c.bytes;
	}
}

void
text_put(struct buf *out, const char *s)
{
	text_putn(out, s, strlen(s));
}

/* Bytes of S that fit into COLUMNS; `*used` the columns they take. */
static size_t
fit(const char *s, int columns, int *used)
{
	size_t at = 0;

	*used = 0;
	for (struct text_char c = text_char(s); c.bytes > 0;
	     c = text_char(s + at)) {
		if (*used + c.columns > columns)
			break;
		*used += c.columns;
		at += c.bytes;
	}
	return at;
}

static void
spaces(struct buf *out, int count)
{
	for (int i = 0; i < count; i++)
		buf_putc(out, ' ');
}

void
text_field(struct buf *out, const char *s, int columns, enum text_side side)
{
	int used;
	size_t bytes = fit(s, columns, &used);
	int left = columns - used;

	if (side == TEXT_RIGHT)
		spaces(out, left);
	if (side == TEXT_CENTRE)
		spaces(out, left / 2);
	text_putn(out, s, bytes);
	if (side == TEXT_LEFT)
		spaces(out, left);
}

static bool
closes(uint32_t code)
{
	static const uint32_t marks[] = { ')', ',', '.', ':', ';', '!', '?',
		0x3001, 0x3002, 0x300B, 0x300D, 0x300F, 0x3011, 0xFF01, 0xFF09,
		0xFF0C, 0xFF1A, 0xFF1B, 0xFF1F };

	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
		if (code == marks[i])
			return true;
	}
	return false;
}

/* A line may end between BEFORE and AFTER. */
static bool
breakable(struct text_char before, struct text_char after)
{
	if (after.bytes == 0 || after.code == ' ')
		return true;
	if (after.columns == 0 || closes(after.code))
		return false;
	return before.code == ' ' || before.columns == 2 || after.columns == 2;
}

static const char *
skip_spaces(const char *s)
{
	return s + strspn(s, " ");
}

static size_t
trim(const char *s, size_t bytes)
{
	while (bytes > 0 && s[bytes - 1] == ' ')
		bytes--;
	return bytes;
}

size_t
text_wrap(const char *s, int columns, const char **next)
{
	size_t at = 0, cut = 0;
	int used = 0;
	struct text_char c = text_char(s);

	while (c.bytes > 0 && (at == 0 || used + c.columns <= columns)) {
		used += c.columns;
		at += c.bytes;
		struct text_char after = text_char(s + at);
		if (breakable(c, after))
			cut = at;
		c = after;
	}
	if (cut == 0)
		cut = at;
	*next = skip_spaces(s + cut);
	return trim(s, cut);
}
