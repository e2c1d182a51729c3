/* What the server said, as the screen shows it. */
#include <stdio.h>
#include <string.h>

#include "kiosk/screen_own.h"
#include "kiosk/ticket.h"
#include "proto/words.h"
#include "ui/catalogue.h"
#include "ui/field.h"

static const struct kiosk_lang *
language(const struct screen *s, const char *code)
{
	for (size_t i = 0; i < s->languages_count; i++) {
		const struct kiosk_lang *lang = &s->languages[i];
		if (strcmp(catalogue_lang(lang->catalogue), code) == 0)
			return lang;
	}
	return NULL;
}

/* Those of the hall that there is a catalogue of; all before it is known. */
static void
fill_languages(struct screen *s)
{
	struct kiosk_model *m = &s->model;
	const json_t *all = json_object_get(s->layout, "languages");
	char now[TAKE_CODE_SIZE];

	field_keep(now, sizeof(now), s->lang);
	m->langs_count = m->lang = 0;
	for (size_t i = 0; i < json_array_size(all); i++) {
		const char *code = json_string_value(json_array_get(all, i));
		const struct kiosk_lang *lang = code != NULL ? language(s, code)
							     : NULL;
		if (lang == NULL || m->langs_count == KIOSK_LANGS_MAX)
			continue;
		if (strcmp(code, now) == 0)
			m->lang = m->langs_count;
		m->langs[m->langs_count++] = *lang;
	}
	for (size_t i = 0; m->langs_count == 0 && i < s->languages_count; i++) {
		m->langs[i] = s->languages[i];
		if (strcmp(catalogue_lang(m->langs[i].catalogue), now) == 0)
			m->lang = i;
		if (i + 1 == s->languages_count)
			m->langs_count = s->languages_count;
	}
}

static const char *
lang_of(const struct screen *s)
{
	return catalogue_lang(screen_catalogue(s));
}

const char *
screen_hall_text(const struct screen *s, const char *key)
{
	return field_words(s->layout, key, lang_of(s));
}

/* The message of whoever stopped it, when somebody did. */
static const char *
stopped(const struct screen *s, const json_t *service)
{
	const json_t *notices = json_object_get(s->hall, F_NOTICES);
	const char *code = field_text(service, "code");

	for (size_t i = 0; i < json_array_size(notices); i++) {
		const json_t *n = json_array_get(notices, i);
		const char *zone = field_text(n, F_ZONE);
		const char *of = field_text(n, F_SERVICE);
		bool all = *zone == '\0' && *of == '\0';
		if (!field_is(n, F_KIND, "pause"))
			continue;
		if (all || strcmp(of, code) == 0 ||
		    (*zone != '\0' && field_has(service, "zones", zone)))
			return field_text(n, F_TEXT);
	}
	return "";
}

static size_t
department_of(const struct kiosk_model *m, const char *code)
{
	size_t i = 0;

	while (i < m->departments_count &&
	    strcmp(m->departments[i].code, code) != 0)
		i++;
	return i;
}

static void
fill_opens(struct screen *s, struct kiosk_service *to, const json_t *count)
{
	int64_t opens_ms = field_int(count, F_OPENS, -1);
	struct tm *now = &s->model.now;

	to->opens_known = opens_ms >= 0;
	if (!to->opens_known)
		return;
	s->config.local(
	    field_text(s->layout, "timezone"), opens_ms, &to->opens);
	to->opens_today = s->model.now_known &&
	    to->opens.tm_yday == now->tm_yday &&
	    to->opens.tm_year == now->tm_year;
}

static void
fill_service(struct screen *s, struct kiosk_service *to, const json_t *service)
{
	const char *code = field_text(service, "code");
	const json_t *count = field_find(
	    json_object_get(s->hall, F_SERVICES), F_SERVICE, code);

	*to = (struct kiosk_service){
		.code = code,
		.name = field_words(service, "name", lang_of(s)),
		.prefix = field_text(service, "prefix"),
		.guide = field_words(service, "guide", lang_of(s)),
		.department = department_of(
		    &s->model, field_text(service, "department")),
		.waiting = field_int(count, F_WAITING, 0),
		.wait = wait_minutes(field_int(count, F_WAIT_LOW, -1),
		    field_int(count, F_WAIT_HIGH, -1)),
		.open = field_int(count, F_OPEN, 0) != 0,
		.stopped = stopped(s, service),
	};
	s->model.appointments |= json_object_get(service, "slots") != NULL;
	fill_opens(s, to, count);
}

