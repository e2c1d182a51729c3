#include "tests/unit/display/scenes.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "ui/catalogue.h"

#define COPY(to, from) ((void)snprintf(to, sizeof(to), "%s", from))

static struct catalogue *langs[SCENE_LANGS];

void
scenes_begin(struct scene *s, const char *first, const char *second)
{
	memset(s, 0, sizeof(*s));
	const char *const names[] = { first, second };
	for (size_t i = 0; i < SCENE_LANGS && names[i] != NULL; i++) {
		langs[i] = catalogue_create(names[i]);
		assert_non_null(langs[i]);
		s->langs[s->langs_count++] = langs[i];
	}
	s->now = (struct tm){ .tm_year = 125,
		.tm_mon = 5,
		.tm_mday = 18,
		.tm_wday = 3,
		.tm_hour = 10,
		.tm_min = 42 };
}

void
scenes_end(struct scene *s)
{
	for (size_t i = 0; i < s->langs_count; i++)
		catalogue_destroy(langs[i]);
}

struct row {
	const char *mark, *zh, *en;
	long long waiting;
};

static const struct row services[] = {
	{ "A", "户籍与身份证", "Household & ID", 12 },
	{ "B", "社会保险", "Social insurance", 7 },
	{ "C", "不动产登记", "Property registry", 3 },
	{ "D", "企业开办", "Business start-up", 15 },
	{ "E", "税务服务", "Tax service", 4 },
	{ "V", "优先服务", "Priority service", 1 },
};

static void
put_call(struct scene_call *to, const char *number, const char *counter)
{
	static int64_t seq = 1;

	to->seq = seq++;
	COPY(to->number, number);
	COPY(to->counter, counter);
	COPY(to->service[0], "户籍与身份证业务");
	COPY(to->service[1], "Household registration & ID cards");
}

void
scenes_hall(struct scene *s, size_t calls)
{
	static const char *const numbers[] = { "A012", "B027", "A011", "C008",
		"A010", "V003", "B026", "E004", "D019", "A009" };
	static const char *const counters[] = { "3", "5", "1", "7", "2", "12",
		"4", "8", "6", "10" };

	COPY(s->hall[0], "市民服务中心");
	COPY(s->hall[1], "Citizen Service Centre");
	COPY(s->ticker,
	    "请携带身份证原件办理业务。大厅提供免费轮椅、老花镜和手语服务，"
	    "请咨询一楼服务台。");
	for (size_t i = 0; i < calls; i++) {
		put_call(&s->tiles[i], numbers[i], counters[i]);
		s->tiles[i].is_new = true;
	}
	s->tiles_count = calls;
	for (size_t i = 0; i < 6; i++) {
		put_call(&s->rows[i], numbers[calls + i], counters[calls + i]);
		COPY(s->services[i].mark, services[i].mark);
		COPY(s->services[i].name[0], services[i].zh);
		COPY(s->services[i].name[1], services[i].en);
		s->services[i].waiting = services[i].waiting;
	}
	s->rows_count = s->services_count = 6;
	s->pages = 1;
}

void
scenes_counters(struct scene *s, size_t count)
{
	s->layout = SCENE_ALL_COUNTERS;
	for (size_t i = 0; i < count; i++) {
		struct scene_counter *c = &s->counters[i];
		(void)snprintf(c->label, sizeof(c->label), "%zu", i + 1);
		c->state = i % 7 == 3 ? SCENE_CLOSED
		    : i % 7 == 5      ? SCENE_PAUSED
				      : SCENE_OPEN;
		if (i % 7 != 3 && i % 7 != 5 && i % 5 != 4) {
			(void)snprintf(
			    c->number, sizeof(c->number), "A%03zu", 17 + 3 * i);
		}
	}
	s->counters_count = count;
	s->pages = count > 12 ? 3 : 1;
}

void
scenes_long(struct scene *s)
{
	scenes_hall(s, 1);
	COPY(s->hall[0], "某某市某某区政务服务中心（第二办事大厅）");
	COPY(s->hall[1],
	    "Government Service Centre of the Second District, Hall 2");
	COPY(s->tiles[0].number, "AB1234567");
	COPY(s->tiles[0].counter, "F10-A");
	for (size_t i = 0; i < 6; i++) {
		COPY(s->rows[i].number, "AB1234567");
		COPY(s->rows[i].counter, "F10-A");
		COPY(s->services[i].name[0],
		    "城乡居民基本养老保险关系转移接续申请");
		COPY(s->services[i].name[1],
		    "Transfer of basic old-age insurance for residents");
		s->services[i].waiting = 1234;
	}
}
