/*
 * What a citizen types: a service's number, and after a full stop a class's;
 * or c and the code of an appointment.
 */
#ifndef HAO_KIOSK_KEY_H
#define HAO_KIOSK_KEY_H

#include <stddef.h>

struct key {
	size_t service, class; /* from 1; service 0: that is no key */
	const char *code;      /* of an appointment, in the line; or NULL */
};

struct key key_read(const char *line);

#endif
