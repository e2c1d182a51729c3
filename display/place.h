/* Where the parts of a screen stand, and which of them changed. Pure. */
#ifndef HAO_DISPLAY_PLACE_H
#define HAO_DISPLAY_PLACE_H

#include "ui/paint.h"

struct scene;

enum place {
	PLACE_HEAD,
	PLACE_STATE, /* below the head of an upright screen */
	PLACE_CALL,  /* the large calls; in other layouts, all of the body */
	PLACE_ROWS,
	PLACE_WAITING,
	PLACE_FOOT,
	PLACES
};

/* Bits of places. */
#define PLACE_BIT(place) (1U << (place))
#define PLACE_ALL	 ((1U << PLACES) - 1)

/* How many pixels a unit is: 1080 are on the shorter side. */
double place_unit(int width, int height);
/* Empty where the layout has no such part. */
struct paint_box place_box(
    const struct scene *s, int width, int height, enum place place);
/* Where a text at the foot stands, in whole pixels. */
struct paint_box place_foot_text(int width, int height);

/*
 * What looks different when WAS becomes NOW; all of it, the ground too, when
 * its parts stand elsewhere.
 */
unsigned place_changes(const struct scene *was, const struct scene *now);

#endif
