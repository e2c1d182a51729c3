/*
 * A port on USB. The printer's interface is claimed for as long as it is
 * there; one transfer always stands ready for what it says.
 *
 *   none --plugged in--> naming --its serial is the one--> claimed, up
 *     ^                                                       |
 *     +------- closing: all transfers are back <---- lost ----+
 *
 * A pulled cable gives an error first and says later that the printer left:
 * after an error it is opened again, a while later.
 */
#include <event2/event.h>
#include <libusb-1.0/libusb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kiosk/printer/device.h"
#include "kiosk/printer/port.h"
#include "kiosk/printer/usb_device.h"
#include "ui/usb_loop.h"

#define PART_MAX	4096
#define READ_MAX	512 /* a multiple of every packet's size */
#define CONTROL_MAX	(LIBUSB_CONTROL_SETUP_SIZE + 512)
#define CONTROL_MS	1000
#define CLOSE_MS	1000
#define GET_DEVICE_ID	0
#define GET_PORT_STATUS 1
#define UNPLUGGED	"it was unplugged"
#define SOFT_RESET	2
#define TO_PRINTER	0x21
#define FROM_PRINTER	0xa1

enum control {
	CONTROL_NONE,
	CONTROL_SERIAL,
	CONTROL_ID,
	CONTROL_STATUS,
	CONTROL_RESET,
};

struct port_usb {
	struct port port;
	char wanted[DEVICE_TEXT_MAX]; /* the serial number; "": any */
	struct usb_loop *loop;
	libusb_hotplug_callback_handle hotplug;
	struct event *work;
	struct usb_devices devices; /* to be tried */
	libusb_device_handle *handle;
	struct usb_device at;
	struct libusb_transfer *in, *out, *control;
	bool reading, writing, up;
	enum control asked; /* what `control` is away for */
	const char *lost;   /* why it is being closed; NULL: it is not */
	bool resetting;	    /* the printer is to forget what it has */
	bool quiet;	    /* the port itself wants it closed */
	const char *said;   /* why there is none; said once */
	uint8_t read_bytes[READ_MAX], part[PART_MAX];
	uint8_t control_bytes[CONTROL_MAX];
};

static void
work_soon(struct port_usb *u)
{
	event_active(u->work, EV_TIMEOUT, 0);
}

static void
work_later(struct port_usb *u)
{
	const struct timeval after = { .tv_sec = PORT_RETRY_MS / 1000 };

	(void)event_add(u->work, &after);
}

/* --- Losing it -------------------------------------------------------------*/

/* Takes back what is on its way; `work` closes when all of it is back. */
static void
lose(struct port_usb *u, const char *why, bool left)
{
	if (u->handle == NULL)
		return;
	if (u->lost == NULL) {
		u->lost = why;
		if (!left) {
			usb_devices_keep(
			    &u->devices, libusb_get_device(u->handle));
		}
	}
	if (u->reading)
		(void)libusb_cancel_transfer(u->in);
	if (u->writing)
		(void)libusb_cancel_transfer(u->out);
	if (u->asked != CONTROL_NONE)
		(void)libusb_cancel_transfer(u->control);
	work_soon(u);
}

static bool
submit(struct port_usb *u, struct libusb_transfer *t)
{
	int error = libusb_submit_transfer(t);

	if (error == LIBUSB_ERROR_NO_DEVICE) {
		lose(u, UNPLUGGED, true);
	} else if (error != 0) {
		lose(u, libusb_strerror(error), false);
	}
	return error == 0;
}

/* A transfer came back; false: it is of no use, and the device is lost. */
static bool
came_back(struct port_usb *u, const struct libusb_transfer *t)
{
	if (u->lost != NULL) {
		work_soon(u);
		return false;
	}
	if (t->status == LIBUSB_TRANSFER_NO_DEVICE) {
		lose(u, UNPLUGGED, true);
		return false;
	}
	if (t->status == LIBUSB_TRANSFER_COMPLETED)
		return true;
	lose(u, "USB fails", false);
	return false;
}

/* --- Transfers -------------------------------------------------------------*/

static void LIBUSB_CALL
on_read(struct libusb_transfer *t)
{
	struct port_usb *u = t->user_data;

	u->reading = false;
	if (!came_back(u, t))
		return;
	u->reading = submit(u, t);
	if (t->actual_length > 0 && u->up) {
		u->port.events.received(u->port.events.ctx, u->read_bytes,
		    (size_t)t->actual_length);
	}
}

static void LIBUSB_CALL
on_written(struct libusb_transfer *t)
{
	struct port_usb *u = t->user_data;

	u->writing = false;
	if (came_back(u, t))
		u->port.events.flushed(u->port.events.ctx);
}

static void LIBUSB_CALL on_control(struct libusb_transfer *t);

