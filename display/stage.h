/*
 * The large part of a hall screen: which calls stand there. Each for a least
 * time, in order; up to four side by side when many come at once, and the
 * last one alone when none is new. Pure.
 */
#ifndef HAO_STAGE_H
#define HAO_STAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "display/board.h"

#define STAGE_TILES   4
#define STAGE_WAITING 256
#define STAGE_HOLD_MS 5000  /* the least time, where none is said */
#define STAGE_NEW_MS  12000 /* so long a call is marked as new */

struct stage_tile {
	struct board_call call;
	int64_t since_ms;
	bool is_new; /* marked by a ring */
};

struct stage {
	int64_t hold_ms;
	struct stage_tile tiles[STAGE_TILES]; /* the oldest first */
	size_t count;
	struct board_call waiting[STAGE_WAITING]; /* a ring */
	size_t first, waiting_count;
};

void stage_init(struct stage *s);
/* The least time of a call; 0: the usual. */
void stage_hold(struct stage *s, int64_t hold_ms);

/* A call that is announced; or one of before, which is shown if none is. */
void stage_call(struct stage *s, const struct board_call *call, int64_t now_ms);
void stage_old_call(
    struct stage *s, const struct board_call *call, int64_t now_ms);
/* Another journal, another day: nothing of before counts. */
void stage_clear(struct stage *s);

/* True: it looks different now. */
bool stage_time(struct stage *s, int64_t now_ms);
int64_t stage_deadline(const struct stage *s); /* -1: none */

/* The call stands there, large; it will. */
bool stage_has(const struct stage *s, int64_t seq);
bool stage_will_have(const struct stage *s, int64_t seq);

#endif
