/* DISPLAY: what screens and voices tell of the calls of their zone. */
#include <stddef.h>

#include "proto/words.h"
#include "server/command/command.h"
#include "server/command/views.h"
#include "server/hall/hall.h"
#include "server/hall/watch_view.h"

#define AT(field) offsetof(struct request, field)
#define ZONE                               \
 {                                         \
  "zone", WORD_CODE, false, true, AT(zone) \
 }
#define CALL                            \
 {                                      \
  "seq", WORD_ID, false, true, AT(call) \
 }

static void
put_unheard(struct reply *r, const struct hall *h, const char *zone)
{
	size_t count = 0;

	for (size_t i = 0; i < hall_counters(h); i++)
		count += hall_unheard(h, zone, i) != 0;
	reply_list(r, F_UNHEARD, count);
	for (size_t i = 0; i < hall_counters(h); i++) {
		int64_t seq = hall_unheard(h, zone, i);
		if (seq)
			reply_int(r, NULL, seq);
	}
	reply_list_end(r);
}

void
views_voice(struct reply *r, const struct hall *h, const struct outcome *o)
{
	reply_map(r, NULL, 4);
	reply_str(r, F_ZONE, o->zone);
	reply_int(r, F_SPEAKS, o->count);
	reply_str(r, F_HOLDER, o->holder);
	put_unheard(r, h, o->zone);
	reply_map_end(r);
}

const struct command commands_display[] = {
	{
	    .family = "DISPLAY",
	    .name = "SHOWN",
	    .exec = command_decide,
	    .roles = ROLE(LOCAL) | ROLE(DISPLAY),
	    .args_min = 2,
	    .args_max = 2,
	    .request = REQUEST_SHOWN,
	    .words = { ZONE, CALL },
	    .summary = "DISPLAY SHOWN zone seq",
	},
	{
	    .family = "DISPLAY",
	    .name = "HEARD",
	    .exec = command_decide,
	    .roles = ROLE(LOCAL) | ROLE(DISPLAY),
	    .args_min = 2,
	    .args_max = 2,
	    .request = REQUEST_HEARD,
	    .words = { ZONE, CALL },
	    .summary = "DISPLAY HEARD zone seq",
	},
	{
	    .family = "DISPLAY",
	    .name = "VOICE",
	    .exec = command_decide,
	    .roles = ROLE(LOCAL) | ROLE(DISPLAY),
	    .args_min = 1,
	    .args_max = 1,
	    .request = REQUEST_VOICE,
	    .words = { ZONE },
	    .summary = "DISPLAY VOICE zone",
	},
	{ 0 },
};
