/*
 * What clients ask for: commands as they are typed, a word with an @ standing
 * for what the client knows; with a ? it has to be known, and is not said. In
 * place of a command for which it knows too little it gives its role's first.
 */
#include <stdio.h>
#include <string.h>

#include "tests/crash/whole_play.h"

#define HOUR_MS 3600000
#define SLOT_MS 900000
#define SLOTS	40

#define KIOSK	(1U << ROLE_KIOSK)
#define COUNTER (1U << ROLE_COUNTER)
#define DESK	(1U << ROLE_DESK)
#define BOSS	(1U << ROLE_BOSS)
#define PHONE	(1U << ROLE_PHONE)
#define SHUT	(1U << 16) /* a counter that is not open */

static const struct wish {
	unsigned roles;
	uint32_t weight;
	const char *form;
} wishes[] = {
	{ KIOSK, 120, "TICKET ISSUE A CLASS normal @rid" },
	{ KIOSK, 60, "TICKET ISSUE B CLASS normal @rid" },
	{ KIOSK, 40, "TICKET ISSUE A CLASS priority @rid" },
	{ KIOSK, 20, "TICKET ISSUE B CLASS priority LANG en @rid" },
	{ KIOSK, 12, "TICKET ISSUE C @rid" },
	{ KIOSK, 3, "TICKET ISSUE D @rid" },
	{ KIOSK, 12, "TICKET ISSUE A STEPS B,C MATTERS 2 @rid" },
	{ KIOSK, 8, "TICKET ISSUE A COUNTER @any @rid" },
	{ KIOSK, 8, "TICKET ISSUE B CLERK 7 @rid" },
	{ KIOSK | DESK, 14, "TICKET CANCEL @issued @rid" },
	{ KIOSK, 14, "TICKET PRINTED @issued printed @rid" },
	{ KIOSK, 4, "TICKET PRINTED @issued failed @rid" },
	{ KIOSK, 4, "TICKET PRINTED @issued sent AGAIN 1 @rid" },
	{ KIOSK, 6, "TICKET GET @known" },
	{ KIOSK, 6, "TICKET AHEAD @known" },
	{ KIOSK, 4, "TICKET TOKEN @known" },
	{ KIOSK, 12, "TICKET FIND RID @own" },
	{ KIOSK, 3, "TICKET FIND NUMBER @number" },
	{ KIOSK, 8, "TICKET RATE @known 1 @rid" },
	{ KIOSK, 4, "TICKET COMPLAIN @known TEXT slow @rid" },
	{ KIOSK, 14, "APPOINTMENT BOOK C @slot CONTACT 555 @rid" },
	{ KIOSK, 6, "APPOINTMENT CHANGE @code @slot @rid" },
	{ KIOSK, 3, "APPOINTMENT CANCEL @code @rid" },
	{ KIOSK, 12, "APPOINTMENT CHECKIN @code @rid" },
	{ KIOSK, 3, "APPOINTMENT GET @code" },
	{ KIOSK, 2, "APPOINTMENT SLOTS C 2033-03-26" },
	{ KIOSK, 2, "HALL SERVICES" },

	{ SHUT, 20, "COUNTER OPEN @me CLERK 7 @rid" },
	{ SHUT, 10, "COUNTER OPEN @me CLERK 8 PIN 4321 @rid" },

	{ COUNTER, 100, "COUNTER NEXT @me @rid" },
	{ COUNTER, 24, "COUNTER START @me @ticket @rid" },
	{ COUNTER, 24, "COUNTER FINISH @me @ticket @rid" },
	{ COUNTER, 8, "COUNTER FINISH @me @ticket MATTERS 2 @rid" },
	{ COUNTER, 24, "COUNTER MISSED @me @ticket @rid" },
	{ COUNTER, 14, "?@ticket COUNTER RECALL @me @rid" },
	{ COUNTER, 4, "COUNTER ABANDONED @me @ticket @rid" },
	{ COUNTER, 8, "COUNTER HOLD @me @ticket papers @rid" },
	{ COUNTER, 8, "COUNTER HOLD @me @ticket counter @rid" },
	{ COUNTER, 8, "COUNTER HOLD @me @ticket until UNTIL @until @rid" },
	{ COUNTER, 20, "COUNTER UNHOLD @me @held @rid" },
	{ COUNTER, 20, "COUNTER RETURN @missed @rid" },
	{ COUNTER, 6, "COUNTER RETURN @missed PLACE lifetime @rid" },
	{ COUNTER, 3, "COUNTER ABANDONED @me @missed @rid" },
	{ COUNTER, 8, "COUNTER CALL @me @number @rid" },
	{ COUNTER, 8, "COUNTER TRANSFER @me @ticket SERVICE B REASON x @rid" },
	{ COUNTER, 6,
	    "COUNTER TRANSFER @me @ticket COUNTER @any REASON x @rid" },
	{ COUNTER, 6,
	    "COUNTER TRANSFER @me @ticket CLERK 8 PLACE end REASON x @rid" },
	{ COUNTER, 4, "COUNTER PAUSE @me tea @rid" },
	{ COUNTER, 4, "COUNTER RESUME @me @rid" },
	{ COUNTER, 6, "COUNTER LEASE @me" },
	{ COUNTER, 3, "COUNTER STATE @me" },
	{ COUNTER, 3, "COUNTER ASIDE @me" },
	{ COUNTER, 3, "COUNTER CLOSE @me @rid" },

	{ DESK, 20, "HALL STATE JSON" },
	{ DESK, 10, "COUNTER TRANSFER @known SERVICE A REASON x @rid" },
	{ DESK, 6,
	    "COUNTER TRANSFER @known SERVICE B PLACE end REASON x @rid" },
	{ DESK, 6,
	    "COUNTER TRANSFER @known COUNTER @any PLACE front REASON x @rid" },
	{ DESK, 6, "COUNTER RETURN @known PLACE front REASON x @rid" },
	{ DESK, 6, "COUNTER UNHOLD @known @rid" },
	{ DESK, 10, "TICKET CLASS @known special REASON x @rid" },
	{ DESK, 4, "TICKET CLASS @known normal REASON x @rid" },
	{ DESK, 40, "COUNTER SWITCH 3 ON REASON x @rid" },
	{ DESK, 4, "COUNTER SWITCH 3 OFF REASON x @rid" },
	{ DESK, 6, "HALL PAUSE SERVICE B MESSAGE x @rid" },
	{ DESK, 12, "HALL RESUME SERVICE B @rid" },
	{ DESK, 3, "HALL PAUSE MESSAGE x @rid" },
	{ DESK, 12, "HALL RESUME @rid" },
	{ DESK, 4, "HALL BROADCAST hello @rid" },
	{ DESK, 3, "HALL CLEAR SERVICE B REASON x @rid" },
	{ DESK, 2, "HALL CLEAR REASON x @rid" },
	{ DESK, 3, "HALL TRAINING ON @rid" },
	{ DESK, 6, "HALL TRAINING OFF @rid" },
	{ DESK, 16, "HALL RELOAD" },
	{ DESK | BOSS, 8, "HALL CLOCK ACCEPT" },
	{ DESK, 3, "HALL HANDOVER" },
	{ DESK, 3, "HALL ALERTS" },
	{ DESK, 8, "DEVICE STATE k1 printer paper @rid" },
	{ DESK, 8, "DEVICE STATE k1 printer ok @rid" },
	{ DESK, 3, "DEVICE LIST" },
	{ DESK, 8, "FOLLOWUP OWN @followup 9 @rid" },
	{ DESK, 6, "FOLLOWUP CLOSE @followup DONE sorry @rid" },
	{ DESK, 2, "FOLLOWUP LIST" },
	{ DESK, 2, "APPOINTMENT LIST 2033-03-26" },
	{ DESK, 12, "DISPLAY SHOWN main @call" },
	{ DESK, 8, "DISPLAY HEARD main @call" },
	{ DESK, 4, "DISPLAY VOICE main" },

	{ BOSS, 14, "ACCOUNT SECRET phone @rid" },
	{ BOSS, 6, "ACCOUNT DISABLE phone @rid" },
	{ BOSS, 20, "ACCOUNT ENABLE phone @rid" },
	{ BOSS, 6, "ACCOUNT ADD k@any kiosk @rid" },
	{ BOSS, 6, "ACCOUNT DISABLE k@any @rid" },
	{ BOSS, 4, "ACCOUNT ADD 8 clerk SECRET 4321 @rid" },
	{ BOSS, 4, "ACCOUNT DISABLE 8 @rid" },
	{ BOSS, 4, "ACCOUNT ENABLE 8 @rid" },
	{ BOSS, 3, "ACCOUNT PAIR k@any kiosk" },
	{ BOSS, 3, "ACCOUNT LIST" },

	{ PHONE, 3, "PING" },
	{ PHONE, 30, "SUBSCRIBE ticket:@token" },
	{ PHONE, 10, "TICKET GET @token" },
	{ PHONE, 10, "TICKET AHEAD @token" },
	{ PHONE, 5, "TICKET CANCEL @token @rid" },
	{ PHONE, 8, "TICKET RATE @token 2 @rid" },
};

