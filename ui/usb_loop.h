/* libusb in a libevent loop: no thread of ours, no call that blocks. */
#ifndef HAO_USB_LOOP_H
#define HAO_USB_LOOP_H

struct event_base;
struct libusb_context;
struct usb_loop;

/* NULL, and said on stderr as PROGRAM, borrowed, when there is no USB. */
struct usb_loop *usb_loop_create(struct event_base *base, const char *program);
/* All devices are closed by then. */
void usb_loop_destroy(struct usb_loop *l);

struct libusb_context *usb_loop_context(const struct usb_loop *l);

#endif
