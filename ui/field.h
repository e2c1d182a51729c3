/* Fields of JSON objects, read without trust: absent or of another type is
 * the empty value, never a crash. Strings are borrowed from the object. */
#ifndef HAO_FIELD_H
#define HAO_FIELD_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

const char *field_text(const json_t *object, const char *key); /* or "" */
int64_t field_int(const json_t *object, const char *key, int64_t absent);
/* A text of the layout: in LANG, else in the first language it has; or "". */
const char *field_words(
    const json_t *object, const char *key, const char *lang);
bool field_is(const json_t *object, const char *key, const char *text);

/* The element of ARRAY whose KEY is TEXT; NULL when there is none. */
const json_t *field_find(
    const json_t *array, const char *key, const char *text);

/* The array KEY of OBJECT has the string TEXT. */
bool field_has(const json_t *object, const char *key, const char *text);

/* Copies FROM, cut to SIZE: what the server says may be of any length. */
void field_keep(char *to, size_t size, const char *from);

#endif
