/*
 * What a display asks the server for besides the calls: the hall's layout,
 * with how this very display is set; and, for a screen, how many wait where.
 * That is asked again every few seconds; who does not answer in time is away.
 * Pure.
 */
#ifndef HAO_FACTS_H
#define HAO_FACTS_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

struct asks;
struct link_reply;

#define FACTS_AGAIN_MS 5000
#define FACTS_SOON_MS  300 /* after a call: the counts have changed */
#define FACTS_LATE_MS  12000

enum facts_ask {
	FACTS_ASK_LAYOUT = 6,
	FACTS_ASK_SERVICES,
	FACTS_ASK_COUNTERS,
};

struct facts {
	json_t *layout, *services, *counters; /* owned; NULL: not known */
	bool wanted; /* there is a screen that shows all of them */
	bool up, layout_asked, asking;
	int64_t again_ms, asked_ms;
	bool late;	  /* asked, and nobody answers */
	uint64_t changes; /* counts what is new */
};

void facts_init(struct facts *f, bool wanted);
void facts_release(struct facts *f);

void facts_link(struct facts *f, bool up);
void facts_soon(struct facts *f, int64_t now_ms);
/* A counter is now what its channel says: known before it is asked again. */
void facts_take_counter(struct facts *f, const json_t *message);
void facts_layout_is_old(struct facts *f);
void facts_reply(
    struct facts *f, int kind, const struct link_reply *reply, int64_t now_ms);
void facts_put(struct facts *f, struct asks *asks, int64_t now_ms);
int64_t facts_deadline(const struct facts *f); /* -1: none */

/* The service's or counter's entry; NULL: none. */
const json_t *facts_service(const struct facts *f, const char *code);
const json_t *facts_counter(const struct facts *f, const char *label);

#endif
