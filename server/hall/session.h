/* What the hours of a service mean for those who want to be served. */
#ifndef HAO_SESSION_H
#define HAO_SESSION_H

#include "server/hall/state.h"

/* The zone that was set; never NULL. */
const struct zone_table *session_zone(const struct hall *h);

/* May S issue a ticket now? If so, the event of OUT gets its session. */
enum refusal session_refuses(
    struct hall *h, struct service *s, int64_t now_ms, struct decision *out);

/* When the session began that S is in at T_MS; 0: none, or none counts. */
int64_t session_began_ms(const struct hall *h, struct service *s, int64_t t_ms);

/* Those who wait, and those at a counter. */
int64_t session_people(const struct hall *h);

/* The end of a session at which those who wait expire, if one is due. */
bool session_tick(struct hall *h, int64_t now_ms, struct event *out);

#endif
