#include "kiosk/sample_slip.h"

#include <stdio.h>

#include "kiosk/code.h"
#include "kiosk/logo.h"
#include "kiosk/sample.h"
#include "kiosk/slip.h"
#include "kiosk/ticket.h"
#include "proto/buf.h"
#include "ui/catalogue.h"
#include "ui/field.h"

#define WORDS_SIZE 256

/* A hall, and a ticket of its first service. */
struct example {
	struct kiosk_model *model;
	json_t *layout, *ticket; /* owned */
	const char *service;	 /* its code */
	char time[CATALOGUE_NUMBER_SIZE];
};

/* The hall of the pictures as a layout, with one service at two counters. */
static json_t *
sample_layout(const struct kiosk_model *m)
{
	return json_pack("{s:s, s:s, s:[{s:s, s:s, s:s}],"
			 " s:[{s:s, s:[{s:[s]}]}, {s:s, s:[{s:[s]}]}]}",
	    "name", m->hall, "status_url", SAMPLE_ADDRESS, "services", "code",
	    "A", "prefix", "A", "name", m->services[0].name, "counters",
	    "label", "1", "groups", "services", "A", "label", "3", "groups",
	    "services", "A");
}

static void
example_release(struct example *e)
{
	sample_destroy(e->model);
	json_decref(e->layout);
	json_decref(e->ticket);
}

static bool
example_init(struct example *e, const struct sample_slip *s)
{
	*e = (struct example){ .model = sample_create(KIOSK_TICKET, s->lang) };
	if (e->model == NULL)
		e->model = sample_create(KIOSK_TICKET, "en");
	if (e->model == NULL)
		return false;
	e->layout = s->layout != NULL ? json_deep_copy(s->layout)
				      : sample_layout(e->model);
	const json_t *first = json_array_get(
	    json_object_get(e->layout, "services"), 0);
	e->service = field_text(first, "code");
	(void)snprintf(e->model->ticket.number, sizeof(e->model->ticket.number),
	    "%s012", field_text(first, "prefix"));
	e->ticket = json_pack("{s:s, s:s, s:I, s:I, s:I}", "number",
	    e->model->ticket.number, "service", e->service, "ahead",
	    (json_int_t)e->model->ticket.ahead, "wait_low",
	    (json_int_t)e->model->ticket.wait.low * 60000, "wait_high",
	    (json_int_t)e->model->ticket.wait.high * 60000);
	(void)catalogue_date(e->model->langs[e->model->lang].catalogue,
	    "date.stamp", s->now, e->time);
	return e->layout != NULL && e->ticket != NULL;
}

static bool
draw(struct raster *paper, const struct example *e, int dots)
{
	const struct kiosk_ticket *t = &e->model->ticket;
	cairo_surface_t *logo = logo_picture(field_text(e->layout, "logo"));
	struct buf counters = { 0 };
	char address[WORDS_SIZE];

	ticket_counters(&counters, e->layout, e->service);
	code_address(address, sizeof(address),
	    field_text(e->layout, "status_url"), SAMPLE_TOKEN);
	bool well = !counters.failed &&
	    slip_draw(paper,
		&(struct slip){
		    .catalogue = e->model->langs[e->model->lang].catalogue,
		    .logo = logo,
		    .hall = field_text(e->layout, "name"),
		    .number = t->number,
		    .service = ticket_service(e->layout, e->service),
		    .counters = counters.at,
		    .ahead = t->ahead,
		    .wait = t->wait,
		    .time = e->time,
		    .missed_rule = field_text(e->layout, "missed_rule"),
		    .qr = address,
		    .code = t->shown_code,
		    .test = true,
		},
		dots);
	if (logo != NULL)
		cairo_surface_destroy(logo);
	buf_release(&counters);
	return well;
}

bool
sample_slip_draw(struct raster *paper, const struct sample_slip *s, int dots)
{
	struct example e;
	bool well = example_init(&e, s) && draw(paper, &e, dots);

	example_release(&e);
	return well;
}

bool
sample_slip_text(struct buf *paper, const struct sample_slip *s, int columns)
{
	struct example e;
	bool well = example_init(&e, s);

	if (well) {
		ticket_paper(paper,
		    &(struct ticket_view){ .layout = e.layout,
			.ticket = e.ticket,
			.lang = s->lang,
			.time = e.time,
			.test = true,
			.marked = true },
		    columns);
		buf_putc(paper, '\0');
		well = !paper->failed;
	}
	example_release(&e);
	return well;
}
