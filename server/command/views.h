/* Parts of the hall as replies, used by more than one command. */
#ifndef HAO_VIEWS_H
#define HAO_VIEWS_H

#include <stddef.h>
#include <stdint.h>

struct hall;
struct reply;

void views_counter(struct reply *r, const struct hall *h, size_t i);
void views_counters(struct reply *r, const char *key, const struct hall *h);
void views_services(
    struct reply *r, const char *key, const struct hall *h, int64_t now_ms);

void views_alerts(
    struct reply *r, const char *key, const struct hall *h, int64_t now_ms);
void views_devices(struct reply *r, const char *key, const struct hall *h);
void views_notices(struct reply *r, const char *key, const struct hall *h);

#endif
