/* Tables that grow by doubling. Pure. */
#ifndef HAO_GROW_H
#define HAO_GROW_H

#include <stddef.h>

#define GROW_FIRST 16

/*
 * AT, which has COUNT things of SIZE bytes and room for CAP, with room for one
 * more: it may be elsewhere then. NULL: no memory, and all is as it was.
 */
void *grow_one(void *at, size_t *cap, size_t count, size_t size)
    __attribute__((warn_unused_result));

#endif
