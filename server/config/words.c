#include "server/config/words.h"

#include <stdint.h>
#include <string.h>

#include "server/hall/layout.h"

#define NEAR_BYTES_MAX 32 /* longer words are not compared */

static bool
is_code_byte(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
}

bool
config_word_is_code(const char *s)
{
	size_t len = strlen(s);

	if (len < 1 || len > LAYOUT_CODE_MAX)
		return false;
	for (size_t i = 0; i < len; i++) {
		if (!is_code_byte(s[i]))
			return false;
	}
	return true;
}

/* The character at S, which is valid UTF-8; *LEN bytes are left and used. */
static uint32_t
take_character(const char *s, size_t left, size_t *used)
{
	unsigned char c = (unsigned char)s[0];
	size_t n = c < 0x80 ? 1 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;
	uint32_t u = n == 1 ? c : c & (0xffU >> (n + 1));

	if (n > left)
		n = left;
	for (size_t i = 1; i < n; i++)
		u = u << 6 | ((unsigned char)s[i] & 0x3fU);
	*used = n;
	return u;
}

static bool
is_shown(uint32_t u)
{
	if (u < 0x20)
		return u == '\n';
	if (u >= 0x7f && u < 0xa0)
		return false;
	return u != 0x2028 && u != 0x2029 && u != 0xfeff && u != 0xfffe &&
	    u != 0xffff;
}

bool
config_word_is_clean(const char *s, size_t len)
{
	size_t used = 0;

	for (size_t i = 0; i < len; i += used) {
		if (!is_shown(take_character(s + i, len - i, &used)))
			return false;
	}
	return true;
}

bool
config_word_is_label(const char *s)
{
	size_t len = strlen(s), used = 0;

	if (len < 1 || len > LAYOUT_CODE_MAX || !config_word_is_clean(s, len))
		return false;
	for (size_t i = 0; i < len; i += used) {
		uint32_t u = take_character(s + i, len - i, &used);
		if (u == ' ' || u == '\n' || u == ':' || u == 0xa0)
			return false;
		if (u == 0x3000 || u == 0x1680 || u == 0x202f || u == 0x205f)
			return false;
		if (u >= 0x2000 && u <= 0x200b)
			return false;
	}
	return true;
}

bool
config_word_is_number(const char *s, size_t len)
{
	uint64_t n = 0;

	if (len < 1 || len > 10 || (s[0] == '0' && len > 1))
		return false;
	for (size_t i = 0; i < len; i++) {
		if (s[i] < '0' || s[i] > '9')
			return false;
		n = n * 10 + (uint64_t)(s[i] - '0');
	}
	return n <= UINT32_MAX;
}

static size_t
least(size_t a, size_t b, size_t c)
{
	size_t m = a < b ? a : b;

	return m < c ? m : c;
}

/* How many bytes must be put in, taken out or changed. */
static size_t
distance(const char *a, const char *b)
{
	size_t row[NEAR_BYTES_MAX + 1];
	size_t la = strlen(a), lb = strlen(b);

	if (la > NEAR_BYTES_MAX || lb > NEAR_BYTES_MAX)
		return SIZE_MAX;
	for (size_t j = 0; j <= lb; j++)
		row[j] = j;
	for (size_t i = 1; i <= la; i++) {
		size_t before = row[0];
		row[0] = i;
		for (size_t j = 1; j <= lb; j++) {
			size_t change = before + (a[i - 1] != b[j - 1]);
			before = row[j];
			row[j] = least(row[j] + 1, row[j - 1] + 1, change);
		}
	}
	return row[lb];
}

void
config_near_try(struct config_near *n, const char *candidate)
{
	size_t len = strlen(n->word);
	size_t far = len < 4 ? 1 : len < 8 ? 2 : 3;
	size_t d = distance(n->word, candidate);

	if (d > far || d >= len || (n->nearest && d >= n->distance))
		return;
	n->nearest = candidate;
	n->distance = d;
}
