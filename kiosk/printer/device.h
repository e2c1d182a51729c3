/* Which printer, as the command line names it. Pure. */
#ifndef HAO_DEVICE_H
#define HAO_DEVICE_H

#include <stdbool.h>

#define DEVICE_TEXT_MAX 128

enum device_kind {
	DEVICE_USB, /* usb:SERIAL; usb: is the first one there is */
	DEVICE_TCP, /* tcp:HOST:PORT, the host in digits */
	DEVICE_TTY, /* tty:PATH@BAUD */
};

struct device {
	enum device_kind kind;
	char text[DEVICE_TEXT_MAX]; /* the serial, the host or the path */
	unsigned port;		    /* of TCP */
	unsigned baud;		    /* of a tty */
};

/* NULL, or what is wrong with TEXT and how to write it. */
const char *device_read(const char *text, struct device *d)
    __attribute__((warn_unused_result));

#endif
