/*
 * The edge of hao-display: the machine in the loop, with what it shows and
 * speaks through.
 */
#ifndef HAO_DISPLAY_EDGE_H
#define HAO_DISPLAY_EDGE_H

#include "display/panel.h"
#include "ui/shell.h"

#define EDGE_NAME "hao-display"

/* The command line, read; borrowed by edge_run. */
struct edge_options {
	struct shell_options shell;
	bool text;
	const char *zone;
	int64_t count;
	struct args_list panels;
	const char *voice, *clips;
	const char *langs, *layout, *counter, *size, *png;
	int64_t hold_s;
	int width, height; /* what --size says */
};

/* Runs until it is told to leave; returns the status to exit with. SETTINGS
 * are the panels', as many as there are in OPTIONS. */
int edge_run(
    const struct edge_options *options, const struct panel_settings *settings);

#endif
