#include "tests/print/usb/fake_usb.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/print/usb/fake_usb_own.h"

#define BUS	  1
#define FIRST_DEV 4
#define PIPE_SIZE 4096

/* --- Transfers -------------------------------------------------------------*/

void
fake_usb_append(struct urb **list, struct urb *u)
{
	u->next = NULL;
	while (*list != NULL)
		list = &(*list)->next;
	*list = u;
}

static struct usbdevfs_urb *
kernel_urb(const struct urb *u)
{
	return (struct usbdevfs_urb *)(void *)u->data->data;
}

/*
 * The kernel's node can be written while a transfer can be reaped. A fifo can
 * be written while it is not full.
 */
void
fake_usb_show(struct fake_usb *u)
{
	static const char fill[PIPE_SIZE];
	char drain[PIPE_SIZE];
	int want = u->done != NULL || !u->plugged;

	if (u->fd < 0 || want == u->readable)
		return;
	u->readable = want;
	if (want) {
		while (read(u->fd, drain, sizeof(drain)) > 0)
			;
	} else {
		while (write(u->fd, fill, sizeof(fill)) > 0)
			;
	}
}

void
fake_usb_finish(struct fake_usb *u, struct urb *urb, int status, int n)
{
	kernel_urb(urb)->status = status;
	kernel_urb(urb)->actual_length = n;
	fake_usb_append(&u->done, urb);
}

/* What the model makes of it. */
static int
do_urb(struct fake_usb *u, const struct urb *urb)
{
	const struct usbdevfs_urb *k = kernel_urb(urb);
	uint8_t *b = urb->bytes;
	int n = k->buffer_length;

	if (k->type == USBDEVFS_URB_TYPE_CONTROL) {
		int asked = b[6] | b[7] << 8;
		n = asked < n - 8 ? asked : n - 8;
		return u->model->control(u->self, b, b + 8, n);
	}
	if ((k->endpoint & 0x80) != 0)
		return u->model->in(u->self, b, n);
	return u->model->out(u->self, b, n);
}

static int
is_control(const struct urb *urb)
{
	return kernel_urb(urb)->type == USBDEVFS_URB_TYPE_CONTROL;
}

/* Tries URB; 0: it waits on. */
static int
try_urb(struct fake_usb *u, struct urb *urb)
{
	if (!u->plugged || u->fault != 0) {
		fake_usb_finish(u, urb, u->plugged ? -u->fault : -ESHUTDOWN, 0);
		return 1;
	}
	int n = do_urb(u, urb);
	if (n == FAKE_USB_BUSY && !is_control(urb))
		return 0;
	fake_usb_finish(
	    u, urb, n == FAKE_USB_STALL ? -EPIPE : 0, n < 0 ? 0 : n);
	return 1;
}

/* Tries all that wait once; whether something moved. */
static int
try_all(struct fake_usb *u)
{
	struct urb *all = u->waiting, *urb;
	int moved = 0;

	u->waiting = NULL;
	while ((urb = all) != NULL) {
		all = urb->next;
		if (try_urb(u, urb)) {
			moved = 1;
		} else {
			fake_usb_append(&u->waiting, urb);
		}
	}
	return moved;
}

/* What goes out may be what one that waits is for. */
void
fake_usb_pump(struct fake_usb *u)
{
	while (try_all(u))
		;
	fake_usb_show(u);
}

void
fake_usb_free(struct urb *u)
{
	g_object_unref(u->data);
	free(u);
}

/* --- Plugging --------------------------------------------------------------*/

struct fake_usb *
fake_usb_create(UMockdevTestbed *bed, const char *port,
    const struct fake_usb_model *model, void *self)
{
	struct fake_usb *u = calloc(1, sizeof(*u));

	if (u == NULL)
		abort();
	*u = (struct fake_usb){ .bed = bed,
		.model = model,
		.self = self,
		.port = port,
		.number = FIRST_DEV,
		.fd = -1,
		.lock = PTHREAD_MUTEX_INITIALIZER,
		.handler = umockdev_ioctl_base_new() };
	g_signal_connect(
	    u->handler, "handle-ioctl", G_CALLBACK(fake_usb_ioctl), u);
	g_signal_connect(
	    u->handler, "client-connected", G_CALLBACK(fake_usb_opened), u);
	return u;
}

