/*
 * The layout of a hall: what its technician wrote in hall.yaml, as plain
 * data. The configuration fills it; nobody changes it afterwards. Every
 * pointer belongs to the layout's maker, server/config, and lives as long.
 *
 * A code names a thing for programs (service "id", zone "main", class
 * "normal"); a text names it for people, in each of the hall's languages.
 */
#ifndef HAO_LAYOUT_H
#define HAO_LAYOUT_H

#include <stdbool.h>
#include <stdint.h>

#include "server/hall/layout_alerts.h"
#include "server/hall/layout_device.h"
#include "server/hall/layout_hours.h"
#include "server/hall/layout_limits.h"
#include "server/hall/layout_rules.h"
#include "server/hall/layout_text.h"

#define LAYOUT_ZONES_MAX    16
#define LAYOUT_SERVICES_MAX 256
#define LAYOUT_COUNTERS_MAX 256
#define LAYOUT_CLASSES_MAX  8
#define LAYOUT_GROUPS_MAX   8
#define LAYOUT_STEPS_MAX    8  /* after the first */
#define LAYOUT_CODE_MAX	    16 /* bytes of a code or label */
#define LAYOUT_PREFIX_MAX   2
#define LAYOUT_NUMBER_LAST  9999999

struct layout_zone {
	char *code;
	struct layout_text name;
};

/* What happens when a service's range of numbers is used up. */
enum layout_used_up {
	LAYOUT_USED_UP_REFUSE,
	LAYOUT_USED_UP_WRAP, /* begin again, skipping numbers still open */
};

struct layout_service {
	char *code;
	struct layout_text name;
	struct layout_text guide; /* what to bring; may be empty */
	char *department;	  /* code, or NULL */
	char *prefix;		  /* 0 to 2 letters A-Z; never NULL */
	uint32_t first, last;	  /* the range, first <= last */
	enum layout_used_up used_up;
	enum layout_policy policy;
	uint32_t ratio_ranked, ratio_normal; /* 0: 1 and 3 */
	uint32_t target_wait_min, target_handling_min;
	struct layout_hours *hours; /* none: the hall's */
	uint32_t hours_count;
	uint32_t last_ticket_min; /* 0: the hall's */
	uint32_t quota;		  /* tickets a session; 0: any number */
	enum layout_session_end at_session_end;
	char **steps; /* codes: what a visit goes on with after this one */
	uint32_t steps_count;
	char **slots; /* "09:00-11:30": appointments begin and end within */
	uint32_t slots_count;
	uint32_t slot_min, slot_capacity; /* 0 without slots */
	char **zones;			  /* codes; never empty once checked */
	uint32_t zones_count;
};

/* Services that a counter takes in one breath, by credited arrival. */
struct layout_group {
	char **services; /* codes */
	uint32_t services_count;
};

struct layout_counter {
	char *label;
	struct layout_group *groups; /* emptied in this order */
	uint32_t groups_count;
	char **help; /* services taken when nobody else waits … */
	uint32_t help_count;
	uint32_t help_after_min;  /* … and somebody there this long */
	enum layout_yes floating; /* a supervisor switches it on */
	char **zones;
	uint32_t zones_count;
};

struct layout_department {
	char *code;
	struct layout_text name;
};

struct layout {
	char **languages; /* codes such as "zh", "en"; the first is default */
	uint32_t languages_count;
	struct layout_text name;
	char *timezone;	       /* an IANA name */
	uint32_t day_starts_h; /* local hour at which a business day begins */
	char *plain;	       /* NULL, or "trusted-network" */
	char *loopback;	       /* NULL or "open", or "accounts" */
	uint32_t misses_max;   /* misses until a ticket is abandoned */
	enum layout_after_miss after_miss;
	uint32_t after_miss_calls; /* 0: 3 */
	uint32_t recalls_max;	   /* recalls of one call */
	uint32_t lease_s;	   /* a counter's lease */
	uint32_t tickets_max;	   /* tickets a business day */
	uint32_t connections_max;
	uint32_t capacity; /* people at once; 0: any number */
	struct layout_limits limits;
	struct layout_alerts alerts;
	uint32_t last_ticket_min; /* before a session's end */
	enum layout_session_end at_session_end;
	struct layout_hours *hours; /* none: always open */
	uint32_t hours_count;
	struct layout_holiday *holidays;
	uint32_t holidays_count;
	struct layout_workday *workdays;
	uint32_t workdays_count;
	struct layout_override *overrides;
	uint32_t overrides_count;
	uint32_t keep_days;	  /* whole days; 0: for ever */
	uint32_t keep_words_days; /* plain words beside events; 0: 90 */
	uint32_t book_days; /* days ahead; this and what follows: 0 without */
	uint32_t bookings_max;
	uint32_t checkin_early_min, checkin_late_min;
	enum layout_late late_checkin;
	char *appointment_class; /* code; NULL without appointments */
	char *logo;		 /* a PNG, as proto/logo.h writes it; or NULL */
	struct layout_text missed_rule; /* what the paper says of a miss */
	struct layout_text ticker;
	struct layout_text status_url; /* a ticket's page, but for its code */
	struct layout_zone *zones;
	uint32_t zones_count;
	struct layout_department *departments;
	uint32_t departments_count;
	struct layout_class *classes; /* the first is what nobody asked for */
	uint32_t classes_count;
	struct layout_service *services;
	uint32_t services_count;
	struct layout_counter *counters;
	uint32_t counters_count;
	struct layout_device *devices;
	uint32_t devices_count;
};

#endif
