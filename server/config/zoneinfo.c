#include "server/config/zoneinfo.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define ZONEINFO       "/usr/share/zoneinfo/"
#define NAME_MAX_BYTES 64

/* A path that stays below the directory. */
static bool
is_name(const char *name)
{
	size_t len = strlen(name);

	if (len < 1 || len > NAME_MAX_BYTES || name[0] == '/')
		return false;
	if (strstr(name, ".."))
		return false;
	return strspn(name,
		   "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
		   "abcdefghijklmnopqrstuvwxyz0123456789/_+-.") == len;
}

bool
config_zoneinfo_exists(const char *name)
{
	char path[sizeof(ZONEINFO) + NAME_MAX_BYTES];
	char magic[4];

	if (!is_name(name))
		return false;
	(void)snprintf(path, sizeof(path), "%s%s", ZONEINFO, name);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return false;
	bool known = read(fd, magic, sizeof(magic)) == sizeof(magic) &&
	    memcmp(magic, "TZif", sizeof(magic)) == 0;
	close(fd);
	return known;
}
