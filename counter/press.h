/* What is pressed: a character's code point, or one of these. */
#ifndef HAO_PRESS_H
#define HAO_PRESS_H

enum press {
	PRESS_ENTER = '\r',
	PRESS_ESCAPE = 0x1B,
	PRESS_SPACE = ' ',
	PRESS_ERASE = 0x7F,  /* the character before the cursor */
	PRESS_UP = 0x110000, /* above the last code point */
	PRESS_DOWN,
	PRESS_F0 = 0x110100, /* PRESS_F0 + n is Fn */
	PRESS_OTHER = 0x110200,
};

#endif
