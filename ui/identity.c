#include "ui/identity.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define LINE_MAX_BYTES (IDENTITY_NAME + IDENTITY_SECRET)
#define OTHER_MAX      4096 /* bytes of a path */

static bool
take_line(struct identity *out, char *line)
{
	line[strcspn(line, "\r\n")] = '\0';
	char *space = strchr(line, ' ');
	const char *secret = space ? space + 1 : line;

	if (space)
		*space = '\0';
	if (*secret == '\0' || strlen(secret) >= sizeof(out->secret) ||
	    (space && strlen(line) >= sizeof(out->name)))
		return false;
	if (space)
		memcpy(out->name, line, strlen(line) + 1);
	memcpy(out->secret, secret, strlen(secret) + 1);
	return true;
}

bool
identity_read(struct identity *out, const char *file, char *say)
{
	char line[LINE_MAX_BYTES + 2] = "";
	FILE *from = fopen(file, "re");
	bool well = from && fgets(line, sizeof(line), from);

	*out = (struct identity){ 0 };
	(void)snprintf(say, IDENTITY_SAY, "--secret-file %s: %s", file,
	    from ? "its first line must be NAME SECRET, or the secret alone"
		 : strerror(errno));
	if (from)
		(void)fclose(from);
	well = well && take_line(out, line);
	explicit_bzero(line, sizeof(line));
	return well;
}

static bool
write_all(int fd, const char *text)
{
	size_t len = strlen(text);

	return write(fd, text, len) == (ssize_t)len && fsync(fd) == 0;
}

static void
cannot_write(char *say, const char *file)
{
	(void)snprintf(
	    say, IDENTITY_SAY, "--secret-file %s: %s", file, strerror(errno));
}

/* Beside FILE, whose place it is to take; OTHER is its name. */
static int
open_other(char other[OTHER_MAX], const char *file)
{
	int len = snprintf(other, OTHER_MAX, "%s.new", file);

	errno = ENAMETOOLONG;
	if (len <= 0 || len >= OTHER_MAX)
		return -1;
	(void)unlink(other);
	return open(
	    other, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
}

bool
identity_may_write(const char *file, char *say)
{
	char other[OTHER_MAX];
	int fd = open_other(other, file);

	if (fd < 0) {
		cannot_write(say, file);
		return false;
	}
	(void)close(fd);
	(void)unlink(other);
	return true;
}

/*
 * That it is there, and not only what is in it, outlives a power cut, on file
 * systems that can be told so.
 */
static void
sync_folder(const char *file)
{
	const char *slash = strrchr(file, '/');
	char folder[OTHER_MAX];

	(void)snprintf(folder, sizeof(folder), "%.*s",
	    slash ? (int)(slash - file) + 1 : 1, slash ? file : ".");
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return;
	(void)fsync(fd);
	(void)close(fd);
}

bool
identity_write(const struct identity *who, const char *file, char *say)
{
	char text[LINE_MAX_BYTES + 2], other[OTHER_MAX];
	int fd = open_other(other, file);

	(void)snprintf(text, sizeof(text), "%s %s\n", who->name, who->secret);
	bool well = fd >= 0 && write_all(fd, text);
	explicit_bzero(text, sizeof(text));
	if (fd >= 0)
		well = close(fd) == 0 && well;
	well = well && rename(other, file) == 0;
	if (well) {
		sync_folder(file);
	} else {
		cannot_write(say, file);
	}
	return well;
}

void
identity_forget(struct identity *who)
{
	explicit_bzero(who, sizeof(*who));
}
