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

static void
take(struct facts *f, json_t **to, const struct link_reply *reply)
{
	if (reply->verdict != LINK_OK || json_equal(*to, reply->value))
		return;
	json_decref(*to);
	*to = json_incref(reply->value);
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
	if (!f->up || !f->wanted)
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
	if (!f->layout_asked)
		ask_put(asks, FACTS_ASK_LAYOUT, WORDS("HALL", "LAYOUT"));
	f->layout_asked = true;
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

const char *
facts_text(const json_t *object, const char *key, const char *lang)
{
	json_t *by = json_object_get(object, key);
	const char *text = json_string_value(json_object_get(by, lang));

	if (text == NULL) {
		text = json_string_value(
		    json_object_iter_value(json_object_iter(by)));
	}
	return text != NULL ? text : "";
}
