#include <math.h>
#include <string.h>

#include "kiosk/page.h"

#define CODE_TEXT 40.0

/* A round sign with a tick, and what it says. */
static void
verdict(struct page *p, struct paint_box box, const char *text, bool good)
{
	double side = fmin(72, box.h);
	struct paint_box sign = page_cut_left(&box, side, 22);
	struct view_item *item;

	sign.y += (sign.h - side) / 2;
	sign.h = side;
	item = view_add(p->v, VIEW_BOX, sign);
	item->fill = good ? THEME_GOOD : THEME_BAD;
	item->radius = side / 2;
	(void)page_icon(p, page_inset(sign, side * 0.2),
	    good ? ICON_CHECK : ICON_WARNING,
	    good ? THEME_ON_GOOD : THEME_ON_BAD);
	item = page_text(p, box, text, 46);
	item->bold = true;
	item->lines_max = 2;
	item->fill = good ? THEME_GOOD : THEME_BAD;
}

/* What it is, and how much. */
static void
figure(struct page *p, struct paint_box box, const char *what,
    const char *how_much)
{
	struct paint_box above = page_cut_top(&box, box.h * 0.4, 0);
	struct view_item *item = page_text(p, above, what, 34);

	item->fill = THEME_SOFT;
	item->lines_max = 2;
	item = page_text(p, box, how_much, 60 / p->text);
	item->bold = true;
	item->fill = THEME_ACCENT;
	item->size_min = 28;
	item->lines_max = 2;
	item->down = PAINT_START;
}

static const char *
people(struct page *p, int64_t ahead)
{
	if (ahead == 0)
		return tr(p->c, "Nobody");
	return page_number(p,
	    trn(p->c, "{n} person", "{n} people", (uint64_t)ahead), "n", ahead);
}

/* Ahead, about how long, counters: as many as are known, side by side. */
static void
figures(struct page *p, struct paint_box box)
{
	const struct kiosk_ticket *t = &p->m->ticket;
	const char *minutes = page_minutes(p, t->wait);
	const char *what[3], *how_much[3];
	int count = 0;

	if (t->ahead >= 0) {
		what[count] = tr(p->c, "Ahead of you");
		how_much[count++] = people(p, t->ahead);
	}
	if (*minutes != '\0') {
		what[count] = tr(p->c, "About how long");
		how_much[count++] = minutes;
	}
	if (*t->counters != '\0') {
		what[count] = tr(p->c, "Counters");
		how_much[count++] = t->counters;
	}
	/* The range of minutes is the longest of them. */
	double gap = 1.5 * p->gap, narrow = (box.w - 2 * gap) * 0.3;
	for (int i = 0; i < count; i++) {
		struct paint_box cell = page_column(box, i, count, gap);
		if (count == 3) {
			cell.w = i == 1 ? box.w - 2 * (narrow + gap) : narrow;
			cell.x = i == 0 ? box.x
			    : i == 1	? box.x + narrow + gap
					: box.x + box.w - narrow;
		}
		figure(p, cell, what[i], how_much[i]);
	}
}

/* What a phone reads; and below it what an owner types. */
static void
codes(struct page *p, struct paint_box box)
{
	const struct kiosk_ticket *t = &p->m->ticket;
	struct view_item *item;
	struct paint_box words = page_cut_bottom(&box, 170, 10);

	if (*t->qr != '\0') {
		double side = fmin(box.w, box.h);
		struct paint_box square = { box.x + (box.w - side) / 2,
			box.y + (box.h - side) / 2, side, side };
		view_add(p->v, VIEW_QR, square)->text = t->qr;
	}
	struct paint_box code = page_cut_bottom(&words, 64, 0);
	item = page_text(p, words,
	    tr(p->c,
		*t->qr != '\0' ? "Scan with your phone to follow your turn"
			       : "With this code you find your number again"),
	    32);
	item->lines_max = 3;
	item->across = PAINT_CENTRE;
	item->bold = true;
	item = page_text(p, code, t->shown_code, CODE_TEXT / p->text);
	item->script = &page_latin;
	item->across = PAINT_CENTRE;
	item->bold = true;
	item->fill = THEME_SOFT;
}

static void
number(struct page *p, struct paint_box box)
{
	struct view_item *item = page_text(
	    p, box, p->m->ticket.number, box.h * 0.95 / p->text);

	item->bold = true;
	item->size_min = 60;
}

/* Everything of the ticket but what may be done with it. */
static void
ticket_panel(struct page *p, struct paint_box box, const char *says, bool good)
{
	const struct kiosk_ticket *t = &p->m->ticket;
	bool tight = box.h < 540;
	struct paint_box inner = page_inset(box, tight ? 28 : 44), line;
	struct view_item *item;

	(void)page_panel(p, box);
	if (box.h > box.w) {
		codes(p, page_cut_bottom(&inner, inner.h * 0.42, 24));
	} else {
		struct paint_box right = page_cut_right(
		    &inner, inner.w * 0.34, 48);
		line = (struct paint_box){ right.x - 24, right.y, 2, right.h };
		view_add(p->v, VIEW_BOX, line)->fill = THEME_RULE;
		codes(p, right);
	}
	verdict(p, page_cut_top(&inner, tight ? 70 : 88, 4), says, good);
	figures(p, page_cut_bottom(&inner, 164, 12));
	line = page_cut_bottom(&inner, 2, 10);
	view_add(p->v, VIEW_BOX, line)->fill = THEME_RULE;
	if (t->training) {
		item = page_text(p, page_cut_top(&inner, 50, 4),
		    tr(p->c, "Practice only"), 40);
		item->bold = true;
		item->fill = THEME_BAD;
	}
	item = page_text(p, page_cut_bottom(&inner, 70, 2), t->service, 44);
	item->bold = true;
	item->lines_max = 2;
	number(p, inner);
}

