#include "kiosk/draw.h"

#include <math.h>
#include <stdlib.h>

#include "kiosk/page.h"

#define BAR	  132.0
#define LANGUAGES 96.0
#define FOOT	  104.0
#define TITLE	  150.0
/* Where targets begin for who sits in a wheelchair, of the height. */
#define LOW_LANDSCAPE 0.28
#define LOW_PORTRAIT  0.37
#define LARGE	      1.22 /* by so much texts are larger */

static void
logo(struct page *p, struct paint_box box)
{
	if (p->m->logo != NULL) {
		view_add(p->v, VIEW_IMAGE, box)->image = p->m->logo;
		return;
	}
	struct view_item *tile = view_add(p->v, VIEW_BOX, box);
	tile->fill = THEME_MARK;
	tile->radius = 16;
	(void)page_icon(
	    p, page_inset(box, box.h * 0.2), ICON_STAR, THEME_ON_MARK);
}

/* A language calls itself by its own name. */
static void
language(struct page *p, struct paint_box box, size_t i, bool in_bar)
{
	const struct kiosk_lang *lang = &p->m->langs[i];
	struct page_button b = { .action = KIOSK_CHOOSE_LANGUAGE,
		.arg = (int)i,
		.label = lang->name,
		.look = i == p->m->lang ? PAGE_CHOSEN : PAGE_PLAIN };
	bool chosen = i == p->m->lang || page_is_pressed(p, b.action, b.arg);
	struct view_item *target = page_target(p, box, &b);
	enum theme_colour ink = chosen ? THEME_ON_ACCENT : THEME_INK;

	if (in_bar) {
		target->fill = chosen ? THEME_MARK : THEME_BAR;
		target->edge = chosen ? THEME_MARK : THEME_BAR_EDGE;
		ink = chosen ? THEME_ON_MARK : THEME_ON_BAR;
	}
	struct view_item *text = page_text(
	    p, page_inset(box, 12), lang->name, 36);
	text->script = &lang->script;
	text->bold = true;
	text->across = PAINT_CENTRE;
	text->fill = ink;
}

static void
languages(struct page *p, struct paint_box box, bool in_bar)
{
	int count = (int)p->m->langs_count;

	for (int i = 0; i < count && count > 1; i++)
		language(p, page_column(box, i, count, 18), (size_t)i, in_bar);
}

static void
clock_text(struct page *p, struct paint_box box)
{
	char time[CATALOGUE_NUMBER_SIZE];

	if (!p->m->now_known)
		return;
	catalogue_date(p->c, "date.time", &p->m->now, time);
	struct view_item *text = page_text(p, box, view_keep(p->v, time), 54);
	text->bold = true;
	text->fill = THEME_ON_BAR;
	text->across = PAINT_END;
}

/* The band at the top: whose hall this is, the time, the languages. */
static void
bar(struct page *p, bool has_languages)
{
	struct paint_box box = { 0, 0, p->w, BAR };
	struct view_item *band = view_add(p->v, VIEW_BOX, box);

	band->fill = THEME_BAR;
	if (p->m->modes[KIOSK_CONTRAST]) {
		struct paint_box below = { 0, BAR - 4, p->w, 4 };
		view_add(p->v, VIEW_BOX, below)->fill = THEME_ON_BAR;
	}
	box = page_inset(box, (BAR - 84) / 2);
	box.x = p->margin;
	box.w = p->w - 2 * p->margin;
	logo(p, page_cut_left(&box, 76, 24));
	if (has_languages && p->m->langs_count > 1) {
		double w = fmin(
		    200.0 * (double)p->m->langs_count, box.w * 0.42);
		languages(p, page_cut_right(&box, w, 40), true);
	}
	clock_text(p, page_cut_right(&box, 170, 24));
	struct view_item *name = page_text(p, box, p->m->hall, 42);
	name->bold = true;
	name->fill = THEME_ON_BAR;
	name->lines_max = 2;
}

