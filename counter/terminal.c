#include "counter/terminal.h"

#include <ctype.h>
#include <sodium.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#define WHICH_SIZE 16 /* of "-1a2b3c", or "-" and a process */

/* A name's bytes: a label may be in any script, a name is plain. */
static void
plain(char *name)
{
	for (char *at = name; *at != '\0'; at++) {
		if (isgraph((unsigned char)*at) == 0)
			*at = '_';
	}
}

static bool
read_boot(char boot[64])
{
	FILE *from = fopen("/proc/sys/kernel/random/boot_id", "re");
	bool well = from != NULL && fgets(boot, 64, from) != NULL;

	if (from != NULL)
		(void)fclose(from);
	return well;
}

/*
 * One boot of one computer has one namespace of that number, and within it a
 * lock is had once: computers may be copies of each other, even by name.
 */
static bool
lasting(char which[WHICH_SIZE], const struct terminal_place *p)
{
	char boot[64], text[512] = "";
	unsigned char hash[crypto_generichash_BYTES_MIN];
	struct stat net;

	if (!read_boot(boot) || stat("/proc/self/ns/net", &net) < 0 ||
	    sodium_init() < 0)
		return false;
	(void)snprintf(text, sizeof(text), "%s%ju %s %s", boot,
	    (uintmax_t)net.st_ino, p->label, p->servers);
	(void)crypto_generichash(hash, sizeof(hash),
	    (const unsigned char *)text, sizeof(text), NULL, 0);
	(void)snprintf(
	    which, WHICH_SIZE, "-%02x%02x%02x", hash[0], hash[1], hash[2]);
	return true;
}

/* A socket's name without a file: the kernel frees it with the process. */
static int
lock(const char *name)
{
	struct sockaddr_un at = { .sun_family = AF_UNIX };
	size_t len = strlen(name);
	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	memcpy(at.sun_path + 1, name, len);
	if (fd >= 0 &&
	    bind(fd, (struct sockaddr *)&at,
		(socklen_t)(offsetof(struct sockaddr_un, sun_path) + 1 +
		    len)) == 0)
		return fd;
	if (fd >= 0)
		(void)close(fd);
	return -1;
}

static void
set_name(struct terminal *t, const char *label, const char *which)
{
	char host[LIMIT_NAME + 1] = "";

	(void)gethostname(host, sizeof(host) - 1);
	(void)snprintf(t->name, sizeof(t->name), "hao-counter-%.8s%s@%s",
	    label != NULL ? label : "supervisor", which, host);
	plain(t->name);
}

void
terminal_open(struct terminal *t, const struct terminal_place *place)
{
	char which[WHICH_SIZE] = "";

	t->lock = -1;
	if (place->label != NULL && !place->once && lasting(which, place)) {
		set_name(t, place->label, which);
		t->lock = lock(t->name);
	}
	if (t->lock >= 0)
		return;
	/* Another runs here, or it can't be told: a name that comes once. */
	if (!place->once)
		(void)snprintf(which, sizeof(which), "-%d", (int)getpid());
	set_name(t, place->label, which);
}

void
terminal_close(struct terminal *t)
{
	if (t->lock >= 0)
		(void)close(t->lock);
	t->lock = -1;
}
