/*
 * Slots: the times at which a service takes appointments. A slot is told by
 * the instant at which it begins. Slots follow each other within the spans of
 * the service, by the wall's clock: of a minute that summer time skips there
 * is none, and of one that comes twice the first.
 */
#ifndef HAO_SLOT_H
#define HAO_SLOT_H

#include "server/hall/apply.h"
#include "server/hall/state.h"

void slot_take(struct slot_rule *rule, const struct layout_service *from);
void booking_rule_take(struct booking_rule *rule, const struct layout *from);

/* Can somebody be booked for it at NOW_MS, if it has room? */
bool slot_exists(const struct hall *h, const struct service *s, int64_t now_ms,
    int64_t appointed_ms);
/* Is somebody booked for SERVICE at any time? */
bool slot_is_booked(const struct hall *h, const char *service);
/* The appointment that was not kept, if there is one. */
bool slot_tick(const struct hall *h, int64_t now_ms, struct event *out);

apply_fn apply_booked, apply_changed, apply_unbooked, apply_noshow,
    apply_checked_in;

#endif
