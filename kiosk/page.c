#include "kiosk/page.h"

#include <math.h>

const struct paint_script page_latin = { "en", "Noto Sans, sans-serif", false };

struct paint_box
page_cut_top(struct paint_box *box, double size, double gap)
{
	struct paint_box cut = { box->x, box->y, box->w, size };

	box->y += size + gap;
	box->h -= size + gap;
	return cut;
}

struct paint_box
page_cut_bottom(struct paint_box *box, double size, double gap)
{
	box->h -= size + gap;
	return (
	    struct paint_box){ box->x, box->y + box->h + gap, box->w, size };
}

struct paint_box
page_cut_left(struct paint_box *box, double size, double gap)
{
	struct paint_box cut = { box->x, box->y, size, box->h };

	box->x += size + gap;
	box->w -= size + gap;
	return cut;
}

struct paint_box
page_cut_right(struct paint_box *box, double size, double gap)
{
	box->w -= size + gap;
	return (
	    struct paint_box){ box->x + box->w + gap, box->y, size, box->h };
}

struct paint_box
page_inset(struct paint_box box, double by)
{
	return (struct paint_box){ box.x + by, box.y + by, box.w - 2 * by,
		box.h - 2 * by };
}

struct paint_box
page_column(struct paint_box box, int i, int count, double gap)
{
	double w = (box.w - gap * (count - 1)) / count;

	return (struct paint_box){ box.x + i * (w + gap), box.y, w, box.h };
}

struct paint_box
page_row(struct paint_box box, int i, int count, double gap)
{
	double h = (box.h - gap * (count - 1)) / count;

	return (struct paint_box){ box.x, box.y + i * (h + gap), box.w, h };
}

struct view_item *
page_text(struct page *p, struct paint_box box, const char *text, double size)
{
	struct view_item *item = view_add(p->v, VIEW_TEXT, box);

	item->text = text;
	item->size = size * p->text;
	item->size_min = fmax(PAGE_LEAST, size * 0.55);
	item->fill = THEME_INK;
	item->down = PAINT_CENTRE;
	return item;
}

struct view_item *
page_icon(struct page *p, struct paint_box box, enum icon icon,
    enum theme_colour colour)
{
	struct view_item *item = view_add(p->v, VIEW_ICON, box);

	item->icon = icon;
	item->fill = colour;
	return item;
}

struct view_item *
page_panel(struct page *p, struct paint_box box)
{
	struct view_item *item = view_add(p->v, VIEW_BOX, box);

	item->fill = THEME_PANEL;
	item->edge = THEME_EDGE;
	item->edge_width = p->v->theme->edge;
	item->radius = 28;
	item->shadow = true;
	return item;
}

const char *
page_words(
    struct page *p, const char *text, const char *name, const char *words)
{
	char filled[512];

	catalogue_fill(filled, sizeof(filled), text,
	    (const struct catalogue_value[]){
		{ name, words }, { NULL, NULL } });
	return view_keep(p->v, filled);
}

const char *
page_number(struct page *p, const char *text, const char *name, int64_t n)
{
	char number[CATALOGUE_NUMBER_SIZE];

	return page_words(p, text, name, catalogue_number(p->c, n, number));
}

const char *
page_minutes(struct page *p, struct wait_minutes wait)
{
	char low[CATALOGUE_NUMBER_SIZE], high[CATALOGUE_NUMBER_SIZE];
	char filled[128];

	if (wait.high == 0)
		return "";
	if (wait.low == 0 || wait.low == wait.high) {
		return page_number(p,
		    trn(p->c, "about {n} min", "about {n} min",
			(uint64_t)wait.high),
		    "n", wait.high);
	}
	catalogue_fill(filled, sizeof(filled),
	    trn(p->c, "{low} to {high} min", "{low} to {high} min",
		(uint64_t)wait.high),
	    (const struct catalogue_value[]){
		{ "low", catalogue_number(p->c, wait.low, low) },
		{ "high", catalogue_number(p->c, wait.high, high) },
		{ NULL, NULL } });
	return view_keep(p->v, filled);
}

bool
page_is_pressed(const struct page *p, enum kiosk_action action, int arg)
{
	const struct kiosk_target *at = &p->m->pressed;

	return at->action == (int)action && at->arg == arg;
}

/* What a button of each look has: behind it, on it, and as its edge. */
struct colours {
	enum theme_colour fill, text, edge;
};

static const struct colours looks[] = {
	[PAGE_PLAIN] = { THEME_PANEL, THEME_INK, THEME_EDGE },
	[PAGE_PRIMARY] = { THEME_ACCENT, THEME_ON_ACCENT, THEME_ACCENT },
	[PAGE_CHOSEN] = { THEME_ACCENT, THEME_ON_ACCENT, THEME_ACCENT },
	[PAGE_DANGER] = { THEME_BAD, THEME_ON_BAD, THEME_BAD },
};

/* While a finger is on it a plain one looks chosen, and the others plain. */
static struct colours
colours_of(const struct page *p, const struct page_button *b)
{
	enum page_look look = b->look;

	if (page_is_pressed(p, b->action, b->arg))
		look = look == PAGE_PLAIN ? PAGE_CHOSEN : PAGE_PLAIN;
	return looks[look];
}

struct view_item *
page_target(struct page *p, struct paint_box box, const struct page_button *b)
{
	struct view_item *item = page_panel(p, box);
	struct colours c = colours_of(p, b);
	const struct kiosk_target *focus = &p->m->focus;

	item->action = (int)b->action;
	item->arg = b->arg;
	item->name = b->label;
	item->fill = c.fill;
	item->edge = c.edge;
	item->shadow = false;
	item->radius = 22;
	item->focus = focus->action == item->action && focus->arg == b->arg;
	return item;
}

static void
label(struct page *p, struct paint_box box, const struct page_button *b,
    enum paint_side across)
{
	struct view_item *text = page_text(
	    p, box, b->label, b->size > 0 ? b->size : 36);

	text->fill = colours_of(p, b).text;
	text->across = across;
	text->bold = true;
	text->lines_max = b->stacked ? 1 : 2;
}

void
page_button(struct page *p, struct paint_box box, const struct page_button *b)
{
	struct paint_box inner = page_inset(box, b->stacked ? 8 : 14);
	enum theme_colour colour = colours_of(p, b).text;

	(void)page_target(p, box, b);
	if (b->bare) {
		(void)page_icon(p, inner, b->icon, colour);
		return;
	}
	if (b->stacked) {
		double side = fmin(46, inner.h / 2);
		struct paint_box icon = page_cut_top(&inner, side, 2);
		(void)page_icon(p, icon, b->icon, colour);
	} else if (b->icon != ICON_NONE) {
		inner.x += 14;
		inner.w -= 14;
		(void)page_icon(
		    p, page_cut_left(&inner, 52, 18), b->icon, colour);
		label(p, inner, b, PAINT_START);
		return;
	}
	label(p, inner, b, PAINT_CENTRE);
}

void
page_heading(struct page *p, const char *title, const char *more)
{
	struct paint_box box = p->title;
	struct paint_box below = page_cut_bottom(&box, 54 * p->text, 0);
	struct view_item *text = page_text(p, box, title, 64);

	text->bold = true;
	text->lines_max = p->title.h > 240 ? 2 : 1;
	/* An Arabic line has much room below its letters. */
	text->down = p->v->script.rtl ? PAINT_CENTRE : PAINT_END;
	text = page_text(p, below, more, 36);
	text->fill = THEME_SOFT;
	text->down = PAINT_START;
}
