#include "kiosk/raster.h"

#include <stdlib.h>

#define HALF 128U

bool
raster_init(struct raster *r, int width, int height)
{
	*r = (struct raster){
		.width = width,
		.height = height,
		.stride = (width + 7) / 8,
	};
	r->bits = calloc((size_t)r->stride, (size_t)height);
	if (r->bits == NULL)
		*r = (struct raster){ 0 };
	return r->bits != NULL;
}

void
raster_release(struct raster *r)
{
	free(r->bits);
	*r = (struct raster){ 0 };
}

static uint8_t
bit(int x)
{
	return (uint8_t)(0x80U >> ((unsigned)x % 8));
}

bool
raster_dot(const struct raster *r, int x, int y)
{
	return (r->bits[y * r->stride + x / 8] & bit(x)) != 0;
}

/* The weights that eyes give to red, green and blue, of 256. */
static bool
is_dark(uint32_t pixel)
{
	uint32_t red = pixel >> 16 & 0xFFU, green = pixel >> 8 & 0xFFU;
	uint32_t blue = pixel & 0xFFU;

	return (red * 77 + green * 150 + blue * 29) >> 8 < HALF;
}

bool
raster_take(struct raster *r, cairo_surface_t *surface)
{
	int width = cairo_image_surface_get_width(surface);
	int height = cairo_image_surface_get_height(surface);
	int stride = cairo_image_surface_get_stride(surface) / 4;

	if (!raster_init(r, width, height))
		return false;
	cairo_surface_flush(surface);
	const uint32_t *pixels = (const uint32_t *)(const void *)
	    cairo_image_surface_get_data(surface);
	for (int y = 0; y < height; y++) {
		for (int x = 0; x < width; x++) {
			if (is_dark(pixels[y * stride + x]))
				r->bits[y * r->stride + x / 8] |= bit(x);
		}
	}
	return true;
}
