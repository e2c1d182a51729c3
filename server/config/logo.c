/* The hall's logo: hall.yaml names a file, the layout has what is in it. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "proto/buf.h"
#include "proto/logo.h"
#include "server/config/check.h"
#include "server/config/mistake.h"

#define PATH_SIZE 4096

/* NAME itself when it begins at the root, else beside FILE. */
static void
place(char path[PATH_SIZE], const char *file, const char *name)
{
	const char *slash = strrchr(file, '/');
	int folder = slash && *name != '/' ? (int)(slash + 1 - file) : 0;

	(void)snprintf(path, PATH_SIZE, "%.*s%s", folder, file, name);
}

/* One byte more than is allowed tells that there is more. */
static bool
read_png(const char *path, uint8_t png[LOGO_BYTES_MAX + 1], size_t *size)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	ssize_t n = 1;

	*size = 0;
	if (fd < 0)
		return false;
	while (n > 0 && *size <= LOGO_BYTES_MAX) {
		n = read(fd, png + *size, LOGO_BYTES_MAX + 1 - *size);
		if (n > 0)
			*size += (size_t)n;
	}
	int why = errno;
	(void)close(fd);
	errno = why;
	return n >= 0;
}

/* The layout has the picture, and no longer the file's name. */
static bool
keep(struct layout *l, const uint8_t *png, size_t size)
{
	struct buf text = { 0 };

	logo_write(&text, png, size);
	buf_putc(&text, '\0');
	char *kept = text.failed ? NULL : strdup(text.at);
	buf_release(&text);
	if (!kept)
		return false;
	free(l->logo);
	l->logo = kept;
	return true;
}

static bool
take_file(struct config_check *c, const char *file)
{
	uint8_t png[LOGO_BYTES_MAX + 1];
	char path[PATH_SIZE], cause[96];
	size_t size;

	place(path, file, c->layout->logo);
	if (!read_png(path, png, &size)) {
		config_check_say(c, "logo",
		    "can't be read: %s: %s; name a PNG file beside this one",
		    config_quote(path).text,
		    strerror_r(errno, cause, sizeof(cause)));
		return true;
	}
	enum logo_error error = logo_check(png, size);
	if (error == LOGO_WELL)
		return keep(c->layout, png, size);
	config_check_say(
	    c, "logo", "%s %s", config_quote(path).text, logo_strerror(error));
	return true;
}

bool
config_take_logo(struct config_check *c, const char *file)
{
	uint8_t png[LOGO_BYTES_MAX];
	size_t size;

	if (!c->layout->logo)
		return true;
	if (!logo_is_written(c->layout->logo))
		return take_file(c, file);
	enum logo_error error = logo_read(c->layout->logo, png, &size);
	if (error != LOGO_WELL)
		config_check_say(c, "logo", "%s", logo_strerror(error));
	return true;
}
