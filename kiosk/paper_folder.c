#include "kiosk/paper_folder.h"

#include <limits.h>
#include <stdio.h>

static void
fill(cairo_surface_t *surface, const struct raster *paper)
{
	int stride = cairo_image_surface_get_stride(surface);
	unsigned char *at = cairo_image_surface_get_data(surface);

	for (int y = 0; y < paper->height; y++) {
		for (int x = 0; x < paper->width; x++) {
			at[y * stride + x] = raster_dot(paper, x, y) ? 0x00
								     : 0xFF;
		}
	}
	cairo_surface_mark_dirty(surface);
}

/* Grey: Cairo's A8 would come out as black with holes. */
cairo_surface_t *
paper_folder_picture(const struct raster *paper)
{
	cairo_surface_t *mask = cairo_image_surface_create(
	    CAIRO_FORMAT_A8, paper->width, paper->height);
	cairo_surface_t *picture = cairo_image_surface_create(
	    CAIRO_FORMAT_RGB24, paper->width, paper->height);
	cairo_t *cr = cairo_create(picture);

	fill(mask, paper);
	cairo_set_source_rgb(cr, 1, 1, 1);
	cairo_mask_surface(cr, mask, 0, 0);
	cairo_destroy(cr);
	cairo_surface_destroy(mask);
	return picture;
}

bool
paper_folder_write(const char *file, const struct raster *paper)
{
	cairo_surface_t *picture = paper_folder_picture(paper);
	bool well = cairo_surface_write_to_png(picture, file) ==
	    CAIRO_STATUS_SUCCESS;

	cairo_surface_destroy(picture);
	return well;
}

bool
paper_folder_put(
    const char *folder, const char *name, const struct raster *paper)
{
	char file[PATH_MAX];
	int n = snprintf(file, sizeof(file), "%s/%s.png", folder, name);

	return n > 0 && n < (int)sizeof(file) &&
	    paper_folder_write(file, paper);
}
