/* Requests decided: what the files of decide_*.c share. */
#ifndef HAO_DECIDE_H
#define HAO_DECIDE_H

#include "server/hall/state.h"

typedef enum refusal decide_fn(struct hall *h, const struct request *r,
    int64_t now_ms, struct decision *out);
extern decide_fn *const decide_table[REQUEST_TYPES];
void decide_event(struct hall *h, const struct request *r, struct decision *out,
    enum event_type type);
void decide_about(struct decision *out, const struct ticket *t);
/* It is so already: the ticket as it is, and no event. Never refuses. */
enum refusal decide_again(const struct hall *h, enum outcome_type type,
    const struct ticket *t, struct decision *out);

decide_fn decide_issue, decide_cancel, decide_printed, decide_open,
    decide_close, decide_pause, decide_resume, decide_lease, decide_next,
    decide_call, decide_recall, decide_start, decide_finish, decide_missed,
    decide_abandoned, decide_return, decide_transfer, decide_class,
    decide_switch, decide_hold, decide_unhold, decide_book, decide_change,
    decide_unbook, decide_checkin, decide_rate, decide_complain,
    decide_followup_own, decide_followup_close, decide_account_add,
    decide_account_disable, decide_account_enable, decide_account_secret;

/* The counter of the request, held by who asks; renews the lease. */
enum refusal decide_held_by(struct hall *h, const struct request *r,
    int64_t now_ms, struct decision *out, struct counter **counter);
/* The ticket of the request, if it is at its counter's hand. */
enum refusal decide_at_hand(struct hall *h, const struct request *r,
    int64_t now_ms, struct decision *out, struct ticket **ticket);
/* T is in STATE already, by the counter of the request. */
bool decide_is_so(
    const struct request *r, const struct ticket *t, enum ticket_state state);

/* The credited arrival T has had, or would have in CLASS, from the first. */
int64_t decide_arrival(
    const struct hall *h, const struct ticket *t, const char *class);

/* Somebody came for a service at a time that counts, and of a class. */
struct newcomer {
	const struct service *service;
	const struct class_rule *class;
	int64_t t_ms;
};
/* The ticket for WHO, as the event of OUT. */
enum refusal decide_ticket(struct hall *h, const struct request *r,
    const struct newcomer *who, struct decision *out);

#endif
