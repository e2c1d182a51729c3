#include "display/panel_picture.h"

#include <pango/pangocairo.h>

#define SIZE_MIN 7 /* px: smaller is no letter any more */

/* Letters of few pixels: whole ones, and none half lit. */
static void
set_options(PangoContext *context)
{
	cairo_font_options_t *options = cairo_font_options_create();

	cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_NONE);
	cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_FULL);
	pango_cairo_context_set_font_options(context, options);
	cairo_font_options_destroy(options);
	/* Or Chinese gets Japanese glyphs. */
	pango_context_set_language(
	    context, pango_language_from_string("zh-cn"));
}

static void
set_size(PangoLayout *layout, int px)
{
	PangoFontDescription *font = pango_font_description_from_string(
	    "Noto Sans, Noto Sans CJK SC, sans-serif");

	pango_font_description_set_weight(
	    font, px < 14 ? PANGO_WEIGHT_NORMAL : PANGO_WEIGHT_BOLD);
	pango_font_description_set_absolute_size(font, px * PANGO_SCALE);
	pango_layout_set_font_description(layout, font);
	pango_font_description_free(font);
}

struct fitted {
	PangoRectangle ink; /* what is lit, which is less than its lines take */
	int px;		    /* 0: it does not fit */
};

static struct fitted
fit(PangoLayout *layout, int width, int height)
{
	PangoRectangle ink, lines;

	for (int px = height * 3 / 2;; px--) {
		set_size(layout, px);
		pango_layout_get_pixel_extents(layout, &ink, &lines);
		bool fits = ink.height <= height && ink.width <= width &&
		    lines.width <= width + 2;
		if (fits || px <= SIZE_MIN)
			return (struct fitted){ ink, fits ? px : 0 };
	}
}

static PangoLayout *
lay_out(cairo_t *cr, const char *text, int width)
{
	PangoLayout *layout = pango_cairo_create_layout(cr);

	set_options(pango_layout_get_context(layout));
	pango_layout_context_changed(layout);
	pango_layout_set_alignment(layout, PANGO_ALIGN_CENTER);
	pango_layout_set_width(layout, width * PANGO_SCALE);
	pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
	pango_layout_set_text(layout, text, -1);
	return layout;
}

static void
draw(cairo_t *cr, const char *text, int width, int height)
{
	PangoLayout *layout = lay_out(cr, text, width);
	PangoRectangle ink = fit(layout, width, height).ink;
	int left = (width - ink.width) / 2 - ink.x;
	int top = (height - ink.height) / 2 - ink.y;
	cairo_move_to(cr, left, top);
	cairo_set_source_rgb(cr, 1, 1, 1);
	pango_cairo_show_layout(cr, layout);
	g_object_unref(layout);
}

/* A panel of few rows has no letters but small ones. */
bool
panel_picture_is_legible(uint16_t width, uint16_t height, const char *text)
{
	cairo_surface_t *none = cairo_image_surface_create(
	    CAIRO_FORMAT_A8, 1, 1);
	cairo_t *cr = cairo_create(none);
	PangoLayout *layout = lay_out(cr, text, width);
	int px = fit(layout, width, height).px;
	int least = height * 3 / 4;

	g_object_unref(layout);
	cairo_destroy(cr);
	cairo_surface_destroy(none);
	return px >= (least < PANEL_LEGIBLE_PX ? least : PANEL_LEGIBLE_PX);
}

static void
put_row(struct buf *out, const unsigned char *pixels, int width)
{
	for (int x = 0; x < width; x += 8) {
		unsigned byte = 0;
		for (int i = 0; i < 8 && x + i < width; i++) {
			if (pixels[x + i] > 127)
				byte |= 0x80u >> i;
		}
		buf_putc(out, (char)(unsigned char)byte);
	}
}

struct panel_picture
panel_picture_draw(
    struct buf *out, uint16_t width, uint16_t height, const char *text)
{
	cairo_surface_t *surface = cairo_image_surface_create(
	    CAIRO_FORMAT_A8, width, height);
	cairo_t *cr = cairo_create(surface);

	draw(cr, text, width, height);
	cairo_destroy(cr);
	cairo_surface_flush(surface);
	const unsigned char *pixels = cairo_image_surface_get_data(surface);
	size_t stride = (size_t)cairo_image_surface_get_stride(surface);
	buf_clear(out);
	for (size_t y = 0; pixels != NULL && y < height; y++)
		put_row(out, pixels + y * stride, width);
	cairo_surface_destroy(surface);
	return (
	    struct panel_picture){ width, height, (const uint8_t *)out->at };
}
