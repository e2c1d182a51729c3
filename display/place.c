#include "display/place.h"

#include <math.h>
#include <string.h>

#include "display/scene.h"

#define MARGIN 48 /* units */
#define HEAD   132
#define STATE  112
#define FOOT   82
#define AIR    30 /* above the foot, and around a sign */
#define GAP    28

/* What a box is made of. */
struct room {
	struct paint_box box;
	double u;
	bool upright;
};

double
place_unit(int width, int height)
{
	double longer = height > width ? height : width;
	double shorter = height > width ? width : height;

	return fmin(longer / 1920, shorter / 1080);
}

static bool
is_told(const struct scene *s)
{
	return s->away[0] != '\0' || s->alarm[0] != '\0';
}

/* --- The calls' layout --------------------------------------------------- */

/* Many at once take the place of those who wait. */
static struct paint_box
call_box(const struct room *r, bool many)
{
	struct paint_box box = r->box;

	if (r->upright) {
		box.h *= many ? 0.58 : 0.3;
		box.h -= many ? GAP * r->u : 0;
	} else {
		box.w *= 0.62;
		box.h *= many ? 1 : 0.522;
	}
	return box;
}

static struct paint_box
rows_box(const struct room *r, bool many)
{
	struct paint_box call = call_box(r, many), box = r->box;
	double gap = GAP * r->u;

	if (r->upright) {
		box.y += call.h + gap;
		box.h *= 0.42;
	} else {
		box.x += call.w + gap;
		box.w -= call.w + gap;
	}
	return box;
}

static struct paint_box
waiting_box(const struct room *r)
{
	struct paint_box above = r->upright ? rows_box(r, false)
					    : call_box(r, false);
	struct paint_box box = above;

	box.y += above.h + GAP * r->u;
	box.h = r->box.y + r->box.h - box.y;
	return box;
}

static struct paint_box
body_part(const struct scene *s, const struct room *r, enum place place)
{
	bool many = s->tiles_count > 1;

	if (s->layout != SCENE_CALLS)
		return place == PLACE_CALL ? r->box : (struct paint_box){ 0 };
	if (place == PLACE_CALL)
		return call_box(r, many);
	if (place == PLACE_ROWS)
		return rows_box(r, many);
	return many ? (struct paint_box){ 0 } : waiting_box(r);
}

/* --- All of it ----------------------------------------------------------- */

static struct paint_box
sign_box(int width, int height, double u)
{
	double by = AIR * u;

	return (struct paint_box){ by, by, width - 2 * by, height - 2 * by };
}

struct paint_box
place_box(const struct scene *s, int width, int height, enum place place)
{
	bool upright = height > width;
	double u = place_unit(width, height), margin = MARGIN * u;
	double w = width - 2 * margin, foot = FOOT * u;
	double top = HEAD + (upright && is_told(s) ? STATE : 0);
	struct room r = { { margin, top * u, w, 0 }, u, upright };

	r.box.h = height - r.box.y - foot - AIR * u;
	if (s->layout == SCENE_SIGN) {
		return place == PLACE_CALL ? sign_box(width, height, u)
					   : (struct paint_box){ 0 };
	}
	switch (place) {
	case PLACE_HEAD:
		return (struct paint_box){ margin, 22 * u, w, 88 * u };
	case PLACE_STATE:
		return (struct paint_box){ margin, HEAD * u, upright ? w : 0,
			88 * u };
	case PLACE_CALL:
	case PLACE_ROWS:
	case PLACE_WAITING:
		return body_part(s, &r, place);
	case PLACE_FOOT:
		return (struct paint_box){ 0, height - foot, width, foot };
	case PLACES:
		break;
	}
	return (struct paint_box){ 0 };
}

/* Below the line that ends the hall. */
struct paint_box
place_foot_text(int width, int height)
{
	double u = place_unit(width, height), margin = floor(MARGIN * u);
	double top = ceil(height - (FOOT - 4) * u);

	return (
	    struct paint_box){ margin, top, width - 2 * margin, height - top };
}

