/* What happened to a ticket: a sentence for each type of event. */
#include <stdio.h>
#include <string.h>

#include "haoctl/phrase.h"
#include "haoctl/story_own.h"
#include "server/hall/event.h"

/* Types that no ticket has a part in stay empty. */
static const struct story_line lines[EVENT_TYPES] = {
	[EVENT_ISSUED] = { "取号: {service},类别 {class},前面 {ahead} 人。",
	    "Issued: {service}, class {class}, {ahead} ahead." },
	[EVENT_CALLED] = { "{counter} 号窗口叫号,等候 {waited}。",
	    "Called to counter {counter} after {waited}." },
	[EVENT_STARTED] = { "{counter} 号窗口开始办理。",
	    "Being served at counter {counter}." },
	[EVENT_SERVED] = { "{counter} 号窗口办结,事项 {matters} 件。",
	    "Served at counter {counter}; matters: {matters}." },
	[EVENT_MISSED] = { "过号,第 {misses} 次。",
	    "Missed; misses: {misses}." },
	[EVENT_ABANDONED] = { "弃号。", "Abandoned." },
	[EVENT_RETURNED] = { "过号恢复,按到达时间 {credited} 排队。",
	    "Returned: waits as if come at {credited}." },
	[EVENT_TRANSFERRED] = { "转到 {to},按到达时间 {credited} 排队。",
	    "Transferred to {to}: waits as if come at {credited}." },
	[EVENT_CANCELLED] = { "退号。", "Cancelled." },
	[EVENT_PRINTED] = { "号票打印: {verdict}。", "Paper: {verdict}." },
	[EVENT_CLASSED] = { "类别由 {was} 改为 {class},按到达时间 {credited}"
			    " 排队。",
	    "Class {was} became {class}: waits as if come at {credited}." },
	[EVENT_HELD] = { "挂起: {hold}。", "Put on hold: {hold}." },
	[EVENT_UNHELD] = { "取消挂起,按到达时间 {credited} 排队。",
	    "Off hold: waits as if come at {credited}." },
	[EVENT_PASSED] = { "转到下一业务 {to},按到达时间 {credited} 排队。",
	    "On to its next service, {to}: waits as if come at {credited}." },
};

static const struct story_line recalled = {
	"{counter} 号窗口再次呼叫,第 {calls} 次。",
	"Called again to counter {counter}; calls: {calls}.",
};
static const struct story_line booked_issue = {
	"预约 {appointed} 报到: {service},类别 {class},前面 {ahead} 人。",
	"Checked in for {appointed}: {service}, class {class}, {ahead} ahead.",
};
static const struct story_line reprinted = {
	"在 {terminal} 补打号票: {verdict}。",
	"Paper printed again at {terminal}: {verdict}.",
};
static const struct story_line missed_waits = {
	"过号,第 {misses} 次,按到达时间 {credited} 重新排队。",
	"Missed; misses: {misses}; waits as if come at {credited}.",
};
static const struct story_line to_front = {
	"排到最前。",
	"Put before everybody.",
};

static const struct story_line *
line_of(const struct event *e, const json_t *payload)
{
	const char *rule = json_string_value(
	    json_object_get(json_object_get(payload, "why"), "rule"));

	if (e->type == EVENT_CALLED && rule && strcmp(rule, "recall") == 0)
		return &recalled;
	if (e->type == EVENT_ISSUED && e->appointed_ms)
		return &booked_issue;
	if (e->type == EVENT_PRINTED && e->again)
		return &reprinted;
	if (e->type == EVENT_MISSED && e->state)
		return &missed_waits;
	return &lines[e->type];
}

/* An event's words in one language; the numbers are written here. */
struct words {
	char ahead[24], waited[STORY_SPAN], misses[24], matters[24], calls[24];
	char credited[STORY_TIME], appointed[STORY_TIME];
	struct phrase_word word[16];
};

static void
write_int(char out[24], int64_t n)
{
	(void)snprintf(out, 24, "%lld", (long long)n);
}

static const char *
target_of(const struct story *s, const struct event *e, const char *language)
{
	if (e->to_service)
		return story_service(s, e->to_service, language);
	return e->to_counter ? e->to_counter : e->to_clerk;
}

static void
fill(const struct story *s, const struct event *e, const char *language,
    struct words *w)
{
	write_int(w->ahead, e->ahead);
	write_int(w->misses, e->misses);
	write_int(w->matters, e->matters);
	write_int(w->calls, e->calls);
	story_span(e->waited_ms, language, w->waited);
	story_time(s, e->credited_ms, w->credited);
	story_time(s, e->appointed_ms, w->appointed);
	const struct phrase_word words[] = { { "ahead", w->ahead },
		{ "misses", w->misses }, { "matters", w->matters },
		{ "calls", w->calls }, { "waited", w->waited },
		{ "credited", w->credited }, { "appointed", w->appointed },
		{ "service", story_service(s, e->service, language) },
		{ "class", story_class(s, e->class, language) },
		{ "was", story_class(s, e->was, language) },
		{ "to", target_of(s, e, language) }, { "counter", e->counter },
		{ "hold", e->hold }, { "verdict", e->verdict },
		{ "terminal", e->terminal && *e->terminal ? e->terminal : "?" },
		{ NULL, NULL } };
	memcpy(w->word, words, sizeof(words));
}

void
story_event(struct story *s, const struct event *e, const json_t *payload)
{
	const struct story_line *line = line_of(e, payload);
	struct words w;

	if (!line->zh)
		return;
	story_at(s, e->t_ms);
	fill(s, e, "zh", &w);
	story_put(s, line->zh, w.word);
	fill(s, e, "en", &w);
	story_put(s, line->en, w.word);
	if (e->front)
		story_tell(s, &to_front, NULL);
}

void
story_beside(struct story *s, const struct event *e, const char *state)
{
	static const struct story_line by_day = {
		"当日结束,状态: {state}。",
		"The day closed; now: {state}.",
	};
	static const struct story_line by_call = {
		"{counter} 号窗口叫下一号时结束本号,状态: {state}。",
		"Counter {counter} called the next ticket, which ended this"
		" one; now: {state}.",
	};
	static const struct story_line by_other = {
		"事件 {type} 之后,状态: {state}。",
		"After the event {type}; now: {state}.",
	};
	const struct phrase_word words[] = { { "state", state },
		{ "counter", e->counter }, { "type", event_name(e->type) },
		{ NULL, NULL } };

	story_at(s, e->t_ms);
	story_tell(s,
	    e->type == EVENT_DAY_CLOSED	  ? &by_day
		: e->type == EVENT_CALLED ? &by_call
					  : &by_other,
	    words);
}
