#include "kiosk/screen_slip.h"

#include "kiosk/screen_own.h"
#include "kiosk/slip.h"
#include "proto/words.h"
#include "ui/catalogue.h"
#include "ui/field.h"

bool
screen_slip(const struct screen *s, int dots, struct raster *paper)
{
	const struct catalogue *c = screen_catalogue(s);
	const struct kiosk_ticket *t = &s->model.ticket;
	char time[CATALOGUE_NUMBER_SIZE];
	struct tm taken;

	s->config.local(field_text(s->layout, "timezone"),
	    field_int(s->ticket, F_ISSUED, 0), &taken);
	return slip_draw(paper,
	    &(struct slip){
		.catalogue = c,
		.logo = s->model.logo,
		.hall = s->model.hall,
		.number = t->number,
		.service = t->service,
		.counters = t->counters,
		.ahead = t->ahead,
		.wait = t->wait,
		.time = catalogue_date(c, "date.stamp", &taken, time),
		.missed_rule = screen_hall_text(s, "missed_rule"),
		.qr = t->qr,
		.code = t->shown_code,
		.training = t->training,
		.again = s->print.again,
	    },
	    dots);
}
