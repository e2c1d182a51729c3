#include "kiosk/printer/usb_device.h"

#include <assert.h>
#include <libusb-1.0/libusb.h>
#include <string.h>

static void
endpoints(const struct libusb_interface_descriptor *i, struct usb_device *d)
{
	for (int e = 0; e < i->bNumEndpoints; e++) {
		const struct libusb_endpoint_descriptor *at = &i->endpoint[e];
		if ((at->bmAttributes & LIBUSB_TRANSFER_TYPE_MASK) !=
		    LIBUSB_TRANSFER_TYPE_BULK)
			continue;
		if ((at->bEndpointAddress & LIBUSB_ENDPOINT_IN) != 0) {
			d->in = at->bEndpointAddress;
		} else {
			d->out = at->bEndpointAddress;
		}
	}
}

/* Its first setting: another one would have to be chosen. */
static bool
is_printer(const struct libusb_interface *interface, struct usb_device *d)
{
	const struct libusb_interface_descriptor *i = interface->altsetting;

	if (interface->num_altsetting < 1 ||
	    i->bInterfaceClass != LIBUSB_CLASS_PRINTER)
		return false;
	*d = (struct usb_device){ .interface = i->bInterfaceNumber };
	endpoints(i, d);
	return d->in != 0 && d->out != 0;
}

bool
usb_device_read(libusb_device *device, struct usb_device *d)
{
	struct libusb_device_descriptor about;
	struct libusb_config_descriptor *config;
	bool found = false;

	if (libusb_get_device_descriptor(device, &about) != 0 ||
	    libusb_get_active_config_descriptor(device, &config) != 0)
		return false;
	for (int i = 0; i < config->bNumInterfaces && !found; i++)
		found = is_printer(&config->interface[i], d);
	libusb_free_config_descriptor(config);
	d->serial = about.iSerialNumber;
	return found;
}

/* UTF-16 behind two bytes of length and kind. */
bool
usb_device_is_serial(const uint8_t *descriptor, size_t n, const char *serial)
{
	size_t len = strlen(serial);

	if (n < 2 || n != 2 + 2 * len)
		return false;
	for (size_t i = 0; i < len; i++) {
		if (descriptor[2 + 2 * i] != (uint8_t)serial[i] ||
		    descriptor[3 + 2 * i] != 0)
			return false;
	}
	return true;
}

/* Two bytes of length, then KEY:VALUE;KEY:VALUE; */
void
usb_device_model(const uint8_t *id, size_t n, char *model, size_t size)
{
	static const char *const keys[] = { "MDL:", "MODEL:" };
	char text[512] = "";
	size_t have = n > 2 ? n - 2 : 0;

	model[0] = '\0';
	if (have >= sizeof(text))
		have = sizeof(text) - 1;
	memcpy(text, id + (n - have), have);
	for (size_t i = 0; i < 2; i++) {
		const char *at = strstr(text, keys[i]);
		if (at == NULL)
			continue;
		at += strlen(keys[i]);
		size_t len = strcspn(at, ";");
		len = len < size ? len : size - 1;
		memcpy(model, at, len);
		model[len] = '\0';
		return;
	}
}

void
usb_devices_keep(struct usb_devices *all, libusb_device *device)
{
	if (all->count < USB_DEVICES_MAX)
		all->at[all->count++] = libusb_ref_device(device);
}

void
usb_devices_forget(struct usb_devices *all, libusb_device *device)
{
	for (size_t i = 0; i < all->count; i++) {
		if (all->at[i] != device)
			continue;
		libusb_unref_device(device);
		all->at[i] = all->at[--all->count];
		return;
	}
}

libusb_device *
usb_devices_take(struct usb_devices *all)
{
	assert(all->count > 0);
	return all->at[--all->count];
}
