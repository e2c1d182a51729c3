#include "kiosk/take.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "proto/buf.h"
#include "proto/link.h"
#include "ui/ask.h"
#include "ui/field.h"

#define WORDS(...) ((const char *const[]){ __VA_ARGS__, NULL })

static const char *const papers[] = {
	[TAKE_PAPER_PRINTED] = "printed",
	[TAKE_PAPER_FAILED] = "failed",
	[TAKE_PAPER_UNKNOWN] = "unknown",
	[TAKE_PAPER_SENT] = "sent",
};

void
take_init(struct take *t)
{
	*t = (struct take){ .doubt_ms = -1 };
}

static void
enter(struct take *t, enum take_state state)
{
	t->state = state;
	t->sent = false;
	t->retry_ms = 0;
}

static void
over(struct take *t)
{
	enter(t, TAKE_NONE);
	t->doubt_ms = -1;
}

void
take_press(struct take *t, const struct take_wish *wish, const char *rid)
{
	assert(t->state == TAKE_NONE);
	field_keep(t->service, sizeof(t->service), wish->service);
	field_keep(t->class, sizeof(t->class), wish->class);
	field_keep(t->code, sizeof(t->code), wish->code);
	field_keep(t->lang, sizeof(t->lang), wish->lang);
	field_keep(t->rid, sizeof(t->rid), rid);
	t->id[0] = '\0';
	t->again = false;
	enter(t, TAKE_ASKING);
}

void
take_reprint(struct take *t, const char *id, const char *rid)
{
	assert(t->state == TAKE_NONE);
	take_init(t);
	field_keep(t->id, sizeof(t->id), id);
	field_keep(t->rid, sizeof(t->rid), rid);
	t->again = true;
	enter(t, TAKE_PRINTING);
}

void
take_printed(struct take *t, enum take_paper paper)
{
	assert(t->state == TAKE_PRINTING);
	t->paper = paper;
	enter(t, TAKE_NOTING);
}

static void
send_issue(const struct take *t, struct asks *asks)
{
	if (t->code[0] != '\0') {
		ask_put(asks, TAKE_ASK_ISSUE,
		    WORDS("CHECKIN", t->code, "RID", t->rid, "LANG", t->lang));
		return;
	}
	if (t->class[0] == '\0') {
		ask_put(asks, TAKE_ASK_ISSUE,
		    WORDS("TICKET", "ISSUE", t->service, "RID", t->rid, "LANG",
			t->lang));
		return;
	}
	ask_put(asks, TAKE_ASK_ISSUE,
	    WORDS("TICKET", "ISSUE", t->service, "RID", t->rid, "LANG", t->lang,
		"CLASS", t->class));
}

/* A reprint is an event of its own each time: with its RID it is one. */
static void
send_printed(const struct take *t, struct asks *asks)
{
	if (!t->again) {
		ask_put(asks, TAKE_ASK_PRINTED,
		    WORDS("TICKET", "PRINTED", t->id, papers[t->paper]));
		return;
	}
	ask_put(asks, TAKE_ASK_PRINTED,
	    WORDS("TICKET", "PRINTED", t->id, papers[t->paper], "AGAIN", "1",
		"RID", t->rid));
}

/* Sends what the state is waiting to have answered. */
static void
send_state(struct take *t, struct asks *asks)
{
	switch (t->state) {
	case TAKE_ASKING:
		send_issue(t, asks);
		break;
	case TAKE_NOTING:
		send_printed(t, asks);
		break;
	case TAKE_UNDOING:
		ask_put(asks, TAKE_ASK_CANCEL,
		    WORDS("TICKET", "CANCEL", "RID", t->rid));
		break;
	case TAKE_FINDING:
		ask_put(asks, TAKE_ASK_FIND,
		    WORDS("TICKET", "FIND", "RID", t->rid));
		break;
	case TAKE_NONE:
	case TAKE_PRINTING:
		return;
	}
	t->sent = true;
}

/*
 * Nobody may get a ticket from this request any more. But whoever has an
 * appointment's code asks again, and gets the ticket there may be.
 */
static void
undo(struct take *t)
{
	if (t->code[0] != '\0') {
		over(t);
	} else {
		enter(t, TAKE_UNDOING);
	}
}

