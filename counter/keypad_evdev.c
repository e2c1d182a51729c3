#include "counter/keypad_own.h"

#include <errno.h>
#include <event2/event.h>
#include <fcntl.h>
#include <linux/input.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define READ_MAX 16

struct evdev {
	struct keypad keypad;
	struct event_base *base;
	struct event *timer, *readable; /* readable: NULL while unplugged */
	int fd;
};

static void
shut(struct evdev *k)
{
	if (k->readable != NULL)
		event_free(k->readable);
	k->readable = NULL;
	if (k->fd >= 0)
		(void)close(k->fd);
	k->fd = -1;
}

static void
lose(struct evdev *k, const char *why)
{
	static const struct timeval later = { .tv_sec = KEYPAD_REOPEN_S };

	shut(k);
	(void)event_add(k->timer, &later);
	keypad_tell(&k->keypad, false, why);
}

/* A key that goes down; what it repeats by itself is no press. */
static void
take(const struct evdev *k, const struct input_event *e)
{
	if (e->type == EV_KEY && e->value == 1)
		keypad_down(&k->keypad, e->code);
}

static void
on_readable(int fd, short what, void *ctx)
{
	struct evdev *k = ctx;
	struct input_event events[READ_MAX];
	(void)what;

	ssize_t n = read(fd, events, sizeof(events));
	if (n < 0 && (errno == EINTR || errno == EAGAIN))
		return;
	if (n < (ssize_t)sizeof(events[0])) {
		lose(k, n < 0 ? strerror(errno) : "it was unplugged");
		return;
	}
	for (size_t i = 0; i < (size_t)n / sizeof(events[0]); i++)
		take(k, &events[i]);
}

/* Without the grab its keys would also be typed into whatever is in front. */
static bool
grab(struct evdev *k, const char **why)
{
	k->fd = open(k->keypad.config.path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	if (k->fd < 0 || ioctl(k->fd, EVIOCGRAB, 1) < 0) {
		*why = errno == EBUSY ? "another program has grabbed it"
				      : strerror(errno);
		return false;
	}
	k->readable = event_new(
	    k->base, k->fd, EV_READ | EV_PERSIST, on_readable, k);
	*why = "out of memory";
	return k->readable != NULL && event_add(k->readable, NULL) == 0;
}

static void
on_timer(int fd, short what, void *ctx)
{
	struct evdev *k = ctx;
	const char *why;
	(void)fd, (void)what;

	if (grab(k, &why)) {
		keypad_tell(&k->keypad, true, "");
	} else {
		lose(k, why);
	}
}

static void
destroy(struct keypad *keypad)
{
	struct evdev *k = (struct evdev *)keypad;

	shut(k);
	if (k->timer != NULL)
		event_free(k->timer);
	free(k);
}

struct keypad *
keypad_evdev_create(struct event_base *base, const struct keypad_config *config)
{
	static const struct timeval at_once = { 0 };
	struct evdev *k = calloc(1, sizeof(*k));

	if (k == NULL)
		return NULL;
	k->keypad = (struct keypad){ .config = *config, .destroy = destroy };
	k->base = base;
	k->fd = -1;
	k->timer = event_new(base, -1, 0, on_timer, k);
	if (k->timer == NULL || event_add(k->timer, &at_once) < 0) {
		destroy(&k->keypad);
		return NULL;
	}
	return &k->keypad;
}
