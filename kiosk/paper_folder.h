/* A folder instead of a printer, for trying out: each paper is a picture. */
#ifndef HAO_KIOSK_PAPER_FOLDER_H
#define HAO_KIOSK_PAPER_FOLDER_H

#include <stdbool.h>

#include "kiosk/raster.h"

/* As a picture, grey; the caller destroys it. */
cairo_surface_t *paper_folder_picture(const struct raster *paper);

/* Writes FOLDER/NAME.png; false: it could not. */
bool paper_folder_put(const char *folder, const char *name,
    const struct raster *paper) __attribute__((warn_unused_result));

/* The same into FILE. */
bool paper_folder_write(const char *file, const struct raster *paper)
    __attribute__((warn_unused_result));

#endif
