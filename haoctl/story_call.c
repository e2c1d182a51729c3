/* Why a call chose as it did: the rule, and what put the others behind. */
#include <stdio.h>
#include <string.h>

#include "haoctl/passed.h"
#include "haoctl/phrase.h"
#include "haoctl/story_own.h"
#include "proto/buf.h"
#include "ui/text.h"

/* --- The rule ------------------------------------------------------------- */

static const struct rule {
	const char *name;
	struct story_line line;
} rules[] = {
	{ "credit",
	    { "规则: 计算到达时间(到达时间减去类别照顾时间)最早者先叫。",
		"Rule: the earliest credited arrival (arrival less the class's"
		" credit) goes first." } },
	{ "ratio",
	    { "规则: 按比例轮流;此前已连叫普通号 {normals} 个、优先号"
	      " {ranked} 个。",
		"Rule: by ratio, in turns; before it, {normals} without rank"
		" and {ranked} of rank in a row." } },
	{ "strict",
	    { "规则: 类别级别高者先叫,同级按计算到达时间。",
		"Rule: the higher rank of class first, then by credited"
		" arrival." } },
	{ "number",
	    { "规则: 工作人员点名叫此号。",
		"Rule: the clerk called this very number." } },
	{ "step",
	    { "规则: 无他人等候,此号的下一业务在本窗口接着办。",
		"Rule: nobody else waited; its visit goes on at this"
		" counter." } },
};

static const struct story_line of_group = {
	"{counter} 号窗口从第 {group} 组业务中选。",
	"Counter {counter} chose in group {group} of its services.",
};
static const struct story_line of_help = {
	"{counter} 号窗口各组无人等候,帮办其他业务。",
	"Nobody waited in the groups of counter {counter}: it helped out.",
};
static const struct story_line own_place = {
	"此号取号 {issued},计算到达时间 {credited}。",
	"This one was issued at {issued}; its credited arrival is {credited}.",
};

static void
write_int(char out[24], const json_t *n)
{
	(void)snprintf(out, 24, "%lld", (long long)json_integer_value(n));
}

/* "A012 09:01:12, B003 09:02:40": who was looked at. */
static void
put_heads(struct story *s, const json_t *heads)
{
	const json_t *head;
	size_t i;

	if (json_array_size(heads) == 0)
		return;
	buf_puts(s->out, "          候选 · candidates:");
	json_array_foreach(heads, i, head)
	{
		const char *number = json_string_value(json_array_get(head, 1));
		char time[STORY_TIME];
		story_time(
		    s, json_integer_value(json_array_get(head, 2)), time);
		buf_puts(s->out, i > 0 ? ", " : " ");
		text_put(s->out, number ? number : "?");
		buf_putc(s->out, ' ');
		buf_puts(s->out, time);
	}
	buf_putc(s->out, '\n');
}

void
story_rule(struct story *s, const struct passed_call *call)
{
	const char *rule = json_string_value(
	    json_object_get(call->why, "rule"));
	const json_t *group = json_object_get(call->why, "group");
	char groups[24], normals[24], ranked[24];
	char issued[STORY_TIME], credited[STORY_TIME];

	write_int(groups, group);
	write_int(normals, json_object_get(call->why, "normals"));
	write_int(ranked, json_object_get(call->why, "ranked"));
	story_time(s, call->called->view.issued_ms, issued);
	story_time(s, call->called->at.credited_ms, credited);
	const struct phrase_word words[] = { { "counter", call->counter },
		{ "group", groups }, { "normals", normals },
		{ "ranked", ranked }, { "issued", issued },
		{ "credited", credited }, { NULL, NULL } };
	if (group) {
		story_tell(s,
		    json_object_get(call->why, "help") ? &of_help : &of_group,
		    words);
	}
	for (size_t i = 0; rule && i < sizeof(rules) / sizeof(*rules); i++) {
		if (strcmp(rules[i].name, rule) == 0)
			story_tell(s, &rules[i].line, words);
	}
	story_tell(s, &own_place, words);
	put_heads(s, json_object_get(call->why, "heads"));
}

/* --- Those behind ------------------------------------------------------- */

