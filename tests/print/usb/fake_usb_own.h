/* What the two halves of a fake USB device share. */
#ifndef HAO_FAKE_USB_OWN_H
#define HAO_FAKE_USB_OWN_H

#include <linux/usbdevice_fs.h>
#include <pthread.h>

#include "tests/print/usb/fake_usb.h"

#define FAKE_USB_PLUGS_MAX 64

/* A transfer that a client has submitted. */
struct urb {
	struct urb *next;
	UMockdevIoctlClient *client; /* who; never called */
	UMockdevIoctlData *data;     /* the struct usbdevfs_urb */
	uint8_t *bytes;
};

struct fake_usb {
	UMockdevTestbed *bed;
	UMockdevIoctlBase *handler;
	const struct fake_usb_model *model;
	void *self;
	pthread_mutex_t lock;
	const char *port;
	int number; /* the kernel gives another one each time */
	char node[64], sys[96], fifo[512];
	int fd; /* of the fifo that stands for the node */
	int plugged, fault, held, readable;
	int plug;			/* how often it was plugged in */
	char plugs[FAKE_USB_PLUGS_MAX]; /* whose addresses tell them apart */
	char driver[16];
	UMockdevIoctlClient *owner; /* of the interface */
	struct urb *waiting, *done;
};

/* Transfers, with the lock held. */
void fake_usb_append(struct urb **list, struct urb *u);
void fake_usb_finish(struct fake_usb *u, struct urb *urb, int status, int n);
void fake_usb_free(struct urb *u);
/* Tries what waits, until nothing moves. */
void fake_usb_pump(struct fake_usb *u);
/* Makes the node writable when there is a transfer to be reaped. */
void fake_usb_show(struct fake_usb *u);

/* Signals of umockdev's handler. */
gboolean fake_usb_ioctl(UMockdevIoctlBase *handler, UMockdevIoctlClient *client,
    struct fake_usb *u);
void fake_usb_opened(UMockdevIoctlBase *handler, UMockdevIoctlClient *client,
    struct fake_usb *u);

#endif
