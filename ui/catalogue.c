#include "ui/catalogue.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ui/catalogues.h"
#include "ui/mo.h"
#include "ui/plural.h"

struct catalogue {
	const char *lang;
	struct mo mo;
	const char *rule; /* of plurals; NULL: as English */
};

const char *
catalogue_language(size_t i)
{
	return i < catalogues_count ? catalogues[i].lang : NULL;
}

static const struct catalogues_entry *
built_in(const char *lang)
{
	for (size_t i = 0; i < catalogues_count; i++) {
		if (strcmp(catalogues[i].lang, lang) == 0)
			return &catalogues[i];
	}
	return NULL;
}

/* The header is what the empty id means. */
static const char *
find_rule(const struct mo *mo)
{
	size_t size;
	const char *header = mo_find(mo, "", &size);
	const char *rule = header ? strstr(header, "plural=") : NULL;

	return rule != NULL ? rule + strlen("plural=") : NULL;
}

struct catalogue *
catalogue_create(const char *lang)
{
	const struct catalogues_entry *entry = built_in(lang);
	struct catalogue *c = NULL;

	if (entry != NULL)
		c = calloc(1, sizeof(*c));
	if (c == NULL)
		return NULL;
	c->lang = entry->lang;
	if (!mo_open(&c->mo, entry->bytes, entry->size)) {
		free(c);
		return NULL;
	}
	c->rule = find_rule(&c->mo);
	return c;
}

void
catalogue_destroy(struct catalogue *c)
{
	free(c);
}

const char *
catalogue_lang(const struct catalogue *c)
{
	return c->lang;
}

bool
catalogue_rtl(const struct catalogue *c)
{
	return strcmp(tr(c, "language.direction"), "rtl") == 0;
}

const char *
tr(const struct catalogue *c, const char *id)
{
	size_t size;
	const char *text = mo_find(&c->mo, id, &size);

	return text != NULL && *text != '\0' ? text : id;
}

/* Form FORM of SIZE bytes of forms, the last one when it has fewer. */
static const char *
form_of(const char *forms, size_t size, int form)
{
	const char *at = forms;

	for (; form > 0; form--) {
		size_t length = strlen(at) + 1;
		if ((size_t)(at - forms) + length > size)
			break;
		at += length;
	}
	return at;
}

const char *
trn(const struct catalogue *c, const char *one, const char *many, uint64_t n)
{
	size_t size;
	const char *forms = mo_find(&c->mo, one, &size);
	int form = c->rule != NULL ? plural_form(c->rule, n) : n != 1;

	if (forms == NULL || *forms == '\0')
		return n == 1 ? one : many;
	return form_of(forms, size, form > 0 ? form : 0);
}

/* The value of the {name} that begins at AT; NULL: it has none. */
static const struct catalogue_value *
value_at(const char *at, const struct catalogue_value *values)
{
	for (; *at == '{' && values->name != NULL; values++) {
		size_t length = strlen(values->name);
		if (strncmp(at + 1, values->name, length) == 0 &&
		    at[1 + length] == '}')
			return values;
	}
	return NULL;
}

/* How many of SIZE bytes of TEXT may be kept without half a character. */
static size_t
whole(const char *text, size_t size)
{
	while (size > 0 && ((unsigned char)text[size] & 0xC0) == 0x80)
		size--;
	return size;
}

static size_t
append(char *to, size_t size, size_t at, const char *text)
{
	size_t room = size - 1 - at, length = strlen(text);

	length = length > room ? whole(text, room) : length;
	for (size_t i = 0; i < length; i++)
		to[at + i] = text[i];
	return at + length;
}

/* Bytes of the character AT. */
static size_t
bytes_of(const char *at)
{
	size_t bytes = *at != '\0';

	while (bytes > 0 && ((unsigned char)at[bytes] & 0xC0) == 0x80)
		bytes++;
	return bytes;
}

char *
catalogue_fill(char *to, size_t size, const char *text,
    const struct catalogue_value *values)
{
	size_t at = 0;

	while (*text != '\0') {
		const struct catalogue_value *value = value_at(text, values);
		size_t bytes = bytes_of(text);
		if (value != NULL) {
			at = append(to, size, at, value->text);
			text += strlen(value->name) + 2;
			continue;
		}
		if (at + bytes >= size)
			break;
		memcpy(to + at, text, bytes);
		at += bytes;
		text += bytes;
	}
	to[at] = '\0';
	return to;
}

/* Puts TEXT with its digits exchanged for those of the language. */
static void
put_digits(const struct catalogue *c, const char *text, char *to, size_t size)
{
	const char *digits = tr(c, "language.digits");
	size_t at = 0;

	for (; *text != '\0'; text++) {
		const char *from = text;
		size_t bytes = 1;
		if (*text >= '0' && *text <= '9' && *digits != 'l') {
			from = digits;
			for (int skip = *text - '0'; skip > 0; skip--)
				from += bytes_of(from);
			bytes = bytes_of(from);
		}
		if (at + bytes >= size)
			break;
		memcpy(to + at, from, bytes);
		at += bytes;
	}
	to[at] = '\0';
}

const char *
catalogue_number(
    const struct catalogue *c, int64_t n, char to[CATALOGUE_NUMBER_SIZE])
{
	char plain[24];

	(void)snprintf(plain, sizeof(plain), "%lld", (long long)n);
	put_digits(c, plain, to, CATALOGUE_NUMBER_SIZE);
	return to;
}

/* The word at I of a text that has them apart by bars. */
static void
word_at(const char *words, int i, char *to, size_t size)
{
	for (; i > 0 && *words != '\0'; i--) {
		words += strcspn(words, "|");
		words += *words == '|';
	}
	size_t length = strcspn(words, "|");
	if (length >= size)
		length = whole(words, size - 1);
	memcpy(to, words, length);
	to[length] = '\0';
}

struct date_words {
	char year[12], month[12], day[12], hour[12], minute[12];
	char month2[12], day2[12], weekday[40], name[40];
};

char *
catalogue_date(const struct catalogue *c, const char *id, const struct tm *when,
    char to[CATALOGUE_NUMBER_SIZE])
{
	struct date_words w;
	char filled[CATALOGUE_NUMBER_SIZE];

	(void)snprintf(w.year, sizeof(w.year), "%d", when->tm_year + 1900);
	(void)snprintf(w.month, sizeof(w.month), "%d", when->tm_mon + 1);
	(void)snprintf(w.day, sizeof(w.day), "%d", when->tm_mday);
	(void)snprintf(w.month2, sizeof(w.month2), "%02d", when->tm_mon + 1);
	(void)snprintf(w.day2, sizeof(w.day2), "%02d", when->tm_mday);
	(void)snprintf(w.hour, sizeof(w.hour), "%02d", when->tm_hour);
	(void)snprintf(w.minute, sizeof(w.minute), "%02d", when->tm_min);
	word_at(tr(c, "date.weekdays"), when->tm_wday, w.weekday,
	    sizeof(w.weekday));
	word_at(tr(c, "date.months"), when->tm_mon, w.name, sizeof(w.name));
	catalogue_fill(filled, sizeof(filled), tr(c, id),
	    (const struct catalogue_value[]){ { "year", w.year },
		{ "month", w.month }, { "month-name", w.name },
		{ "month2", w.month2 }, { "day", w.day }, { "day2", w.day2 },
		{ "weekday", w.weekday }, { "hour", w.hour },
		{ "minute", w.minute }, { NULL, NULL } });
	put_digits(c, filled, to, CATALOGUE_NUMBER_SIZE);
	return to;
}
