/*
 * Zones put upon a layout of few words: "a:main b:main,yard", services by
 * code. A zone is the hall's when a service names it.
 */
#ifndef HAO_TEST_SPEC_STAFF_H
#define HAO_TEST_SPEC_STAFF_H

#include "tests/sim/spec.h"

void spec_set_zones(struct spec_layout *to, const char *zones);

#endif
