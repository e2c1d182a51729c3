/* What the supervisor's actions send, and what comes of it. */
#include <stdio.h>
#include <string.h>

#include "counter/supervisor_own.h"
#include "counter/view.h"
#include "proto/link.h"
#include "ui/field.h"
#include "ui/text.h"

/* Words of a command, as they are put together. */
struct words {
	const char *at[ASK_WORDS_MAX];
	size_t count;
};

static void
add(struct words *w, const char *word)
{
	if (w->count + 1 < ASK_WORDS_MAX)
		w->at[w->count++] = word;
}

static void
add_two(struct words *w, const char *name, const char *value)
{
	add(w, name);
	add(w, value);
}

/* "ZONE main" as two words; the whole hall has none. */
static void
add_scope(struct words *w, const char *scope)
{
	if (strncmp(scope, "ZONE ", 5) == 0)
		add_two(w, "ZONE", scope + 5);
	if (strncmp(scope, "SERVICE ", 8) == 0)
		add_two(w, "SERVICE", scope + 8);
}

/* --- One function an action ---------------------------------------------- */

/* Who was missed is put back, who waits or is held is moved. */
static void
front(const struct supervisor *s, struct words *w)
{
	bool missed = strcmp(s->state, "missed") == 0;

	add_two(w, "COUNTER", missed ? "RETURN" : "TRANSFER");
	add(w, s->id);
	if (!missed)
		add_two(w, "SERVICE", s->service);
	add_two(w, "PLACE", "front");
	add_two(w, "REASON", s->answers.reason);
}

static void class(const struct supervisor *s, struct words *w)
{
	add_two(w, "TICKET", "CLASS");
	add_two(w, s->id, s->answers.class);
	add_two(w, "REASON", s->answers.reason);
}

static void
put_back(const struct supervisor *s, struct words *w)
{
	add_two(w, "COUNTER", "RETURN");
	add(w, s->id);
	add_two(w, "PLACE", s->answers.place);
	add_two(w, "REASON", s->answers.reason);
}

static void
stop(const struct supervisor *s, struct words *w)
{
	add_two(w, "HALL", "PAUSE");
	add_scope(w, s->answers.scope);
	add_two(w, "MESSAGE", s->answers.reason);
}

static void
broadcast(const struct supervisor *s, struct words *w)
{
	add_two(w, "HALL", "BROADCAST");
	add(w, s->answers.text);
	add_scope(w, s->answers.scope);
	add_two(w, "REASON", s->answers.reason);
}

/* A stop is lifted; a text is taken back by an empty one. */
static void
lift(const struct supervisor *s, struct words *w)
{
	if (s->answers.notice[0] != 'p') {
		broadcast(s, w);
		return;
	}
	add_two(w, "HALL", "RESUME");
	add_scope(w, s->answers.scope);
	add_two(w, "REASON", s->answers.reason);
}

static void
clear(const struct supervisor *s, struct words *w)
{
	add_two(w, "HALL", "CLEAR");
	add_scope(w, s->answers.scope);
	add_two(w, "REASON", s->answers.reason);
}

static void
turn(const struct supervisor *s, struct words *w)
{
	add_two(w, "COUNTER", "SWITCH");
	add_two(w, s->answers.counter, s->answers.on);
	add_two(w, "REASON", s->answers.reason);
}

static const struct {
	char letter;
	void (*put)(const struct supervisor *s, struct words *w);
} makers[] = {
	{ 'f', front },
	{ 'c', class },
	{ 'b', put_back },
	{ 's', stop },
	{ 'm', broadcast },
	{ 'u', lift },
	{ 'x', clear },
	{ 'o', turn },
};

/* --- Sent and answered --------------------------------------------------- */

void
supervisor_send(struct supervisor *s)
{
	struct words w = { .count = 0 };

	s->sent = true;
	if (s->stage == STAGE_FINDS) {
		add_two(&w, "TICKET", "FIND");
		add_two(&w, "NUMBER", s->answers.number);
		ask_put(&s->asks, SUPERVISOR_FIND, w.at);
		return;
	}
	for (size_t i = 0; i < sizeof(makers) / sizeof(makers[0]); i++) {
		if (makers[i].letter == s->action->letter)
			makers[i].put(s, &w);
	}
	add_two(&w, "RID", s->rid);
	ask_put(&s->asks, SUPERVISOR_ACT, w.at);
}

static void
over(struct supervisor *s)
{
	s->stage = STAGE_NONE;
	s->sent = false;
	s->hall_wanted = true;
}

static void
refused(struct supervisor *s, const struct link_reply *reply)
{
	text_put(&s->bad, reply->say);
	buf_putc(&s->bad, '\n');
	over(s);
}

void
supervisor_found(struct supervisor *s, const struct link_reply *reply)
{
	if (reply->verdict == LINK_REFUSED) {
		refused(s, reply);
		return;
	}
	if (json_is_null(reply->value)) {
		supervisor_say(s, true, LABEL_NO_SUCH_TICKET);
		over(s);
		return;
	}
	(void)snprintf(
	    s->id, sizeof(s->id), "%s", field_text(reply->value, "id"));
	(void)snprintf(s->service, sizeof(s->service), "%s",
	    field_text(reply->value, "service"));
	(void)snprintf(s->state, sizeof(s->state), "%s",
	    field_text(reply->value, "state"));
	s->stage = STAGE_ACTS;
	s->sent = false;
}

void
supervisor_acted(struct supervisor *s, const struct link_reply *reply)
{
	const char *number = field_text(reply->value, "number");
	int64_t count = field_int(reply->value, "count", -1);

	if (reply->verdict == LINK_REFUSED) {
		refused(s, reply);
		return;
	}
	buf_puts(&s->said, label_text(s->lang, s->action->name));
	buf_puts(&s->said, ": ");
	buf_puts(&s->said, label_text(s->lang, LABEL_IS_DONE));
	if (*number != '\0') {
		buf_putc(&s->said, ' ');
		text_put(&s->said, number);
	}
	if (count >= 0) {
		buf_putc(&s->said, ' ');
		buf_put_int(&s->said, count);
	}
	buf_putc(&s->said, '\n');
	over(s);
}
