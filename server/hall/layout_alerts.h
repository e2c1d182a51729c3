/* The part of a layout that says what is worth an alert; 0: never. */
#ifndef HAO_LAYOUT_ALERTS_H
#define HAO_LAYOUT_ALERTS_H

#include <stdint.h>

struct layout_alerts {
	uint32_t wait_warn_min, wait_alarm_min; /* longest of a service */
	uint32_t target_warn_percent, target_alarm_percent; /* called late */
	uint32_t load_warn, load_alarm; /* waiting for each open counter */
	uint32_t capacity_warn_percent, capacity_alarm_percent;
	uint32_t abandoned_warn_percent, abandoned_alarm_percent;
	uint32_t unshown_warn_s, unshown_alarm_s; /* called, and no screen */
	uint32_t secrets_warn, secrets_alarm; /* wrong ones in ten minutes */
	uint32_t break_warn_min, break_alarm_min; /* open without a pause */
};

#endif
