#include "ui/field.h"

#include <string.h>

const char *
field_text(const json_t *object, const char *key)
{
	const char *text = json_string_value(json_object_get(object, key));

	return text != NULL ? text : "";
}

int64_t
field_int(const json_t *object, const char *key, int64_t absent)
{
	const json_t *value = json_object_get(object, key);

	return json_is_integer(value) ? json_integer_value(value) : absent;
}

const char *
field_words(const json_t *object, const char *key, const char *lang)
{
	json_t *texts = json_object_get(object, key);
	const json_t *text = json_object_get(texts, lang);
	void *first = json_object_iter(texts);

	if (json_is_string(texts))
		return json_string_value(texts);
	if (!json_is_string(text) && first != NULL)
		text = json_object_iter_value(first);
	return json_is_string(text) ? json_string_value(text) : "";
}

bool
field_is(const json_t *object, const char *key, const char *text)
{
	return strcmp(field_text(object, key), text) == 0;
}

const json_t *
field_find(const json_t *array, const char *key, const char *text)
{
	for (size_t i = 0; i < json_array_size(array); i++) {
		const json_t *element = json_array_get(array, i);
		if (field_is(element, key, text))
			return element;
	}
	return NULL;
}

bool
field_has(const json_t *object, const char *key, const char *text)
{
	const json_t *array = json_object_get(object, key);

	for (size_t i = 0; i < json_array_size(array); i++) {
		const char *at = json_string_value(json_array_get(array, i));
		if (at != NULL && strcmp(at, text) == 0)
			return true;
	}
	return false;
}

void
field_keep(char *to, size_t size, const char *from)
{
	strncpy(to, from, size - 1);
	to[size - 1] = '\0';
}
