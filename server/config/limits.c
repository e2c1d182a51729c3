/* What one client may take of what all need: defaults and bounds. */
#include <stddef.h>

#include "server/config/check.h"

#define AT(field) offsetof(struct layout_limits, field)

const struct config_bound config_bounds_limits[] = {
	{ "address_connections", AT(address_connections), 1, 60000, 512 },
	{ "address_strangers", AT(address_strangers), 1, 60000, 256 },
	{ "strangers", AT(strangers), 1, 60000, 512 },
	{ "buffers_mib", AT(buffers_mib), 8, 65536, 64 },
	{ "commands_stranger", AT(commands_stranger), 0, 1000000, 20 },
	{ "commands_local", AT(commands_local), 0, 1000000, 0 },
	{ "commands_device", AT(commands_device), 0, 1000000, 500 },
	{ "commands_person", AT(commands_person), 0, 1000000, 200 },
	{ 0 },
};

void
config_check_limits(struct config_check *c)
{
	config_check_bounds(
	    c, config_bounds_limits, "limits.", &c->layout->limits);
}
