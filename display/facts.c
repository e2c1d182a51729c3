#include "display/facts.h"

#include "proto/link.h"
#include "ui/ask.h"
#include "ui/field.h"

#define WORDS(...) ((const char *const[]){ __VA_ARGS__, NULL })

void
facts_init(struct facts *f, bool wanted)
{
	*f = (struct facts){ .wanted = wanted };
}

void
facts_release(struct facts *f)
{
	json_decref(f->layout);
	json_decref(f->services);
	json_decref(f->counters);
}

void
facts_link(struct facts *f, bool up)
{
	f->up = up;
	f->asking = f->layout_asked = f->late = false;
	f->again_ms = 0;
	f->changes++;
}

void
facts_soon(struct facts *f, int64_t now_ms)
{
	if (f->again_ms > now_ms + FACTS_SOON_MS)
		f->again_ms = now_ms + FACTS_SOON_MS;
}

void
facts_layout_is_old(struct facts *f)
{
	f->layout_asked = false;
	f->again_ms = 0;
}

/* Without what grows by itself and nobody sees here. */
static json_t *
copied(const json_t *value)
{
	json_t *copy = json_deep_copy(value);

	for (size_t i = 0; i < json_array_size(copy); i++)
		(void)json_object_del(json_array_get(copy, i), "longest_ms");
	return copy;
}

static void
take(struct facts *f, json_t **to, const struct link_reply *reply)
{
	json_t *now = reply->verdict == LINK_OK ? copied(reply->value) : NULL;

	if (now == NULL || json_equal(*to, now)) {
		json_decref(now);
		return;
	}
	json_decref(*to);
	*to = now;
	f->changes++;
}

void
facts_reply(
    struct facts *f, int kind, const struct link_reply *reply, int64_t now_ms)
{
	if (kind == FACTS_ASK_LAYOUT) {
		take(f, &f->layout, reply);
	} else if (kind == FACTS_ASK_SERVICES) {
		take(f, &f->services, reply);
	} else if (kind == FACTS_ASK_COUNTERS) {
		take(f, &f->counters, reply);
		f->asking = false;
		f->changes += f->late;
		f->late = false;
		f->again_ms = now_ms + FACTS_AGAIN_MS;
	}
}

void
facts_put(struct facts *f, struct asks *asks, int64_t now_ms)
{
	if (!f->up)
		return;
	if (!f->layout_asked)
		ask_put(asks, FACTS_ASK_LAYOUT, WORDS("HALL", "LAYOUT"));
	f->layout_asked = true;
	if (!f->wanted)
		return;
	if (f->asking) {
		bool late = now_ms - f->asked_ms >= FACTS_LATE_MS;
		f->changes += late != f->late;
		f->late = late;
		return;
	}
	if (now_ms < f->again_ms)
		return;
	f->asking = true;
	f->asked_ms = now_ms;
	ask_put(asks, FACTS_ASK_SERVICES, WORDS("HALL", "SERVICES"));
	/* The last one: with its answer all of them are there. */
	ask_put(asks, FACTS_ASK_COUNTERS, WORDS("HALL", "COUNTERS"));
}

int64_t
facts_deadline(const struct facts *f)
{
	if (!f->up || !f->wanted || f->late)
		return -1;
	return f->asking ? f->asked_ms + FACTS_LATE_MS : f->again_ms;
}

static void
take_field(struct facts *f, json_t *to, const char *key, const json_t *from)
{
	json_t *value = json_object_get(from, key);

	if (json_object_get(to, key) == value ||
	    json_equal(json_object_get(to, key), value))
		return;
	f->changes++;
	if (value == NULL) {
		(void)json_object_del(to, key);
	} else {
		(void)json_object_set(to, key, value);
	}
}

/* Of a snapshot, its only counter. */
static const json_t *
counter_in(const json_t *message)
{
	const json_t *all = json_object_get(message, "counters");

	return all != NULL ? json_array_get(all, 0) : message;
}

void
facts_take_counter(struct facts *f, const json_t *message)
{
	static const char *const keys[] = { "state", "ticket", "number",
		"clerk" };
	const json_t *now = counter_in(message);
	const char *label = field_text(now, "counter");

	for (size_t i = 0; i < json_array_size(f->counters); i++) {
		json_t *known = json_array_get(f->counters, i);
		if (!field_is(known, "counter", label))
			continue;
		for (size_t k = 0; k < sizeof(keys) / sizeof(keys[0]); k++)
			take_field(f, known, keys[k], now);
	}
}

const json_t *
facts_service(const struct facts *f, const char *code)
{
	return field_find(json_object_get(f->layout, "services"), "code", code);
}

const json_t *
facts_counter(const struct facts *f, const char *label)
{
	return field_find(f->counters, "counter", label);
}
