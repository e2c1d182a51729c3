/* The screen's machine, with a hall, touched by hand on a clock of our own. */
#ifndef HAO_SCREEN_ROOM_H
#define HAO_SCREEN_ROOM_H

#include <stdint.h>

#include "kiosk/screen.h"
#include "proto/link.h"
#include "tests/unit/ui/taken.h"
#include "ui/view.h"
#include "ui/window.h"

#define RID "KKKKKKKKKKKK" /* of random bytes that are all the same */

#define ROOM_TOKEN "41.sample-token-of_nobody"

extern const char room_layout[], room_state[], room_ticket[];
extern const char room_token_ticket[]; /* the same, in a hall with a page */

struct room {
	struct screen s;
	int64_t now_ms;
	char words[TAKEN_SIZE];
	struct view view;
};

void room_begin(struct room *r);
/* Up, with its hall, at the first page, and quiet. */
void room_ready(struct room *r);
void room_finish(struct room *r);

/* The oldest request: its kind, and its words. */
int room_take(struct room *r);
/* Takes a request of KIND and answers it. */
void room_reply(
    struct room *r, int kind, enum link_verdict verdict, const char *json);

void room_act(struct room *r, const struct window_action *action);
/* The target as it is drawn now; NULL: there is none. */
const struct view_item *room_item(struct room *r, int action, int arg);
struct paint_box room_box(struct room *r, int action, int arg);
void room_finger(
    struct room *r, enum window_what what, int64_t finger, struct paint_box b);
void room_tap(struct room *r, int action, int arg);
void room_type(struct room *r, const char *text);
void room_key(struct room *r, enum window_key key);
/* MS later; what the time alone asks for is left out. */
void room_later(struct room *r, int64_t ms);

#endif