/* --- Changes ------------------------------------------------------------- */

/* Names, of which the second may be left out. */
static bool
same_names(const char a[SCENE_LANGS][SCENE_NAME],
    const char b[SCENE_LANGS][SCENE_NAME])
{
	for (size_t i = 0; i < SCENE_LANGS; i++) {
		if (strcmp(a[i], b[i]) != 0)
			return false;
	}
	return true;
}

static bool
same_head(const struct scene *a, const struct scene *b)
{
	const struct tm *x = &a->now, *y = &b->now;

	return same_names(a->hall, b->hall) && x->tm_min == y->tm_min &&
	    x->tm_hour == y->tm_hour && x->tm_yday == y->tm_yday &&
	    x->tm_year == y->tm_year && strcmp(a->away, b->away) == 0;
}

static bool
same_calls(const struct scene_call *a, const struct scene_call *b, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (strcmp(a[i].number, b[i].number) != 0 ||
		    strcmp(a[i].counter, b[i].counter) != 0 ||
		    a[i].is_new != b[i].is_new ||
		    !same_names(a[i].service, b[i].service))
			return false;
	}
	return true;
}

static bool
same_rows(const struct scene *a, const struct scene *b)
{
	return a->rows_count == b->rows_count &&
	    same_calls(a->rows, b->rows, a->rows_count);
}

static bool
same_waiting(const struct scene *a, const struct scene *b)
{
	if (a->services_count != b->services_count || a->page != b->page ||
	    a->pages != b->pages)
		return false;
	for (size_t i = 0; i < a->services_count; i++) {
		const struct scene_service *x = &a->services[i];
		const struct scene_service *y = &b->services[i];
		if (x->waiting != y->waiting || strcmp(x->mark, y->mark) != 0 ||
		    !same_names(x->name, y->name))
			return false;
	}
	return true;
}

static bool
same_counters(const struct scene *a, const struct scene *b)
{
	if (a->counters_count != b->counters_count || a->page != b->page ||
	    a->pages != b->pages)
		return false;
	for (size_t i = 0; i < a->counters_count; i++) {
		const struct scene_counter *x = &a->counters[i];
		const struct scene_counter *y = &b->counters[i];
		if (x->state != y->state || strcmp(x->label, y->label) != 0 ||
		    strcmp(x->number, y->number) != 0 ||
		    !same_names(x->service, y->service))
			return false;
	}
	return true;
}

static bool
same_foot(const struct scene *a, const struct scene *b)
{
	return a->moves == b->moves && strcmp(a->ticker, b->ticker) == 0 &&
	    strcmp(a->notice, b->notice) == 0;
}

/* Its parts stand where they stood, in the same words. */
static bool
same_places(const struct scene *a, const struct scene *b)
{
	return a->layout == b->layout && a->langs_count == b->langs_count &&
	    memcmp(a->langs, b->langs, sizeof(a->langs)) == 0 &&
	    strcmp(a->urgent, b->urgent) == 0 && is_told(a) == is_told(b) &&
	    a->tiles_count == b->tiles_count;
}

static unsigned
bit_unless(bool same, enum place place)
{
	return same ? 0 : PLACE_BIT(place);
}

unsigned
place_changes(const struct scene *was, const struct scene *now)
{
	if (!same_places(was, now))
		return PLACE_ALL;
	bool rows = same_rows(was, now);
	bool calls = now->layout == SCENE_CALLS;
	bool body = same_calls(was->tiles, now->tiles, now->tiles_count) &&
	    same_counters(was, now) && (calls || rows);

	return bit_unless(same_head(was, now), PLACE_HEAD) |
	    bit_unless(same_head(was, now), PLACE_STATE) |
	    bit_unless(body, PLACE_CALL) | bit_unless(rows, PLACE_ROWS) |
	    bit_unless(same_waiting(was, now), PLACE_WAITING) |
	    bit_unless(same_foot(was, now), PLACE_FOOT);
}
