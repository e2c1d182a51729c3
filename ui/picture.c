#include "ui/picture.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

bool
picture_size(struct picture *p, const char *text)
{
	char *end = NULL;
	long width = strtol(text, &end, 10), height = 0;

	if (*end == 'x')
		height = strtol(end + 1, &end, 10);
	if (*end != '\0' || width < 1 || width > PICTURE_SIDE_MAX ||
	    height < 1 || height > PICTURE_SIDE_MAX)
		return false;
	p->width = (int)width;
	p->height = (int)height;
	return true;
}

const char *
picture_write(const struct picture *p, const char *file)
{
	cairo_surface_t *surface = cairo_image_surface_create(
	    CAIRO_FORMAT_RGB24, p->width, p->height);
	cairo_t *cr = cairo_create(surface);

	p->draw(p->ctx, cr, p->width, p->height);
	cairo_status_t status = cairo_status(cr);
	errno = 0;
	if (status == CAIRO_STATUS_SUCCESS)
		status = cairo_surface_write_to_png(surface, file);
	int why = status == CAIRO_STATUS_WRITE_ERROR ? errno : 0;
	cairo_destroy(cr);
	cairo_surface_destroy(surface);
	if (status == CAIRO_STATUS_SUCCESS)
		return NULL;
	return why != 0 ? strerror(why) : cairo_status_to_string(status);
}
