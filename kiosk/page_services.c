#include <math.h>
#include <stdio.h>

#include "kiosk/page.h"

#define CARD_LEAST 200.0 /* of a card's height */
#define STRIP	   88.0	 /* at its foot: who waits */
#define TURNER	   96.0	 /* the row that turns pages */

/* Cards of the page's kind: all departments, or those of one, or all. */
static bool
is_shown(const struct kiosk_model *m, const struct kiosk_service *s)
{
	return m->department > m->departments_count ||
	    s->department == m->department;
}

static bool
has_others(const struct kiosk_model *m)
{
	for (size_t i = 0; i < m->services_count; i++) {
		if (m->services[i].department == m->departments_count)
			return true;
	}
	return false;
}

size_t
page_cards_count(const struct kiosk_model *m)
{
	size_t count = 0;

	if (m->page == KIOSK_DEPARTMENTS)
		return m->departments_count + has_others(m);
	for (size_t i = 0; i < m->services_count; i++)
		count += is_shown(m, &m->services[i]);
	return count;
}

struct grid {
	int columns, rows;
	bool turns; /* there is a row that turns pages */
};

static struct grid
grid_of(const struct page *p)
{
	int columns = p->portrait ? 2 : 3, most = p->portrait ? 3 : 2;
	double h = p->body.h;
	struct grid g = { columns, most, false };

	while (g.rows > 1 && (h + p->gap) / g.rows - p->gap < CARD_LEAST)
		g.rows--;
	if (page_cards_count(p->m) <= (size_t)g.rows * (size_t)columns)
		return g;
	g.turns = true;
	h -= TURNER + p->gap;
	while (g.rows > 1 && (h + p->gap) / g.rows - p->gap < CARD_LEAST)
		g.rows--;
	return g;
}

size_t
page_cards(const struct page *p)
{
	struct grid g = grid_of(p);

	return (size_t)g.columns * (size_t)g.rows;
}

static void
turner(struct page *p, struct paint_box box, size_t turns)
{
	double side = fmin(420, box.w * 0.34);
	struct paint_box back = page_cut_left(&box, side, p->gap);
	struct paint_box on = page_cut_right(&box, side, p->gap);
	char all[CATALOGUE_NUMBER_SIZE], n[CATALOGUE_NUMBER_SIZE], text[128];
	size_t turned = p->m->turned < turns ? p->m->turned : turns - 1;

	if (turned > 0) {
		page_button(p, back,
		    &(struct page_button){ .action = KIOSK_TURN,
			.arg = -1,
			.label = tr(p->c, "Previous page"),
			.icon = ICON_BACK });
	}
	if (turned + 1 < turns) {
		page_button(p, on,
		    &(struct page_button){ .action = KIOSK_TURN,
			.arg = 1,
			.label = tr(p->c, "Next page"),
			.icon = ICON_FORWARD,
			.look = PAGE_PRIMARY });
	}
	catalogue_fill(text, sizeof(text), tr(p->c, "Page {n} of {all}"),
	    (const struct catalogue_value[]){
		{ "n", catalogue_number(p->c, (int64_t)turned + 1, n) },
		{ "all", catalogue_number(p->c, (int64_t)turns, all) },
		{ NULL, NULL } });
	page_text(p, box, view_keep(p->v, text), 34)->across = PAINT_CENTRE;
}

/* Where the cards go, and which of them are on this page. */
struct cards {
	struct paint_box box;
	struct grid grid;
	size_t first, end, at;
};

static struct cards
cards_begin(struct page *p)
{
	struct cards c = { .box = p->body, .grid = grid_of(p) };
	size_t room = (size_t)c.grid.columns * (size_t)c.grid.rows;
	size_t count = page_cards_count(p->m);
	size_t turns = count > room ? (count + room - 1) / room : 1;
	size_t turned = p->m->turned < turns ? p->m->turned : turns - 1;

	if (c.grid.turns)
		turner(p, page_cut_bottom(&c.box, TURNER, p->gap), turns);
	c.first = turned * room;
	c.end = c.first + room;
	return c;
}

