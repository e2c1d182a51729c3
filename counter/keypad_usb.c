/*
 * A keypad by libusb. Its interface is claimed for as long as it is there,
 * and one transfer always stands ready for its next report.
 *
 *   none --plugged in--> claimed, told to speak the boot protocol --> there
 *     ^                                                                 |
 *     +---------- closing: both transfers are back <------ lost --------+
 */
#include <event2/event.h>
#include <libusb-1.0/libusb.h>
#include <stdlib.h>

#include "counter/hid.h"
#include "counter/keypad_own.h"
#include "ui/usb_loop.h"

#define CONTROL_MS   1000
#define CLOSE_MS     1000
#define REPORT_MAX   64
#define BOOT	     1 /* subclass, and protocol of a keyboard */
#define SET_PROTOCOL 0x0B
#define TO_INTERFACE 0x21

struct usb {
	struct keypad keypad;
	struct keypad_id id;
	struct usb_loop *loop;
	libusb_hotplug_callback_handle hotplug;
	struct event *work;
	libusb_device *device; /* plugged in, with a reference; NULL: none */
	libusb_device_handle *handle;
	int interface;
	uint8_t endpoint;
	struct libusb_transfer *in, *control;
	bool reading, asking;
	const char *lost; /* why it is being closed; NULL: it is not */
	struct hid hid;
	uint8_t report[REPORT_MAX], setup[LIBUSB_CONTROL_SETUP_SIZE];
};

/* --- Which it is ---------------------------------------------------------- */

static bool
is_boot_keyboard(const struct libusb_interface *interface, struct usb *u)
{
	const struct libusb_interface_descriptor *i = interface->altsetting;

	if (interface->num_altsetting < 1 ||
	    i->bInterfaceClass != LIBUSB_CLASS_HID ||
	    i->bInterfaceSubClass != BOOT || i->bInterfaceProtocol != BOOT)
		return false;
	for (int e = 0; e < i->bNumEndpoints; e++) {
		const struct libusb_endpoint_descriptor *at = &i->endpoint[e];
		if ((at->bmAttributes & LIBUSB_TRANSFER_TYPE_MASK) !=
			LIBUSB_TRANSFER_TYPE_INTERRUPT ||
		    (at->bEndpointAddress & LIBUSB_ENDPOINT_IN) == 0)
			continue;
		u->interface = i->bInterfaceNumber;
		u->endpoint = at->bEndpointAddress;
		return true;
	}
	return false;
}

static bool
is_wanted(libusb_device *device, struct usb *u)
{
	struct libusb_device_descriptor about;
	struct libusb_config_descriptor *config;
	bool found = false;

	if (libusb_get_device_descriptor(device, &about) != 0 ||
	    about.idVendor != u->id.vendor ||
	    about.idProduct != u->id.product ||
	    libusb_get_active_config_descriptor(device, &config) != 0)
		return false;
	for (int i = 0; i < config->bNumInterfaces && !found; i++)
		found = is_boot_keyboard(&config->interface[i], u);
	libusb_free_config_descriptor(config);
	return found;
}

/* --- Losing it ------------------------------------------------------------ */

/* Takes back what is on its way; `work` closes when all of it is back. */
static void
lose(struct usb *u, const char *why)
{
	if (u->handle == NULL || u->lost != NULL)
		return;
	u->lost = why;
	if (u->reading)
		(void)libusb_cancel_transfer(u->in);
	if (u->asking)
		(void)libusb_cancel_transfer(u->control);
	event_active(u->work, EV_TIMEOUT, 0);
}

/* A transfer came back; false: it is of no use. */
static bool
came_back(struct usb *u, const struct libusb_transfer *t)
{
	if (u->lost != NULL) {
		event_active(u->work, EV_TIMEOUT, 0);
		return false;
	}
	if (t->status == LIBUSB_TRANSFER_COMPLETED)
		return true;
	lose(u,
	    t->status == LIBUSB_TRANSFER_NO_DEVICE ? "it was unplugged"
						   : "USB fails");
	return false;
}

/* --- Reports -------------------------------------------------------------- */

static bool
submit(struct usb *u, struct libusb_transfer *t)
{
	int error = libusb_submit_transfer(t);

	if (error != 0)
		lose(u, libusb_strerror(error));
	return error == 0;
}

static void LIBUSB_CALL
on_report(struct libusb_transfer *t)
{
	struct usb *u = t->user_data;
	uint32_t codes[HID_KEYS];

	u->reading = false;
	if (!came_back(u, t))
		return;
	size_t n = hid_take(
	    &u->hid, u->report, (size_t)t->actual_length, codes);
	u->reading = submit(u, t);
	for (size_t i = 0; i < n; i++)
		keypad_down(&u->keypad, codes[i]);
}

/* A keypad that knows the boot protocol alone stalls: that is as well. */
static void LIBUSB_CALL
on_protocol(struct libusb_transfer *t)
{
	struct usb *u = t->user_data;

	u->asking = false;
	if (t->status != LIBUSB_TRANSFER_STALL && !came_back(u, t))
		return;
	if (u->lost != NULL) {
		event_active(u->work, EV_TIMEOUT, 0);
		return;
	}
	libusb_fill_interrupt_transfer(u->in, u->handle, u->endpoint, u->report,
	    sizeof(u->report), on_report, u, 0);
	u->reading = submit(u, u->in);
	if (u->reading)
		keypad_tell(&u->keypad, true, "");
}

