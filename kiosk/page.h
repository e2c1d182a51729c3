/*
 * What the pages of the kiosk's screen are made of. They are laid out in
 * units of which the shorter side of the screen has 1080, and as if written
 * from the left.
 */
#ifndef HAO_KIOSK_PAGE_H
#define HAO_KIOSK_PAGE_H

#include "kiosk/model.h"
#include "ui/catalogue.h"
#include "ui/view.h"

#define PAGE_UNITS 1080.0
#define PAGE_LEAST 24.0 /* the least size of a text */

struct page {
	struct view *v;
	const struct kiosk_model *m;
	const struct catalogue *c;
	double w, h, margin, gap;
	bool portrait;
	double text; /* by which texts are larger */
	struct paint_box title, body, foot;
};

/* How codes are written, in whatever language the rest is. */
extern const struct paint_script page_latin;

/* Cuts SIZE off one side of BOX, and GAP besides; returns what was cut. */
struct paint_box page_cut_top(struct paint_box *box, double size, double gap);
struct paint_box page_cut_bottom(
    struct paint_box *box, double size, double gap);
struct paint_box page_cut_left(struct paint_box *box, double size, double gap);
struct paint_box page_cut_right(struct paint_box *box, double size, double gap);
struct paint_box page_inset(struct paint_box box, double by);
/* Cell I of COUNT beside each other, or one below the other. */
struct paint_box page_column(
    struct paint_box box, int i, int count, double gap);
struct paint_box page_row(struct paint_box box, int i, int count, double gap);

/* TEXT, of SIZE or smaller; may be changed further. */
struct view_item *page_text(
    struct page *p, struct paint_box box, const char *text, double size);
struct view_item *page_icon(struct page *p, struct paint_box box,
    enum icon icon, enum theme_colour colour);
struct view_item *page_panel(struct page *p, struct paint_box box);

/* The catalogue's text ID, its {NAME} being a number or a text. */
const char *page_number(
    struct page *p, const char *text, const char *name, int64_t n);
const char *page_words(
    struct page *p, const char *text, const char *name, const char *words);
/* "about 5 min", "10 to 15 min"; "" when nothing is known. */
const char *page_minutes(struct page *p, struct wait_minutes wait);

enum page_look {
	PAGE_PLAIN,
	PAGE_PRIMARY,
	PAGE_CHOSEN, /* a switch that is on */
	PAGE_DANGER,
};

struct page_button {
	enum kiosk_action action;
	int arg;
	const char *label;
	enum icon icon;
	enum page_look look;
	double size;  /* of the label; 0: that of most buttons */
	bool stacked; /* the icon stands above the label */
	bool bare;    /* the icon alone; the label is its name */
};

void page_button(
    struct page *p, struct paint_box box, const struct page_button *b);

/* A target: the box alone, for what draws its own inside. */
struct view_item *page_target(
    struct page *p, struct paint_box box, const struct page_button *b);
bool page_is_pressed(const struct page *p, enum kiosk_action action, int arg);

/* The heading of the page, and what stands below it. */
void page_heading(struct page *p, const char *title, const char *more);

/* The pages. */
void page_departments(struct page *p);
void page_services(struct page *p);
void page_guide(struct page *p);
void page_ticket(struct page *p);
void page_code(struct page *p);
void page_found(struct page *p);
void page_give_back(struct page *p);
void page_rate(struct page *p);
void page_say(struct page *p); /* a message, or why nothing goes */
void page_wait(struct page *p);

/* Cards that fit into P's body at once. */
size_t page_cards(const struct page *p);
size_t page_cards_count(const struct kiosk_model *m);

#endif
