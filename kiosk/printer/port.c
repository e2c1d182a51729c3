#include "kiosk/printer/port.h"

#include "kiosk/printer/device.h"

struct port *
port_create(struct event_base *base, const struct device *device,
    const struct port_events *events)
{
	switch (device->kind) {
	case DEVICE_USB:
		return port_usb_create(base, device, events);
	case DEVICE_TCP:
	case DEVICE_TTY:
		return port_stream_create(base, device, events);
	}
	return NULL;
}
