/*
 * A USB device that is not there, for libusb in a program of its own: speaks
 * usbfs behind umockdev. What the device does, a model says.
 *
 * Locks itself: a model's functions are called with the lock held, from
 * umockdev's thread or from fake_usb_change.
 */
#ifndef HAO_FAKE_USB_H
#define HAO_FAKE_USB_H

#include <stddef.h>
#include <stdint.h>
#include <umockdev.h>

/* What a model returns when it takes or gives nothing now. */
#define FAKE_USB_BUSY  0
#define FAKE_USB_STALL (-1)

struct fake_usb_model {
	/* Of these: bytes taken or given, FAKE_USB_BUSY or _STALL. */
	int (*control)(
	    void *self, const uint8_t setup[8], uint8_t *data, int n);
	int (*out)(void *self, const uint8_t *data, int n);
	int (*in)(void *self, uint8_t *data, int n);
	const uint8_t *descriptors; /* device's, then configuration's */
	size_t descriptors_size;
	const char *driver; /* of the kernel */
};

struct fake_usb;

struct fake_usb *fake_usb_create(UMockdevTestbed *bed, const char *port,
    const struct fake_usb_model *model, void *self);

void fake_usb_plug(struct fake_usb *u);
void fake_usb_unplug(struct fake_usb *u);

/* Another program has its interface. */
void fake_usb_hold(struct fake_usb *u, int held);
/* Every transfer fails so, as a bad cable does; 0: it is well again. */
void fake_usb_fault(struct fake_usb *u, int error);

/* Around a change of the model; after it what waited is tried again. */
void fake_usb_lock(struct fake_usb *u);
void fake_usb_unlock(struct fake_usb *u);

int fake_usb_is_claimed(struct fake_usb *u);

#endif