/* The box of the next card; false: it is on another page. */
static bool
cards_next(const struct page *p, struct cards *c, struct paint_box *box)
{
	size_t at = c->at++;

	if (at < c->first || at >= c->end)
		return false;
	int i = (int)(at - c->first);
	struct paint_box row = page_row(
	    c->box, i / c->grid.columns, c->grid.rows, p->gap);
	*box = page_column(row, i % c->grid.columns, c->grid.columns, p->gap);
	return true;
}

struct card {
	struct page_button button;
	const char *mark; /* what its numbers begin with */
	const char *below;
	bool open;
};

struct card_colours {
	enum theme_colour ink, tile, on_tile, below, rule;
};

static struct card_colours
card_colours(const struct page *p, const struct card *c)
{
	if (!c->open) {
		return (struct card_colours){ THEME_OFF, THEME_OFF_TILE,
			THEME_OFF, THEME_OFF, THEME_EDGE };
	}
	if (page_is_pressed(p, c->button.action, c->button.arg)) {
		return (struct card_colours){ THEME_ON_ACCENT, THEME_PANEL,
			THEME_ACCENT, THEME_ON_ACCENT, THEME_ON_ACCENT };
	}
	return (struct card_colours){ THEME_INK, THEME_TILE, THEME_ON_TILE,
		THEME_GOOD, THEME_RULE };
}

static void
card_box(struct page *p, struct paint_box box, const struct card *c)
{
	struct view_item *item;

	if (c->open) {
		item = page_target(p, box, &c->button);
		item->shadow = true;
	} else {
		item = page_panel(p, box);
		item->shadow = false;
		item->fill = THEME_OFF_PANEL;
		item->name = c->button.label;
	}
	item->radius = 26;
}

static void
card_tile(struct page *p, struct paint_box box, const struct card *c,
    struct card_colours colours)
{
	struct view_item *tile = view_add(p->v, VIEW_BOX, box);
	struct paint_box inner = page_inset(box, 8);

	tile->fill = colours.tile;
	tile->radius = 20;
	if (*c->mark == '\0') {
		(void)page_icon(
		    p, page_inset(box, 22), ICON_PAPER, colours.on_tile);
		return;
	}
	struct view_item *mark = page_text(p, inner, c->mark, 56 / p->text);
	mark->bold = true;
	mark->across = PAINT_CENTRE;
	mark->fill = colours.on_tile;
}

static void
card_strip(struct page *p, struct paint_box box, const struct card *c,
    struct card_colours colours)
{
	struct paint_box line = { box.x, box.y, box.w, 2 };
	struct view_item *text;

	view_add(p->v, VIEW_BOX, line)->fill = colours.rule;
	box.y += 8;
	box.h -= 12;
	if (c->open && box.w > 390) {
		(void)page_icon(
		    p, page_cut_left(&box, 34, 16), ICON_PERSON, colours.below);
	}
	if (c->open) {
		struct paint_box end = page_cut_right(&box, 50, 6);
		(void)page_icon(p, end, ICON_FORWARD,
		    page_is_pressed(p, c->button.action, c->button.arg)
			? THEME_ON_ACCENT
			: THEME_ACCENT);
	}
	text = page_text(p, box, c->below, 32);
	text->bold = true;
	text->fill = colours.below;
	text->lines_max = 2;
}

static void
card(struct page *p, struct paint_box box, const struct card *c)
{
	struct card_colours colours = card_colours(p, c);
	struct paint_box inner = page_inset(box, box.h < 260 ? 22 : 28);

	card_box(p, box, c);
	inner.h += 20;
	inner.y -= 4;
	card_strip(p, page_cut_bottom(&inner, STRIP, 6), c, colours);
	double side = fmin(100, inner.h);
	struct paint_box tile = page_cut_left(&inner, side, 26);
	tile.y += (tile.h - side) / 2;
	tile.h = side;
	card_tile(p, tile, c, colours);
	struct view_item *name = page_text(p, inner, c->button.label, 50);
	name->bold = true;
	name->fill = colours.ink;
	name->lines_max = 4;
	name->size_min = 26;
}

