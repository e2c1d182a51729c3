/* Zones with both their changes of a year, for the tests of hours. */
#ifndef HAO_TEST_HOURS_ZONES_H
#define HAO_TEST_HOURS_ZONES_H

#include "server/hall/day.h"

extern const struct zone_table shanghai, berlin, new_york;
extern const struct zone_table lord_howe;  /* by half an hour */
extern const struct zone_table casablanca; /* back in February */
extern const struct zone_table sao_paulo;  /* 2018, at midnight */
extern const struct zone_table st_johns;   /* 2010, back over midnight */

#endif
