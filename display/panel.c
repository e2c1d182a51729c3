#include "display/panel.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ui/serial.h"

static const struct panel_driver *const drivers[] = { &panel_cpower };

void
panel_frames_release(struct panel_frames *f)
{
	buf_release(&f->bytes);
	f->count = 0;
}

void
panel_frames_clear(struct panel_frames *f)
{
	buf_clear(&f->bytes);
	f->count = 0;
}

void
panel_frames_end(struct panel_frames *f)
{
	if (f->count == PANEL_FRAMES_MAX) {
		f->bytes.failed = true;
		return;
	}
	f->ends[f->count++] = f->bytes.len;
}

/* --- The words of --panel ----------------------------------------------- */

/* A number from LEAST to MOST and then END. */
static bool
number(const char *text, const char *end, unsigned long most, unsigned long *n)
{
	char *rest;

	if (*text < '1' || *text > '9')
		return false;
	*n = strtoul(text, &rest, 10);
	return *n <= most && strcmp(rest, end) == 0;
}

static const char *
read_size(struct panel_settings *to, const char *text)
{
	static const char say[] = "size= takes WIDTHxHEIGHT in pixels, 1024 "
				  "at most: size=96x16";
	unsigned long w, h;
	char *x;

	w = strtoul(text, &x, 10);
	if (*text < '1' || *text > '9' || *x != 'x' ||
	    !number(x + 1, "", PANEL_SIDE_MAX, &h) || w > PANEL_SIDE_MAX)
		return say;
	to->width = (uint16_t)w;
	to->height = (uint16_t)h;
	return NULL;
}

static const char *
read_colour(struct panel_settings *to, const char *text)
{
	static const char *const names[] = { [PANEL_RED] = "red",
		[PANEL_GREEN] = "green",
		[PANEL_YELLOW] = "yellow" };

	for (enum panel_colour c = PANEL_RED; c <= PANEL_YELLOW; c++) {
		if (strcmp(names[c], text) == 0) {
			to->colour = c;
			return NULL;
		}
	}
	return "colour= takes red, green or yellow";
}

static const char *
read_option(struct panel_settings *to, const char *word)
{
	unsigned long id;

	if (strncmp(word, "size=", 5) == 0)
		return read_size(to, word + 5);
	if (strncmp(word, "colour=", 7) == 0)
		return read_colour(to, word + 7);
	if (strcmp(word, "text") == 0) {
		to->text = true;
		return to->driver->text != NULL
		    ? NULL
		    : "this panel has no letters of its own; leave out text";
	}
	if (strncmp(word, "id=", 3) != 0) {
		return "behind a comma stands size=WxH, id=N, colour=red, "
		       "green or yellow, or text";
	}
	if (!number(word + 3, "", to->driver->id_max, &id))
		return "id= takes the card's number, 1 to 254";
	to->id = (unsigned)id;
	return NULL;
}

/* "HOST", "HOST:PORT", "[::1]:PORT" */
static const char *
read_host(struct panel_settings *to, char *text)
{
	static const char say[] =
	    "after tcp: stands the panel's address: cpower:tcp:HOST:PORT";
	char *end = *text == '[' ? strchr(text, ']') : NULL;
	char *colon = strrchr(end != NULL ? end : text, ':');
	unsigned long port;

	(void)snprintf(to->port, sizeof(to->port), "%s", to->driver->port);
	if (colon != NULL) {
		if (!number(colon + 1, "", 65535, &port))
			return say;
		(void)snprintf(to->port, sizeof(to->port), "%lu", port);
		*colon = '\0';
	}
	if (end != NULL) {
		*end = '\0';
		text++;
	}
	if (*text == '\0')
		return say;
	(void)snprintf(to->where, sizeof(to->where), "%s", text);
	return NULL;
}

static const char *
read_tty(struct panel_settings *to, char *text)
{
	char *at = strrchr(text, '@');
	unsigned long baud;

	to->baud = to->driver->baud;
	if (at != NULL) {
		if (!number(at + 1, "", 230400, &baud) ||
		    !serial_has_speed((unsigned)baud)) {
			return "after @ stands a speed, 1200, 2400, ... "
			       "230400: cpower:tty:/dev/ttyS0@115200";
		}
		to->baud = (unsigned)baud;
		*at = '\0';
	}
	if (*text != '/') {
		return "after tty: stands the path of the line: "
		       "cpower:tty:/dev/ttyS0@115200";
	}
	(void)snprintf(to->where, sizeof(to->where), "%s", text);
	return NULL;
}

static const struct panel_driver *
driver_named(const char *name, size_t len)
{
	for (size_t i = 0; i < sizeof(drivers) / sizeof(drivers[0]); i++) {
		if (strlen(drivers[i]->name) == len &&
		    memcmp(drivers[i]->name, name, len) == 0)
			return drivers[i];
	}
	return NULL;
}

static const char *
read_options(struct panel_settings *to, char *options)
{
	const char *say = NULL;

	while (say == NULL && options != NULL) {
		char *next = strchr(options, ',');
		if (next != NULL)
			*next++ = '\0';
		say = read_option(to, options);
		options = next;
	}
	return say;
}

/* A picture that is too large for a driver's frames is never shown whole. */
static const char *
look_at_size(const struct panel_settings *to)
{
	size_t bytes = (size_t)(to->width + 7) / 8 * to->height;

	if (to->colour == PANEL_YELLOW)
		bytes *= 2;
	return to->text || bytes <= to->driver->picture_max
	    ? NULL
	    : "size= has more pixels than one picture of this panel; add text,"
	      " or name a smaller part of it";
}

const char *
panel_read(struct panel_settings *to, const char *words)
{
	static const char say[] = "a panel is named cpower:tcp:HOST:PORT or "
				  "cpower:tty:PATH@BAUD";
	char text[PANEL_WHERE_MAX];
	size_t len = strcspn(words, ":");
	const char *wrong;

	*to = (struct panel_settings){
		.width = 96, .height = 16, .colour = PANEL_RED
	};
	to->driver = driver_named(words, len);
	if (to->driver == NULL || strlen(words + len) < 5 ||
	    strlen(words) >= PANEL_WHERE_MAX)
		return say;
	to->id = to->driver->id;
	(void)snprintf(text, sizeof(text), "%s", words + len + 1);
	char *options = strchr(text, ',');
	if (options != NULL)
		*options++ = '\0';
	to->tcp = strncmp(text, "tcp:", 4) == 0;
	if (!to->tcp && strncmp(text, "tty:", 4) != 0)
		return say;
	wrong = to->tcp ? read_host(to, text + 4) : read_tty(to, text + 4);
	if (wrong == NULL)
		wrong = read_options(to, options);
	return wrong != NULL ? wrong : look_at_size(to);
}
