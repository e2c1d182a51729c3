/* Whether this computer knows a time zone by its IANA name. */
#ifndef HAO_CONFIG_ZONEINFO_H
#define HAO_CONFIG_ZONEINFO_H

#include <stdbool.h>

bool config_zoneinfo_exists(const char *name);

#endif