static const struct story_line reasons[PASSED_RULES] = {
	[PASSED_NAMED] = { "工作人员点名叫了 {called}",
	    "a clerk called {called} by its number" },
	[PASSED_COUNTER] = { "只等 {for_counter} 号窗口",
	    "it waits for counter {for_counter} alone" },
	[PASSED_CLERK] = { "只等工作人员 {for_clerk}",
	    "it waits for clerk {for_clerk} alone" },
	[PASSED_TAKEN] = { "{counter} 号窗口不办理 {service}",
	    "counter {counter} does not take {service}" },
	[PASSED_HELP] = { "{counter} 号窗口本组有人等候时不帮办 {service}",
	    "counter {counter} helps with {service} only when nobody waits in"
	    " its own groups" },
	[PASSED_GROUP] = { "{counter} 号窗口先叫完前面的组,{service} 在第"
			   " {group} 组",
	    "counter {counter} empties the groups before, and {service} is in"
	    " its group {group}" },
	[PASSED_FRONT] = { "{called} 已被排到最前",
	    "{called} had been put before everybody" },
	[PASSED_RATIO] = { "按比例轮到另一类",
	    "by the ratio it was the other kind's turn" },
	[PASSED_RANK] = { "类别 {class} 级别较低",
	    "its class, {class}, has the lower rank" },
	[PASSED_CREDIT] = { "计算到达时间 {credited} 晚于 {called}"
			    "(类别 {called_class})的 {best}",
	    "its credited arrival, {credited}, is later than that of {called}"
	    " (class {called_class}), {best}" },
	[PASSED_BEHIND] = { "排在本业务其他号之后",
	    "it stood behind others of its service" },
	[PASSED_UNKNOWN] = { "规则不能解释,请审计当日",
	    "no rule explains it: have the day audited" },
};

static const struct story_line as_other = {
	"  {number}(取号 {issued}): ",
	"  {number} (issued {issued}): ",
};
static const struct story_line as_own = {
	"{counter} 号窗口先叫了后到的 {called}(取号 {called_issued}): ",
	"Counter {counter} called {called}, issued later ({called_issued}),"
	" before it: ",
};

struct words {
	char issued[STORY_TIME], called_issued[STORY_TIME];
	char credited[STORY_TIME], best[STORY_TIME], group[24];
	struct phrase_word word[16];
};

static void
fill(const struct story *s, const struct passed_call *call,
    const struct passed_ticket *other, const char *language, struct words *w)
{
	const struct passed_ticket *t = call->called;
	const struct layout_counter *c = passed_counter(
	    call->layout, call->counter);

	story_time(s, other->view.issued_ms, w->issued);
	story_time(s, t->view.issued_ms, w->called_issued);
	story_time(s, other->at.credited_ms, w->credited);
	story_time(s, t->at.credited_ms, w->best);
	(void)snprintf(w->group, sizeof(w->group), "%d",
	    c ? passed_group(c, other->view.service) : 0);
	const struct phrase_word words[] = { { "number", other->view.number },
		{ "issued", w->issued }, { "called", t->view.number },
		{ "called_issued", w->called_issued },
		{ "credited", w->credited }, { "best", w->best },
		{ "group", w->group }, { "counter", call->counter },
		{ "for_counter", other->at.for_counter },
		{ "for_clerk", other->at.for_clerk },
		{ "service", story_service(s, other->view.service, language) },
		{ "class", story_class(s, other->view.class, language) },
		{ "called_class", story_class(s, t->view.class, language) },
		{ NULL, NULL } };
	memcpy(w->word, words, sizeof(words));
}

/* Two patterns make one line. */
static void
put_both(struct story *s, const char *head, const char *tail, const char *end,
    const struct phrase_word *words)
{
	struct buf pattern = { 0 };

	buf_puts(&pattern, head);
	buf_puts(&pattern, tail);
	buf_puts(&pattern, end);
	buf_putc(&pattern, '\0');
	if (pattern.failed) {
		s->out->failed = true;
	} else {
		story_put(s, pattern.at, words);
	}
	buf_release(&pattern);
}

void
story_passed(struct story *s, const struct passed_call *call,
    const struct passed_ticket *other, bool overtaken)
{
	const struct story_line *reason = &reasons[passed_why(call, other)];
	const struct story_line *head = overtaken ? &as_own : &as_other;
	struct words w;

	fill(s, call, other, "zh", &w);
	put_both(s, head->zh, reason->zh, "。", w.word);
	fill(s, call, other, "en", &w);
	put_both(s, head->en, reason->en, ".", w.word);
}
