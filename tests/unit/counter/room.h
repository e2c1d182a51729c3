/* A counter's talk, with the test in the place of its shell. */
#ifndef HAO_COUNTER_ROOM_H
#define HAO_COUNTER_ROOM_H

#include <stdbool.h>
#include <stdint.h>

#include "counter/talk.h"
#include "proto/link.h"
#include "tests/unit/ui/taken.h"

#define RID  "rid-one"
#define RID2 "rid-two"
#define CALLED                                            \
 "{\"id\":\"41\",\"number\":\"A012\",\"service\":\"id\"," \
 "\"class\":\"normal\",\"counter\":\"3\",\"waited\":42000,\"seq\":9}"
#define TICKET "{\"id\":\"41\",\"number\":\"A012\",\"seq\":10}"
#define IDLE                   \
 "{\"seq\":5,\"services\":[]," \
 "\"counters\":[{\"counter\":\"3\",\"state\":\"open\"}]}"
#define BUSY                                                    \
 "{\"seq\":5,\"services\":[],\"counters\":[{\"counter\":\"3\"," \
 "\"state\":\"open\",\"ticket\":\"40\",\"number\":\"A011\"}]}"
#define LAYOUT "{\"services\":[{\"code\":\"id\",\"name\":\"ID\"}]}"

struct room {
	struct talk t;
	char words[TAKEN_SIZE]; /* of the request taken last */
};

/* Takes the oldest request; its kind, or -1 when there is none. */
int room_take(struct room *r);
/* Takes a request of KIND and answers it; or ends it as VERDICT. */
void room_answer(struct room *r, int kind, const char *json, int64_t now_ms);
void room_end_as(
    struct room *r, int kind, enum link_verdict verdict, int64_t now_ms);

void room_begin(struct room *r, bool interactive, const char *once);
/* The server is there, and says what HALL says. */
void room_come_up(struct room *r, const char *hall, int64_t now_ms);
/* Begun and come up, with nothing under way. */
void room_ready(struct room *r, bool interactive);
/* Called A012. */
void room_called(struct room *r);
void room_finish(struct room *r);

#endif
