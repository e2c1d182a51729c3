/* The numbers on the tickets, and the slots that make them unique. */
#ifndef HAO_NUMBER_H
#define HAO_NUMBER_H

#include "server/hall/state.h"

void number_write(
    char out[OUTCOME_NUMBER], const struct service *s, uint32_t n);
int64_t number_slot(
    int64_t day, const struct service *s, uint32_t n, uint32_t lap);
bool number_of_slot(
    int64_t slot, const struct service *s, uint32_t *ordinal, uint32_t *lap);
/* The next ordinal free, or false: used up. LAP is its lap. */
bool number_next(const struct hall *h, const struct service *s,
    uint32_t *ordinal, uint32_t *lap);
bool number_read(const struct board *b, const char *number,
    struct service **service, uint32_t *ordinal);

#endif
