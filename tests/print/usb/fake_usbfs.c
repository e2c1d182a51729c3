/* The calls of usbfs, as the kernel answers them. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>

#include "tests/print/usb/fake_usb_own.h"

struct call {
	struct fake_usb *usb;
	UMockdevIoctlClient *client;
	UMockdevIoctlData *arg;
	void *at; /* the argument, resolved */
	int result;
};

static int
claim(struct fake_usb *u, UMockdevIoctlClient *who)
{
	if (u->owner == who)
		return 0;
	if (u->held || u->owner != NULL || u->driver[0] != '\0')
		return EBUSY;
	u->owner = who;
	(void)snprintf(u->driver, sizeof(u->driver), "usbfs");
	return 0;
}

static int
on_capabilities(struct call *c)
{
	*(uint32_t *)c->at = USBDEVFS_CAP_ZERO_PACKET |
	    USBDEVFS_CAP_BULK_CONTINUATION | USBDEVFS_CAP_NO_PACKET_SIZE_LIM |
	    USBDEVFS_CAP_REAP_AFTER_DISCONNECT;
	return 0;
}

static int
on_get_driver(struct call *c)
{
	struct usbdevfs_getdriver *g = c->at;
	const char *driver = c->usb->held ? "usbfs" : c->usb->driver;

	if (*driver == '\0')
		return ENODATA;
	(void)snprintf(g->driver, sizeof(g->driver), "%s", driver);
	return 0;
}

/* The kernel's driver is detached, or attached again. */
static int
on_driver(struct call *c)
{
	struct fake_usb *u = c->usb;
	const struct usbdevfs_ioctl *io = c->at;

	if ((unsigned)io->ioctl_code == USBDEVFS_DISCONNECT) {
		if (u->driver[0] == '\0')
			return ENODATA;
		u->driver[0] = '\0';
		return 0;
	}
	if (u->driver[0] != '\0')
		return EBUSY;
	(void)snprintf(u->driver, sizeof(u->driver), "%s", u->model->driver);
	c->result = 1;
	return 0;
}

static int
on_disconnect_claim(struct call *c)
{
	struct fake_usb *u = c->usb;

	if (u->held || (u->owner != NULL && u->owner != c->client))
		return EBUSY;
	if (u->owner == NULL)
		u->driver[0] = '\0';
	return claim(u, c->client);
}

static int
on_claim(struct call *c)
{
	return claim(c->usb, c->client);
}

static int
on_release(struct call *c)
{
	if (c->usb->owner != c->client)
		return EINVAL;
	c->usb->owner = NULL;
	c->usb->driver[0] = '\0';
	return 0;
}

static int
on_nothing(struct call *c)
{
	(void)c;
	return 0;
}

/* The kernel wants a claim for all but a device's own requests and its id. */
static int
may_submit(struct call *c, const uint8_t *bytes)
{
	const struct usbdevfs_urb *k = c->at;

	if (k->type == USBDEVFS_URB_TYPE_CONTROL &&
	    ((bytes[0] & 0x1f) != 1 || (bytes[0] == 0xa1 && bytes[1] == 0)))
		return 0;
	return claim(c->usb, c->client);
}

static int
on_submit(struct call *c)
{
	struct usbdevfs_urb *k = c->at;
	UMockdevIoctlData *data = umockdev_ioctl_data_resolve(
	    c->arg, 0, sizeof(*k), NULL);
	UMockdevIoctlData *bytes = umockdev_ioctl_data_resolve(data,
	    G_STRUCT_OFFSET(struct usbdevfs_urb, buffer),
	    (gsize)k->buffer_length, NULL);
	int error = may_submit(c, bytes->data);
	struct urb *urb = error == 0 ? calloc(1, sizeof(*urb)) : NULL;

	if (urb == NULL) {
		g_object_unref(data);
		return error != 0 ? error : ENOMEM;
	}
	*urb = (struct urb){
		.client = c->client, .data = data, .bytes = bytes->data
	};
	fake_usb_append(&c->usb->waiting, urb);
	fake_usb_pump(c->usb);
	return 0;
}

static int
on_reap(struct call *c)
{
	struct fake_usb *u = c->usb;
	struct urb **at = &u->done;

	while (*at != NULL && (*at)->client != c->client)
		at = &(*at)->next;
	if (*at == NULL)
		return u->plugged ? EAGAIN : ENODEV;
	struct urb *urb = *at;
	*at = urb->next;
	UMockdevIoctlData *p = umockdev_ioctl_data_resolve(
	    c->arg, 0, sizeof(void *), NULL);
	(void)umockdev_ioctl_data_set_ptr(p, 0, urb->data);
	g_object_unref(p);
	fake_usb_free(urb);
	fake_usb_show(u);
	return 0;
}