#define WISHES (sizeof(wishes) / sizeof(*wishes))

/* --- A word --------------------------------------------------------------- */

/* A form being filled in. */
struct filling {
	struct client *c;
	uint32_t chance;
};

static const struct known *
known(const struct filling *f)
{
	const struct whole *w = f->c->whole;
	int64_t count = w->known_count;

	if (count > WHOLE_KNOWN)
		count = WHOLE_KNOWN;
	return count ? &w->known[f->chance / 7 % count] : NULL;
}

/* The numbers that words stand for; 0: it does not know. */
static int64_t
number_of(const struct filling *f, const char *name)
{
	const struct client *c = f->c;
	const struct known *k = known(f);

	if (strcmp(name, "issued") == 0)
		return c->issued;
	if (strcmp(name, "ticket") == 0)
		return c->ticket;
	if (strcmp(name, "missed") == 0)
		return c->missed;
	if (strcmp(name, "held") == 0)
		return c->held;
	if (strcmp(name, "known") == 0)
		return k ? k->id : 0;
	if (strcmp(name, "any") == 0)
		return 1 + f->chance / 5 % 3;
	if (strcmp(name, "followup") == 0)
		return c->whole->followup;
	if (strcmp(name, "call") == 0)
		return c->whole->call_seq;
	if (strcmp(name, "slot") == 0) {
		return WHOLE_MORNING +
		    f->chance / 11 % SLOTS * (int64_t)SLOT_MS;
	}
	if (strcmp(name, "until") == 0)
		return daemon_now_ms(c->whole) + f->chance / 11 % HOUR_MS;
	return 0;
}

