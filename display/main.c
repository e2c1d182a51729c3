#include <stdio.h>
#include <unistd.h>

#include "display/edge.h"
#include "display/panels.h"
#include "ui/picture.h"

#define DEVICE_SIZE 33

static const struct args_option options[] = {
	SHELL_ARGS(offsetof(struct edge_options, shell)),
	{ 'z', ARGS_TEXT, "zone", "ZONE", "the zone (the hall's first)",
	    offsetof(struct edge_options, zone) },
	{ 0, ARGS_FLAG, "text", NULL,
	    "one line a call, and ! a notice, on standard output",
	    offsetof(struct edge_options, text) },
	{ 0, ARGS_LIST, "panel", "PANEL",
	    "an LED panel, cpower:tcp:HOST:PORT or cpower:tty:PATH@BAUD, "
	    "and behind it ,size=WxH ,colour=C ,id=N ,text",
	    offsetof(struct edge_options, panels) },
	{ 0, ARGS_TEXT, "voice", "LANG[,LANG]",
	    "speaks the calls in these languages: zh,en",
	    offsetof(struct edge_options, voice) },
	{ 0, ARGS_TEXT, "clips", "FOLDER", "the voice's clips (" HAO_CLIPS ")",
	    offsetof(struct edge_options, clips) },
	{ 'w', ARGS_TEXT, "counter", "LABEL",
	    "a sign above this counter instead of the hall's screen",
	    offsetof(struct edge_options, counter) },
	{ 0, ARGS_TEXT, "layout", "LAYOUT",
	    "what the screen has: calls (usual), list, counters",
	    offsetof(struct edge_options, layout) },
	{ 'l', ARGS_TEXT, "lang", "LANG[,LANG]",
	    "its languages (the hall's first two)",
	    offsetof(struct edge_options, langs) },
	{ 0, ARGS_NUMBER, "hold", "SECONDS",
	    "the least time of a call on the screen (5)",
	    offsetof(struct edge_options, hold_s) },
	{ 0, ARGS_TEXT, "size", "WxH",
	    "of a window, or of the picture (the whole screen; 1920x1080)",
	    offsetof(struct edge_options, size) },
	{ 0, ARGS_TEXT, "png", "FILE",
	    "writes what the screen would show now, and leaves",
	    offsetof(struct edge_options, png) },
	{ 0, ARGS_NUMBER, "count", "N", "leave after N calls",
	    offsetof(struct edge_options, count) },
};

static const struct args_program program = {
	.name = EDGE_NAME,
	.about = "Shows a zone's calls, each once and in order.",
	.options = options,
	.options_count = sizeof(options) / sizeof(options[0]),
};

/* What the server knows this display by, where no name was given. */
static void
name_it(char name[DEVICE_SIZE])
{
	char host[DEVICE_SIZE] = "";

	(void)gethostname(host, sizeof(host) - 1);
	(void)snprintf(name, DEVICE_SIZE, "display-%.20s", host);
}

static bool
take_size(struct edge_options *o)
{
	struct picture p = { 0 };

	if (!picture_size(&p, o->size))
		return false;
	o->width = p.width;
	o->height = p.height;
	return true;
}

int
main(int argc, char **argv)
{
	struct edge_options o = { .shell.servers = SHELL_SERVERS,
		.clips = HAO_CLIPS };
	struct panel_settings settings[ARGS_LIST_MAX];
	struct args_line line = { argc, argv };
	char name[DEVICE_SIZE];
	int status = args_take(&program, &line, &o);

	if (status >= 0)
		return status;
	if (o.size != NULL && !take_size(&o)) {
		return args_misused(
		    &program, "--size takes WIDTHxHEIGHT: 1920x1080");
	}
	if (o.text &&
	    (o.png != NULL || o.layout != NULL || o.counter != NULL ||
		o.size != NULL)) {
		return args_misused(&program,
		    "--text has no screen: leave out --png, --layout, "
		    "--counter and --size");
	}
	if (!panels_read(settings, &o.panels))
		return 2;
	name_it(name);
	if (o.shell.name == NULL)
		o.shell.name = name;
	return edge_run(&o, settings);
}
