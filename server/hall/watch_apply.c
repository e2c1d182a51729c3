/* What the staff's events make of the state. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "server/hall/state.h"

static void
copy(char *to, size_t size, const char *from)
{
	size_t len = from ? strnlen(from, size - 1) : 0;

	if (len > 0)
		memcpy(to, from, len);
	memset(to + len, 0, size - len);
}

static void
put(struct notice *n, const struct event *e)
{
	n->since_ms = e->t_ms;
	copy(n->text, sizeof(n->text), e->text);
}

void
watch_apply_stop(struct hall *h, const struct event *e)
{
	put(watch_notice(h, e, false), e);
}

void
watch_apply_go(struct hall *h, const struct event *e)
{
	*watch_notice(h, e, false) = (struct notice){ 0 };
}

void
watch_apply_broadcast(struct hall *h, const struct event *e)
{
	struct notice *n = watch_notice(h, e, true);

	if (e->text && e->text[0]) {
		put(n, e);
	} else {
		*n = (struct notice){ 0 };
	}
}

void
watch_apply_training(struct hall *h, const struct event *e)
{
	h->watch.training = e->training;
}

bool
watch_reserve_device(struct hall *h, const struct event *e)
{
	struct hall_watch *w = &h->watch;
	uint32_t cap = w->devices_cap ? 2 * w->devices_cap : 8;

	if (watch_device(h, e->device, e->key) ||
	    w->devices_count < w->devices_cap)
		return true;
	struct device *to = realloc(w->devices, cap * sizeof(*to));
	if (!to)
		return false;
	w->devices = to;
	w->devices_cap = cap;
	return true;
}

void
watch_forget(struct hall *h, const struct device *gone)
{
	struct hall_watch *w = &h->watch;
	size_t at = (size_t)(gone - w->devices);
	struct device *d = w->devices + at;

	if (strcmp(d->state, WATCH_GONE) != 0 || d->alert.level)
		return;
	w->devices_count--;
	memmove(d, d + 1, (w->devices_count - at) * sizeof(*d));
}

void
watch_apply_device(struct hall *h, const struct event *e)
{
	struct device *d = watch_device(h, e->device, e->key);
	struct hall_watch *w = &h->watch;

	if (!d) {
		assert(w->devices_count < w->devices_cap);
		d = &w->devices[w->devices_count++];
		memset(d, 0, sizeof(*d));
		copy(d->name, sizeof(d->name), e->device);
		copy(d->key, sizeof(d->key), e->key);
	}
	copy(d->state, sizeof(d->state), e->state);
	d->since_ms = e->t_ms;
	watch_forget(h, d);
}