struct tool {
	enum kiosk_mode mode;
	enum icon icon;
	const char *label;
};

static const struct tool tools[KIOSK_MODES] = {
	{ KIOSK_CONTRAST, ICON_CONTRAST, "Contrast" },
	{ KIOSK_LARGE, ICON_LETTER, "Larger text" },
	{ KIOSK_VOICE, ICON_SPEAKER, "Voice" },
	{ KIOSK_LOW, ICON_LOWER, "Lower" },
};

static void
tool_button(struct page *p, struct paint_box box, const struct tool *tool)
{
	page_button(p, box,
	    &(struct page_button){
		.action = KIOSK_TOGGLE,
		.arg = (int)tool->mode,
		.label = tr(p->c, tool->label),
		.icon = tool->icon,
		.look = p->m->modes[tool->mode] ? PAGE_CHOSEN : PAGE_PLAIN,
		.size = 29,
		.stacked = true,
	    });
}

static void
tool_row(struct page *p, struct paint_box box)
{
	int count = KIOSK_MODES - p->m->mute, at = 0;

	for (int i = 0; i < KIOSK_MODES; i++) {
		if (p->m->mute && tools[i].mode == KIOSK_VOICE)
			continue;
		tool_button(p, page_column(box, at++, count, 18), &tools[i]);
	}
}

/* Of four to three, say: long words have no room in its foot. */
static bool
is_narrow(const struct page *p)
{
	return !p->portrait && p->w < 1600;
}

/* What the foot's own buttons are; those that don't apply have no action. */
static size_t
foot_buttons(const struct page *p, struct page_button b[2])
{
	const struct kiosk_model *m = p->m;
	bool start = m->page == KIOSK_DEPARTMENTS ||
	    (m->page == KIOSK_SERVICES && m->department > m->departments_count);
	size_t count = 0;

	if (start) {
		b[count++] = (struct page_button){ .action = KIOSK_GO_FIND,
			.label = tr(p->c, "Find my number"),
			.icon = ICON_LENS };
		if (!m->appointments)
			return count;
		b[count++] = (struct page_button){ .action = KIOSK_GO_CHECKIN,
			.label = tr(p->c,
			    is_narrow(p) ? "Check in"
					 : "Have an appointment? Check in"),
			.icon = ICON_CALENDAR,
			.look = PAGE_PRIMARY };
		return count;
	}
	b[count++] = (struct page_button){ .action = KIOSK_GO_BACK,
		.label = tr(p->c, "Back"),
		.icon = ICON_BACK };
	if (m->page == KIOSK_CHECKIN || m->page == KIOSK_FIND) {
		b[count++] = (struct page_button){ .action = KIOSK_ENTER,
			.label = tr(
			    p->c, m->page == KIOSK_FIND ? "Find" : "Check in"),
			.icon = ICON_CHECK,
			.look = PAGE_PRIMARY };
	}
	return count;
}

static void
foot(struct page *p)
{
	struct paint_box box = p->foot;
	struct page_button buttons[2];
	size_t count = foot_buttons(p, buttons);

	if (p->portrait) {
		tool_row(p, page_cut_bottom(&box, FOOT, p->gap));
	} else {
		tool_row(p,
		    page_cut_left(
			&box, box.w * (is_narrow(p) ? 0.54 : 0.45), 36));
	}
	for (size_t i = 0; i < count; i++) {
		page_button(p, page_column(box, (int)i, (int)count, p->gap),
		    &buttons[i]);
	}
}

/* These pages have the whole height: nothing else is to be pressed there. */
static bool
has_foot(enum kiosk_page page)
{
	return page != KIOSK_WAIT && page != KIOSK_TICKET &&
	    page != KIOSK_AWAY && page != KIOSK_NO_PAPER;
}

/* These have no heading: what they show takes all there is. */
static bool
is_whole(enum kiosk_page page)
{
	return page == KIOSK_TICKET || page == KIOSK_FOUND ||
	    page == KIOSK_SAY || !has_foot(page);
}

