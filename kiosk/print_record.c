#include "kiosk/print_record.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "kiosk/print.h"

#define TEXT_MAX 512

bool
print_record_is_name(const char *name)
{
	size_t len = strspn(name,
	    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
	    "-_.");

	return len > 0 && len <= PRINT_NAME_MAX && name[len] == '\0' &&
	    name[0] != '.';
}

static DIR *
list(int folder)
{
	int copy = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *found = copy < 0 ? NULL : fdopendir(copy);

	if (found == NULL && copy >= 0)
		(void)close(copy);
	return found;
}

static void
drop_old(int folder)
{
	DIR *all = list(folder);
	time_t now = time(NULL);
	struct stat st;

	if (all == NULL)
		return;
	for (struct dirent *e; (e = readdir(all)) != NULL;) {
		if (print_record_is_name(e->d_name) &&
		    fstatat(folder, e->d_name, &st, 0) == 0 &&
		    S_ISREG(st.st_mode) &&
		    now - st.st_mtime > PRINT_RECORD_KEPT_S)
			(void)unlinkat(folder, e->d_name, 0);
	}
	(void)closedir(all);
}

int
print_record_open(const char *folder)
{
	int fd;

	if (mkdir(folder, 0700) < 0 && errno != EEXIST)
		return -1;
	fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd >= 0)
		drop_old(fd);
	return fd;
}

static void
line_read(struct print_record *r, const char *line)
{
	char *end = NULL;
	long job;

	if (strncmp(line, "job ", 4) == 0) {
		job = strtol(line + 4, &end, 10);
		if (*end == '\0' && job > 0 && job < INT32_MAX)
			r->job = (int)job;
	} else if (strcmp(line, "sending") == 0) {
		r->sending = true;
	} else if (strcmp(line, "owed") == 0 || strcmp(line, "paid") == 0) {
		r->owed = *line == 'o';
	} else if (verdict_read(line, &r->verdict)) {
		r->over = true;
	}
}

bool
print_record_read(int folder, const char *name, struct print_record *r)
{
	char text[TEXT_MAX] = "";
	char *end;
	int fd = openat(folder, name, O_RDONLY | O_CLOEXEC);

	*r = (struct print_record){ 0 };
	if (fd < 0)
		return errno == ENOENT;
	ssize_t n = read(fd, text, sizeof(text) - 1);
	(void)close(fd);
	/* A line without its end was not written whole: it does not count. */
	for (char *line = text; (end = strchr(line, '\n')) != NULL;
	     line = end + 1) {
		*end = '\0';
		line_read(r, line);
	}
	return n >= 0;
}

bool
print_record_add(int folder, const char *name, const char *lines)
{
	char text[64];
	int n = snprintf(text, sizeof(text), "%s\n", lines);
	bool is_new = faccessat(folder, name, F_OK, 0) < 0;
	int fd = openat(folder, name,
	    O_WRONLY | O_APPEND | O_CREAT | O_DSYNC | O_CLOEXEC, 0600);

	if (fd < 0)
		return false;
	bool well = n > 0 && write(fd, text, (size_t)n) == n;
	well = close(fd) == 0 && well;
	return well && (!is_new || fsync(folder) == 0);
}

bool
print_record_owed(int folder, char *name, unsigned size)
{
	DIR *all = list(folder);
	struct print_record r;
	bool found = false;
	int why = 0;

	if (all == NULL)
		return false;
	for (struct dirent *e; !found && (e = readdir(all)) != NULL;) {
		if (!print_record_is_name(e->d_name))
			continue;
		if (!print_record_read(folder, e->d_name, &r))
			why = errno;
		if (r.owed) {
			(void)snprintf(name, size, "%s", e->d_name);
			found = true;
		}
	}
	(void)closedir(all);
	errno = why;
	return found;
}
