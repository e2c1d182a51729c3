/* The clerk's keys: what each sends, takes and says. */
#ifndef HAO_COUNTER_KEY_H
#define HAO_COUNTER_KEY_H

#include <stdbool.h>
#include <stddef.h>

#include "counter/texts.h"

/* What follows the verb. */
enum key_shape {
	KEY_COUNTER,  /* label */
	KEY_REASON,   /* label reason */
	KEY_NUMBER,   /* label number */
	KEY_TICKET,   /* label id */
	KEY_FINISH,   /* label id [MATTERS n] */
	KEY_RETURN,   /* id */
	KEY_HOLD,     /* label id papers|counter|until [UNTIL t] */
	KEY_UNHOLD,   /* label id */
	KEY_TRANSFER, /* label id SERVICE|COUNTER to [PLACE end] REASON text */
	KEY_OPEN,     /* label CLERK n */
};

/* What the reply means to the ticket at hand. */
enum key_effect {
	KEY_TAKES,   /* the reply's ticket is at hand; nil: none is */
	KEY_KEEPS,   /* it stays */
	KEY_PARTS,   /* it has left */
	KEY_NOTHING, /* it is about another, or about the counter */
};

struct key {
	char letter;
	bool rid; /* carries a request id */
	const char *verb;
	enum key_shape shape;
	enum key_effect effect;
	enum counter_text result, help;
};

/* NULL when there is no such key. */
const struct key *key_find(char letter);
const struct key *key_at(size_t i); /* in the order of the help */

/* What fills the shape of a key; all borrowed, "" where there is none. */
struct key_values {
	const char *label, *clerk, *id, *text, *rid;
	const char *pin;	/* NULL or "": none */
	const char *to, *place; /* of a transfer; "@5": to counter 5 */
	const char *until;	/* of a hold: hall time, ms */
};

#define KEY_WORDS_MAX 13

/* The command's words, ended by NULL. */
void key_words(const struct key *key, const struct key_values *v,
    const char *words[KEY_WORDS_MAX]);

#endif
