#include <math.h>

#include "kiosk/page.h"

#define CLASS_HEIGHT 150.0

static void
guide(struct page *p, struct paint_box box, const char *text)
{
	struct view_item *item;

	(void)page_panel(p, box);
	item = page_text(p, page_inset(box, 40), text, 44);
	item->lines_max = 40;
	item->down = PAINT_START;
}

/* One button a class; where there is one alone it takes the number. */
static void
classes(struct page *p, struct paint_box box)
{
	int count = (int)p->m->classes_count;
	int columns = count > 4 ? 2 : 1, rows = (count + columns - 1) / columns;

	box.h = fmin(box.h, rows * (CLASS_HEIGHT + p->gap) - p->gap);
	for (int i = 0; i < count; i++) {
		struct paint_box row = page_row(box, i / columns, rows, p->gap);
		page_button(p, page_column(row, i % columns, columns, p->gap),
		    &(struct page_button){
			.action = KIOSK_CHOOSE_CLASS,
			.arg = i,
			.label = count > 1 ? p->m->classes[i].name
					   : tr(p->c, "Take a number"),
			.icon = count > 1 ? ICON_PERSON : ICON_PAPER,
			.look = i == 0 ? PAGE_PRIMARY : PAGE_PLAIN,
			.size = 44,
		    });
	}
}

void
page_guide(struct page *p)
{
	const struct kiosk_service *s = &p->m->services[p->m->service];
	struct paint_box box = p->body;

	page_heading(p, s->name,
	    tr(p->c,
		p->m->classes_count > 1
		    ? "Please choose what applies to you"
		    : "Please read this before you take a number"));
	if (*s->guide != '\0') {
		struct paint_box text = p->portrait
		    ? page_cut_top(&box, box.h * 0.42, p->gap)
		    : page_cut_left(&box, box.w * 0.56, p->gap);
		guide(p, text, s->guide);
	}
	classes(p, box);
}
