/* What the staff sets and watches, against the model. */
#include <string.h>

#include "server/hall/state.h"
#include "server/hall/watch_view.h"
#include "tests/sim/sim.h"

static void
check_notices(struct sim *s)
{
	const struct hall *h = s->hall;
	struct notice_view v;
	size_t count = 0;

	for (size_t i = 0; i < hall_notice_places(h); i++) {
		if (!hall_notice_view(h, i, &v))
			continue;
		const struct model_notice *n = model_notice(
		    s->model, v.kind, v.service, v.zone);
		if (!n || strcmp(n->text, v.text) != 0 ||
		    n->since_ms != v.since_ms)
			sim_fail(s, "a notice says %s", v.text);
		count++;
	}
	if (count != s->model->staff.count)
		sim_fail(s, "a notice is missing");
}

static void
check_devices(struct sim *s)
{
	const struct model_staff *should = &s->model->staff;

	if (hall_devices(s->hall) != should->devices_count)
		sim_fail(s, "%zu devices", hall_devices(s->hall));
	for (size_t i = 0; i < should->devices_count; i++) {
		const struct model_device *d = &should->devices[i];
		struct device_view v;
		hall_device_view(s->hall, i, &v);
		if (strcmp(v.name, d->name) != 0 ||
		    strcmp(v.key, d->key) != 0 ||
		    strcmp(v.state, d->state) != 0 ||
		    v.since_ms != d->since_ms) {
			sim_fail(
			    s, "device %s %s is %s", v.name, v.key, v.state);
		}
	}
}

static bool
is_counted(const struct model_ticket *t, const struct service *of)
{
	return model_is(t, "waiting") && !t->training &&
	    strcmp(t->service, of->code) == 0;
}

/* The line of those who wait, by how long they do. */
static void
check_age(struct sim *s, const struct service *of)
{
	const struct service_watch *w = &of->watch;
	const struct ticket *before = NULL;
	int64_t since_ms = 0, in_line = 0, counted = 0, waiting = 0;

	for (const struct ticket *at = w->oldest; at; at = at->watch.newer) {
		const struct model_ticket *t = model_ticket(s->model, at->id);
		if (!t || !is_counted(t, of) || at->watch.older != before ||
		    t->since_ms < since_ms)
			sim_fail(s, "%s is out of its place", at->number);
		since_ms = t->since_ms;
		before = at;
		in_line++;
	}
	for (size_t i = 0; i < s->model->tickets_count; i++) {
		const struct model_ticket *t = &s->model->tickets[i];
		counted += is_counted(t, of);
		waiting += model_is(t, "waiting") &&
		    strcmp(t->service, of->code) == 0;
	}
	if (w->newest != before || in_line != counted ||
	    w->counted != counted || w->waiting != waiting)
		sim_fail(s, "%lld wait", (long long)waiting);
}

/* Who is missed or held stands in the list of its service, and once. */
static void
check_aside(struct sim *s, const struct service *of)
{
	const struct ticket *before = NULL;
	int64_t in_list = 0, aside = 0;

	for (const struct ticket *at = of->watch.aside; at;
	     at = at->watch.older) {
		const struct model_ticket *t = model_ticket(s->model, at->id);
		bool is_aside = t &&
		    (model_is(t, "missed") || model_is(t, "held"));
		if (!is_aside || at->watch.newer != before)
			sim_fail(s, "%s is not aside", at->number);
		before = at;
		in_list++;
	}
	for (size_t i = 0; i < s->model->tickets_count; i++) {
		const struct model_ticket *t = &s->model->tickets[i];
		aside += (model_is(t, "missed") || model_is(t, "held")) &&
		    strcmp(t->service, of->code) == 0;
	}
	if (in_list != aside)
		sim_fail(s, "%lld are aside", (long long)aside);
}

void
sim_check_staff(struct sim *s)
{
	const struct board *b = s->hall->board;

	check_notices(s);
	check_devices(s);
	if (hall_in_training(s->hall) != s->model->staff.training)
		sim_fail(s, "training is wrong");
	for (uint32_t i = 0; i < b->services_count; i++) {
		check_age(s, &b->services[i]);
		check_aside(s, &b->services[i]);
	}
}

