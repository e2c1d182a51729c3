/*
 * Numbers: a prefix of 0 to 2 letters, then as many digits as the last number
 * of the range has, three at least. A slot packs what makes a number unique
 * into one integer, the day highest, so that the index over slots grows at
 * its end: day 16 bits, lap 10, prefix 10 (A = 1, AA = 27 + 1), ordinal 24.
 */
#include "server/hall/number.h"

#include <string.h>

#define LAP_MAX 1023

static uint32_t
digits(uint32_t last)
{
	uint32_t n = 1;

	for (; last >= 10; last /= 10)
		n++;
	return n < 3 ? 3 : n;
}

void
number_write(char out[OUTCOME_NUMBER], const struct service *s, uint32_t n)
{
	size_t at = strlen(s->prefix);
	uint32_t width = digits(s->last);

	memcpy(out, s->prefix, at);
	for (uint32_t i = width; i > 0; i--) {
		out[at + i - 1] = (char)('0' + n % 10);
		n /= 10;
	}
	out[at + width] = '\0';
}

static int64_t
prefix_code(const char *prefix)
{
	int64_t code = 0;

	for (; *prefix; prefix++)
		code = code * 27 + (*prefix - 'A' + 1);
	return code;
}

int64_t
number_slot(int64_t day, const struct service *s, uint32_t n, uint32_t lap)
{
	return ((day & 0xffff) << 44) | ((int64_t)lap << 34) |
	    (prefix_code(s->prefix) << 24) | n;
}

bool
number_of_slot(
    int64_t slot, const struct service *s, uint32_t *ordinal, uint32_t *lap)
{
	*ordinal = (uint32_t)(slot & 0xffffff);
	*lap = (uint32_t)((slot >> 34) & LAP_MAX);
	return *ordinal >= s->first && *ordinal <= s->last;
}

static bool
is_open(const struct hall *h, const struct service *s, uint32_t n)
{
	uint32_t at = n - s->first;
	uint32_t id = at < s->by_ordinal_cap ? s->by_ordinal[at] : 0;

	return id > 0 && !ticket_is_final(h->tickets[id - 1]);
}

bool
number_next(const struct hall *h, const struct service *s, uint32_t *ordinal,
    uint32_t *lap)
{
	uint32_t n = s->next;

	*lap = s->lap;
	if (s->lap > LAP_MAX)
		return false;
	for (uint32_t tried = 0; tried <= s->last - s->first; tried++, n++) {
		if (n > s->last) {
			if (s->used_up == LAYOUT_USED_UP_REFUSE ||
			    s->lap >= LAP_MAX)
				return false;
			n = s->first;
			*lap = s->lap + 1;
		}
		if (*lap == 0 || !is_open(h, s, n)) {
			*ordinal = n;
			return true;
		}
	}
	return false;
}

static bool
has_prefix(const struct service *s, const char *number)
{
	size_t len = strlen(s->prefix);

	return strncmp(s->prefix, number, len) == 0 && number[len] >= '0' &&
	    number[len] <= '9';
}

/* Strict: as many digits as number_write gives. */
bool
number_read(const struct board *b, const char *number, struct service **service,
    uint32_t *ordinal)
{
	for (uint32_t i = 0; i < b->services_count; i++) {
		struct service *s = &b->services[i];
		char text[OUTCOME_NUMBER];
		uint32_t n = 0;
		if (!has_prefix(s, number) || strlen(number) > 9)
			continue;
		for (const char *c = number + strlen(s->prefix);
		     *c >= '0' && *c <= '9'; c++)
			n = n * 10 + (uint32_t)(*c - '0');
		number_write(text, s, n);
		if (n < s->first || n > s->last || strcmp(text, number) != 0)
			continue;
		*service = s;
		*ordinal = n;
		return true;
	}
	return false;
}
