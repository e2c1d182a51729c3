#include "display/panel_page.h"

#include <stdbool.h>
#include <string.h>

#include "proto/buf.h"

#define COLUMNS_MIN 2 /* one character of any script */

static bool
is_ascii(char c)
{
	return ((unsigned char)c & 0x80U) == 0;
}

/* The bytes of the character at S. */
static size_t
char_len(const char *s)
{
	size_t len = 1;

	while (((unsigned char)s[len] & 0xC0U) == 0x80U)
		len++;
	return len;
}

/* How many bytes of TEXT the page takes that begins there. */
static size_t
page_len(const char *text, size_t columns)
{
	size_t used = 0, len = 0, word = 0;

	while (text[len] != '\0') {
		bool space = text[len] == ' ';
		size_t wide = is_ascii(text[len]) ? 1 : 2;
		if (used + wide > columns && !space)
			break;
		used += wide;
		len += char_len(text + len);
		/* Behind a word, and behind a character that is one. */
		if (!space &&
		    (text[len] == '\0' || text[len] == ' ' || wide == 2 ||
			!is_ascii(text[len])))
			word = len;
	}
	return text[len] != '\0' && word > 0 ? word : len;
}

size_t
panel_page(struct buf *out, const char *text, size_t columns, size_t page)
{
	size_t count = 0;

	columns = columns > COLUMNS_MIN ? columns : COLUMNS_MIN;
	buf_clear(out);
	do {
		text += strspn(text, " ");
		size_t len = page_len(text, columns);
		if (count++ == page)
			buf_put(out, text, len);
		text += len;
	} while (text[strspn(text, " ")] != '\0');
	buf_putc(out, '\0');
	return count;
}
