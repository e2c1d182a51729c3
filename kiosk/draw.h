/*
 * The kiosk's screen. Pure: a model and a size go in; what comes out is a
 * list of what stands where, which is both drawn and touched.
 */
#ifndef HAO_KIOSK_DRAW_H
#define HAO_KIOSK_DRAW_H

#include <cairo.h>
#include <stddef.h>

struct kiosk_model;
struct view;

void kiosk_layout(
    struct view *v, const struct kiosk_model *m, int width, int height);
void kiosk_draw(
    cairo_t *cr, const struct kiosk_model *m, int width, int height);

/* Pages that the cards of services, or of departments, take; at least one. */
size_t kiosk_turns(const struct kiosk_model *m, int width, int height);

#endif
