#include "server/config/schema.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "server/hall/hours.h"

#define LEN(a) (sizeof(a) / sizeof((a)[0]))

/* Enough for the largest mapping and its end. */
#define FIELDS_MAX 48

static void *
allocate(void *ctx, void *at, size_t size)
{
	(void)ctx;
	if (size == 0) {
		free(at);
		return NULL;
	}
	return realloc(at, size);
}

const struct cyaml_config config_schema_cyaml = {
	.mem_fn = allocate,
	.flags = CYAML_CFG_NO_ALIAS,
};

/* The rows of the tables below. Lengths of texts are checked afterwards. */
#define NEED CYAML_FLAG_DEFAULT
#define MAY  CYAML_FLAG_OPTIONAL
#define RARE (CYAML_FLAG_OPTIONAL | CONFIG_SCHEMA_RARE)
#define STRING(flags, type, member) \
 CYAML_FIELD_STRING_PTR(#member, flags, struct type, member, 0, CYAML_UNLIMITED)
#define NUMBER(flags, type, member) \
 CYAML_FIELD_UINT(#member, flags, struct type, member)
#define TEXT(flags, type, member) \
 CYAML_FIELD_MAPPING(#member, flags, struct type, member, NULL)
#define LIST(flags, type, member, entry, min, max)                        \
 CYAML_FIELD_SEQUENCE(#member, (flags) | CYAML_FLAG_POINTER, struct type, \
     member, entry, min, max)

static const struct cyaml_schema_value word = {
	CYAML_VALUE_STRING(CYAML_FLAG_POINTER, char, 0, CYAML_UNLIMITED),
};

static const struct cyaml_strval used_up[] = {
	{ "refuse", LAYOUT_USED_UP_REFUSE },
	{ "wrap", LAYOUT_USED_UP_WRAP },
};

static const struct cyaml_strval policy[] = {
	{ "credit", LAYOUT_POLICY_CREDIT },
	{ "ratio", LAYOUT_POLICY_RATIO },
	{ "strict", LAYOUT_POLICY_STRICT },
};

static const struct cyaml_strval declared[] = {
	{ "kiosk", LAYOUT_DECLARED_KIOSK },
	{ "supervisor", LAYOUT_DECLARED_SUPERVISOR },
};

static const struct cyaml_strval after_miss[] = {
	{ "return", LAYOUT_MISS_RETURN },
	{ "void", LAYOUT_MISS_VOID },
	{ "end", LAYOUT_MISS_END },
	{ "after", LAYOUT_MISS_AFTER },
};

static const struct cyaml_strval yes[] = {
	{ "no", LAYOUT_NO },
	{ "yes", LAYOUT_YES },
};

static const struct cyaml_schema_field languages_fields[] = {
	LIST(NEED, config_languages, languages, &word, 1, LAYOUT_LANGUAGES_MAX),
	CYAML_FIELD_END,
};

const struct cyaml_schema_value config_schema_languages = {
	CYAML_VALUE_MAPPING(
	    CYAML_FLAG_POINTER, struct config_languages, languages_fields),
};

static const struct cyaml_schema_field zone_fields[] = {
	STRING(NEED, layout_zone, code),
	TEXT(NEED, layout_zone, name),
	CYAML_FIELD_END,
};

static const struct cyaml_schema_field department_fields[] = {
	STRING(NEED, layout_department, code),
	TEXT(NEED, layout_department, name),
	CYAML_FIELD_END,
};

static const struct cyaml_schema_field class_fields[] = {
	STRING(NEED, layout_class, code),
	TEXT(NEED, layout_class, name),
	NUMBER(MAY, layout_class, credit_min),
	NUMBER(RARE, layout_class, rank),
	CYAML_FIELD_ENUM("declared", RARE | CYAML_FLAG_STRICT,
	    struct layout_class, declared, declared, LEN(declared)),
	CYAML_FIELD_END,
};

static const struct cyaml_strval session_end[] = {
	{ "carry", LAYOUT_END_CARRY },
	{ "expire", LAYOUT_END_EXPIRE },
};
#define SESSION_END(type)                                                  \
 CYAML_FIELD_ENUM("at_session_end", RARE | CYAML_FLAG_STRICT, struct type, \
     at_session_end, session_end, LEN(session_end))

static const struct cyaml_strval late_checkin[] = {
	{ "walk_in", LAYOUT_LATE_WALK_IN },
	{ "refuse", LAYOUT_LATE_REFUSE },
};

static const struct cyaml_schema_field group_fields[] = {
	LIST(NEED, layout_group, services, &word, 1, LAYOUT_SERVICES_MAX),
	CYAML_FIELD_END,
};

static const struct cyaml_schema_field hours_fields[] = {
	LIST(NEED, layout_hours, days, &word, 1, HOURS_WEEK),
	LIST(NEED, layout_hours, sessions, &word, 1, LAYOUT_SESSIONS_MAX),
	CYAML_FIELD_END,
};

/* Of lists in lists, and in the hall. */
enum {
	GROUP,
	HOURS
};
static const struct cyaml_schema_value inner[] = {
	[GROUP] = { CYAML_VALUE_MAPPING(
	    NEED, struct layout_group, group_fields) },
	[HOURS] = { CYAML_VALUE_MAPPING(
	    NEED, struct layout_hours, hours_fields) },
};

static const struct cyaml_schema_field service_fields[] = {
	STRING(NEED, layout_service, code),
	TEXT(NEED, layout_service, name),
	TEXT(MAY, layout_service, guide),
	STRING(MAY, layout_service, department),
	STRING(MAY, layout_service, prefix),
	NUMBER(MAY, layout_service, first),
	NUMBER(MAY, layout_service, last),
	CYAML_FIELD_ENUM("used_up", MAY | CYAML_FLAG_STRICT,
	    struct layout_service, used_up, used_up, LEN(used_up)),
	CYAML_FIELD_ENUM("policy", RARE | CYAML_FLAG_STRICT,
	    struct layout_service, policy, policy, LEN(policy)),
	NUMBER(RARE, layout_service, ratio_ranked),
	NUMBER(RARE, layout_service, ratio_normal),
	NUMBER(MAY, layout_service, target_wait_min),
	NUMBER(MAY, layout_service, target_handling_min),
	LIST(RARE, layout_service, hours, &inner[HOURS], 1, HOURS_WEEK),
	NUMBER(RARE, layout_service, last_ticket_min),
	NUMBER(RARE, layout_service, quota),
	SESSION_END(layout_service),
	LIST(RARE, layout_service, steps, &word, 1, LAYOUT_STEPS_MAX),
	LIST(RARE, layout_service, slots, &word, 1, LAYOUT_SESSIONS_MAX),
	NUMBER(RARE, layout_service, slot_min),
	NUMBER(RARE, layout_service, slot_capacity),
	LIST(MAY, layout_service, zones, &word, 1, LAYOUT_ZONES_MAX),
	CYAML_FIELD_END,
};

static const struct cyaml_schema_field counter_fields[] = {
	STRING(NEED, layout_counter, label),
	LIST(NEED, layout_counter, groups, &inner[GROUP], 1, LAYOUT_GROUPS_MAX),
	LIST(RARE, layout_counter, help, &word, 1, LAYOUT_SERVICES_MAX),
	NUMBER(RARE, layout_counter, help_after_min),
	CYAML_FIELD_ENUM("floating", RARE | CYAML_FLAG_STRICT,
	    struct layout_counter, floating, yes, LEN(yes)),
	LIST(MAY, layout_counter, zones, &word, 1, LAYOUT_ZONES_MAX),
	CYAML_FIELD_END,
};

static const struct cyaml_schema_field holiday_fields[] = {
	STRING(NEED, layout_holiday, from),
	STRING(MAY, layout_holiday, until),
	TEXT(NEED, layout_holiday, name),
	CYAML_FIELD_END,
};

static const struct cyaml_schema_field workday_fields[] = {
	STRING(NEED, layout_workday, date),
	STRING(NEED, layout_workday, as),
	CYAML_FIELD_END,
};

static const struct cyaml_schema_field override_fields[] = {
	STRING(NEED, layout_override, date),
	LIST(RARE, layout_override, services, &word, 1, LAYOUT_SERVICES_MAX),
	LIST(NEED, layout_override, sessions, &word, 0, LAYOUT_SESSIONS_MAX),
	STRING(NEED, layout_override, approved_by),
	STRING(NEED, layout_override, reason),
	CYAML_FIELD_END,
};

static const struct cyaml_strval screen[] = {
	{ "calls", LAYOUT_SCREEN_CALLS },
	{ "list", LAYOUT_SCREEN_LIST },
	{ "counters", LAYOUT_SCREEN_COUNTERS },
};

static const struct cyaml_schema_field device_fields[] = {
	STRING(NEED, layout_device, name),
	STRING(MAY, layout_device, zone),
	CYAML_FIELD_ENUM("screen", RARE | CYAML_FLAG_STRICT,
	    struct layout_device, screen, screen, LEN(screen)),
	STRING(MAY, layout_device, counter),
	LIST(RARE, layout_device, languages, &word, 1, 2),
	TEXT(MAY, layout_device, ticker),
	NUMBER(RARE, layout_device, hold_s),
	NUMBER(RARE, layout_device, page_s),
	LIST(RARE, layout_device, voice, &word, 1, 2),
	LIST(RARE, layout_device, keys, &word, 1, LAYOUT_KEYS_MAX),
	LIST(RARE, layout_device, pads, &word, 1, LAYOUT_PADS_MAX),
	CYAML_FIELD_END,
};

static const struct cyaml_schema_value entries[] = {
	{ CYAML_VALUE_MAPPING(NEED, struct layout_zone, zone_fields) },
	{ CYAML_VALUE_MAPPING(
	    NEED, struct layout_department, department_fields) },
	{ CYAML_VALUE_MAPPING(NEED, struct layout_class, class_fields) },
	{ CYAML_VALUE_MAPPING(NEED, struct layout_service, service_fields) },
	{ CYAML_VALUE_MAPPING(NEED, struct layout_counter, counter_fields) },
	{ CYAML_VALUE_MAPPING(NEED, struct layout_holiday, holiday_fields) },
	{ CYAML_VALUE_MAPPING(NEED, struct layout_workday, workday_fields) },
	{ CYAML_VALUE_MAPPING(NEED, struct layout_override, override_fields) },
	{ CYAML_VALUE_MAPPING(NEED, struct layout_device, device_fields) },
};

static const struct cyaml_schema_field alerts_fields[] = {
	NUMBER(MAY, layout_alerts, wait_warn_min),
	NUMBER(MAY, layout_alerts, wait_alarm_min),
	NUMBER(MAY, layout_alerts, target_warn_percent),
	NUMBER(MAY, layout_alerts, target_alarm_percent),
	NUMBER(MAY, layout_alerts, load_warn),
	NUMBER(MAY, layout_alerts, load_alarm),
	NUMBER(MAY, layout_alerts, capacity_warn_percent),
	NUMBER(MAY, layout_alerts, capacity_alarm_percent),
	NUMBER(MAY, layout_alerts, abandoned_warn_percent),
	NUMBER(MAY, layout_alerts, abandoned_alarm_percent),
	NUMBER(MAY, layout_alerts, break_warn_min),
	NUMBER(MAY, layout_alerts, break_alarm_min),
	NUMBER(MAY, layout_alerts, unshown_warn_s),
	NUMBER(MAY, layout_alerts, unshown_alarm_s),
	NUMBER(MAY, layout_alerts, secrets_warn),
	NUMBER(MAY, layout_alerts, secrets_alarm),
	CYAML_FIELD_END,
};

#define COMMANDS(key, role) \
 CYAML_FIELD_UINT(key, MAY, struct layout_limits, commands[ACCOUNT_##role])

static const struct cyaml_schema_field limits_fields[] = {
	NUMBER(MAY, layout_limits, address_connections),
	NUMBER(MAY, layout_limits, address_strangers),
	NUMBER(MAY, layout_limits, strangers),
	NUMBER(MAY, layout_limits, buffers_mib),
	NUMBER(MAY, layout_limits, requests),
	COMMANDS("commands_stranger", STRANGER),
	COMMANDS("commands_local", LOCAL),
	NUMBER(MAY, layout_limits, commands_device),
	COMMANDS("commands_kiosk", KIOSK),
	COMMANDS("commands_display", DISPLAY),
	COMMANDS("commands_pad", PAD),
	COMMANDS("commands_counter", COUNTER),
	COMMANDS("commands_web", WEB),
	NUMBER(MAY, layout_limits, commands_person),
	COMMANDS("commands_supervisor", SUPERVISOR),
	COMMANDS("commands_manager", MANAGER),
	COMMANDS("commands_technician", TECHNICIAN),
	CYAML_FIELD_END,
};

static const struct cyaml_schema_field hall_fields[] = {
	LIST(NEED, layout, languages, &word, 1, LAYOUT_LANGUAGES_MAX),
	TEXT(NEED, layout, name),
	STRING(NEED, layout, timezone),
	NUMBER(MAY, layout, day_starts_h),
	STRING(MAY, layout, plain),
	STRING(MAY, layout, loopback),
	NUMBER(MAY, layout, misses_max),
	CYAML_FIELD_ENUM("after_miss", RARE | CYAML_FLAG_STRICT, struct layout,
	    after_miss, after_miss, LEN(after_miss)),
	NUMBER(RARE, layout, after_miss_calls),
	NUMBER(MAY, layout, recalls_max),
	NUMBER(MAY, layout, lease_s),
	NUMBER(MAY, layout, tickets_max),
	NUMBER(MAY, layout, connections_max),
	CYAML_FIELD_MAPPING(
	    "limits", MAY, struct layout, limits, limits_fields),
	NUMBER(RARE, layout, capacity),
	LIST(RARE, layout, hours, &inner[HOURS], 1, HOURS_WEEK),
	NUMBER(RARE, layout, last_ticket_min),
	SESSION_END(layout),
	LIST(RARE, layout, holidays, &entries[5], 1, LAYOUT_HOLIDAYS_MAX),
	LIST(RARE, layout, workdays, &entries[6], 1, LAYOUT_HOLIDAYS_MAX),
	LIST(RARE, layout, overrides, &entries[7], 1, LAYOUT_OVERRIDES_MAX),
	CYAML_FIELD_MAPPING(
	    "alerts", MAY, struct layout, alerts, alerts_fields),
	NUMBER(RARE, layout, keep_days),
	NUMBER(RARE, layout, keep_words_days),
	NUMBER(RARE, layout, book_days),
	NUMBER(RARE, layout, bookings_max),
	NUMBER(RARE, layout, checkin_early_min),
	NUMBER(RARE, layout, checkin_late_min),
	CYAML_FIELD_ENUM("late_checkin", RARE | CYAML_FLAG_STRICT,
	    struct layout, late_checkin, late_checkin, LEN(late_checkin)),
	STRING(MAY, layout, appointment_class),
	STRING(MAY, layout, logo),
	TEXT(MAY, layout, missed_rule),
	TEXT(MAY, layout, ticker),
	TEXT(MAY, layout, status_url),
	LIST(MAY, layout, zones, &entries[0], 1, LAYOUT_ZONES_MAX),
	LIST(MAY, layout, departments, &entries[1], 0, LAYOUT_SERVICES_MAX),
	LIST(MAY, layout, classes, &entries[2], 1, LAYOUT_CLASSES_MAX),
	LIST(MAY, layout, services, &entries[3], 0, LAYOUT_SERVICES_MAX),
	LIST(MAY, layout, counters, &entries[4], 0, LAYOUT_COUNTERS_MAX),
	LIST(RARE, layout, devices, &entries[8], 1, LAYOUT_DEVICES_MAX),
	CYAML_FIELD_END,
};

/* A mapping of the tables above, with its own copy of the fields. */
struct owned {
	struct cyaml_schema_value value;
	struct cyaml_schema_field fields[FIELDS_MAX];
};

enum {
	INNER = LEN(entries),
	TOP = INNER + LEN(inner),
	OWNED_COUNT
};

struct config_schema {
	struct owned owned[OWNED_COUNT]; /* entries, inner, and the top */
	struct cyaml_schema_field text[LAYOUT_LANGUAGES_MAX + 1];
	char *languages[LAYOUT_LANGUAGES_MAX];
};

static struct cyaml_schema_field
text_field(const char *language, uint32_t i)
{
	return (struct cyaml_schema_field){
		.key = language,
		.data_offset = i * (uint32_t)sizeof(char *),
		.value = { CYAML_VALUE_STRING(
		    MAY | CYAML_FLAG_POINTER, char, 0, CYAML_UNLIMITED) },
	};
}

/* The copy that stands for ENTRY, or ENTRY itself when it needs none. */
static const struct cyaml_schema_value *
own_entry(const struct config_schema *s, const struct cyaml_schema_value *entry)
{
	for (size_t i = 0; i < LEN(entries); i++) {
		if (entry == &entries[i])
			return &s->owned[i].value;
	}
	for (size_t i = 0; i < LEN(inner); i++) {
		if (entry == &inner[i])
			return &s->owned[INNER + i].value;
	}
	return entry;
}

/* Copies FROM, with the texts and entries of this schema. */
static void
own(struct config_schema *s, struct owned *to,
    const struct cyaml_schema_value *from)
{
	const struct cyaml_schema_field *fields = from->mapping.fields;

	to->value = *from;
	to->value.mapping.fields = to->fields;
	for (size_t i = 0; fields[i].key; i++) {
		struct cyaml_schema_value *v = &to->fields[i].value;
		to->fields[i] = fields[i];
		/* A mapping without fields is a text. */
		if (v->type == CYAML_MAPPING && !v->mapping.fields) {
			v->mapping.fields = s->text;
		} else if (v->type == CYAML_SEQUENCE) {
			v->sequence.entry = own_entry(s, v->sequence.entry);
		}
	}
}

_Static_assert(LEN(hall_fields) <= FIELDS_MAX, "the hall's keys fit");
_Static_assert(LEN(service_fields) <= FIELDS_MAX, "a service's keys fit");

struct config_schema *
config_schema_create(char *const *languages, uint32_t count)
{
	static const struct cyaml_schema_value hall = {
		CYAML_VALUE_MAPPING(
		    CYAML_FLAG_POINTER, struct config_held, hall_fields),
	};
	struct config_schema *s = calloc(1, sizeof(*s));

	if (!s)
		return NULL;
	for (uint32_t i = 0; i < count && i < LAYOUT_LANGUAGES_MAX; i++) {
		s->languages[i] = strdup(languages[i]);
		if (!s->languages[i]) {
			config_schema_destroy(s);
			return NULL;
		}
		s->text[i] = text_field(s->languages[i], i);
	}
	for (size_t i = 0; i < LEN(entries); i++)
		own(s, &s->owned[i], &entries[i]);
	for (size_t i = 0; i < LEN(inner); i++)
		own(s, &s->owned[INNER + i], &inner[i]);
	own(s, &s->owned[TOP], &hall);
	return s;
}

void
config_schema_destroy(struct config_schema *s)
{
	if (!s)
		return;
	for (size_t i = 0; i < LAYOUT_LANGUAGES_MAX; i++)
		free(s->languages[i]);
	free(s);
}

const struct cyaml_schema_value *
config_schema_top(const struct config_schema *s)
{
	return &s->owned[TOP].value;
}

const struct cyaml_schema_field *
config_schema_text(const struct config_schema *s)
{
	return s->text;
}

void
config_schema_relax(struct config_schema *s)
{
	for (size_t i = 0; i < OWNED_COUNT; i++) {
		struct cyaml_schema_field *f = s->owned[i].fields;
		for (; f->key; f++) {
			unsigned int flags = (unsigned int)f->value.flags;
			flags |= CYAML_FLAG_OPTIONAL;
			f->value.flags = (enum cyaml_flag)flags;
			if (f->value.type == CYAML_SEQUENCE)
				f->value.sequence.min = 0;
		}
	}
}