static const char *
text_of(const struct filling *f, const char *name)
{
	const struct known *k = known(f);

	if (strcmp(name, "me") == 0)
		return f->c->name;
	if (strcmp(name, "code") == 0)
		return f->c->code;
	if (strcmp(name, "own") == 0)
		return f->c->rid;
	if (strcmp(name, "number") == 0)
		return k ? k->number : "";
	if (strcmp(name, "token") == 0)
		return k ? k->token : "";
	return "";
}

static void
say(struct client *c, const char *word)
{
	(void)snprintf(c->word[c->words++], WHOLE_WORD, "%s", word);
}

static void
say_rid(struct client *c)
{
	say(c, "RID");
	(void)snprintf(c->word[c->words++], WHOLE_WORD, "r%s-%lld", c->name,
	    (long long)c->rids++);
}

static bool
fill_word(struct filling *f, const char *word)
{
	const char *at = strchr(word, '@');
	struct client *c = f->c;

	if (!at) {
		say(c, word);
		return true;
	}
	if (strcmp(at, "@rid") == 0) {
		say_rid(c);
		return true;
	}
	int before = (int)(at - word);
	int64_t number = number_of(f, at + 1);
	const char *text = text_of(f, at + 1);
	if (word[0] == '?')
		return number || text[0];
	char *out = c->word[c->words++];
	if (number) {
		(void)snprintf(out, WHOLE_WORD, "%.*s%lld", before, word,
		    (long long)number);
	} else {
		(void)snprintf(
		    out, WHOLE_WORD, "%.*s%.50s", before, word, text);
	}
	return number || text[0];
}

