#include "server/journal/codec.h"

#include <sodium.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "proto/buf.h"
#include "proto/jsonw.h"

enum kind {
	KIND_STR,
	KIND_INT,
	KIND_TIME, /* written as what it is later than the event's t */
	KIND_HASH,
	KIND_JSON
};

struct field {
	const char *name, *key; /* the key is the name as JSON writes it */
	size_t key_len;
	enum kind kind;
	size_t at;
};

#define KEY(f) "" #f, "\"" #f "\":", sizeof(#f) + 2
#define FIELD(f, kind, member)                 \
 {                                             \
  KEY(f), kind, offsetof(struct event, member) \
 }

static const struct field fields[] = {
	FIELD(id, KIND_INT, id),
	FIELD(number, KIND_STR, number),
	FIELD(service, KIND_STR, service),
	FIELD(class, KIND_STR, class),
	FIELD(lang, KIND_STR, lang),
	FIELD(counter, KIND_STR, counter),
	FIELD(clerk, KIND_STR, clerk),
	FIELD(reason, KIND_STR, reason),
	FIELD(verdict, KIND_STR, verdict),
	FIELD(state, KIND_STR, state),
	FIELD(to_service, KIND_STR, to_service),
	FIELD(to_counter, KIND_STR, to_counter),
	FIELD(to_clerk, KIND_STR, to_clerk),
	FIELD(was, KIND_STR, was),
	FIELD(on, KIND_INT, on),
	FIELD(victim, KIND_STR, victim),
	FIELD(credited, KIND_TIME, credited_ms),
	FIELD(issued, KIND_TIME, issued_ms),
	FIELD(wall, KIND_TIME, wall_ms),
	FIELD(ahead, KIND_INT, ahead),
	FIELD(waited, KIND_INT, waited_ms),
	FIELD(after, KIND_INT, after),
	FIELD(session, KIND_INT, session_ms),
	FIELD(day, KIND_INT, day),
	FIELD(calls, KIND_INT, calls),
	FIELD(misses, KIND_INT, misses),
	FIELD(matters, KIND_INT, matters),
	FIELD(front, KIND_INT, front),
	FIELD(nil, KIND_INT, nil),
	FIELD(why, KIND_JSON, why),
	FIELD(raw, KIND_STR, raw),
	FIELD(opening, KIND_STR, opening),
	FIELD(mark, KIND_INT, mark),
	FIELD(hash, KIND_STR, hash),
	FIELD(zone, KIND_STR, zone),
	FIELD(text, KIND_STR, text),
	FIELD(services, KIND_STR, services),
	FIELD(device, KIND_STR, device),
	FIELD(key, KIND_STR, key),
	FIELD(count, KIND_INT, count),
	FIELD(training, KIND_INT, training),
	FIELD(kind, KIND_STR, kind),
	FIELD(subject, KIND_STR, subject),
	FIELD(level, KIND_STR, level),
	FIELD(value, KIND_INT, value),
	FIELD(limit, KIND_INT, limit),
	FIELD(call, KIND_INT, call),
	FIELD(user, KIND_STR, user),
	FIELD(rid, KIND_STR, rid),
	FIELD(terminal, KIND_STR, terminal),
	FIELD(args, KIND_HASH, args),
	FIELD(hold, KIND_STR, hold),
	FIELD(until, KIND_INT, until_ms),
	FIELD(handled, KIND_INT, handled_ms),
	FIELD(steps, KIND_STR, steps),
	FIELD(again, KIND_INT, again),
	FIELD(after_to, KIND_STR, after_to),
	FIELD(after_credited, KIND_TIME, after_credited_ms),
	FIELD(after_handled, KIND_INT, after_handled_ms),
	FIELD(appointment, KIND_STR, appointment),
	FIELD(appointed, KIND_INT, appointed_ms),
	FIELD(origin, KIND_HASH, origin),
	FIELD(rating, KIND_INT, rating),
	FIELD(followup, KIND_INT, followup),
	FIELD(due, KIND_INT, due),
	FIELD(owner, KIND_STR, owner),
	FIELD(account, KIND_STR, account),
	FIELD(role, KIND_STR, role),
	FIELD(secret, KIND_INT, secret),
	FIELD(from, KIND_STR, from),
	FIELD(offset, KIND_INT, offset_s),
	FIELD(turns, KIND_INT, turns_ms),
	FIELD(turned, KIND_INT, turned_s),
};
#define FIELDS (sizeof(fields) / sizeof(*fields))

static const char *
text_at(const struct event *e, const struct field *f)
{
	const char *s;

	memcpy(&s, (const char *)e + f->at, sizeof(s));
	return s;
}

static int64_t
int_at(const struct event *e, const struct field *f)
{
	int64_t n;

	memcpy(&n, (const char *)e + f->at, sizeof(n));
	return n;
}

/* Of the events of a type, what is about a person; NULL: nothing is. */
static const struct field *
personal_of(enum event_type type)
{
	static const struct field contact = FIELD(contact, KIND_STR, contact),
				  reason = FIELD(reason, KIND_STR, reason),
				  text = FIELD(text, KIND_STR, text),
				  verifier = FIELD(
				      verifier, KIND_STR, verifier);

	if (type == EVENT_BOOKED)
		return &contact;
	if (type == EVENT_TRANSFERRED || type == EVENT_CLASSED)
		return &reason;
	if (type == EVENT_COMPLAINED || type == EVENT_FOLLOWUP_CLOSED)
		return &text;
	if (type == EVENT_ACCOUNT_ADDED || type == EVENT_ACCOUNT_SECRET)
		return &verifier;
	return NULL;
}

const char *
codec_personal(const struct event *e)
{
	const struct field *f = personal_of(e->type);

	return f ? text_at(e, f) : NULL;
}

