#include "pad/driver.h"

#include <stddef.h>
#include <string.h>

static const struct pad_driver *const drivers[] = {
	&pad_driver_serial,
};

const struct pad_driver *
pad_driver_find(const char *name)
{
	for (size_t i = 0; i < sizeof(drivers) / sizeof(drivers[0]); i++) {
		if (strcmp(drivers[i]->name, name) == 0)
			return drivers[i];
	}
	return NULL;
}
