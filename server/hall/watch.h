/*
 * What the staff sets and watches: stops and texts for the screens, training,
 * devices, those who wait by their age. Each part of the state embeds its
 * own; all of it but the lines of age stands in the dump.
 */
#ifndef HAO_WATCH_H
#define HAO_WATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "proto/limits.h"
#include "server/hall/alert.h"
#include "server/hall/layout.h"

#define WATCH_DEVICES_MAX 512	 /* names by their keys */
#define WATCH_GONE	  "gone" /* the state that forgets a device */

struct board;
struct counter;
struct event;
struct hall;
struct jsonw;
struct service;
struct ticket;

/* A text that holds until it is taken back. */
struct notice {
	int64_t since_ms; /* 0: there is none */
	char text[LIMIT_TEXT + 1];
};

struct zone {
	const char *code;
	struct notice stop, broadcast;
	struct alert unshown;
	char voice[LIMIT_NAME + 1]; /* the terminal that speaks; no state */
	int64_t voice_until_ms;
};

/* What one device last said of one thing about it. */
struct device {
	int64_t since_ms;
	char name[LIMIT_NAME + 1];
	char key[LAYOUT_CODE_MAX + 1], state[LAYOUT_CODE_MAX + 1];
	struct alert alert;
};

struct ticket_watch {
	struct ticket *older, *newer; /* who wait, or are aside, with it */
	int64_t since_ms;	      /* of the state it is in */
	bool training;
};

/* Those who wait for a service, wherever, the longest waiting first. */
struct service_watch {
	struct ticket *oldest, *newest; /* training tickets left out */
	struct ticket *aside;		/* missed or held: the newest of them */
	int64_t waiting, counted;	/* with them; without them */
	int64_t called, late;		/* of today, late by the target */
	int64_t target_ms;
	struct alert wait, target;
	uint32_t zones; /* bits by the board's zones */
	struct notice stop;
};

struct counter_watch {
	const char *clerk; /* who works there … */
	int64_t since_ms;  /* … without a pause; 0: nobody does */
	struct alert alert;
	int64_t call_seq, call_ms; /* its last call today, or 0 */
	uint32_t shown, heard;	   /* bits by the board's zones */
};

struct board_watch {
	struct layout_alerts limits;
	struct alert load, capacity, abandoned;
	struct zone *zones;
	uint32_t zones_count;
};

struct hall_watch {
	struct notice stop, broadcast;
	int64_t issued, abandoned; /* today */
	int64_t looked_ms;	   /* when and how far: no state */
	size_t at;
	char subject[LIMIT_NAME + 1], state[LAYOUT_CODE_MAX + 1];
	struct device *devices; /* in the order they came */
	uint32_t devices_count, devices_cap;
	bool training;
};

/* --- For apply and the board ------------------------------------------- */

void watch_wait(struct service *s, struct ticket *t);
void watch_leave(struct service *s, struct ticket *t);
/* T was missed or is held now; it is no longer. */
void watch_aside(struct service *s, struct ticket *t);
void watch_back(struct service *s, struct ticket *t);
/* For the figures: T is called for the first time; is given up. */
void watch_called(struct service *s, const struct ticket *t, int64_t t_ms);
void watch_abandoned(struct hall *h, const struct ticket *t);
/* The counter's state or clerk may be another now. */
void watch_works(struct counter *c, int64_t t_ms);
/* Takes a device out that is gone and has no alert. */
void watch_forget(struct hall *h, const struct device *gone);
/* After any event: since when its tickets are in their state. */
void watch_stamp(struct hall *h, const struct event *e);
void watch_day(struct hall *h, int64_t t_ms);

/* Whether SERVICE stands in LIST, "a,b,c"; no list names all. */
bool watch_names(const char *list, const char *service);
struct zone *watch_zone(const struct board *b, const char *code);

void watch_release(struct hall_watch *w);
/* False: out of memory. */
bool watch_reserve_device(struct hall *h, const struct event *e);

typedef void watch_apply_fn(struct hall *h, const struct event *e);
watch_apply_fn watch_apply_stop, watch_apply_go, watch_apply_broadcast,
    watch_apply_training, watch_apply_device;

void watch_dump_hall(struct jsonw *w, const struct hall *h);
bool watch_opening(const struct hall *h,
    bool (*emit)(const struct event *event, void *ctx), void *ctx);

struct device *watch_device(
    const struct hall *h, const char *name, const char *key);
/* Where the event's words put a stop or, BROADCAST, a text. */
struct notice *watch_notice(
    struct hall *h, const struct event *e, bool broadcast);
/* Every zone of the service is stopped, and it lies in one. */
const struct notice *watch_stop_of_zones(
    const struct board *b, const struct service *s);

#endif
