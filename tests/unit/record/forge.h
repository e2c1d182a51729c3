/* Who changes a journal and covers it up. */
#ifndef HAO_TEST_FORGE_H
#define HAO_TEST_FORGE_H

#include "tests/unit/journal/file.h"

/* Runs SQL, then makes the whole chain anew, so that it verifies. */
void forge(const struct file *f, const char *sql);

#endif
