/* The random bytes of a run, and what looks at secrets. */
#ifndef HAO_TEST_SECRET_SIM_H
#define HAO_TEST_SECRET_SIM_H

#include <stdint.h>

/* From now on they come of SEED. */
void secret_sim_begin(uint64_t seed);

#endif