static void
claim(struct usb *u)
{
	(void)libusb_set_auto_detach_kernel_driver(u->handle, 1);
	int error = libusb_claim_interface(u->handle, u->interface);

	if (error != 0) {
		lose(u,
		    error == LIBUSB_ERROR_BUSY ? "another program has it"
					       : libusb_strerror(error));
		return;
	}
	u->hid = (struct hid){ 0 };
	libusb_fill_control_setup(
	    u->setup, TO_INTERFACE, SET_PROTOCOL, 0, (uint16_t)u->interface, 0);
	libusb_fill_control_transfer(
	    u->control, u->handle, u->setup, on_protocol, u, CONTROL_MS);
	u->asking = submit(u, u->control);
}

/* --- Opening and closing -------------------------------------------------- */

static void
again_later(struct usb *u)
{
	static const struct timeval later = { .tv_sec = KEYPAD_REOPEN_S };

	(void)event_add(u->work, &later);
}

static void
open_device(struct usb *u)
{
	if (u->device == NULL) {
		keypad_tell(&u->keypad, false, "it is not plugged in");
		return;
	}
	int error = libusb_open(u->device, &u->handle);
	if (error == 0) {
		claim(u);
		return;
	}
	u->handle = NULL;
	keypad_tell(&u->keypad, false, libusb_strerror(error));
	again_later(u);
}

static void
on_work(int fd, short what, void *ctx)
{
	struct usb *u = ctx;
	(void)fd, (void)what;

	if (u->handle == NULL) {
		open_device(u);
		return;
	}
	if (u->lost == NULL || u->reading || u->asking)
		return;
	libusb_close(u->handle);
	u->handle = NULL;
	keypad_tell(&u->keypad, false, u->lost);
	u->lost = NULL;
	again_later(u);
}

static void
forget(struct usb *u)
{
	if (u->device != NULL)
		libusb_unref_device(u->device);
	u->device = NULL;
}

/* Nothing may be sent from here. */
static int LIBUSB_CALL
on_hotplug(libusb_context *context, libusb_device *device,
    libusb_hotplug_event event, void *ctx)
{
	struct usb *u = ctx;
	(void)context;

	if (event == LIBUSB_HOTPLUG_EVENT_DEVICE_LEFT && device == u->device) {
		forget(u);
		lose(u, "it was unplugged");
	} else if (event == LIBUSB_HOTPLUG_EVENT_DEVICE_ARRIVED &&
	    u->device == NULL && is_wanted(device, u)) {
		u->device = libusb_ref_device(device);
		event_active(u->work, EV_TIMEOUT, 0);
	}
	return 0;
}

/* The transfers must be back before their device is closed. */
static void
close_device(struct usb *u)
{
	struct timeval bit = { .tv_usec = 20000 };

	lose(u, "");
	for (int ms = 0; ms < CLOSE_MS && (u->reading || u->asking); ms += 20) {
		(void)libusb_handle_events_timeout_completed(
		    usb_loop_context(u->loop), &bit, NULL);
	}
	if (u->handle != NULL)
		libusb_close(u->handle);
}

static void
destroy(struct keypad *keypad)
{
	struct usb *u = (struct usb *)keypad;

	if (u->loop != NULL) {
		libusb_hotplug_deregister_callback(
		    usb_loop_context(u->loop), u->hotplug);
		close_device(u);
	}
	forget(u);
	libusb_free_transfer(u->in);
	libusb_free_transfer(u->control);
	usb_loop_destroy(u->loop);
	if (u->work != NULL)
		event_free(u->work);
	free(u);
}

static bool
start(struct usb *u, struct event_base *base)
{
	const int events = LIBUSB_HOTPLUG_EVENT_DEVICE_ARRIVED |
	    LIBUSB_HOTPLUG_EVENT_DEVICE_LEFT;

	u->in = libusb_alloc_transfer(0);
	u->control = libusb_alloc_transfer(0);
	u->work = evtimer_new(base, on_work, u);
	if (u->in == NULL || u->control == NULL || u->work == NULL)
		return false;
	u->loop = usb_loop_create(base, "hao-counter");
	if (u->loop == NULL ||
	    libusb_hotplug_register_callback(usb_loop_context(u->loop), events,
		LIBUSB_HOTPLUG_ENUMERATE, u->id.vendor, u->id.product,
		LIBUSB_HOTPLUG_MATCH_ANY, on_hotplug, u, &u->hotplug) != 0)
		return false;
	event_active(u->work, EV_TIMEOUT, 0);
	return true;
}

struct keypad *
keypad_usb_create(struct event_base *base, const struct keypad_config *config)
{
	struct usb *u = calloc(1, sizeof(*u));

	if (u == NULL)
		return NULL;
	u->keypad = (struct keypad){ .config = *config, .destroy = destroy };
	if (keypad_read_id(&u->id, config->path) && start(u, base))
		return &u->keypad;
	destroy(&u->keypad);
	return NULL;
}