static void
fill_services(struct screen *s)
{
	const json_t *services = json_object_get(s->layout, "services");
	struct kiosk_model *m = &s->model;

	m->services_count = 0;
	m->appointments = false;
	for (size_t i = 0; i < json_array_size(services) &&
	     m->services_count < KIOSK_SERVICES_MAX;
	     i++) {
		fill_service(s, &m->services[m->services_count++],
		    json_array_get(services, i));
	}
}

static void
fill_departments(struct screen *s)
{
	const json_t *departments = json_object_get(s->layout, "departments");
	struct kiosk_model *m = &s->model;

	m->departments_count = 0;
	for (size_t i = 0; i < json_array_size(departments) &&
	     m->departments_count < KIOSK_SERVICES_MAX;
	     i++) {
		const json_t *one = json_array_get(departments, i);
		m->departments[m->departments_count++] =
		    (struct kiosk_department){ field_text(one, "code"),
			    field_words(one, "name", lang_of(s)) };
	}
}

/* Those that citizens may declare; the first is everybody's. */
static void
fill_classes(struct screen *s)
{
	const json_t *classes = json_object_get(s->layout, "classes");
	struct kiosk_model *m = &s->model;

	m->classes_count = 0;
	for (size_t i = 0; i < json_array_size(classes) &&
	     m->classes_count < KIOSK_CLASSES_MAX;
	     i++) {
		const char *code = ticket_class(s->layout, i + 1);
		if (code == NULL)
			continue;
		m->classes[m->classes_count++] = (struct kiosk_class){ code,
			field_words(
			    json_array_get(classes, i), "name", lang_of(s)) };
	}
}

void
screen_fill_clock(struct screen *s, int64_t now_ms)
{
	struct tm was = s->model.now;

	if (s->t_ms == 0 || s->layout == NULL)
		return;
	s->config.local(field_text(s->layout, "timezone"),
	    s->t_ms + now_ms - s->t_at_ms, &s->model.now);
	s->changed |= !s->model.now_known ||
	    was.tm_min != s->model.now.tm_min ||
	    was.tm_hour != s->model.now.tm_hour;
	s->model.now_known = true;
}

/* A ticket's counters: those of its service. */
static void
fill_counters(struct screen *s, const char *service)
{
	struct buf labels = { 0 };

	ticket_counters(&labels, s->layout, service);
	if (!labels.failed) {
		field_keep(s->model.ticket.counters,
		    sizeof(s->model.ticket.counters), labels.at);
	}
	buf_release(&labels);
}

/* The code; and the status page's address with the token, where it has one. */
static void
fill_codes(struct screen *s)
{
	struct kiosk_ticket *t = &s->model.ticket;

	code_show(t->code, t->shown_code);
	code_address(t->qr, sizeof(t->qr), screen_hall_text(s, "status_url"),
	    field_text(s->ticket, F_TOKEN));
}

void
screen_fill_ticket(struct screen *s)
{
	struct kiosk_ticket *t = &s->model.ticket;
	const char *code = field_text(s->ticket, F_SERVICE);
	const json_t *service = field_find(
	    json_object_get(s->layout, "services"), "code", code);
	const char *name = field_words(service, "name", lang_of(s));

	field_keep(t->service, sizeof(t->service), *name != '\0' ? name : code);
	field_keep(
	    t->number, sizeof(t->number), field_text(s->ticket, F_NUMBER));
	field_keep(t->state, sizeof(t->state), field_text(s->ticket, F_STATE));
	field_keep(
	    t->counter, sizeof(t->counter), field_text(s->ticket, F_COUNTER));
	t->ahead = field_int(s->ticket, F_AHEAD, -1);
	t->wait = wait_minutes(field_int(s->ticket, F_WAIT_LOW, -1),
	    field_int(s->ticket, F_WAIT_HIGH, -1));
	t->training = field_int(s->ticket, F_TRAINING, 0) != 0;
	t->may_rate = strcmp(t->state, "served") == 0 &&
	    json_object_get(s->ticket, "rating") == NULL;
	t->may_print = s->model.printer == KIOSK_PRINTER_OK &&
	    strcmp(t->state, "waiting") == 0;
	fill_counters(s, code);
	fill_codes(s);
}

void
screen_fill(struct screen *s, int64_t now_ms)
{
	fill_languages(s);
	screen_fill_clock(s, now_ms);
	fill_departments(s);
	fill_services(s);
	fill_classes(s);
	s->model.hall = screen_hall_text(s, "name");
	if (s->model.service >= s->model.services_count)
		s->model.service = 0;
	if (s->ticket != NULL)
		screen_fill_ticket(s);
	s->changed = true;
}
