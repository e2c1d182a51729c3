/* Requests of the staff that are about the hall, not about one ticket. */
#ifndef HAO_DECIDE_WATCH_H
#define HAO_DECIDE_WATCH_H

#include "server/hall/decide.h"

decide_fn decide_hall_pause, decide_hall_resume, decide_broadcast, decide_clear,
    decide_training, decide_device;

/* It is so already: no event, and the same to who asks. Never refuses. */
enum refusal decide_so(const struct hall *h, struct decision *out);

/* The stop that keeps the service from issuing; NULL: none. */
const struct notice *watch_stop(const struct hall *h, const struct service *s);
/* Nothing is issued for the service now; the detail is the message. */
bool watch_refuses(
    const struct hall *h, const struct service *s, struct decision *out);

#endif
