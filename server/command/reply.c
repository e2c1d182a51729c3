#include "server/command/reply.h"

#include <sodium.h>
#include <string.h>

#include "proto/wire.h"
#include "proto/words.h"
#include "server/hall/day.h"

void
reply_begin(struct reply *r, struct buf *out, int proto, bool json)
{
	*r = (struct reply){ .out = out, .proto = proto, .json = json };
	jsonw_init(&r->w, &r->text);
}

void
reply_done(struct reply *r)
{
	if (r->text.len > 0)
		wire_put_bulk(r->out, r->text.at, r->text.len);
	if (r->text.failed)
		r->out->failed = true;
	if (r->secret && r->text.at)
		sodium_memzero(r->text.at, r->text.cap);
	buf_release(&r->text);
}

static void
put_key(struct reply *r, const char *key)
{
	if (!key)
		return;
	if (r->json) {
		jsonw_key(&r->w, key);
	} else {
		wire_put_str(r->out, key);
	}
}

void
reply_map(struct reply *r, const char *key, size_t pairs)
{
	put_key(r, key);
	if (r->json) {
		jsonw_open(&r->w, '{');
	} else {
		wire_put_map(r->out, r->proto, pairs);
	}
}

void
reply_map_end(struct reply *r)
{
	if (r->json)
		jsonw_close(&r->w, '}');
}

void
reply_list(struct reply *r, const char *key, size_t count)
{
	put_key(r, key);
	if (r->json) {
		jsonw_open(&r->w, '[');
	} else {
		wire_put_array(r->out, count);
	}
}

void
reply_list_end(struct reply *r)
{
	if (r->json)
		jsonw_close(&r->w, ']');
}

void
reply_str(struct reply *r, const char *key, const char *s)
{
	put_key(r, key);
	if (r->json) {
		jsonw_str(&r->w, s);
	} else {
		wire_put_str(r->out, s);
	}
}

void
reply_int(struct reply *r, const char *key, int64_t n)
{
	put_key(r, key);
	if (r->json) {
		jsonw_int(&r->w, n);
	} else {
		wire_put_int(r->out, n);
	}
}

void
reply_id(struct reply *r, const char *key, int64_t id)
{
	char text[BUF_DIGITS + 1], *end = text + BUF_DIGITS;

	*end = '\0';
	reply_str(r, key, buf_digits(end, (uint64_t)id));
}

void
reply_day(struct reply *r, const char *key, int64_t day)
{
	char text[DAY_TEXT];

	day_write(text, day);
	reply_str(r, key, text);
}

void
reply_nil(struct reply *r)
{
	wire_put_nil(r->out, r->proto);
}

void
reply_json(struct reply *r, const char *json, size_t len)
{
	if (r->json) {
		jsonw_raw(&r->w, json, len);
	} else {
		wire_put_bulk(r->out, json, len);
	}
}

void
reply_error(struct reply *r, const char *word, const char *say)
{
	buf_clear(&r->text);
	wire_put_error(r->out, word, say);
}

void
reply_ok(struct reply *r)
{
	wire_put_status(r->out, "OK");
}
