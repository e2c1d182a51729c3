#include "counter/key.h"

static const struct key keys[] = {
	{ 'n', true, "NEXT", KEY_COUNTER, KEY_TAKES, TEXT_WAITED,
	    TEXT_HELP_NEXT },
	{ 'r', true, "RECALL", KEY_COUNTER, KEY_TAKES, TEXT_AGAIN,
	    TEXT_HELP_RECALL },
	{ 's', true, "START", KEY_TICKET, KEY_KEEPS, TEXT_STARTED,
	    TEXT_HELP_START },
	{ 'f', true, "FINISH", KEY_FINISH, KEY_PARTS, TEXT_FINISHED,
	    TEXT_HELP_FINISH },
	{ 'm', true, "MISSED", KEY_TICKET, KEY_PARTS, TEXT_MISSED,
	    TEXT_HELP_MISSED },
	{ 'a', true, "ABANDONED", KEY_TICKET, KEY_PARTS, TEXT_ABANDONED,
	    TEXT_HELP_ABANDONED },
	{ 't', true, "TRANSFER", KEY_TRANSFER, KEY_PARTS, TEXT_TRANSFERRED,
	    TEXT_HELP_TRANSFER },
	{ 'c', true, "CALL", KEY_NUMBER, KEY_TAKES, TEXT_WAITED,
	    TEXT_HELP_CALL },
	{ 'b', true, "RETURN", KEY_RETURN, KEY_NOTHING, TEXT_RETURNED,
	    TEXT_HELP_RETURN },
	{ 'h', true, "HOLD", KEY_HOLD, KEY_PARTS, TEXT_HELD, TEXT_HELP_HOLD },
	{ 'w', true, "UNHOLD", KEY_UNHOLD, KEY_NOTHING, TEXT_RETURNED,
	    TEXT_HELP_UNHOLD },
	{ 'p', false, "PAUSE", KEY_REASON, KEY_NOTHING, TEXT_PAUSED,
	    TEXT_HELP_PAUSE },
	{ 'u', false, "RESUME", KEY_COUNTER, KEY_NOTHING, TEXT_OPEN,
	    TEXT_HELP_RESUME },
	{ 'x', false, "CLOSE", KEY_COUNTER, KEY_NOTHING, TEXT_CLOSED,
	    TEXT_HELP_CLOSE },
	{ 'o', false, "OPEN", KEY_OPEN, KEY_NOTHING, TEXT_OPEN,
	    TEXT_HELP_OPEN },
};

#define KEYS (sizeof(keys) / sizeof(keys[0]))

const struct key *
key_find(char letter)
{
	for (size_t i = 0; i < KEYS; i++) {
		if (keys[i].letter == letter)
			return &keys[i];
	}
	return NULL;
}

const struct key *
key_at(size_t i)
{
	return i < KEYS ? &keys[i] : NULL;
}

static size_t
put_transfer(const struct key_values *v, const char **words, size_t at)
{
	bool counter = *v->to == '@';

	words[at++] = v->id;
	words[at++] = counter ? "COUNTER" : "SERVICE";
	words[at++] = v->to + counter;
	if (*v->place != '\0') {
		words[at++] = "PLACE";
		words[at++] = v->place;
	}
	words[at++] = "REASON";
	words[at++] = v->text;
	return at;
}

static size_t
put_hold(const struct key_values *v, const char **words, size_t at)
{
	words[at++] = v->id;
	if (*v->until != '\0') {
		words[at++] = "until";
		words[at++] = "UNTIL";
		words[at++] = v->until;
		return at;
	}
	words[at++] = *v->text == '\0' ? "papers" : v->text;
	return at;
}

/* Puts what follows the label (or, for a return, the verb). */
static size_t
put_shape(const struct key *key, const struct key_values *v, const char **words,
    size_t at)
{
	switch (key->shape) {
	case KEY_COUNTER:
		break;
	case KEY_REASON:
	case KEY_NUMBER:
		words[at++] = v->text;
		break;
	case KEY_TICKET:
	case KEY_RETURN:
	case KEY_UNHOLD:
		words[at++] = v->id;
		break;
	case KEY_HOLD:
		at = put_hold(v, words, at);
		break;
	case KEY_FINISH:
		words[at++] = v->id;
		if (*v->text == '\0')
			break;
		words[at++] = "MATTERS";
		words[at++] = v->text;
		break;
	case KEY_TRANSFER:
		at = put_transfer(v, words, at);
		break;
	case KEY_OPEN:
		words[at++] = "CLERK";
		words[at++] = v->clerk;
		if (v->pin == NULL || *v->pin == '\0')
			break;
		words[at++] = "PIN";
		words[at++] = v->pin;
		break;
	}
	return at;
}

void
key_words(const struct key *key, const struct key_values *v,
    const char *words[KEY_WORDS_MAX])
{
	size_t at = 0;

	words[at++] = "COUNTER";
	words[at++] = key->verb;
	if (key->shape != KEY_RETURN)
		words[at++] = v->label;
	at = put_shape(key, v, words, at);
	if (key->rid) {
		words[at++] = "RID";
		words[at++] = v->rid;
	}
	words[at] = NULL;
}
