/*
 * A hall that there is not, for pictures of each page without a server: the
 * longest names that a page must bear, in each language.
 */
#ifndef HAO_KIOSK_SAMPLE_H
#define HAO_KIOSK_SAMPLE_H

#include <stdbool.h>

#include "kiosk/model.h"

/* In the place of a token: it opens nothing, for no ticket has the id 0. */
#define SAMPLE_TOKEN   "0.sample-token-of-nobody"
#define SAMPLE_ADDRESS "https://hall.example/t/"

/* The page's name for a command line, "services"; NULL: no more. */
const char *sample_page(int page);

/*
 * A model of PAGE in LANG; owns its catalogues, and is freed with
 * sample_destroy. NULL: no such language, or no memory.
 */
struct kiosk_model *sample_create(enum kiosk_page page, const char *lang);
void sample_destroy(struct kiosk_model *m);

#endif
