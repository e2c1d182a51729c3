/*
 * Whole sessions of one client. The input is a script: each command is made
 * from haod's own table, its words drawn from what the hall knows, so that
 * most of them reach the rules; and some bytes are sent as they are.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "box.h"
#include "proto/buf.h"
#include "proto/wire.h"
#include "server/command/command.h"

#define SCRIPT_MAX 2048 /* bytes; so many make a few hundred commands */
#define ARGS_MAX   64

/* The name is libFuzzer's. NOLINTNEXTLINE(readability-identifier-naming) */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct script {
	const uint8_t *at;
	size_t left;
};

static uint8_t
draw(struct script *s)
{
	if (s->left == 0)
		return 0;
	s->left--;
	return *s->at++;
}

#define PICK(s, list) (list)[draw(s) % (sizeof(list) / sizeof(*(list)))]

/* A word of KIND that the hall may know, or one that it can't. */
static const char *
word_of(struct script *s, enum word_kind kind)
{
	static const char *const codes[] = { "A", "B", "S", "1", "2", "3",
		"101", "102", "normal", "priority", "appointment", "main",
		"calls:main", "queue:A", "hall", "counter:1", "printer", "A001",
		"A002", "B001", "A,B", "zh", "Z", "" };
	static const char *const ids[] = { "1", "2", "3", "4", "5", "6", "0",
		"-1", "9223372036854775807", "x" };
	static const char *const rids[] = { "r1", "r2", "r3", "r4", "r5", "r6",
		"r7", "r8" };
	static const char *const places[] = { "lifetime", "end", "front" };
	static const char *const verdicts[] = { "printed", "failed", "unknown",
		"sent" };
	static const char *const holds[] = { "papers", "counter", "until" };
	static const char *const texts[] = { "reason", "\xe5\x8f\xb7",
		"two words", "\"\\\x01\x7f", "", "!urgent" };
	static const char *const on[] = { "ON", "OFF", "on", "maybe" };
	static const char *const times[] = { "0", "1795487278950",
		"4102444800000", "9999999999999999999", "2031-03-05" };
	uint8_t rare = draw(s);

	if (rare > 250)
		return PICK(s, texts);
	switch (kind) {
	case WORD_RID:
		return PICK(s, rids);
	case WORD_ID:
	case WORD_COUNT:
	case WORD_RATING:
		return PICK(s, ids);
	case WORD_PLACE:
		return PICK(s, places);
	case WORD_VERDICT:
		return PICK(s, verdicts);
	case WORD_HOLD:
		return PICK(s, holds);
	case WORD_ON:
		return PICK(s, on);
	case WORD_TIME:
		return PICK(s, times);
	case WORD_CODE:
	case WORD_CODES:
	case WORD_NAME:
		return PICK(s, codes);
	case WORD_TEXT:
	case WORD_NOTE:
	case WORD_SECRET:
	case WORD_APPOINTMENT:
	case WORD_PERSONAL:
	case WORD_WORDS:
	case WORD_BYTES:
		return PICK(s, texts);
	}
	return "";
}

struct words {
	const char *at[ARGS_MAX];
	size_t count;
};

static void
add(struct words *w, const char *word)
{
	if (w->count < ARGS_MAX)
		w->at[w->count++] = word;
}

static void
add_words(struct words *w, struct script *s, const struct command *c)
{
	for (const struct word *word = c->words; word->name; word++) {
		bool leave = draw(s) % 16 == 0;
		if (word->needed ? leave : !leave && draw(s) % 2)
			continue;
		if (word->by_name)
			add(w, word->name);
		add(w, word_of(s, word->kind));
	}
	/* Those that read their words themselves say how many. */
	if (!c->words[0].name && c->args_max > 0) {
		int count = draw(s) % (c->args_max + 1);
		for (int i = 0; i < count && i < 4; i++) {
			uint8_t kind = draw(s) % WORD_RATING;
			add(w, word_of(s, (enum word_kind)kind));
		}
	}
}

static void
put_command(struct buf *out, struct script *s)
{
	struct words w = { .count = 0 };
	size_t count = 1; /* there is one at least */

	while (command_at(count))
		count++;
	const struct command *c = command_at(draw(s) % count);
	add(&w, c->family);
	if (c->name)
		add(&w, c->name);
	add_words(&w, s, c);
	if (draw(s) % 8 == 0)
		add(&w, "JSON");
	wire_put_command(out, w.count, w.at);
}

/* Bytes of the script itself, as a stranger might send them. */
static void
put_raw(struct buf *out, struct script *s)
{
	size_t len = draw(s) % 64;

	if (len > s->left)
		len = s->left;
	buf_put(out, (const char *)s->at, len);
	s->at += len;
	s->left -= len;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct script s = { data, size < SCRIPT_MAX ? size : SCRIPT_MAX };
	const char *config = getenv("FUZZ_HALL");
	struct box *b = box_create(config ? config : FUZZ_HALL);
	bool open = true;

	while (open && s.left > 0) {
		struct buf out = { 0 };
		uint8_t many = draw(&s);
		if (many == 255)
			put_raw(&out, &s);
		/* Some come together, as a pipeline. */
		for (int i = 0; many != 255 && i <= many % 4; i++)
			put_command(&out, &s);
		open = box_say(b, out.at ? out.at : "", out.len);
		buf_release(&out);
	}
	box_check(b);
	box_destroy(b);
	return 0;
}
