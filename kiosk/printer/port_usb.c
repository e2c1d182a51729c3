/* A port on USB. */
#include "kiosk/printer/port.h"

#include <stdio.h>

struct port *
port_usb_create(struct event_base *base, const struct device *device,
    const struct port_events *events)
{
	(void)base, (void)device, (void)events;
	(void)fprintf(stderr, "hao-printer: this build has no USB\n");
	return NULL;
}
