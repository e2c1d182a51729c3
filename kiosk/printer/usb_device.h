/* What USB says of a printer, read without trust. */
#ifndef HAO_USB_DEVICE_H
#define HAO_USB_DEVICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct libusb_device;

/* A printer's interface that can be written and read. */
struct usb_device {
	int interface;
	uint8_t in, out; /* its endpoints */
	uint8_t serial;	 /* which string is the serial number; 0: none */
};

/* False: it is no printer. */
bool usb_device_read(struct libusb_device *device, struct usb_device *d);

/* A string descriptor of N bytes is the text SERIAL. */
bool usb_device_is_serial(
    const uint8_t *descriptor, size_t n, const char *serial);

/* Copies MDL out of an IEEE 1284 id of N bytes; "" when it has none. */
void usb_device_model(const uint8_t *id, size_t n, char *model, size_t size);

#define USB_DEVICES_MAX 16

/* Devices that may be the wanted one. All zero: none. */
struct usb_devices {
	struct libusb_device *at[USB_DEVICES_MAX]; /* each with a reference */
	size_t count;
};

void usb_devices_keep(struct usb_devices *all, struct libusb_device *device);
void usb_devices_forget(struct usb_devices *all, struct libusb_device *device);
/* The last one; its reference goes to the caller. There must be one. */
struct libusb_device *usb_devices_take(struct usb_devices *all);

#endif
