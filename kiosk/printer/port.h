/*
 * The way to a printer: USB, TCP or a serial line, behind one vtable. A port
 * connects by itself, again and again, until it is destroyed.
 */
#ifndef HAO_PORT_H
#define HAO_PORT_H

#include <stddef.h>
#include <stdint.h>

struct device;
struct event_base;
struct port;

#define PORT_RETRY_MS 1000 /* between two tries to connect */

/* What a port tells; none of these may destroy it. */
struct port_events {
	/* MODEL is the printer's own id; "" where it does not say it. */
	void (*up)(void *ctx, const char *model);
	void (*down)(void *ctx, const char *why);
	void (*received)(void *ctx, const uint8_t *bytes, size_t n);
	void (*flushed)(void *ctx); /* all that was taken is on its way */
	void (*status)(void *ctx, uint8_t port_status);
	void *ctx;
};

struct port_ops {
	/*
	 * How many of N bytes it takes, 0 while the last ones are not yet on
	 * their way; `flushed` follows. BYTES are borrowed for the call.
	 */
	size_t (*write)(struct port *p, const void *bytes, size_t n);
	/* `status` follows, if the printer answers; NULL: it has no such. */
	void (*ask)(struct port *p);
	/*
	 * Breaks the connection off and connects anew; no `down` follows.
	 * What was taken is not printed, as far as that can be had.
	 */
	void (*reset)(struct port *p);
	void (*destroy)(struct port *p);
};

/* The beginning of every port. */
struct port {
	const struct port_ops *ops;
	struct port_events events;
};

/*
 * A port to DEVICE (borrowed), which tells EVENTS (copied). NULL, and said
 * on stderr, when there can be none.
 */
struct port *port_create(struct event_base *base, const struct device *device,
    const struct port_events *events);

/* The same for what is behind a file descriptor, and for USB. */
struct port *port_stream_create(struct event_base *base,
    const struct device *device, const struct port_events *events);
struct port *port_usb_create(struct event_base *base,
    const struct device *device, const struct port_events *events);

#endif
