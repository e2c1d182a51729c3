#include "counter/hid.h"

#include <linux/input-event-codes.h>
#include <string.h>

#define ROLLOVER 0x03 /* up to that no key is meant */
#define FIRST	 2    /* of the keys in a report */

/* By the usage of HID's page of keyboards. */
static const uint8_t codes[] = {
	[0x1E] = KEY_1,
	[0x1F] = KEY_2,
	[0x20] = KEY_3,
	[0x21] = KEY_4,
	[0x22] = KEY_5,
	[0x23] = KEY_6,
	[0x24] = KEY_7,
	[0x25] = KEY_8,
	[0x26] = KEY_9,
	[0x27] = KEY_0,
	[0x28] = KEY_ENTER,
	[0x29] = KEY_ESC,
	[0x2A] = KEY_BACKSPACE,
	[0x2B] = KEY_TAB,
	[0x2C] = KEY_SPACE,
	[0x2D] = KEY_MINUS,
	[0x2E] = KEY_EQUAL,
	[0x3A] = KEY_F1,
	[0x3B] = KEY_F2,
	[0x3C] = KEY_F3,
	[0x3D] = KEY_F4,
	[0x3E] = KEY_F5,
	[0x3F] = KEY_F6,
	[0x40] = KEY_F7,
	[0x41] = KEY_F8,
	[0x42] = KEY_F9,
	[0x43] = KEY_F10,
	[0x44] = KEY_F11,
	[0x45] = KEY_F12,
	[0x4C] = KEY_DELETE,
	[0x4F] = KEY_RIGHT,
	[0x50] = KEY_LEFT,
	[0x51] = KEY_DOWN,
	[0x52] = KEY_UP,
	[0x53] = KEY_NUMLOCK,
	[0x54] = KEY_KPSLASH,
	[0x55] = KEY_KPASTERISK,
	[0x56] = KEY_KPMINUS,
	[0x57] = KEY_KPPLUS,
	[0x58] = KEY_KPENTER,
	[0x59] = KEY_KP1,
	[0x5A] = KEY_KP2,
	[0x5B] = KEY_KP3,
	[0x5C] = KEY_KP4,
	[0x5D] = KEY_KP5,
	[0x5E] = KEY_KP6,
	[0x5F] = KEY_KP7,
	[0x60] = KEY_KP8,
	[0x61] = KEY_KP9,
	[0x62] = KEY_KP0,
	[0x63] = KEY_KPDOT,
	[0x67] = KEY_KPEQUAL,
};

size_t
hid_take(struct hid *h, const uint8_t *report, size_t n, uint32_t out[HID_KEYS])
{
	size_t count = 0;

	if (n < HID_REPORT || report[FIRST] == 1)
		return 0;
	for (size_t i = 0; i < HID_KEYS; i++) {
		uint8_t usage = report[FIRST + i];
		if (usage <= ROLLOVER || usage >= sizeof(codes) ||
		    codes[usage] == 0 ||
		    memchr(h->down, usage, HID_KEYS) != NULL)
			continue;
		out[count++] = codes[usage];
	}
	memcpy(h->down, report + FIRST, HID_KEYS);
	return count;
}
