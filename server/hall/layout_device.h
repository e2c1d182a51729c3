/* Settings of screens, keypads and other devices, by their names. */
#ifndef HAO_LAYOUT_DEVICE_H
#define HAO_LAYOUT_DEVICE_H

#include <stdint.h>

#include "server/hall/layout_text.h"

#define LAYOUT_DEVICES_MAX 256
#define LAYOUT_KEYS_MAX	   64
#define LAYOUT_PADS_MAX	   32 /* on one line */

enum layout_screen {
	LAYOUT_SCREEN_CALLS,
	LAYOUT_SCREEN_LIST,
	LAYOUT_SCREEN_COUNTERS,
};

/* The hall's rules know nothing of it: its program takes it as it stands. */
struct layout_device {
	char *name; /* as it calls itself */
	char *zone; /* code, or NULL: the hall's first */
	enum layout_screen screen;
	char *counter;	  /* label: it is this counter's sign; or NULL */
	char **languages; /* of the screen; none: the hall's first two */
	uint32_t languages_count;
	struct layout_text ticker; /* empty: the hall's */
	uint32_t hold_s, page_s;   /* 0: as the program has it */
	char **voice;		   /* languages that it speaks; none: mute */
	uint32_t voice_count;
	char **keys; /* "KPPLUS r": what a keypad's keys press */
	uint32_t keys_count;
	char **pads; /* "1=3:101": pad 1 at counter 3, where clerk 101 sits */
	uint32_t pads_count;
};

#endif
