/* The part of a layout that keeps strangers from taking what others need. */
#ifndef HAO_LAYOUT_LIMITS_H
#define HAO_LAYOUT_LIMITS_H

#include <stdint.h>

#include "server/hall/account.h"

struct layout_limits {
	/* Connections at one time: of one address; of strangers, in all. */
	uint32_t address_connections, address_strangers, strangers;
	/* Of one account, remembered for a day; 0: any number. */
	uint32_t requests;
	uint32_t buffers_mib; /* that wait for clients to read them, in all */
	/* Commands a second of one connection, by its role; 0: any number. */
	uint32_t commands[ACCOUNT_ROLES];
	/* What is not said of one kind of device or person. */
	uint32_t commands_device, commands_person;
};

#endif
