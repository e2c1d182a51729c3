#include "kiosk/printer/device.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define HOW "write usb:SERIAL, tcp:192.0.2.7:9100 or tty:/dev/ttyS0@9600"

/* The text before the last MARK goes to D, the number behind it to *N. */
static bool
split(struct device *d, const char *text, char mark, unsigned *n)
{
	const char *at = strrchr(text, mark);
	char *end = NULL;

	if (at == NULL || at == text || at[1] < '1' || at[1] > '9')
		return false;
	errno = 0;
	unsigned long value = strtoul(at + 1, &end, 10);
	if (*end != '\0' || errno != 0 || value > 4000000)
		return false;
	size_t len = (size_t)(at - text);
	if (text[0] == '[' && at[-1] == ']') {
		text++;
		len -= 2;
	}
	if (len == 0 || len >= sizeof(d->text))
		return false;
	memcpy(d->text, text, len);
	d->text[len] = '\0';
	*n = (unsigned)value;
	return true;
}

const char *
device_read(const char *text, struct device *d)
{
	*d = (struct device){ 0 };
	if (strncmp(text, "usb:", 4) == 0) {
		if (strlen(text + 4) >= sizeof(d->text))
			return "the serial number is too long; " HOW;
		d->kind = DEVICE_USB;
		memcpy(d->text, text + 4, strlen(text + 4) + 1);
		return NULL;
	}
	if (strncmp(text, "tcp:", 4) == 0) {
		d->kind = DEVICE_TCP;
		if (!split(d, text + 4, ':', &d->port) || d->port > 65535)
			return "this is no address and port; " HOW;
		return NULL;
	}
	if (strncmp(text, "tty:", 4) == 0) {
		d->kind = DEVICE_TTY;
		if (!split(d, text + 4, '@', &d->baud))
			return "this is no path and speed; " HOW;
		return NULL;
	}
	return "this is no device; " HOW;
}
