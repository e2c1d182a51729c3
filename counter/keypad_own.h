/* What the two kinds of keypads share with keypad.c. */
#ifndef HAO_KEYPAD_OWN_H
#define HAO_KEYPAD_OWN_H

#include "counter/keypad.h"

#define KEYPAD_USB	"usb:"
#define KEYPAD_REOPEN_S 1

struct keypad {
	struct keypad_config config;
	void (*destroy)(struct keypad *k); /* frees it */
	bool told, there;		   /* what CHANGED was told last */
};

/* Each begins with a struct keypad. */
struct keypad *keypad_evdev_create(
    struct event_base *base, const struct keypad_config *config);
struct keypad *keypad_usb_create(
    struct event_base *base, const struct keypad_config *config);

/* usb:VENDOR:PRODUCT, each of four hexadecimal digits. */
struct keypad_id {
	uint16_t vendor, product;
};
bool keypad_read_id(struct keypad_id *id, const char *path);

/* For them to say. */
void keypad_tell(struct keypad *k, bool there, const char *why);
void keypad_down(const struct keypad *k, uint32_t code); /* the kernel's */

#endif
