#include "ui/plural.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#define DEPTH_MAX 32

/* Two stacks, as a calculator has them: a rule is short and not deep. */
struct sum {
	int64_t values[DEPTH_MAX];
	char ops[DEPTH_MAX];
	size_t values_count, ops_count;
	bool bad;
};

/* An operator of two characters is known by one letter. */
struct spelling {
	const char *text;
	char op;
	int rank; /* the higher binds more closely */
};

static const struct spelling spellings[] = {
	{ "||", '|', 2 },
	{ "&&", '&', 3 },
	{ "==", '=', 4 },
	{ "!=", '!', 4 },
	{ "<=", 'l', 5 },
	{ ">=", 'g', 5 },
	{ "<", '<', 5 },
	{ ">", '>', 5 },
	{ "%", '%', 6 },
	{ "?", '?', 1 },
	{ ":", ':', 1 },
};
#define SPELLINGS (sizeof(spellings) / sizeof(spellings[0]))

static int
rank(char op)
{
	for (size_t i = 0; i < SPELLINGS; i++) {
		if (spellings[i].op == op)
			return spellings[i].rank;
	}
	return 0;
}

static const struct spelling *
spelling_at(const char *at)
{
	for (size_t i = 0; i < SPELLINGS; i++) {
		size_t length = strlen(spellings[i].text);
		if (strncmp(at, spellings[i].text, length) == 0)
			return &spellings[i];
	}
	return NULL;
}

static void
push(struct sum *s, int64_t value)
{
	if (s->values_count < DEPTH_MAX) {
		s->values[s->values_count++] = value;
	} else {
		s->bad = true;
	}
}

static int64_t
pop(struct sum *s)
{
	if (s->values_count > 0)
		return s->values[--s->values_count];
	s->bad = true;
	return 0;
}

static void
push_op(struct sum *s, char op)
{
	if (s->ops_count < DEPTH_MAX) {
		s->ops[s->ops_count++] = op;
	} else {
		s->bad = true;
	}
}

static char
top(const struct sum *s)
{
	if (s->ops_count == 0)
		return '\0';
	return s->ops[s->ops_count - 1];
}

static int64_t
compute(struct sum *s, char op, int64_t a, int64_t b)
{
	switch (op) {
	case '|':
		return a != 0 || b != 0;
	case '&':
		return a != 0 && b != 0;
	case '=':
		return a == b;
	case '!':
		return a != b;
	case '<':
		return a < b;
	case '>':
		return a > b;
	case 'l':
		return a <= b;
	case 'g':
		return a >= b;
	case '%':
		s->bad |= b == 0;
		return b != 0 ? a % b : 0;
	default:
		s->bad = true;
		return 0;
	}
}

/* Does the operator on top. */
static void
reduce(struct sum *s)
{
	char op = s->ops[--s->ops_count];
	int64_t b = pop(s);
	int64_t a = pop(s);

	if (op == ':') {
		int64_t condition = pop(s);
		push(s, condition != 0 ? a : b);
		return;
	}
	push(s, compute(s, op, a, b));
}

static void
reduce_to(struct sum *s, char op)
{
	while (!s->bad && s->ops_count > 0 && top(s) != op)
		reduce(s);
	s->bad |= top(s) != op;
}

static void
take_op(struct sum *s, const struct spelling *sp)
{
	if (sp->op == ':') {
		reduce_to(s, '?');
		if (!s->bad)
			s->ops[s->ops_count - 1] = ':';
		return;
	}
	/* ?: binds to the right, all others to the left. */
	int least = sp->op == '?' ? sp->rank + 1 : sp->rank;
	while (!s->bad && s->ops_count > 0 && rank(top(s)) >= least)
		reduce(s);
	push_op(s, sp->op);
}

static const char *
take_number(struct sum *s, const char *at)
{
	int64_t value = 0;

	while (*at >= '0' && *at <= '9' && value < INT32_MAX)
		value = value * 10 + (*at++ - '0');
	push(s, value);
	return at;
}

/* Takes what stands AT; where the next begins. */
static const char *
take(struct sum *s, const char *at, uint64_t n)
{
	if (*at >= '0' && *at <= '9')
		return take_number(s, at);
	const struct spelling *sp = spelling_at(at);
	if (sp != NULL) {
		take_op(s, sp);
		return at + strlen(sp->text);
	}
	if (*at == 'n') {
		push(s, (int64_t)(n & INT64_MAX));
	} else if (*at == '(') {
		push_op(s, '(');
	} else if (*at == ')') {
		reduce_to(s, '(');
		s->ops_count -= s->ops_count > 0;
	} else {
		s->bad = *at != ' ' && *at != '\t';
	}
	return at + 1;
}

int
plural_form(const char *rule, uint64_t n)
{
	struct sum s = { 0 };

	while (!s.bad && *rule != '\0' && *rule != ';' && *rule != '\n')
		rule = take(&s, rule, n);
	while (!s.bad && s.ops_count > 0)
		reduce(&s);
	if (s.bad || s.values_count != 1 || s.values[0] > 9)
		return -1;
	return (int)s.values[0];
}
