#include "counter/keypad.h"

#include <stdlib.h>
#include <string.h>

#include "counter/keypad_own.h"

#define HEX "0123456789abcdefABCDEF"

static bool
read_hex(uint16_t *to, const char *text, char end)
{
	if (strspn(text, HEX) != 4 || text[4] != end)
		return false;
	*to = (uint16_t)strtoul(text, NULL, 16);
	return true;
}

bool
keypad_read_id(struct keypad_id *id, const char *path)
{
	size_t head = strlen(KEYPAD_USB);

	return strncmp(path, KEYPAD_USB, head) == 0 &&
	    read_hex(&id->vendor, path + head, ':') &&
	    read_hex(&id->product, path + head + 5, '\0');
}

const char *
keypad_misuse(const char *path)
{
	struct keypad_id id;

	if (*path == '/' || keypad_read_id(&id, path))
		return NULL;
	return "--keypad takes /dev/input/by-id/NAME-event-kbd, or "
	       "usb:VENDOR:PRODUCT as lsusb shows them: usb:04d9:1203";
}

struct keypad *
keypad_create(struct event_base *base, const struct keypad_config *config)
{
	bool usb = strncmp(config->path, KEYPAD_USB, strlen(KEYPAD_USB)) == 0;

	return usb ? keypad_usb_create(base, config)
		   : keypad_evdev_create(base, config);
}

void
keypad_destroy(struct keypad *k)
{
	if (k != NULL)
		k->destroy(k);
}

void
keypad_map(struct keypad *k, const struct keymap *map)
{
	k->config.map = *map;
}

void
keypad_tell(struct keypad *k, bool there, const char *why)
{
	if (k->told && k->there == there)
		return;
	k->told = true;
	k->there = there;
	k->config.changed(there, why, k->config.ctx);
}

void
keypad_down(const struct keypad *k, uint32_t code)
{
	uint32_t press = code < KEYMAP_CODES ? k->config.map.press[code] : 0;

	if (press != 0)
		k->config.press(press, k->config.ctx);
}
