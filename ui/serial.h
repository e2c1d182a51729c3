/* Serial lines: raw, 8N1. */
#ifndef HAO_SERIAL_H
#define HAO_SERIAL_H

#include <stdbool.h>

#define SERIAL_PATH_MAX 128

struct serial {
	char path[SERIAL_PATH_MAX];
	unsigned baud;
};

/* Reads "tty:PATH@BAUD". NULL, or what is wrong and how to write it. */
const char *serial_read(const char *text, struct serial *s)
    __attribute__((warn_unused_result));

/* BAUD is a speed that serial_open can give. */
bool serial_has_speed(unsigned baud);

/*
 * A descriptor that does not block; -1 with a reason in *WHY. FLOW: the
 * other end may hold the line by RTS/CTS.
 */
int serial_open(const char *path, unsigned baud, bool flow, const char **why)
    __attribute__((warn_unused_result));

#endif
