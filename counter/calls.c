#include "counter/calls.h"

#include <string.h>

#include "ui/field.h"

/* Several zones tell of one counter's call: it is one. */
static bool
is_known(const struct calls *c, const char *number, int64_t t_ms)
{
	const struct call_seen *seen;

	for (size_t i = 0; (seen = calls_at(c, i)) != NULL; i++) {
		if (seen->t_ms == t_ms && strcmp(seen->number, number) == 0)
			return true;
	}
	return false;
}

static void
add(struct calls *c, const json_t *call)
{
	const char *number = field_text(call, "number");
	int64_t t_ms = field_int(call, "t", 0);

	if (*number == '\0' || is_known(c, number, t_ms))
		return;
	struct call_seen *seen = &c->at[c->count++ % CALLS_MAX];
	*seen = (struct call_seen){ .t_ms = t_ms };
	strncpy(seen->number, number, sizeof(seen->number) - 1);
	strncpy(seen->counter, field_text(call, "counter"),
	    sizeof(seen->counter) - 1);
}

void
calls_take(struct calls *c, const json_t *message)
{
	const json_t *list = json_object_get(message, "calls");

	if (field_is(message, "type", "call"))
		add(c, message);
	if (!field_is(message, "type", "snapshot"))
		return;
	for (size_t i = 0; i < json_array_size(list); i++)
		add(c, json_array_get(list, i));
}

const struct call_seen *
calls_at(const struct calls *c, size_t i)
{
	if (i >= c->count || i >= CALLS_MAX)
		return NULL;
	return &c->at[(c->count - 1 - i) % CALLS_MAX];
}
