/* Scenes as a hall has them, for pictures and checks of what is drawn. */
#ifndef HAO_TEST_SCENES_H
#define HAO_TEST_SCENES_H

#include "display/scene.h"

struct catalogue;

/* The languages' catalogues; freed with scenes_end. */
void scenes_begin(struct scene *s, const char *first, const char *second);
void scenes_end(struct scene *s);

/* A hall of six services and a call; CALLS of them at once, 1 to 4. */
void scenes_hall(struct scene *s, size_t calls);
/* COUNT counters, some of them closed and paused. */
void scenes_counters(struct scene *s, size_t count);
/* The longest of everything. */
void scenes_long(struct scene *s);

#endif