static const char *
done(struct page *p)
{
	int left_s = p->m->left_s;

	if (left_s <= 0)
		return tr(p->c, "Done");
	return page_number(p,
	    trn(p->c, "Done (back in {n} second)", "Done (back in {n} seconds)",
		(uint64_t)left_s),
	    "n", left_s);
}

void
page_ticket(struct page *p)
{
	const char *paper = p->m->ticket.paper;
	struct paint_box box = p->body;
	struct paint_box foot = page_cut_bottom(&box, 112, p->gap);
	bool good = strstr(paper, "failed") == NULL;
	double aside = p->portrait ? 0 : box.w * 0.08;

	box.x += aside;
	box.w -= 2 * aside;
	foot.x += aside;
	foot.w -= 2 * aside;
	ticket_panel(p, box, tr(p->c, paper), good);
	if (!p->m->mute) {
		page_button(p, page_cut_left(&foot, foot.w * 0.42, p->gap),
		    &(struct page_button){ .action = KIOSK_SPEAK_NUMBER,
			.label = tr(p->c, "Say my number"),
			.icon = ICON_SPEAKER });
	}
	page_button(p, foot,
	    &(struct page_button){ .action = KIOSK_GO_BACK,
		.label = done(p),
		.size = 40,
		.look = PAGE_PRIMARY });
}

/* What has become of a ticket, for its owner. */
static const char *
state_text(struct page *p, bool *good)
{
	const struct kiosk_ticket *t = &p->m->ticket;
	static const struct {
		const char *state, *text;
		bool good;
	} states[] = {
		{ "waiting", "Waiting", true },
		{ "called", "Please go to counter {counter}", true },
		{ "serving", "Being served at counter {counter}", true },
		{ "missed",
		    "You missed your call. Please go to the service "
		    "desk",
		    false },
		{ "held", "On hold. Please ask at the service desk", true },
		{ "served", "Served", true },
		{ "cancelled", "Given back", true },
	};

	for (size_t i = 0; i < sizeof(states) / sizeof(states[0]); i++) {
		if (strcmp(states[i].state, t->state) != 0)
			continue;
		*good = states[i].good;
		return page_words(
		    p, tr(p->c, states[i].text), "counter", t->counter);
	}
	*good = false;
	return tr(p->c, "No longer valid");
}

static size_t
found_buttons(const struct page *p, struct page_button b[3])
{
	const struct kiosk_ticket *t = &p->m->ticket;
	size_t count = 0;

	if (t->may_rate) {
		b[count++] = (struct page_button){ .action = KIOSK_GO_RATE,
			.label = tr(p->c, "Rate our service"),
			.icon = ICON_FACE_5,
			.look = PAGE_PRIMARY };
	}
	if (t->may_print) {
		b[count++] = (struct page_button){ .action = KIOSK_PRINT_AGAIN,
			.label = tr(p->c, "Print again"),
			.icon = ICON_PAPER };
	}
	if (strcmp(t->state, "waiting") == 0 ||
	    strcmp(t->state, "missed") == 0 || strcmp(t->state, "held") == 0) {
		b[count++] = (struct page_button){ .action = KIOSK_GO_GIVE_BACK,
			.label = tr(p->c, "Give my number back"),
			.icon = ICON_ERASE };
	}
	return count;
}

void
page_found(struct page *p)
{
	struct page_button buttons[3];
	size_t count = found_buttons(p, buttons);
	struct paint_box box = p->body, row;
	bool good;

	if (count > 0) {
		row = page_cut_bottom(&box, 104, p->gap);
		for (size_t i = 0; i < count; i++) {
			page_button(p,
			    page_column(row, (int)i, (int)count, p->gap),
			    &buttons[i]);
		}
	}
	const char *says = state_text(p, &good);
	ticket_panel(p, box, says, good);
}

void
page_give_back(struct page *p)
{
	struct paint_box box = p->body;
	struct paint_box yes = page_row(box, 0, 2, p->gap);
	struct paint_box no = page_row(box, 1, 2, p->gap);

	page_heading(p,
	    page_words(p, tr(p->c, "Give number {number} back?"), "number",
		p->m->ticket.number),
	    tr(p->c, "You will lose your place in the queue"));
	yes.h = no.h = fmin(yes.h, 180);
	no.y = yes.y + yes.h + p->gap;
	page_button(p, no,
	    &(struct page_button){ .action = KIOSK_GIVE_IT_BACK,
		.label = tr(p->c, "Yes, give it back"),
		.look = PAGE_DANGER,
		.size = 48 });
	page_button(p, yes,
	    &(struct page_button){ .action = KIOSK_GO_BACK,
		.arg = 1, /* another target than Back, for the focus */
		.label = tr(p->c, "No, keep it"),
		.look = PAGE_PRIMARY,
		.size = 48 });
}
