/*
 * PWG raster, which every IPP Everywhere printer takes. Pure.
 * See PWG 5102.4, "PWG Raster Format".
 */
#ifndef HAO_PWG_H
#define HAO_PWG_H

#include <stddef.h>

struct buf;
struct raster;

/* Its kind of document, as IPP names it. */
#define PWG_MIME "image/pwg-raster"

/* Puts a document of COUNT pages, one bit a dot, black is 1, at DPI. */
void pwg_document(
    struct buf *out, const struct raster *pages, size_t count, int dpi);

#endif
