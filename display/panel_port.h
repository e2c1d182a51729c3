/*
 * The wire to one panel: a tty or a TCP connection in the caller's loop,
 * opened again whenever it breaks. Nothing here waits for the panel.
 */
#ifndef HAO_PANEL_PORT_H
#define HAO_PANEL_PORT_H

#include "display/panel_talk.h"

struct event_base;
struct panel_port;

struct panel_port_config {
	struct panel_settings settings;
	/* The trouble is another one now. */
	void (*changed)(enum panel_trouble trouble, void *ctx);
	void *ctx;
};

/* Copies CONFIG. NULL: out of memory. */
struct panel_port *panel_port_create(
    struct event_base *base, const struct panel_port_config *config);
void panel_port_destroy(struct panel_port *p);

/* The line to be seen from now on; page by page where it is long. */
void panel_port_show(struct panel_port *p, const char *text);
enum panel_trouble panel_port_trouble(const struct panel_port *p);

#endif
