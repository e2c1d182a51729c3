#include "kiosk/printer/jobfile.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define BEGUN "begun\n"

bool
jobfile_is_name(const char *name)
{
	size_t len = strspn(name,
	    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-");

	return len > 0 && len <= JOBFILE_NAME_MAX && name[len] == '\0';
}

static void
drop_if_old(int dir, const char *name, time_t now)
{
	struct stat st;

	if (!jobfile_is_name(name) || fstatat(dir, name, &st, 0) < 0 ||
	    !S_ISREG(st.st_mode))
		return;
	if (now - st.st_mtime > JOBFILE_KEPT_S)
		(void)unlinkat(dir, name, 0);
}

static void
drop_old(int dir)
{
	int copy = openat(dir, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *list = copy < 0 ? NULL : fdopendir(copy);
	time_t now = time(NULL);

	if (list == NULL) {
		if (copy >= 0)
			(void)close(copy);
		return;
	}
	for (struct dirent *e; (e = readdir(list)) != NULL;)
		drop_if_old(dir, e->d_name, now);
	(void)closedir(list);
}

bool
jobfile_open(struct jobfiles *j, const char *dir)
{
	if (mkdir(dir, 0700) < 0 && errno != EEXIST)
		return false;
	j->dir = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (j->dir < 0)
		return false;
	drop_old(j->dir);
	return true;
}

void
jobfile_close(struct jobfiles *j)
{
	if (j->dir >= 0)
		(void)close(j->dir);
	j->dir = -1;
}

/* By its last whole line. */
static enum jobfile_found
meaning(char *text, enum verdict *verdict)
{
	enum jobfile_found found = JOBFILE_BEGUN;
	char *end;

	for (char *line = text; (end = strchr(line, '\n')) != NULL;
	     line = end + 1) {
		*end = '\0';
		if (verdict_read(line, verdict))
			found = JOBFILE_OVER;
	}
	return found;
}

enum jobfile_found
jobfile_find(const struct jobfiles *j, const char *name, enum verdict *verdict)
{
	char text[64] = "";
	int fd = openat(j->dir, name, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return errno == ENOENT ? JOBFILE_NONE : JOBFILE_UNREADABLE;
	ssize_t n = read(fd, text, sizeof(text) - 1);
	(void)close(fd);
	return n < 0 ? JOBFILE_UNREADABLE : meaning(text, verdict);
}

static bool
append(const struct jobfiles *j, const char *name, const char *text, int flags)
{
	int fd = openat(
	    j->dir, name, O_WRONLY | O_APPEND | O_CLOEXEC | flags, 0600);

	if (fd < 0)
		return false;
	bool well = write(fd, text, strlen(text)) == (ssize_t)strlen(text);
	return close(fd) == 0 && well;
}

bool
jobfile_begin(const struct jobfiles *j, const char *name)
{
	if (faccessat(j->dir, name, F_OK, 0) == 0)
		return true;
	return append(j, name, BEGUN, O_CREAT | O_EXCL | O_SYNC) &&
	    fsync(j->dir) == 0;
}

bool
jobfile_end(const struct jobfiles *j, const char *name, enum verdict verdict)
{
	char line[16] = "";

	(void)stpcpy(stpcpy(line, verdict_word(verdict)), "\n");
	/* What has begun and is lost with the power is unknown, truly. */
	return append(
	    j, name, line, O_CREAT | (verdict == VERDICT_FAILED ? O_SYNC : 0));
}