void
sim_hear(struct sim *s, const struct event *e, struct sim_told *told)
{
	size_t i = told->count++;

	if (i == MODEL_WATCHED)
		sim_fail(s, "too many alerts");
	if (e->subject) {
		memset(told->subjects[i], 0, sizeof(told->subjects[i]));
		memcpy(told->subjects[i], e->subject,
		    strnlen(e->subject, LIMIT_NAME));
	}
	told->alerts[i] = (struct model_alert){ e->kind,
		e->subject ? told->subjects[i] : NULL, e->level, e->value };
}

static const char *
text(const char *s)
{
	return s ? s : "";
}

void
sim_check_told(struct sim *s, const struct sim_told *told)
{
	struct model_alert should[MODEL_WATCHED];
	size_t count = model_alerts(s->model, s->clock_ms, should);

	if (count != told->count)
		sim_fail(s, "%zu alerts, should be %zu", told->count, count);
	for (size_t i = 0; i < count; i++) {
		const struct model_alert *is = &told->alerts[i];
		if (strcmp(is->kind, should[i].kind) != 0 ||
		    strcmp(is->level, should[i].level) != 0 ||
		    strcmp(text(is->subject), text(should[i].subject)) != 0 ||
		    is->value != should[i].value) {
			sim_fail(s, "alert %s %s %s, should be %s %s %s",
			    is->kind, text(is->subject), is->level,
			    should[i].kind, text(should[i].subject),
			    should[i].level);
		}
	}
}

/* --- Requests by chance -------------------------------------------------- */

#define PICK(s, list) ((list)[sim_chance((s), sizeof(list) / sizeof(*(list)))])

static const char *const services[] = { "a", "b", "c", "d", "none" };
static const char *const zones[] = { "main", "yard", "attic", "cellar" };
static const char *const texts[] = { "a fire", "smoke \"here\"", "x" };
static const char *const names[] = { "kiosk-1", "kiosk-2", "screen" };
static const char *const keys[] = { "printer", "screen", "sound", "disk",
	"clock", "secrets", "lamp" };
static const char *const states[] = { "ok", "low", "many", "paper_out",
	"gone" };

/* Mostly a service or a zone; to lift a stop, mostly one that there is. */
static void
make_scope(struct sim *s, struct request *r)
{
	const struct model_staff *staff = &s->model->staff;
	uint64_t where = sim_chance(s, 20);

	if (r->type == REQUEST_HALL_RESUME && staff->count &&
	    sim_percent(s, 90)) {
		const struct model_notice *n =
		    &staff->notices[sim_chance(s, staff->count)];
		r->service = n->service;
		r->zone = n->zone;
		return;
	}
	if (where < 10)
		r->service = PICK(s, services);
	if (where >= 9 && where < 17)
		r->zone = PICK(s, zones);
}

/* Mostly a call that there was, in a zone where it may have been. */
static void
make_told(struct sim *s, struct request *r)
{
	const struct model_counter *c = &s->model->counters[sim_chance(
	    s, s->layouts[s->layout]->layout.counters_count)];

	r->zone = sim_percent(s, 70) ? "main" : PICK(s, zones);
	r->call = c->call.seq;
	if (sim_percent(s, 10))
		r->call = (int64_t)sim_chance(s, (uint64_t)s->model->seq + 2);
}

void
sim_make_staff(struct sim *s, struct request *r)
{
	r->on = sim_percent(s, 40);
	r->reason = "evacuation";
	r->device = PICK(s, names);
	r->key = PICK(s, keys);
	r->state = PICK(s, states);
	if (r->type == REQUEST_TRAINING || r->type == REQUEST_DEVICE)
		return;
	if (r->type >= REQUEST_SHOWN) {
		make_told(s, r);
		return;
	}
	r->text = PICK(s, texts);
	make_scope(s, r);
	if (r->type != REQUEST_BROADCAST)
		return;
	r->service = NULL;
	if (sim_percent(s, 40))
		r->text = "";
}
