#include <math.h>

#include "kiosk/page.h"

/* A sign, a sentence in large letters, and one below it. */
static void
sentence(struct page *p, enum icon icon, enum theme_colour colour,
    const char *const texts[2])
{
	struct paint_box box = p->body;
	double side = fmin(180, box.h * 0.3);
	double height = side + 40 + 170 + 110;
	struct view_item *item;

	box.y += fmax(0, (box.h - height) / 2.4);
	(void)page_icon(p, page_cut_top(&box, side, 40), icon, colour);
	item = page_text(p, page_cut_top(&box, 170, 0), texts[0], 64);
	item->bold = true;
	item->across = PAINT_CENTRE;
	item->lines_max = 2;
	item = page_text(p, page_cut_top(&box, 110, 0), texts[1], 46);
	item->across = PAINT_CENTRE;
	item->lines_max = 2;
	item->fill = THEME_SOFT;
}

void
page_wait(struct page *p)
{
	sentence(p, ICON_PAPER, THEME_INK,
	    (const char *const[]){
		tr(p->c, "One moment, please"), tr(p->c, p->m->text) });
}

static const char *
printer_text(const struct page *p)
{
	return tr(p->c,
	    p->m->printer == KIOSK_PRINTER_EMPTY ? "The printer is out of paper"
						 : "The printer does not work");
}

void
page_say(struct page *p)
{
	const struct kiosk_model *m = p->m;

	if (m->page == KIOSK_AWAY) {
		sentence(p, ICON_WARNING, THEME_BAD,
		    (const char *const[]){
			tr(p->c, "Tickets can't be taken for the moment"),
			tr(p->c,
			    "Please ask at the service desk. This screen "
			    "comes back by itself") });
		return;
	}
	if (m->page == KIOSK_NO_PAPER) {
		sentence(p, ICON_PAPER, THEME_BAD,
		    (const char *const[]){
			printer_text(p), tr(p->c, "Please ask the staff") });
		return;
	}
	sentence(p, m->good ? ICON_CHECK : ICON_WARNING,
	    m->good ? THEME_GOOD : THEME_BAD,
	    (const char *const[]){ tr(p->c, m->title),
		m->words != NULL ? m->words : tr(p->c, m->text) });
}

struct level {
	int arg;
	enum icon icon;
	const char *label;
};

static const struct level levels[] = {
	{ 5, ICON_FACE_5, "Very satisfied" },
	{ 4, ICON_FACE_4, "Satisfied" },
	{ 3, ICON_FACE_3, "Fairly satisfied" },
	{ 2, ICON_FACE_2, "Dissatisfied" },
	{ 1, ICON_FACE_1, "Very dissatisfied" },
};
#define LEVELS ((int)(sizeof(levels) / sizeof(levels[0])))

static void
level(struct page *p, struct paint_box box, const struct level *l)
{
	struct page_button b = { .action = KIOSK_CHOOSE_RATING,
		.arg = l->arg,
		.label = tr(p->c, l->label),
		.icon = l->icon,
		.size = 42 };

	if (p->portrait) {
		page_button(p, box, &b);
		return;
	}
	bool pressed = page_is_pressed(p, b.action, b.arg);
	(void)page_target(p, box, &b);
	box = page_inset(box, 24);
	struct paint_box face = page_cut_top(&box, box.h * 0.58, 12);
	(void)page_icon(
	    p, face, l->icon, pressed ? THEME_ON_ACCENT : THEME_ACCENT);
	struct view_item *text = page_text(p, box, b.label, 38);
	text->bold = true;
	text->across = PAINT_CENTRE;
	text->lines_max = 2;
	text->fill = pressed ? THEME_ON_ACCENT : THEME_INK;
}

void
page_rate(struct page *p)
{
	struct paint_box box = p->body;

	page_heading(p, tr(p->c, "How was our service?"),
	    tr(p->c,
		"Your answer is voluntary and is not shown at the counter"));
	if (!p->portrait)
		box.h = fmin(box.h, 430);
	for (int i = 0; i < LEVELS; i++) {
		level(p,
		    p->portrait ? page_row(box, i, LEVELS, p->gap)
				: page_column(box, i, LEVELS, p->gap),
		    &levels[i]);
	}
}
