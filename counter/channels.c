#include "counter/channels.h"

#include <stdio.h>
#include <string.h>

#include "ui/ask.h"

static void
add(struct channels *c, const char *kind, const char *subject)
{
	char name[LIMIT_CHANNEL + 1];

	if (subject == NULL || c->count == CHANNELS_MAX)
		return;
	(void)snprintf(name, sizeof(name), "%s:%s", kind, subject);
	for (size_t i = 0; i < c->count; i++) {
		if (strcmp(c->name[i], name) == 0)
			return;
	}
	memcpy(c->name[c->count++], name, sizeof(name));
}

static void
add_all(struct channels *c, const char *kind, const json_t *list)
{
	for (size_t i = 0; i < json_array_size(list); i++)
		add(c, kind, json_string_value(json_array_get(list, i)));
}

void
channels_find(struct channels *c, const json_t *counter)
{
	const json_t *groups = json_object_get(counter, "groups");

	add_all(c, "calls", json_object_get(counter, "zones"));
	for (size_t i = 0; i < json_array_size(groups); i++) {
		add_all(c, "queue",
		    json_object_get(json_array_get(groups, i), "services"));
	}
}

/* The machine needs its place in the asks too. */
void
channels_subscribe(struct channels *c, struct asks *asks)
{
	while (c->sent < c->count && asks->count < ASKS_MAX / 2) {
		ask_put(asks, ASK_SUBSCRIBE,
		    (const char *const[]){ c->name[c->sent++], NULL });
	}
}
