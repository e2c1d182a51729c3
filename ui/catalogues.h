/* The compiled catalogues, which po/embed.py turns into a table. */
#ifndef HAO_CATALOGUES_H
#define HAO_CATALOGUES_H

#include <stddef.h>

struct catalogues_entry {
	const char *lang;
	const unsigned char *bytes; /* as msgfmt wrote them */
	size_t size;
};

extern const struct catalogues_entry catalogues[];
extern const size_t catalogues_count;

#endif
