/* Letters and digits of a ticket's number, drawn large. */
#ifndef HAO_GLYPH_H
#define HAO_GLYPH_H

struct buf;

#define GLYPH_ROWS    7
#define GLYPH_COLUMNS 5

/* How wide each dot may be drawn so that TEXT fits: 2, 1, or 0 for never. */
int glyph_scale(const char *text, int columns);
/* Columns that TEXT takes at SCALE. */
int glyph_width(const char *text, int scale);

/* Puts row ROW of TEXT, from its first dot to the last that is set. */
void glyph_row(struct buf *out, const char *text, int row, int scale);

#endif