/* Its argument is the transfer's own address. */
static int
on_discard(struct call *c)
{
	struct fake_usb *u = c->usb;
	gulong address = *(gulong *)(void *)c->arg->data;

	for (struct urb **at = &u->waiting; *at != NULL; at = &(*at)->next) {
		struct urb *urb = *at;
		if (urb->client != c->client ||
		    urb->data->client_addr != address)
			continue;
		*at = urb->next;
		fake_usb_finish(u, urb, -ENOENT, 0);
		fake_usb_show(u);
		return 0;
	}
	return EINVAL;
}

struct request {
	unsigned long code;
	int (*call)(struct call *c);
	size_t size; /* of the argument; 0: it is not looked at */
};

static const struct request requests[] = {
	{ USBDEVFS_GET_CAPABILITIES, on_capabilities, sizeof(uint32_t) },
	{ USBDEVFS_GETDRIVER, on_get_driver,
	    sizeof(struct usbdevfs_getdriver) },
	{ USBDEVFS_IOCTL, on_driver, sizeof(struct usbdevfs_ioctl) },
	{ USBDEVFS_DISCONNECT_CLAIM, on_disconnect_claim, 0 },
	{ USBDEVFS_CLAIMINTERFACE, on_claim, 0 },
	{ USBDEVFS_RELEASEINTERFACE, on_release, 0 },
	{ USBDEVFS_SUBMITURB, on_submit, sizeof(struct usbdevfs_urb) },
	{ USBDEVFS_REAPURB, on_reap, 0 },
	{ USBDEVFS_REAPURBNDELAY, on_reap, 0 },
	{ USBDEVFS_DISCARDURB, on_discard, 0 },
	{ USBDEVFS_RESET, on_nothing, 0 },
	{ USBDEVFS_SETCONFIGURATION, on_nothing, 0 },
	{ USBDEVFS_SETINTERFACE, on_nothing, 0 },
	{ USBDEVFS_CLEAR_HALT, on_nothing, 0 },
};

/* A client of before it was unplugged gets nothing more but its transfers. */
static int
is_here(const struct call *c)
{
	const struct fake_usb *u = c->usb;

	return u->plugged &&
	    g_object_get_data(G_OBJECT(c->client), "plug") ==
	    &u->plugs[u->plug];
}

static int
call(struct call *c, const struct request *r)
{
	UMockdevIoctlData *resolved = NULL;

	if (!is_here(c) && r->call != on_reap)
		return ENODEV;
	if (r->size > 0) {
		resolved = umockdev_ioctl_data_resolve(
		    c->arg, 0, r->size, NULL);
		if (resolved == NULL)
			return EFAULT;
		c->at = resolved->data;
	}
	int error = r->call(c);
	if (resolved != NULL)
		g_object_unref(resolved);
	return error;
}

gboolean
fake_usb_ioctl(
    UMockdevIoctlBase *handler, UMockdevIoctlClient *client, struct fake_usb *u)
{
	unsigned long code = umockdev_ioctl_client_get_request(client);
	struct call c = { .usb = u, .client = client };
	int error = ENOTTY;
	(void)handler;

	c.arg = umockdev_ioctl_client_get_arg(client);
	fake_usb_lock(u);
	for (size_t i = 0; i < G_N_ELEMENTS(requests); i++) {
		if (requests[i].code == code)
			error = call(&c, &requests[i]);
	}
	(void)pthread_mutex_unlock(&u->lock);
	umockdev_ioctl_client_complete(
	    client, error != 0 ? -1 : c.result, error);
	return TRUE;
}

static void
drop_all(struct urb **list, const UMockdevIoctlClient *client)
{
	while (*list != NULL) {
		struct urb *urb = *list;
		if (urb->client != client) {
			list = &urb->next;
			continue;
		}
		*list = urb->next;
		fake_usb_free(urb);
	}
}

/* A client closed its node, or died: its claim goes, too. */
static void
on_gone(gpointer data, GObject *where)
{
	struct fake_usb *u = data;
	const UMockdevIoctlClient *client = (const void *)where;

	fake_usb_lock(u);
	drop_all(&u->waiting, client);
	drop_all(&u->done, client);
	if (u->owner == client) {
		u->owner = NULL;
		u->driver[0] = '\0';
	}
	fake_usb_show(u);
	(void)pthread_mutex_unlock(&u->lock);
}

void
fake_usb_opened(
    UMockdevIoctlBase *handler, UMockdevIoctlClient *client, struct fake_usb *u)
{
	(void)handler;
	g_object_set_data(G_OBJECT(client), "plug", &u->plugs[u->plug]);
	g_object_weak_ref(G_OBJECT(client), on_gone, u);
}
