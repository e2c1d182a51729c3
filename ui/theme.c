#include "ui/theme.h"

#include <math.h>

#define RGB(hex)                                        \
 {                                                      \
  (hex) >> 16 & 0xFFU, (hex) >> 8 & 0xFFU, (hex)&0xFFU, \
 }

const struct theme theme_normal = {
	.colours = {
		[THEME_GROUND] = RGB(0xEEF3FAU),
		[THEME_BAR] = RGB(0x0B2E59U),
		[THEME_ON_BAR] = RGB(0xFFFFFFU),
		[THEME_BAR_EDGE] = RGB(0x8EA9D0U),
		[THEME_PANEL] = RGB(0xFFFFFFU),
		[THEME_INK] = RGB(0x10233FU),
		[THEME_SOFT] = RGB(0x44546FU),
		[THEME_EDGE] = RGB(0x74859EU),
		[THEME_RULE] = RGB(0xC6D2E2U),
		[THEME_ACCENT] = RGB(0x0A5BAFU),
		[THEME_ON_ACCENT] = RGB(0xFFFFFFU),
		[THEME_TILE] = RGB(0xE3EDFAU),
		[THEME_ON_TILE] = RGB(0x0A5BAFU),
		[THEME_MARK] = RGB(0xFFC93CU),
		[THEME_ON_MARK] = RGB(0x0B2E59U),
		[THEME_GOOD] = RGB(0x0F6B3AU),
		[THEME_ON_GOOD] = RGB(0xFFFFFFU),
		[THEME_BAD] = RGB(0xA8321CU),
		[THEME_ON_BAD] = RGB(0xFFFFFFU),
		[THEME_OFF] = RGB(0x566276U),
		[THEME_OFF_PANEL] = RGB(0xEEF3FAU),
		[THEME_OFF_TILE] = RGB(0xD5DEEAU),
		[THEME_FOCUS] = RGB(0xC46200U),
	},
	.edge = 2.5,
	.shadow = true,
};

const struct theme theme_contrast = {
	.colours = {
		[THEME_GROUND] = RGB(0x000000U),
		[THEME_BAR] = RGB(0x000000U),
		[THEME_ON_BAR] = RGB(0xFFFFFFU),
		[THEME_BAR_EDGE] = RGB(0xFFFFFFU),
		[THEME_PANEL] = RGB(0x000000U),
		[THEME_INK] = RGB(0xFFFFFFU),
		[THEME_SOFT] = RGB(0xFFFFFFU),
		[THEME_EDGE] = RGB(0xFFFFFFU),
		[THEME_RULE] = RGB(0xFFFFFFU),
		[THEME_ACCENT] = RGB(0xFFE14DU),
		[THEME_ON_ACCENT] = RGB(0x000000U),
		[THEME_TILE] = RGB(0xFFE14DU),
		[THEME_ON_TILE] = RGB(0x000000U),
		[THEME_MARK] = RGB(0xFFE14DU),
		[THEME_ON_MARK] = RGB(0x000000U),
		[THEME_GOOD] = RGB(0xFFE14DU),
		[THEME_ON_GOOD] = RGB(0x000000U),
		[THEME_BAD] = RGB(0xFFE14DU),
		[THEME_ON_BAD] = RGB(0x000000U),
		[THEME_OFF] = RGB(0xC4C4C4U),
		[THEME_OFF_PANEL] = RGB(0x000000U),
		[THEME_OFF_TILE] = RGB(0x333333U),
		[THEME_FOCUS] = RGB(0x4DD2FFU),
	},
	.edge = 5,
	.shadow = false,
};

const struct theme_pair theme_pairs[] = {
	{ THEME_INK, THEME_GROUND, THEME_TEXT_LEAST },
	{ THEME_INK, THEME_PANEL, THEME_TEXT_LEAST },
	{ THEME_SOFT, THEME_GROUND, THEME_TEXT_LEAST },
	{ THEME_SOFT, THEME_PANEL, THEME_TEXT_LEAST },
	{ THEME_ON_BAR, THEME_BAR, THEME_TEXT_LEAST },
	{ THEME_ON_MARK, THEME_MARK, THEME_TEXT_LEAST },
	{ THEME_ON_ACCENT, THEME_ACCENT, THEME_TEXT_LEAST },
	{ THEME_ON_TILE, THEME_TILE, THEME_TEXT_LEAST },
	{ THEME_ACCENT, THEME_PANEL, THEME_TEXT_LEAST },
	{ THEME_GOOD, THEME_PANEL, THEME_TEXT_LEAST },
	{ THEME_ON_GOOD, THEME_GOOD, THEME_TEXT_LEAST },
	{ THEME_BAD, THEME_PANEL, THEME_TEXT_LEAST },
	{ THEME_BAD, THEME_GROUND, THEME_TEXT_LEAST },
	{ THEME_ON_BAD, THEME_BAD, THEME_TEXT_LEAST },
	{ THEME_OFF, THEME_OFF_PANEL, THEME_TEXT_LEAST },
	{ THEME_OFF, THEME_OFF_TILE, THEME_TEXT_LEAST },
	{ THEME_EDGE, THEME_GROUND, THEME_EDGE_LEAST },
	{ THEME_EDGE, THEME_PANEL, THEME_EDGE_LEAST },
	{ THEME_EDGE, THEME_OFF_PANEL, THEME_EDGE_LEAST },
	{ THEME_BAR_EDGE, THEME_BAR, THEME_EDGE_LEAST },
	{ THEME_ACCENT, THEME_GROUND, THEME_EDGE_LEAST },
	{ THEME_MARK, THEME_BAR, THEME_EDGE_LEAST },
	{ THEME_FOCUS, THEME_GROUND, THEME_EDGE_LEAST },
	{ THEME_FOCUS, THEME_PANEL, THEME_EDGE_LEAST },
	{ THEME_FOCUS, THEME_BAR, THEME_EDGE_LEAST },
};
const size_t theme_pairs_count = sizeof(theme_pairs) / sizeof(theme_pairs[0]);

static double
linear(uint8_t part)
{
	double share = part / 255.0;

	return share <= 0.03928 ? share / 12.92
				: pow((share + 0.055) / 1.055, 2.4);
}

static double
luminance(struct theme_rgb c)
{
	return 0.2126 * linear(c.r) + 0.7152 * linear(c.g) +
	    0.0722 * linear(c.b);
}

double
theme_ratio(struct theme_rgb a, struct theme_rgb b)
{
	double la = luminance(a), lb = luminance(b);

	return la > lb ? (la + 0.05) / (lb + 0.05) : (lb + 0.05) / (la + 0.05);
}
