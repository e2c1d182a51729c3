#include <math.h>
#include <string.h>

#include "kiosk/page.h"

/* What a code may have: no 0, O, 1 and I, which people mistake. */
static const char keys[] = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
#define KEYS (sizeof(keys) - 1)

/* Typed in groups of four, with a dash for what is to come. */
static const char *
grouped(struct page *p, size_t length)
{
	char text[4 * KIOSK_TYPED_MAX];
	size_t at = 0, typed = strlen(p->m->typed);

	for (size_t i = 0; i < length; i++) {
		if (i > 0 && i % 4 == 0) {
			memcpy(text + at, "  ", 2);
			at += 2;
		}
		text[at] = '_';
		if (i < typed)
			text[at] = p->m->typed[i];
		at++;
	}
	text[at] = '\0';
	return view_keep(p->v, text);
}

static void
field(struct page *p, struct paint_box box, size_t length)
{
	struct view_item *item = page_panel(p, box);

	item->shadow = false;
	item = page_text(p, page_inset(box, 16), grouped(p, length),
	    fmin(box.h * 0.6, 76) / p->text);
	item->bold = true;
	item->across = PAINT_CENTRE;
	item->script = &page_latin;
}

/* Letters go from left to right, in whatever language the screen is. */
static struct paint_box
key_box(const struct page *p, struct paint_box box, int i, int columns)
{
	int rows = ((int)KEYS + columns) / columns, column = i % columns;

	if (p->v->script.rtl)
		column = columns - 1 - column;
	return page_column(
	    page_row(box, i / columns, rows, 14), column, columns, 14);
}

void
page_code(struct page *p)
{
	bool find = p->m->page == KIOSK_FIND;
	struct paint_box box = p->body;
	int columns = p->portrait ? 7 : 11;
	/* What is typed need not be in reach: the keys must be. */
	bool apart = p->portrait && p->m->modes[KIOSK_LOW];
	struct paint_box *above = apart ? &p->title : &box;
	double field_h = fmin(130, above->h * 0.24);
	struct paint_box typed = apart ? page_cut_bottom(above, field_h, p->gap)
				       : page_cut_top(above, field_h, p->gap);

	page_heading(p, tr(p->c, find ? "Find my number" : "Check in"),
	    tr(p->c,
		find ? "Type the code on your ticket, or scan it"
		     : "Type the code of your appointment, or scan it"));
	field(p, typed, find ? KIOSK_TYPED_MAX : 8);
	for (size_t i = 0; i < KEYS; i++) {
		page_button(p, key_box(p, box, (int)i, columns),
		    &(struct page_button){
			.action = KIOSK_TYPE,
			.arg = keys[i],
			.label = view_keep(
			    p->v, (const char[]){ keys[i], '\0' }),
			.size = 52 / p->text,
		    });
	}
	page_button(p, key_box(p, box, (int)KEYS, columns),
	    &(struct page_button){ .action = KIOSK_ERASE,
		.label = tr(p->c, "Erase"),
		.icon = ICON_ERASE,
		.bare = true });
}
