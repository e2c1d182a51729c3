/* What is worth an alert: defaults, bounds, and a warning before an alarm. */
#include <stddef.h>
#include <string.h>

#include "server/config/check.h"
#include "server/config/mistake.h"

#define AT(field) offsetof(struct layout_alerts, field)

/* Each warning stands before its alarm. */
const struct config_bound config_bounds_alerts[] = {
	{ "wait_warn_min", AT(wait_warn_min), 0, 1440, 15 },
	{ "wait_alarm_min", AT(wait_alarm_min), 0, 1440, 30 },
	{ "target_warn_percent", AT(target_warn_percent), 0, 100, 30 },
	{ "target_alarm_percent", AT(target_alarm_percent), 0, 100, 50 },
	{ "load_warn", AT(load_warn), 0, 1000, 0 },
	{ "load_alarm", AT(load_alarm), 0, 1000, 10 },
	{ "capacity_warn_percent", AT(capacity_warn_percent), 0, 100, 80 },
	{ "capacity_alarm_percent", AT(capacity_alarm_percent), 0, 100, 100 },
	{ "abandoned_warn_percent", AT(abandoned_warn_percent), 0, 100, 10 },
	{ "abandoned_alarm_percent", AT(abandoned_alarm_percent), 0, 100, 20 },
	{ "break_warn_min", AT(break_warn_min), 0, 1440, 240 },
	{ "break_alarm_min", AT(break_alarm_min), 0, 1440, 360 },
	{ "unshown_warn_s", AT(unshown_warn_s), 0, 3600, 10 },
	{ "unshown_alarm_s", AT(unshown_alarm_s), 0, 3600, 60 },
	{ "secrets_warn", AT(secrets_warn), 0, 100000, 30 },
	{ "secrets_alarm", AT(secrets_alarm), 0, 100000, 100 },
	{ 0 },
};

static uint32_t
number_at(const struct layout_alerts *a, const struct config_bound *b)
{
	uint32_t n;

	memcpy(&n, (const char *)a + b->offset, sizeof(n));
	return n;
}

void
config_check_alerts(struct config_check *c)
{
	const struct layout_alerts *a = &c->layout->alerts;
	char key[CONFIG_KEY_MAX];

	config_check_bounds(c, config_bounds_alerts, "alerts.", a);
	for (const struct config_bound *b = config_bounds_alerts; b->key;
	     b += 2) {
		uint32_t warn = number_at(a, b), alarm = number_at(a, b + 1);
		if (warn == 0 || alarm == 0 || warn <= alarm)
			continue;
		config_path(key, "alerts.%s", b[1].key);
		config_check_say(c, key,
		    "is %u, below %s, which is %u; it must be that or more, "
		    "or 0 for no alarm",
		    alarm, b->key, warn);
	}
}
