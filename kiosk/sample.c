#include "kiosk/sample.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ui/catalogue.h"

enum {
	ZH,
	EN,
	AR,
	LANGUAGES,
};

static const char *const page_names[KIOSK_PAGES] = {
	[KIOSK_DEPARTMENTS] = "departments",
	[KIOSK_SERVICES] = "services",
	[KIOSK_GUIDE] = "guide",
	[KIOSK_WAIT] = "wait",
	[KIOSK_TICKET] = "ticket",
	[KIOSK_CHECKIN] = "checkin",
	[KIOSK_FIND] = "find",
	[KIOSK_FOUND] = "found",
	[KIOSK_GIVE_BACK] = "giveback",
	[KIOSK_RATE] = "rate",
	[KIOSK_SAY] = "message",
	[KIOSK_AWAY] = "away",
	[KIOSK_NO_PAPER] = "nopaper",
};

const char *
sample_page(int page)
{
	return page >= 0 && page < KIOSK_PAGES ? page_names[page] : NULL;
}

static const char *const hall[LANGUAGES] = { "市民服务中心",
	"Citizen Service Centre", "مركز خدمة المواطنين" };

struct sample_service {
	const char *prefix, *name[LANGUAGES];
	size_t department;
	int64_t waiting;
	struct wait_minutes wait;
};

static const struct sample_service services[] = {
	{ "A",
	    { "户籍与身份证", "Household & ID cards",
		"السجل المدني وبطاقة الهوية" },
	    0, 12, { 20, 30 } },
	{ "B", { "社会保险", "Social insurance", "التأمين الاجتماعي" }, 1, 7,
	    { 10, 15 } },
	{ "C", { "不动产登记", "Property registry", "السجل العقاري" }, 2, 1,
	    { 4, 9 } },
	{ "D", { "企业开办", "Business start-up", "تأسيس الشركات" }, 2, 15,
	    { 35, 45 } },
	{ "E", { "税务服务", "Tax service", "الخدمات الضريبية" }, 2, 0,
	    { 0, 0 } },
	{ "F",
	    { "车辆与驾照", "Vehicles & driving licences",
		"المركبات ورخص القيادة" },
	    3, 4, { 8, 10 } },
	{ "", { "综合业务", "General matters", "شؤون عامة" }, 3, 2, { 3, 5 } },
};
#define SERVICES (sizeof(services) / sizeof(services[0]))

static const char *const departments[][LANGUAGES] = {
	{ "公安局", "Public security", "الأمن العام" },
	{ "人力资源和社会保障局", "Human resources and social security",
	    "الموارد البشرية والضمان الاجتماعي" },
	{ "税务局", "Taxation", "الضرائب" },
};
#define DEPARTMENTS (sizeof(departments) / sizeof(departments[0]))

static const char *const classes[][LANGUAGES] = {
	{ "普通", "Normal", "عادي" },
	{ "优先(老年人、残疾人、孕妇、军人)",
	    "Priority: elderly, disabled, pregnant, military",
	    "أولوية: كبار السن وذوو الإعاقة والحوامل والعسكريون" },
};
#define CLASSES (sizeof(classes) / sizeof(classes[0]))

static const char *const guide[LANGUAGES] = {
	"请携带身份证、不动产权证书和买卖合同;委托他人办理的,另需公证委托书。",
	("Please bring your identity card, the certificate of title and the "
	 "contract. Someone who acts for you needs a notarised power of "
	 "attorney."),
	("يرجى إحضار بطاقة الهوية وسند الملكية والعقد. ومن ينوب عنك يحتاج إلى "
	 "وكالة موثقة."),
};

static void
fill_languages(struct kiosk_model *m)
{
	for (size_t i = 0; i < KIOSK_LANGS_MAX; i++) {
		static const char *const order[LANGUAGES] = { "zh", "en",
			"ar" };
		struct kiosk_lang *lang = &m->langs[i];
		if (i < LANGUAGES)
			lang->catalogue = catalogue_create(order[i]);
		if (i >= LANGUAGES || lang->catalogue == NULL)
			return;
		lang->name = tr(lang->catalogue, "language.name");
		lang->script = paint_script(lang->catalogue);
		m->langs_count++;
	}
}

static void
fill_hall(struct kiosk_model *m)
{
	size_t lang = m->lang;

	m->hall = hall[lang];
	for (size_t i = 0; i < SERVICES; i++) {
		m->services[i] = (struct kiosk_service){
			.code = services[i].prefix,
			.name = services[i].name[lang],
			.prefix = services[i].prefix,
			.guide = guide[lang],
			.department = services[i].department,
			.waiting = services[i].waiting,
			.wait = services[i].wait,
			.open = i != 5,
			.stopped = "",
			.opens_known = true,
			.opens_today = true,
			.opens = { .tm_hour = 13, .tm_min = 30 },
		};
	}
	for (size_t i = 0; i < DEPARTMENTS; i++) {
		m->departments[i] = (struct kiosk_department){ .code = "",
			.name = departments[i][lang] };
	}
	for (size_t i = 0; i < CLASSES; i++)
		m->classes[i] = (struct kiosk_class){ "", classes[i][lang] };
	/* One page of cards; a test turns pages with all seven. */
	m->services_count = SERVICES - 1;
	m->departments_count = DEPARTMENTS;
	m->classes_count = CLASSES;
}

static void
fill_ticket(struct kiosk_model *m)
{
	struct kiosk_ticket *t = &m->ticket;

	*t = (struct kiosk_ticket){ .number = "A012",
		.state = "waiting",
		.counter = "3",
		.shown_code = "K7QM 2H9X PD4T",
		.qr = SAMPLE_ADDRESS SAMPLE_TOKEN,
		.counters = "1, 3",
		.ahead = 11,
		.wait = { 20, 25 },
		.may_print = true,
		.may_rate = true,
		.paper = "Please take your ticket" };
	(void)snprintf(
	    t->service, sizeof(t->service), "%s", services[0].name[m->lang]);
}

struct kiosk_model *
sample_create(enum kiosk_page page, const char *lang)
{
	struct kiosk_model *m = calloc(1, sizeof(*m));
	size_t at = 0;

	if (m == NULL)
		return NULL;
	fill_languages(m);
	while (at < m->langs_count &&
	    strcmp(catalogue_lang(m->langs[at].catalogue), lang) != 0)
		at++;
	if (at == m->langs_count) {
		sample_destroy(m);
		return NULL;
	}
	m->lang = at;
	m->page = page;
	m->appointments = true;
	m->now_known = true;
	m->now = (struct tm){ .tm_year = 125,
		.tm_mon = 5,
		.tm_mday = 18,
		.tm_wday = 3,
		.tm_hour = 10,
		.tm_min = 42 };
	m->department = SIZE_MAX;
	m->service = 2;
	m->left_s = 8;
	m->printer = page == KIOSK_NO_PAPER ? KIOSK_PRINTER_EMPTY
					    : KIOSK_PRINTER_OK;
	memcpy(m->typed, "K7QM2", sizeof("K7QM2"));
	m->title = "No number was issued";
	m->text = page == KIOSK_WAIT ? "Your number is being issued"
				     : "All numbers of this service are taken";
	fill_hall(m);
	fill_ticket(m);
	return m;
}

void
sample_destroy(struct kiosk_model *m)
{
	if (m == NULL)
		return;
	for (size_t i = 0; i < m->langs_count; i++)
		catalogue_destroy(m->langs[i].catalogue);
	free(m);
}