static bool
doubted_enough(const struct take *t, int64_t now_ms)
{
	return t->state == TAKE_ASKING && !t->sent && t->doubt_ms >= 0 &&
	    now_ms - t->doubt_ms >= TAKE_DOUBT_MS;
}

enum take_news
take_step(struct take *t, struct asks *asks, bool up, int64_t now_ms)
{
	enum take_news news = TAKE_NO_NEWS;

	if (doubted_enough(t, now_ms)) {
		undo(t);
		news = TAKE_GIVEN_UP;
	}
	if (up && !t->sent && now_ms >= t->retry_ms)
		send_state(t, asks);
	return news;
}

/* Asks again a little later, or once the server is back. */
static enum take_news
later(struct take *t, int64_t now_ms)
{
	t->sent = false;
	t->retry_ms = now_ms + TAKE_RETRY_MS;
	return TAKE_NO_NEWS;
}

static enum take_news
doubt(struct take *t, int64_t now_ms)
{
	bool first = t->doubt_ms < 0;

	if (first)
		t->doubt_ms = now_ms;
	(void)later(t, now_ms);
	return first ? TAKE_DOUBTED : TAKE_NO_NEWS;
}

static enum take_news
issued(struct take *t, const json_t *ticket)
{
	field_keep(t->id, sizeof(t->id), field_text(ticket, "id"));
	enter(t, TAKE_PRINTING);
	return TAKE_ISSUED;
}

static enum take_news
refused(struct take *t)
{
	over(t);
	return TAKE_REFUSED;
}

static enum take_news
issue_reply(struct take *t, const struct link_reply *reply, int64_t now_ms)
{
	switch (reply->verdict) {
	case LINK_OK:
		return issued(t, reply->value);
	case LINK_REFUSED:
		return refused(t);
	case LINK_UNKNOWN:
		return doubt(t, now_ms);
	case LINK_UNSENT:
		break;
	}
	if (t->doubt_ms >= 0)
		return later(t, now_ms); /* an earlier ask may have issued it */
	over(t);
	return TAKE_UNSENT;
}

/* Of PRINTED and CANCEL, which may be sent any number of times. */
static enum take_news
settled_reply(struct take *t, const struct link_reply *reply, int64_t now_ms)
{
	switch (reply->verdict) {
	case LINK_REFUSED:
		return refused(t);
	case LINK_OK:
		over(t);
		return TAKE_NO_NEWS;
	case LINK_UNKNOWN:
	case LINK_UNSENT:
		break;
	}
	return later(t, now_ms);
}

/* What was found may have been printed, and noted, before the restart. */
static enum take_news
found(struct take *t, const json_t *ticket)
{
	if (!json_is_object(ticket)) {
		undo(t);
		return TAKE_NO_NEWS;
	}
	if (*field_text(ticket, "printed") != '\0') {
		over(t);
		return TAKE_NO_NEWS;
	}
	return issued(t, ticket);
}

static enum take_news
find_reply(struct take *t, const struct link_reply *reply, int64_t now_ms)
{
	switch (reply->verdict) {
	case LINK_OK:
		return found(t, reply->value);
	case LINK_REFUSED:
		undo(t);
		return TAKE_NO_NEWS;
	case LINK_UNKNOWN:
	case LINK_UNSENT:
		break;
	}
	return later(t, now_ms);
}

enum take_news
take_reply(struct take *t, enum take_ask ask, const struct link_reply *reply,
    int64_t now_ms)
{
	switch (ask) {
	case TAKE_ASK_ISSUE:
		return issue_reply(t, reply, now_ms);
	case TAKE_ASK_PRINTED:
	case TAKE_ASK_CANCEL:
		return settled_reply(t, reply, now_ms);
	case TAKE_ASK_FIND:
		return find_reply(t, reply, now_ms);
	}
	return TAKE_NO_NEWS;
}

int64_t
take_deadline(const struct take *t, bool up)
{
	bool open = t->state != TAKE_NONE && t->state != TAKE_PRINTING;
	int64_t due_ms = -1, enough_ms = t->doubt_ms + TAKE_DOUBT_MS;

	if (open && !t->sent && up)
		due_ms = t->retry_ms;
	if (t->state == TAKE_ASKING && !t->sent && t->doubt_ms >= 0 &&
	    (due_ms < 0 || enough_ms < due_ms))
		due_ms = enough_ms;
	return due_ms;
}