/* "12 waiting · about 25 min" */
static const char *
waiting(struct page *p, const struct kiosk_service *s)
{
	char text[160];
	const char *minutes = page_minutes(p, s->wait);
	const char *people = s->waiting == 0
	    ? tr(p->c, "Nobody is waiting")
	    : page_number(p,
		  trn(p->c, "{n} waiting", "{n} waiting", (uint64_t)s->waiting),
		  "n", s->waiting);

	if (*minutes == '\0' || s->waiting == 0)
		return people;
	(void)snprintf(text, sizeof(text), "%s · %s", people, minutes);
	return view_keep(p->v, text);
}

/* Why there are no tickets now: the staff's words, or when there are again. */
static const char *
reason(struct page *p, const struct kiosk_service *s)
{
	char time[CATALOGUE_NUMBER_SIZE], day[CATALOGUE_NUMBER_SIZE];
	char text[160];

	if (*s->stopped != '\0')
		return s->stopped;
	if (!s->opens_known)
		return tr(p->c, "No tickets at this time");
	catalogue_date(p->c, "date.time", &s->opens, time);
	catalogue_date(p->c, "date.day", &s->opens, day);
	catalogue_fill(text, sizeof(text),
	    tr(p->c,
		s->opens_today ? "Opens at {time}"
			       : "Opens on {day} at {time}"),
	    (const struct catalogue_value[]){
		{ "time", time }, { "day", day }, { NULL, NULL } });
	return view_keep(p->v, text);
}

/* Paper that is missing is said where one looks first. */
static void
heading(struct page *p, const char *title, const char *more)
{
	if (p->m->printer != KIOSK_PRINTER_EMPTY &&
	    p->m->printer != KIOSK_PRINTER_BROKEN) {
		page_heading(p, title, more);
		return;
	}
	size_t before = p->v->count;
	page_heading(
	    p, title, tr(p->c, "No paper: your number is shown on the screen"));
	p->v->items[before + 1].fill = THEME_BAD;
	p->v->items[before + 1].bold = true;
}

void
page_services(struct page *p)
{
	struct cards c = cards_begin(p);
	struct paint_box box;
	bool of_one = p->m->department <= p->m->departments_count;

	heading(p,
	    !of_one ? tr(p->c, "What can we help you with today?")
		: p->m->department < p->m->departments_count
		? p->m->departments[p->m->department].name
		: tr(p->c, "Other services"),
	    tr(p->c, "Touch a service to get your number"));
	for (size_t i = 0; i < p->m->services_count; i++) {
		const struct kiosk_service *s = &p->m->services[i];
		if (!is_shown(p->m, s) || !cards_next(p, &c, &box))
			continue;
		card(p, box,
		    &(struct card){
			.button = { .action = KIOSK_CHOOSE_SERVICE,
			    .arg = (int)i,
			    .label = s->name },
			.mark = s->prefix,
			.below = s->open ? waiting(p, s) : reason(p, s),
			.open = s->open,
		    });
	}
}

static void
department(struct page *p, struct paint_box box, size_t i)
{
	const struct kiosk_model *m = p->m;
	const char *name = i < m->departments_count
	    ? m->departments[i].name
	    : tr(p->c, "Other services");
	int64_t count = 0;

	for (size_t s = 0; s < m->services_count; s++)
		count += m->services[s].department == i;
	card(p, box,
	    &(struct card){
		.button = { .action = KIOSK_CHOOSE_DEPARTMENT,
		    .arg = (int)i,
		    .label = name },
		.mark = "",
		.below = page_number(p,
		    trn(p->c, "{n} service", "{n} services", (uint64_t)count),
		    "n", count),
		.open = true,
	    });
}

void
page_departments(struct page *p)
{
	struct cards c = cards_begin(p);
	struct paint_box box;

	heading(p, tr(p->c, "Choose a department"),
	    tr(p->c, "Touch a department to see its services"));
	for (size_t i = 0; i < p->m->departments_count + has_others(p->m);
	     i++) {
		if (cards_next(p, &c, &box))
			department(p, box, i);
	}
}
