/* A hash of the chain as people write it down. Pure. */
#ifndef HAO_HEAD_H
#define HAO_HEAD_H

#include <stdbool.h>
#include <stdint.h>

#include "server/journal/journal.h"

#define HEAD_TEXT 80 /* 64 digits in groups of four */

void head_write(char out[HEAD_TEXT], const uint8_t hash[JOURNAL_HASH]);
/* In any case, with or without spaces and dashes; false: no hash. */
bool head_read(const char *text, uint8_t hash[JOURNAL_HASH]);

#endif