/* The stages a file knows, by the state that wrote it. */
static const char *const stages[] = {
	[TAKE_ASKING] = "asking",
	[TAKE_PRINTING] = "printing",
	[TAKE_NOTING] = "noting",
	[TAKE_UNDOING] = "undoing",
	[TAKE_FINDING] = "asking",
};
#define STAGES (sizeof(stages) / sizeof(stages[0]))

static void
put_line(struct buf *out, const char *key, const char *value)
{
	buf_puts(out, key);
	buf_putc(out, ' ');
	buf_puts(out, value);
	buf_putc(out, '\n');
}

void
take_write(const struct take *t, struct buf *out)
{
	if (t->state == TAKE_NONE)
		return;
	put_line(out, "stage", stages[t->state]);
	put_line(out, "rid", t->rid);
	put_line(out, "id", t->id);
	put_line(out, "code", t->code);
	put_line(out, "lang", t->lang);
	put_line(out, "paper", papers[t->paper]);
	put_line(out, "again", t->again ? "1" : "0");
	buf_puts(out, "pressed ");
	buf_put_int(out, t->pressed_ms);
	buf_putc(out, '\n');
}

/* The value of KEY in TEXT, "" when there is none. */
static void
read_line(const char *text, const char *key, char *to, size_t size)
{
	size_t length = strlen(key);

	to[0] = '\0';
	for (const char *at = text; *at != '\0';) {
		size_t line = strcspn(at, "\n");
		if (strncmp(at, key, length) == 0 && at[length] == ' ' &&
		    line - length - 1 < size) {
			memcpy(to, at + length + 1, line - length - 1);
			to[line - length - 1] = '\0';
		}
		at += line + (at[line] == '\n');
	}
}

static enum take_paper
read_paper(const char *text)
{
	char word[16];
	size_t i = 0;

	read_line(text, "paper", word, sizeof(word));
	while (i < TAKE_PAPER_SENT && strcmp(papers[i], word) != 0)
		i++;
	return (enum take_paper)i;
}

static enum take_state
read_stage(const char *text)
{
	char word[16];

	read_line(text, "stage", word, sizeof(word));
	for (size_t i = TAKE_ASKING; i < STAGES; i++) {
		if (strcmp(stages[i], word) == 0)
			return (enum take_state)i;
	}
	return TAKE_NONE;
}

/*
 * Where it was asking, the ticket is looked for; long after, nobody waits for
 * it any more and it is undone. Where it was printing, nobody knows.
 */
void
take_restore(struct take *t, const char *text, int64_t wall_ms)
{
	char pressed[24], again[2];
	enum take_state was = read_stage(text);

	take_init(t);
	read_line(text, "rid", t->rid, sizeof(t->rid));
	read_line(text, "id", t->id, sizeof(t->id));
	read_line(text, "code", t->code, sizeof(t->code));
	read_line(text, "lang", t->lang, sizeof(t->lang));
	read_line(text, "pressed", pressed, sizeof(pressed));
	read_line(text, "again", again, sizeof(again));
	t->again = again[0] == '1';
	t->pressed_ms = strtoll(pressed, NULL, 10);
	t->paper = read_paper(text);
	if (was == TAKE_NONE || t->rid[0] == '\0')
		return;
	int64_t age_ms = wall_ms - t->pressed_ms;
	if (was == TAKE_PRINTING) {
		t->paper = TAKE_PAPER_UNKNOWN;
		enter(t, TAKE_NOTING);
	} else if (was != TAKE_ASKING) {
		enter(t, was);
	} else if (age_ms >= 0 && age_ms < TAKE_FRESH_MS) {
		enter(t, TAKE_FINDING);
	} else {
		undo(t);
	}
}

void
take_find_again(struct take *t, int64_t wall_ms)
{
	int64_t age_ms = wall_ms - t->pressed_ms;

	if (t->state == TAKE_NOTING && !t->again &&
	    t->paper == TAKE_PAPER_UNKNOWN && age_ms >= 0 &&
	    age_ms < TAKE_FRESH_MS)
		enter(t, TAKE_FINDING);
}
