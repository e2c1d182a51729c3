/* Shared by the files of the model alone. */
#ifndef HAO_TEST_MODEL_OWN_H
#define HAO_TEST_MODEL_OWN_H

#include "tests/sim/model.h"

typedef enum refusal ask_fn(struct model *m, const struct request *r,
    int64_t now_ms, struct model_answer *a);

ask_fn ask_issue, ask_cancel, ask_printed, ask_open, ask_close, ask_pause,
    ask_resume, ask_lease, ask_next, ask_call, ask_recall, ask_start,
    ask_finish, ask_missed, ask_abandoned, ask_return, ask_transfer, ask_class,
    ask_switch, ask_hold, ask_unhold, ask_hall_pause, ask_hall_resume,
    ask_broadcast, ask_clear, ask_training, ask_device, ask_book, ask_change,
    ask_unbook, ask_checkin, ask_rate, ask_complain, ask_followup_own,
    ask_followup_close, ask_shown, ask_heard, ask_voice;

/* The counter calls; another layout is in force. */
void model_called_at(struct model *m, struct model_counter *c, int64_t now_ms);
void model_shown_layout(struct model *m);
/* How long no screen of the zone has shown a call that holds. */
int64_t model_unshown_ms(struct model *m, const char *zone, int64_t now_ms);

/* May S issue? And: it did. */
enum refusal model_refuses(
    struct model *m, const struct layout_service *s, int64_t now_ms);
void model_count(
    struct model *m, const struct layout_service *s, int64_t now_ms);

/* States from which a ticket can be had back: the last is NULL. */
extern const char *const model_back_again[];
bool model_is_one_of(const struct model_ticket *t, const char *const *states);

void model_tell(struct model_answer *a, enum outcome_type type,
    const struct model_ticket *t);
/* A change to T by a request. */
enum refusal model_done(struct model_answer *a, const struct request *r,
    const struct model_ticket *t);
/* T is already what the request would make of it. */
enum refusal model_already(
    struct model_answer *a, const struct model_ticket *t, const char *at);
void model_wait_again(
    struct model *m, struct model_ticket *t, int64_t credited_ms);
/* The counter of the request must be held by who asks. */
enum refusal model_hold(
    struct model *m, const struct request *r, int64_t now_ms);
/* The ticket must be at the counter's hand, or be in one of STATES. */
enum refusal model_find(struct model *m, const struct request *r,
    int64_t now_ms, const char *const *states, struct model_ticket **t);
bool model_was_here(const struct request *r, const struct model_ticket *t);
/* The counter takes that service; and helps there. */
bool model_takes(const struct model *m, const char *label, const char *service);
bool model_helps(const struct model *m, const char *label, const char *service);
/* T leaves the counter it is at, if it is; its time there is counted. */
void model_let_go(struct model *m, struct model_ticket *t, int64_t now_ms);
/* Served or passed on; MATTERS negative: nobody said how many. */
void model_finish(
    struct model *m, struct model_ticket *t, int64_t now_ms, int64_t matters);
/* What a new ticket goes on with; or why it may not. */
enum refusal model_steps(const struct model *m, const struct request *r,
    const struct layout_service *s, struct model_ticket *t);
/* Issues a ticket as LIKE says: of its service and class. */
enum refusal model_issue(struct model *m, const struct request *r,
    const struct model_ticket *like, int64_t now_ms, struct model_answer *a);
/* Since when T waits; and what its credit is taken from. */
int64_t model_from_ms(const struct model_ticket *t);
int64_t model_arrival_ms(const struct model_ticket *t);

/* Seconds of the day. */
void model_span(const char *text, int64_t *from, int64_t *to);
/* When the wall shows that second of the business day; false: never. */
bool model_instant(int64_t day, int64_t seconds, int64_t *t_ms);
bool model_in_session(const struct model *m, int64_t t_ms);
void model_forget_bookings(struct model *m);

#endif
