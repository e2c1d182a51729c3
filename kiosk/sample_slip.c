#include "kiosk/sample_slip.h"

#include "kiosk/paper_folder.h"
#include "kiosk/sample.h"
#include "kiosk/slip.h"
#include "ui/catalogue.h"

static const char *
draw(const char *file, const struct kiosk_model *m, int dots)
{
	const struct catalogue *c = m->langs[m->lang].catalogue;
	char time[CATALOGUE_NUMBER_SIZE];
	struct raster paper = { 0 };
	struct slip slip = { .catalogue = c,
		.hall = m->hall,
		.number = m->ticket.number,
		.service = m->ticket.service,
		.counters = m->ticket.counters,
		.ahead = m->ticket.ahead,
		.wait = m->ticket.wait,
		.time = catalogue_date(c, "date.stamp", &m->now, time),
		.missed_rule = "",
		.qr = m->ticket.qr,
		.code = m->ticket.shown_code,
		.test = true };

	if (!slip_draw(&paper, &slip, dots))
		return "out of memory";
	bool well = paper_folder_write(file, &paper);
	raster_release(&paper);
	return well ? NULL : "is there such a folder, and may one write in it?";
}

const char *
sample_slip(const char *file, const char *lang, int dots)
{
	struct kiosk_model *m = sample_create(KIOSK_TICKET, lang);

	if (m == NULL)
		return "there is no such language in po/";
	const char *why = draw(file, m, dots);
	sample_destroy(m);
	return why;
}