static void
ask_control(struct port_usb *u, enum control what, uint8_t type,
    uint8_t request, uint16_t length)
{
	uint16_t value = 0, index = (uint16_t)u->at.interface;

	if (what == CONTROL_SERIAL) {
		value = (uint16_t)(LIBUSB_DT_STRING << 8 | u->at.serial);
		index = 0x0409;
	} else if (what == CONTROL_ID) {
		index = (uint16_t)(index << 8);
	}
	libusb_fill_control_setup(
	    u->control_bytes, type, request, value, index, length);
	libusb_fill_control_transfer(
	    u->control, u->handle, u->control_bytes, on_control, u, CONTROL_MS);
	u->asked = what;
	if (!submit(u, u->control))
		u->asked = CONTROL_NONE;
}

static void
go_up(struct port_usb *u, const uint8_t *id, size_t n)
{
	char model[64];

	usb_device_model(id, n, model, sizeof(model));
	u->up = true;
	u->said = NULL;
	u->port.events.up(u->port.events.ctx, model);
}

static void
claim(struct port_usb *u)
{
	(void)libusb_set_auto_detach_kernel_driver(u->handle, 1);
	int error = libusb_claim_interface(u->handle, u->at.interface);

	if (error == LIBUSB_ERROR_BUSY) {
		lose(u,
		    "another program has the printer; set its queue in CUPS "
		    "to hao:///run/hao/printer, or end that program",
		    false);
		return;
	}
	if (error != 0) {
		lose(
		    u, libusb_strerror(error), error == LIBUSB_ERROR_NO_DEVICE);
		return;
	}
	libusb_fill_bulk_transfer(u->in, u->handle, u->at.in, u->read_bytes,
	    sizeof(u->read_bytes), on_read, u, 0);
	u->reading = submit(u, u->in);
	if (u->reading)
		ask_control(u, CONTROL_ID, FROM_PRINTER, GET_DEVICE_ID, 512);
}

/* Of another printer: it is closed, and not tried again. */
static void
not_the_one(struct port_usb *u)
{
	u->quiet = true;
	lose(u, "it is another printer", true);
}

static void
answered(struct port_usb *u, enum control what, const uint8_t *bytes, size_t n)
{
	switch (what) {
	case CONTROL_NONE:
	case CONTROL_RESET:
		break;
	case CONTROL_SERIAL:
		if (usb_device_is_serial(bytes, n, u->wanted)) {
			claim(u);
		} else {
			not_the_one(u);
		}
		break;
	case CONTROL_ID:
		go_up(u, bytes, n);
		break;
	case CONTROL_STATUS:
		if (n == 1)
			u->port.events.status(u->port.events.ctx, bytes[0]);
		break;
	}
}

static void LIBUSB_CALL
on_control(struct libusb_transfer *t)
{
	struct port_usb *u = t->user_data;
	enum control what = u->asked;
	size_t n = 0;

	u->asked = CONTROL_NONE;
	/* What a printer does not know it stalls; it works nevertheless. */
	if (t->status == LIBUSB_TRANSFER_STALL && u->lost == NULL) {
		answered(u, what, NULL, 0);
		return;
	}
	if (!came_back(u, t))
		return;
	n = t->actual_length > 0 ? (size_t)t->actual_length : 0;
	answered(u, what, libusb_control_transfer_get_data(t), n);
}

/* --- Opening and closing ---------------------------------------------------*/

/* Says WHY there is no printer, once. */
static void
complain(struct port_usb *u, const char *why)
{
	if (!u->up && u->said != NULL && strcmp(u->said, why) == 0)
		return;
	u->said = why;
	u->up = false;
	u->port.events.down(u->port.events.ctx, why);
}

static void
open_device(struct port_usb *u, libusb_device *device)
{
	if (!usb_device_read(device, &u->at))
		return;
	int error = libusb_open(device, &u->handle);
	if (error != 0) {
		u->handle = NULL;
		if (error != LIBUSB_ERROR_NO_DEVICE) {
			/* EACCES: udev has not done its part yet. */
			usb_devices_keep(&u->devices, device);
			work_later(u);
			complain(u, libusb_strerror(error));
		}
		return;
	}
	if (u->wanted[0] == '\0') {
		claim(u);
	} else if (u->at.serial == 0) {
		not_the_one(u);
	} else {
		ask_control(u, CONTROL_SERIAL, LIBUSB_ENDPOINT_IN,
		    LIBUSB_REQUEST_GET_DESCRIPTOR, 255);
	}
}

static void
open_next(struct port_usb *u)
{
	while (u->handle == NULL && u->devices.count > 0 &&
	    event_pending(u->work, EV_TIMEOUT, NULL) == 0) {
		libusb_device *device = usb_devices_take(&u->devices);
		open_device(u, device);
		libusb_unref_device(device);
	}
}

static bool
away(const struct port_usb *u)
{
	return u->reading || u->writing || u->asked != CONTROL_NONE;
}

/* All that was on its way is back. */
static void
close_device(struct port_usb *u)
{
	const char *why = u->lost;
	bool quiet = u->quiet;

	libusb_close(u->handle);
	u->handle = NULL;
	u->lost = NULL;
	u->quiet = u->resetting = false;
	if (quiet) {
		u->up = false;
	} else {
		complain(u, why);
	}
	if (u->devices.count > 0)
		work_later(u);
}

