/* A text of a layout, in the hall's languages. */
#ifndef HAO_LAYOUT_TEXT_H
#define HAO_LAYOUT_TEXT_H

#define LAYOUT_LANGUAGES_MAX 8

/* One text in each language; an absent one is NULL. Index: languages[]. */
struct layout_text {
	char *in[LAYOUT_LANGUAGES_MAX];
};

#endif