/* In low reach all that can be touched lies below a line; else the top. */
static void
divide_rest(struct page *p, struct paint_box *rest)
{
	double low_y = p->h * (p->portrait ? LOW_PORTRAIT : LOW_LANDSCAPE);
	bool low = p->m->modes[KIOSK_LOW];

	if (low && is_whole(p->m->page)) {
		languages(p, page_cut_bottom(rest, LANGUAGES, p->gap), false);
	} else if (low) {
		p->title = page_cut_top(rest, low_y - rest->y - p->gap, p->gap);
		languages(p, page_cut_top(rest, LANGUAGES, p->gap), false);
	} else if (p->portrait) {
		languages(p, page_cut_top(rest, LANGUAGES, p->gap), false);
	}
	if (!low && !is_whole(p->m->page))
		p->title = page_cut_top(rest, TITLE, 16);
}

/* Divides the screen: band, languages, title, body, foot. */
static void
divide(struct page *p)
{
	struct paint_box rest = { p->margin, BAR + p->gap, p->w - 2 * p->margin,
		p->h - BAR - 2 * p->gap };
	double foot_h = p->portrait ? 2 * FOOT + p->gap : FOOT;

	bar(p, !p->portrait && !p->m->modes[KIOSK_LOW]);
	if (has_foot(p->m->page))
		p->foot = page_cut_bottom(&rest, foot_h, p->gap);
	divide_rest(p, &rest);
	p->body = rest;
	if (p->foot.h > 0)
		foot(p);
}

static void (*const pages[KIOSK_PAGES])(struct page *p) = {
	[KIOSK_DEPARTMENTS] = page_departments,
	[KIOSK_SERVICES] = page_services,
	[KIOSK_GUIDE] = page_guide,
	[KIOSK_WAIT] = page_wait,
	[KIOSK_TICKET] = page_ticket,
	[KIOSK_CHECKIN] = page_code,
	[KIOSK_FIND] = page_code,
	[KIOSK_FOUND] = page_found,
	[KIOSK_GIVE_BACK] = page_give_back,
	[KIOSK_RATE] = page_rate,
	[KIOSK_SAY] = page_say,
	[KIOSK_AWAY] = page_say,
	[KIOSK_NO_PAPER] = page_say,
};

static struct page
begin(struct view *v, const struct kiosk_model *m, int width, int height)
{
	double px = (width < height ? width : height) / PAGE_UNITS;
	const struct kiosk_lang *lang = &m->langs[m->lang];
	bool portrait = height > width;

	view_init(v, m->modes[KIOSK_CONTRAST] ? &theme_contrast : &theme_normal,
	    &lang->script);
	return (struct page){
		.v = v,
		.m = m,
		.c = lang->catalogue,
		.w = width / px,
		.h = height / px,
		.margin = portrait ? 40 : 60,
		.gap = 26,
		.portrait = portrait,
		.text = m->modes[KIOSK_LARGE] ? LARGE : 1,
	};
}

void
kiosk_layout(struct view *v, const struct kiosk_model *m, int width, int height)
{
	struct page p = begin(v, m, width, height);

	divide(&p);
	pages[m->page](&p);
	view_finish(v, width / p.w, width);
}

size_t
kiosk_turns(const struct kiosk_model *m, int width, int height)
{
	struct view *v = malloc(sizeof(*v));

	if (v == NULL)
		return 1;
	struct page p = begin(v, m, width, height);
	divide(&p);
	size_t cards = page_cards(&p), count = page_cards_count(m);
	free(v);
	return count > cards ? (count + cards - 1) / cards : 1;
}

void
kiosk_draw(cairo_t *cr, const struct kiosk_model *m, int width, int height)
{
	struct view *v = malloc(sizeof(*v));

	if (v == NULL)
		return;
	kiosk_layout(v, m, width, height);
	view_paint(v, cr);
	free(v);
}
