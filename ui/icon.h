/* Small drawings for buttons: strokes on a grid of 24, any size. */
#ifndef HAO_ICON_H
#define HAO_ICON_H

#include "ui/paint.h"

enum icon {
	ICON_NONE,
	ICON_STAR,
	ICON_CONTRAST,
	ICON_LETTER, /* larger text */
	ICON_SPEAKER,
	ICON_LOWER,
	ICON_CALENDAR,
	ICON_LENS,
	ICON_PERSON,
	ICON_FORWARD, /* these two turn round in a mirror */
	ICON_BACK,
	ICON_CHECK,
	ICON_WARNING,
	ICON_PAPER,
	ICON_ERASE,
	ICON_FACE_1, /* the ratings, worst to best */
	ICON_FACE_2,
	ICON_FACE_3,
	ICON_FACE_4,
	ICON_FACE_5,
	ICON_COUNT,
};

void icon_paint(struct paint *p, enum icon icon, struct paint_box box,
    struct theme_rgb colour);

#endif