static void
on_work(int fd, short what, void *ctx)
{
	struct port_usb *u = ctx;
	(void)fd, (void)what;

	if (u->lost != NULL && !away(u)) {
		if (u->resetting) {
			u->resetting = false;
			ask_control(
			    u, CONTROL_RESET, TO_PRINTER, SOFT_RESET, 0);
		}
		if (!away(u))
			close_device(u);
	}
	open_next(u);
}

static int LIBUSB_CALL
on_hotplug(libusb_context *context, libusb_device *device,
    libusb_hotplug_event event, void *ctx)
{
	struct port_usb *u = ctx;
	struct usb_device at;
	(void)context;

	/* Nothing may be sent from here. */
	if (event == LIBUSB_HOTPLUG_EVENT_DEVICE_ARRIVED) {
		if (usb_device_read(device, &at))
			usb_devices_keep(&u->devices, device);
	} else {
		usb_devices_forget(&u->devices, device);
		if (u->handle != NULL && libusb_get_device(u->handle) == device)
			lose(u, UNPLUGGED, true);
	}
	work_soon(u);
	return 0;
}

/* --- As a port -------------------------------------------------------------*/

static size_t
usb_write(struct port *p, const void *bytes, size_t n)
{
	struct port_usb *u = (struct port_usb *)p;

	if (!u->up || u->lost != NULL || u->writing)
		return 0;
	n = n < PART_MAX ? n : PART_MAX;
	memcpy(u->part, bytes, n);
	libusb_fill_bulk_transfer(
	    u->out, u->handle, u->at.out, u->part, (int)n, on_written, u, 0);
	u->writing = submit(u, u->out);
	return u->writing ? n : 0;
}

static void
usb_ask(struct port *p)
{
	struct port_usb *u = (struct port_usb *)p;

	if (!u->up || u->lost != NULL || u->asked != CONTROL_NONE)
		return;
	ask_control(u, CONTROL_STATUS, FROM_PRINTER, GET_PORT_STATUS, 1);
}

static void
usb_reset(struct port *p)
{
	struct port_usb *u = (struct port_usb *)p;

	u->quiet = u->resetting = true;
	lose(u, "", false);
	u->up = false;
}

/* The transfers must be back before their device is closed. */
static void
await_all(struct port_usb *u)
{
	struct timeval bit = { .tv_usec = 20000 };

	for (int ms = 0; ms < CLOSE_MS && away(u); ms += 20) {
		(void)libusb_handle_events_timeout_completed(
		    usb_loop_context(u->loop), &bit, NULL);
	}
}

static void
usb_destroy(struct port *p)
{
	struct port_usb *u = (struct port_usb *)p;

	if (u->loop != NULL) {
		libusb_hotplug_deregister_callback(
		    usb_loop_context(u->loop), u->hotplug);
		lose(u, "", true);
		await_all(u);
	}
	if (u->handle != NULL)
		libusb_close(u->handle);
	while (u->devices.count > 0)
		libusb_unref_device(usb_devices_take(&u->devices));
	libusb_free_transfer(u->in);
	libusb_free_transfer(u->out);
	libusb_free_transfer(u->control);
	usb_loop_destroy(u->loop);
	if (u->work != NULL)
		event_free(u->work);
	free(u);
}

static const struct port_ops ops = {
	.write = usb_write,
	.ask = usb_ask,
	.reset = usb_reset,
	.destroy = usb_destroy,
};

static bool
start(struct port_usb *u, struct event_base *base)
{
	u->in = libusb_alloc_transfer(0);
	u->out = libusb_alloc_transfer(0);
	u->control = libusb_alloc_transfer(0);
	u->work = evtimer_new(base, on_work, u);
	if (u->in == NULL || u->out == NULL || u->control == NULL ||
	    u->work == NULL)
		return false;
	u->loop = usb_loop_create(base, "hao-printer");
	return u->loop != NULL &&
	    libusb_hotplug_register_callback(usb_loop_context(u->loop),
		LIBUSB_HOTPLUG_EVENT_DEVICE_ARRIVED |
		    LIBUSB_HOTPLUG_EVENT_DEVICE_LEFT,
		LIBUSB_HOTPLUG_ENUMERATE, LIBUSB_HOTPLUG_MATCH_ANY,
		LIBUSB_HOTPLUG_MATCH_ANY, LIBUSB_HOTPLUG_MATCH_ANY, on_hotplug,
		u, &u->hotplug) == 0;
}

struct port *
port_usb_create(struct event_base *base, const struct device *device,
    const struct port_events *events)
{
	struct port_usb *u = calloc(1, sizeof(*u));

	if (u == NULL)
		return NULL;
	u->port = (struct port){ .ops = &ops, .events = *events };
	memcpy(u->wanted, device->text, sizeof(u->wanted));
	if (start(u, base))
		return &u->port;
	usb_destroy(&u->port);
	return NULL;
}
