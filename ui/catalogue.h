/*
 * What the screens say, in one language. A screen may have several at once:
 * nothing here is global. The catalogues are po/LANG.po, built into the
 * program; another language is another file there.
 *
 * An id is the English text, or a dotted name for what is no text: what a
 * date looks like, which letters are digits, which fonts and which voice.
 * What a catalogue lacks is its id.
 */
#ifndef HAO_CATALOGUE_H
#define HAO_CATALOGUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

struct catalogue;

/* Languages there are, by I from 0: "zh". NULL: no more. */
const char *catalogue_language(size_t i);

/* NULL: there is no catalogue of that language, or no memory. */
struct catalogue *catalogue_create(const char *lang);
void catalogue_destroy(struct catalogue *c);

const char *catalogue_lang(const struct catalogue *c);
bool catalogue_rtl(const struct catalogue *c); /* written from the right */

/* Borrowed from the catalogue, or ID itself. */
const char *tr(const struct catalogue *c, const char *id);
const char *trn(
    const struct catalogue *c, const char *one, const char *many, uint64_t n);

/* What {NAME} in a text stands for; the last has no name. */
struct catalogue_value {
	const char *name, *text;
};

/* TEXT with its {names} replaced, cut to SIZE; returns TO. */
char *catalogue_fill(char *to, size_t size, const char *text,
    const struct catalogue_value *values);

#define CATALOGUE_NUMBER_SIZE 64

/* N in the language's digits. */
const char *catalogue_number(
    const struct catalogue *c, int64_t n, char to[CATALOGUE_NUMBER_SIZE]);

/*
 * WHEN by the pattern ID ("date.long", "date.day", "date.time", ...): {year}
 * {month} {month2} {month-name} {day} {day2} {weekday} {hour} {minute}, those
 * with a 2 in two digits. Returns TO.
 */
char *catalogue_date(const struct catalogue *c, const char *id,
    const struct tm *when, char to[CATALOGUE_NUMBER_SIZE]);

#endif
