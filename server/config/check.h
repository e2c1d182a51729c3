/*
 * What the schema can't say: bounds, defaults, names that must exist, ranges
 * that must not overlap. Every mistake is told with its line, and none is
 * told of what was not read because it was wrong already.
 */
#ifndef HAO_CONFIG_CHECK_H
#define HAO_CONFIG_CHECK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "server/hall/layout.h"

struct config_mistakes;
struct config_outline;

struct config_check {
	struct layout *layout;
	const struct config_outline *outline;
	struct config_mistakes *mistakes;
};

/* Puts the default where the file has nothing. False: out of memory. */
bool config_fill(struct config_check *c);

/*
 * Puts the picture where the layout has the name of a PNG file, which lies
 * beside FILE. False: out of memory.
 */
bool config_take_logo(struct config_check *c, const char *file);

/* Notes all mistakes of meaning. */
void config_check_hall(struct config_check *c);
void config_check_services(struct config_check *c);
void config_check_counters(struct config_check *c);
void config_check_appointments(struct config_check *c);

/* Sessions, as "09:00-12:00", in order and within a business day. */
struct config_words;
void config_check_sessions(
    struct config_check *c, struct config_words sessions, const char *path);
/* Does any service take appointments? */
bool config_has_slots(const struct layout *l);
void config_check_hours(struct config_check *c);
void config_check_alerts(struct config_check *c);
void config_check_devices(struct config_check *c);
void config_check_limits(struct config_check *c);

/* A mistake at KEY, unless config_mistakes_has one already. */
void config_check_say(struct config_check *c, const char *key,
    const char *format, ...) __attribute__((format(printf, 3, 4)));

/* Numbers with bounds, in the hall, a class or a service. */
struct config_bound {
	const char *key;
	size_t offset; /* of a uint32_t in the struct */
	uint32_t min, max, absent;
};
extern const struct config_bound config_bounds_hall[];
extern const struct config_bound config_bounds_class[];
extern const struct config_bound config_bounds_service[];
extern const struct config_bound config_bounds_counter[];
extern const struct config_bound config_bounds_alerts[];
extern const struct config_bound config_bounds_device[];
extern const struct config_bound config_bounds_limits[];
/* Those of appointments: in the hall, and in a service with slots. */
extern const struct config_bound config_bounds_booking[];
extern const struct config_bound config_bounds_slots[];

/* PATH is "" or ends in a dot; OF is the struct at that path. */
void config_check_bounds(struct config_check *c,
    const struct config_bound *bounds, const char *path, const void *of);

/* Things with a code and, if NAME_OFFSET is not 0, a name. */
struct config_codes {
	const char *list; /* the key of their list */
	const char *noun; /* of one of them */
	const char *key;  /* of the code: "code", or "label" */
	const void *at;
	size_t stride, name_offset;
	uint32_t count;
};
struct config_codes config_codes_zones(const struct layout *l);
struct config_codes config_codes_departments(const struct layout *l);
struct config_codes config_codes_classes(const struct layout *l);
struct config_codes config_codes_services(const struct layout *l);
struct config_codes config_codes_counters(const struct layout *l);

/* Checks their codes and names, and that no code is taken twice. */
void config_codes_check(struct config_check *c, const struct config_codes *of);

/* Checks that WORD, at KEY, is the code of one of them. */
void config_codes_find(struct config_check *c, const struct config_codes *of,
    const char *word, const char *key);

/* A list of words, of which word I, at KEY, must not stand there before. */
struct config_words {
	char *const *words;
	uint32_t count;
};
void config_check_once(struct config_check *c, struct config_words words,
    uint32_t i, const char *key);

/* Checks so that each of WORDS, the list at PATH, is a code, and once. */
void config_codes_find_all(struct config_check *c,
    const struct config_codes *of, struct config_words words, const char *path);

/* Checks that a name is there in one language at least. */
void config_check_name(
    struct config_check *c, const struct layout_text *name, const char *key);

#endif
