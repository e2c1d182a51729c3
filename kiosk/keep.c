#include "kiosk/keep.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "kiosk/take.h"
#include "proto/buf.h"

#define FILE_NAME "ticket"
#define FILE_NEW  "ticket.new"
#define TEXT_SIZE 512

struct keep {
	int folder;
	char text[TEXT_SIZE];
};

static bool
read_text(struct keep *k)
{
	int fd = openat(k->folder, FILE_NAME, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return errno == ENOENT;
	ssize_t n = read(fd, k->text, sizeof(k->text) - 1);
	(void)close(fd);
	k->text[n > 0 ? n : 0] = '\0';
	return n >= 0;
}

/* An flock of the folder itself: it ends with the program, however. */
static bool
lock(struct keep *k)
{
	if (flock(k->folder, LOCK_EX | LOCK_NB) == 0)
		return true;
	errno = errno == EWOULDBLOCK ? EBUSY : errno;
	return false;
}

struct keep *
keep_open(const char *folder)
{
	struct keep *k = calloc(1, sizeof(*k));

	if (k == NULL)
		return NULL;
	if (mkdir(folder, 0700) < 0 && errno != EEXIST) {
		free(k);
		return NULL;
	}
	k->folder = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (k->folder < 0 ||
	    faccessat(k->folder, ".", W_OK | X_OK, AT_EACCESS) < 0 ||
	    !lock(k) || !read_text(k)) {
		int error = errno;
		keep_close(k);
		errno = error;
		return NULL;
	}
	return k;
}

void
keep_close(struct keep *k)
{
	if (k == NULL)
		return;
	if (k->folder >= 0)
		(void)close(k->folder);
	free(k);
}

const char *
keep_text(const struct keep *k)
{
	return k->text;
}

static bool
write_new(const struct keep *k, const char *text, size_t size)
{
	int fd = openat(k->folder, FILE_NEW,
	    O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	if (fd < 0)
		return false;
	bool well = write(fd, text, size) == (ssize_t)size &&
	    fdatasync(fd) == 0;
	return close(fd) == 0 && well;
}

bool
keep_write(struct keep *k, const char *text)
{
	size_t size = strlen(text);

	if (strcmp(text, k->text) == 0)
		return true;
	if (size >= sizeof(k->text) || !write_new(k, text, size) ||
	    renameat(k->folder, FILE_NEW, k->folder, FILE_NAME) < 0 ||
	    fsync(k->folder) < 0)
		return false;
	memcpy(k->text, text, size + 1);
	return true;
}

void
keep_take(
    struct keep *k, struct take *take, int64_t wall_ms, const char *program)
{
	struct buf text = { 0 };

	if (take->state == TAKE_NONE) {
		take->pressed_ms = 0;
	} else if (take->pressed_ms == 0) {
		take->pressed_ms = wall_ms;
	}
	take_write(take, &text);
	buf_putc(&text, '\0');
	if (text.failed || !keep_write(k, text.at)) {
		(void)fprintf(stderr,
		    "%s: what is open can't be kept: %s; a ticket that is "
		    "being taken may be lost if this program is killed now\n",
		    program, strerror(errno));
	}
	buf_release(&text);
}