static void
make_node(struct fake_usb *u)
{
	g_autofree char *root = umockdev_testbed_get_root_dir(u->bed);

	(void)snprintf(u->fifo, sizeof(u->fifo), "%s%s", root, u->node);
	g_autofree char *folder = g_path_get_dirname(u->fifo);
	(void)g_mkdir_with_parents(folder, 0755);
	(void)unlink(u->fifo);
	if (mkfifo(u->fifo, 0666) < 0)
		abort();
	if (u->fd >= 0)
		(void)close(u->fd);
	u->fd = open(u->fifo, O_RDWR | O_NONBLOCK | O_CLOEXEC);
	(void)fcntl(u->fd, F_SETPIPE_SZ, PIPE_SIZE);
	u->readable = 1;
	fake_usb_show(u);
}

static unsigned
word(const uint8_t *at)
{
	return (unsigned)at[0] | (unsigned)at[1] << 8;
}

static void
describe(const struct fake_usb *u, GString *s)
{
	const uint8_t *d = u->model->descriptors;

	g_string_printf(s,
	    "P: /devices/pci0000:00/usb%d/%s\n"
	    "E: SUBSYSTEM=usb\nE: DEVTYPE=usb_device\nE: DRIVER=usb\n"
	    "E: DEVNAME=%s\nE: MAJOR=189\nE: MINOR=%d\n"
	    "E: BUSNUM=%03d\nE: DEVNUM=%03d\nE: PRODUCT=%x/%x/%x\n"
	    "A: busnum=%d\\n\nA: devnum=%d\\n\nA: speed=12\\n\n"
	    "A: bConfigurationValue=1\\n\nA: dev=189:%d\\n\n"
	    "H: descriptors=",
	    BUS, u->port, u->node, u->number - 1, BUS, u->number, word(d + 8),
	    word(d + 10), word(d + 12), BUS, u->number, u->number - 1);
	for (size_t i = 0; i < u->model->descriptors_size; i++)
		g_string_append_printf(s, "%02X", d[i]);
	g_string_append_c(s, '\n');
}

/* First the node, then who answers for it, then the kernel's word of it. */
void
fake_usb_plug(struct fake_usb *u)
{
	g_autoptr(GString) s = g_string_new(NULL);

	if (u->plugged)
		return;
	u->number += u->plug++ > 0 ? 1 : 0;
	if (u->plug >= FAKE_USB_PLUGS_MAX)
		abort();
	u->plugged = 1;
	(void)snprintf(u->driver, sizeof(u->driver), "%s", u->model->driver);
	(void)snprintf(
	    u->node, sizeof(u->node), "/dev/bus/usb/%03d/%03d", BUS, u->number);
	(void)snprintf(u->sys, sizeof(u->sys),
	    "/sys/devices/pci0000:00/usb%d/%s", BUS, u->port);
	make_node(u);
	if (!umockdev_testbed_attach_ioctl(u->bed, u->node, u->handler, NULL))
		abort();
	describe(u, s);
	if (!umockdev_testbed_add_from_string(u->bed, s->str, NULL))
		abort();
}

void
fake_usb_unplug(struct fake_usb *u)
{
	if (!u->plugged)
		return;
	fake_usb_lock(u);
	u->plugged = u->fault = 0;
	u->owner = NULL;
	fake_usb_unlock(u);
	umockdev_testbed_uevent(u->bed, u->sys, "remove");
	(void)umockdev_testbed_detach_ioctl(u->bed, u->node, NULL);
	umockdev_testbed_remove_device(u->bed, u->sys);
	(void)unlink(u->fifo);
}

void
fake_usb_lock(struct fake_usb *u)
{
	(void)pthread_mutex_lock(&u->lock);
}

void
fake_usb_unlock(struct fake_usb *u)
{
	fake_usb_pump(u);
	(void)pthread_mutex_unlock(&u->lock);
}

void
fake_usb_hold(struct fake_usb *u, int held)
{
	u->held = held;
}

void
fake_usb_fault(struct fake_usb *u, int error)
{
	fake_usb_lock(u);
	u->fault = error;
	fake_usb_unlock(u);
}

int
fake_usb_is_claimed(struct fake_usb *u)
{
	return u->owner != NULL;
}
