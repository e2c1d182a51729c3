/* The model's part that the staff sets. Strings as in model.h. */
#ifndef HAO_TEST_MODEL_STAFF_H
#define HAO_TEST_MODEL_STAFF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MODEL_NOTICES 64
#define MODEL_DEVICES 64
#define MODEL_WATCHED 64
#define MODEL_ZONES   8

/* A "pause" or a "broadcast": of a service, a zone, or the hall. */
struct model_notice {
	const char *kind, *service, *zone, *text;
	int64_t since_ms;
};

struct model_device {
	const char *name, *key, *state;
	int64_t since_ms;
};

/* Level NULL: not raised. */
struct model_alert {
	const char *kind, *subject, *level;
	int64_t value;
};

/* Of today's tickets of a service: first calls, and those too late. */
struct model_late {
	const char *service;
	int64_t called, late;
};

/* A call, and the zones in which somebody showed it, or spoke it. */
struct model_call {
	int64_t seq, t_ms;
	const char *shown[MODEL_ZONES], *heard[MODEL_ZONES];
};

/* Who speaks in a zone, and until when. */
struct model_voice {
	const char *zone, *terminal;
	int64_t until_ms;
};

struct model_staff {
	struct model_alert raised[MODEL_WATCHED];
	struct model_late lates[MODEL_WATCHED];
	size_t raised_count, lates_count;
	int64_t looked_ms;
	struct model_notice notices[MODEL_NOTICES];
	struct model_device devices[MODEL_DEVICES];
	size_t count, devices_count;
	bool training;
};

struct layout;
struct layout_service;
struct model;
struct model_ticket;

struct model_notice *model_notice(
    struct model *m, const char *kind, const char *service, const char *zone);
bool model_has_zone(const struct layout *l, const char *code);
/* Another layout is in force; another day has begun. */
void model_staff_layout(struct model *m);
void model_staff_day(struct model *m);
/* Nothing is issued for S. */
bool model_stopped(struct model *m, const struct layout_service *s);

/* T is called for the first time. */
void model_first_call(
    struct model *m, const struct model_ticket *t, int64_t now_ms);
void model_works(struct model *m, int64_t t_ms);
void model_figures_day(struct model *m);
void model_figures_layout(struct model *m);
/* An alert keeps a device that is gone until it is cleared. */
bool model_has_alert(struct model *m, const struct model_device *d);
/* The alerts that change now: at most MODEL_WATCHED, in order. */
size_t model_alerts(struct model *m, int64_t now_ms, struct model_alert *out);

#endif