static bool
fill_in(struct filling *f, const char *form)
{
	char text[96], *rest = NULL;
	bool ok = true;

	(void)snprintf(text, sizeof(text), "%s", form);
	f->c->words = 0;
	for (char *word = strtok_r(text, " ", &rest); ok && word;
	     word = strtok_r(NULL, " ", &rest))
		ok = fill_word(f, word);
	if (!ok)
		f->c->words = 0;
	return ok;
}

/* --- A command ------------------------------------------------------------ */

static unsigned
role_of(const struct client *c)
{
	bool shut = c->role == ROLE_COUNTER && !c->open;

	return shut ? SHUT : 1U << c->role;
}

static size_t
choose(unsigned roles, uint32_t chance)
{
	uint32_t sum = 0, at;
	size_t i = 0;

	for (size_t k = 0; k < WISHES; k++)
		sum += wishes[k].roles & roles ? wishes[k].weight : 0;
	at = chance % sum;
	while (!(wishes[i].roles & roles) || at >= wishes[i].weight) {
		at -= wishes[i].roles & roles ? wishes[i].weight : 0;
		i++;
	}
	return i;
}

void
wish(struct client *c, uint32_t chance)
{
	struct filling f = { c, chance };
	unsigned roles = role_of(c);
	size_t i = choose(roles, chance);

	if (!fill_in(&f, wishes[i].form)) {
		i = choose(roles, 0);
		(void)fill_in(&f, wishes[i].form);
	}
	c->again = c->other = false;
}

/* --- What it has said already --------------------------------------------- */

static bool
is_issue(char word[WHOLE_WORDS][WHOLE_WORD])
{
	return strcmp(word[0], "TICKET") == 0 && strcmp(word[1], "ISSUE") == 0;
}

/* Nobody waits for that ticket any more; should it be asked for, too late. */
static void
give_up(struct client *c)
{
	char rid[WHOLE_WORD];

	memcpy(c->last, c->word, sizeof(c->last));
	c->last_words = c->words;
	memcpy(rid, c->word[c->words - 1], sizeof(rid));
	c->undone = false;
	c->words = 0;
	say(c, "TICKET");
	say(c, "CANCEL");
	say(c, "RID");
	say(c, rid);
}

static void
say_again(struct client *c, uint32_t chance)
{
	memcpy(c->word, c->last, sizeof(c->word));
	c->words = c->last_words;
	c->again = true;
	c->other = is_issue(c->word) && chance % 3 == 0;
	if (c->other) {
		(void)snprintf(c->word[2], WHOLE_WORD, "%s",
		    strcmp(c->word[2], "A") == 0 ? "B" : "A");
	}
}

bool
wish_otherwise(struct client *c, uint32_t chance)
{
	if (c->words > 0) {
		if (c->again || !is_issue(c->word) || chance % 4)
			return false;
		give_up(c);
		return true;
	}
	if (c->last_words == 0 || chance % 9)
		return false;
	say_again(c, chance / 9);
	return true;
}
