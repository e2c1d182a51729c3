/*
 * A HID keyboard's reports, as its boot protocol has them: which keys went
 * down since the one before, as the kernel's input codes. Pure.
 */
#ifndef HAO_HID_H
#define HAO_HID_H

#include <stddef.h>
#include <stdint.h>

#define HID_KEYS   6 /* that can be down at once */
#define HID_REPORT 8 /* bytes: modifiers, a spare one, the keys */

/* All zero: none is down. */
struct hid {
	uint8_t down[HID_KEYS];
};

/*
 * Takes a report of N bytes; returns how many keys went down, and puts their
 * codes into OUT. One that says "too many keys" changes nothing.
 */
size_t hid_take(
    struct hid *h, const uint8_t *report, size_t n, uint32_t out[HID_KEYS]);

#endif
