#include "server/privilege.h"

#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

/* The sanitizer of leaks is a debugger of its own process. */
#if defined(__SANITIZE_ADDRESS__)
# define DUMPABLE 1
#else
# define DUMPABLE 0
#endif

bool
privilege_become(const char *user, char *say)
{
	errno = 0;
	const struct passwd *who = getpwnam(user);

	if (!who) {
		(void)snprintf(say, PRIVILEGE_SAY, "-u %s: no such user", user);
		return false;
	}
	if (geteuid() != 0 && geteuid() != who->pw_uid) {
		(void)snprintf(say, PRIVILEGE_SAY,
		    "-u %s: only root can become another user; leave -u out",
		    user);
		return false;
	}
	if (geteuid() != 0)
		return true;
	/* In this order: once it is no longer root, it can do none of them. */
	if (initgroups(user, who->pw_gid) < 0 || setgid(who->pw_gid) < 0 ||
	    setuid(who->pw_uid) < 0) {
		(void)snprintf(
		    say, PRIVILEGE_SAY, "-u %s: %s", user, strerror(errno));
		return false;
	}
	/* One that can come back has given up nothing. */
	if (who->pw_uid != 0 && setuid(0) == 0) {
		(void)snprintf(
		    say, PRIVILEGE_SAY, "-u %s: could become root again", user);
		return false;
	}
	return true;
}

void
privilege_harden(void)
{
	(void)prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	(void)prctl(PR_SET_DUMPABLE, DUMPABLE, 0, 0, 0);
}