const char *
codec_kept(const struct event *e)
{
	const char *personal = codec_personal(e);

	return personal && personal == e->contact ? "" : personal;
}

const char *
codec_personal_field(enum event_type type)
{
	const struct field *f = personal_of(type);

	return f ? f->name : NULL;
}

static void
put_key(struct jsonw *w, const struct field *f)
{
	jsonw_raw(w, f->key, f->key_len);
	w->comma = 0;
}

static void
put_hash(struct jsonw *w, uint64_t n)
{
	char hex[17];
	const uint8_t bytes[8] = { (uint8_t)(n >> 56), (uint8_t)(n >> 48),
		(uint8_t)(n >> 40), (uint8_t)(n >> 32), (uint8_t)(n >> 24),
		(uint8_t)(n >> 16), (uint8_t)(n >> 8), (uint8_t)n };

	sodium_bin2hex(hex, sizeof(hex), bytes, sizeof(bytes));
	jsonw_str(w, hex);
}

void
codec_salted(char out[CODEC_SALTED], const char *value, const uint8_t salt[16])
{
	uint8_t hash[16];
	crypto_generichash_state state;

	(void)crypto_generichash_init(&state, NULL, 0, sizeof(hash));
	(void)crypto_generichash_update(&state, salt, 16);
	(void)crypto_generichash_update(
	    &state, (const uint8_t *)value, strlen(value));
	(void)crypto_generichash_final(&state, hash, sizeof(hash));
	sodium_bin2hex(out, CODEC_SALTED, hash, sizeof(hash));
}

static void
put_salted(
    struct jsonw *w, const char *name, const char *s, const uint8_t salt[16])
{
	char hex[CODEC_SALTED], key[32];

	codec_salted(hex, s, salt);
	(void)snprintf(key, sizeof(key), "%s_hash", name);
	jsonw_pair_str(w, key, hex);
}

/* Of most events most fields are absent: none of a text, 0 of a number. */
static bool
is_absent(const struct event *e, const struct field *f)
{
	_Static_assert(sizeof(char *) == sizeof(int64_t),
	    "an address is as wide as a number");
	return int_at(e, f) == 0;
}

static void
put_field(struct jsonw *w, const struct event *e, const struct field *f)
{
	const char *s = text_at(e, f);
	int64_t n = int_at(e, f);

	if (f->kind == KIND_TIME && n == e->t_ms)
		return;
	put_key(w, f);
	switch (f->kind) {
	case KIND_STR:
		jsonw_str(w, s);
		return;
	case KIND_JSON:
		jsonw_raw(w, s, strlen(s));
		return;
	case KIND_INT:
		jsonw_int(w, n);
		return;
	case KIND_TIME:
		jsonw_int(w, n - e->t_ms);
		return;
	case KIND_HASH:
		put_hash(w, (uint64_t)n);
		return;
	}
}

static void
put_fields(struct jsonw *w, const struct event *e, const uint8_t salt[16])
{
	const struct field *own = salt ? personal_of(e->type) : NULL;

	for (const struct field *f = fields; f < fields + FIELDS; f++) {
		if (!is_absent(e, f) && (!own || f->at != own->at))
			put_field(w, e, f);
	}
	/* No row says it in plain words. */
	if (own && text_at(e, own))
		put_salted(w, own->name, text_at(e, own), salt);
}

void
codec_write(struct buf *out, const struct event *e, const uint8_t salt[16])
{
	struct jsonw w;

	jsonw_init(&w, out);
	jsonw_open(&w, '{');
	put_fields(&w, e, salt);
	jsonw_close(&w, '}');
}

void
codec_write_whole(struct buf *out, const struct event *e)
{
	struct jsonw w;

	jsonw_init(&w, out);
	jsonw_open(&w, '{');
	jsonw_pair_str(&w, "type", event_name(e->type));
	jsonw_pair_int(&w, "seq", e->seq);
	jsonw_pair_int(&w, "t", e->t_ms);
	put_fields(&w, e, NULL);
	jsonw_close(&w, '}');
}

static bool
read_field(struct event *e, const struct field *f, const json_t *value)
{
	const char *s = json_string_value(value);
	int64_t n = json_integer_value(value);
	char *at = (char *)e + f->at;

	switch (f->kind) {
	case KIND_STR:
		memcpy(at, &s, sizeof(s));
		return s != NULL;
	case KIND_INT:
		memcpy(at, &n, sizeof(n));
		return json_is_integer(value);
	case KIND_TIME:
		n += e->t_ms;
		memcpy(at, &n, sizeof(n));
		return json_is_integer(value);
	case KIND_HASH:
		n = s ? (int64_t)strtoull(s, NULL, 16) : 0;
		memcpy(at, &n, sizeof(n));
		return s != NULL;
	case KIND_JSON:
		/* Why a ticket was called changes no state. */
		return true;
	}
	return false;
}

bool
codec_read(struct event *e, const json_t *object)
{
	const char *type = json_string_value(json_object_get(object, "type"));
	const json_t *seq = json_object_get(object, "seq");
	const json_t *t = json_object_get(object, "t");

	if (!json_is_object(object))
		return false;
	if (type)
		e->type = event_of_name(type);
	if (seq)
		e->seq = json_integer_value(seq);
	if (t)
		e->t_ms = json_integer_value(t);
	e->credited_ms = e->issued_ms = e->wall_ms = e->t_ms;
	e->after_credited_ms = e->t_ms;
	for (const struct field *f = fields; f < fields + FIELDS; f++) {
		const json_t *value = json_object_get(object, f->name);
		if (value && !read_field(e, f, value))
			return false;
	}
	return e->type < EVENT_TYPES;
}
