/* What one client may take of what all need: defaults and bounds. */
#include <stddef.h>

#include "server/config/check.h"

#define AT(field) offsetof(struct layout_limits, field)
#define OF(role)  AT(commands[ACCOUNT_##role])
#define DEVICE	  500
#define PERSON	  200

const struct config_bound config_bounds_limits[] = {
	{ "address_connections", AT(address_connections), 1, 60000, 512 },
	{ "address_strangers", AT(address_strangers), 1, 60000, 256 },
	{ "strangers", AT(strangers), 1, 60000, 512 },
	{ "buffers_mib", AT(buffers_mib), 8, 65536, 64 },
	{ "requests", AT(requests), 0, 100000000, 100000 },
	{ "commands_stranger", OF(STRANGER), 0, 1000000, 20 },
	{ "commands_local", OF(LOCAL), 0, 1000000, 0 },
	{ "commands_device", AT(commands_device), 0, 1000000, DEVICE },
	{ "commands_kiosk", OF(KIOSK), 0, 1000000, DEVICE },
	{ "commands_display", OF(DISPLAY), 0, 1000000, DEVICE },
	{ "commands_pad", OF(PAD), 0, 1000000, DEVICE },
	{ "commands_counter", OF(COUNTER), 0, 1000000, DEVICE },
	{ "commands_web", OF(WEB), 0, 1000000, DEVICE },
	{ "commands_person", AT(commands_person), 0, 1000000, PERSON },
	{ "commands_supervisor", OF(SUPERVISOR), 0, 1000000, PERSON },
	{ "commands_manager", OF(MANAGER), 0, 1000000, PERSON },
	{ "commands_technician", OF(TECHNICIAN), 0, 1000000, PERSON },
	{ 0 },
};

void
config_check_limits(struct config_check *c)
{
	config_check_bounds(
	    c, config_bounds_limits, "limits.", &c->layout->limits);
}
