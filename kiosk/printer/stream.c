#include "kiosk/printer/stream.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <termios.h>
#include <unistd.h>

#include "kiosk/printer/device.h"
#include "ui/serial.h"

/* A printer that was switched off says nothing: ask after some seconds. */
#define KEEP_IDLE_S	5
#define KEEP_INTERVAL_S 2
#define KEEP_COUNT	3

static void
option(int fd, int level, int name, int value)
{
	/* A line without it works, only not as well. */
	(void)setsockopt(fd, level, name, &value, sizeof(value));
}

static int
tcp_connect(const struct addrinfo *to, const char **why)
{
	int fd = socket(to->ai_family,
	    to->ai_socktype | SOCK_NONBLOCK | SOCK_CLOEXEC, to->ai_protocol);

	if (fd < 0) {
		*why = strerror(errno);
		return -1;
	}
	option(fd, SOL_SOCKET, SO_KEEPALIVE, 1);
	option(fd, IPPROTO_TCP, TCP_KEEPIDLE, KEEP_IDLE_S);
	option(fd, IPPROTO_TCP, TCP_KEEPINTVL, KEEP_INTERVAL_S);
	option(fd, IPPROTO_TCP, TCP_KEEPCNT, KEEP_COUNT);
	option(fd, IPPROTO_TCP, TCP_NODELAY, 1);
	if (connect(fd, to->ai_addr, to->ai_addrlen) < 0 &&
	    errno != EINPROGRESS) {
		*why = strerror(errno);
		(void)close(fd);
		return -1;
	}
	return fd;
}

/* No name is looked up: that would hold up the loop. */
static int
tcp_open(const struct device *d, const char **why)
{
	const struct addrinfo hints = {
		.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV,
		.ai_socktype = SOCK_STREAM,
	};
	struct addrinfo *found = NULL;
	char port[8];

	(void)snprintf(port, sizeof(port), "%u", d->port);
	if (getaddrinfo(d->text, port, &hints, &found) != 0) {
		*why = "the host is not an address in digits";
		return -1;
	}
	int fd = tcp_connect(found, why);
	freeaddrinfo(found);
	return fd;
}

int
stream_open(const struct device *d, const char **why)
{
	if (d->kind == DEVICE_TTY)
		return serial_open(d->text, d->baud, true, why);
	return tcp_open(d, why);
}

const char *
stream_failed(const struct device *d, int fd)
{
	int error = 0;
	socklen_t size = sizeof(error);

	if (d->kind == DEVICE_TTY)
		return NULL;
	if (getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size) < 0)
		error = errno;
	return error == 0 ? NULL : strerror(error);
}

void
stream_drop(const struct device *d, int fd)
{
	const struct linger at_once = { .l_onoff = 1 };

	if (d->kind == DEVICE_TTY) {
		(void)tcflush(fd, TCOFLUSH);
	} else {
		/* The other end's kernel drops what was not read. */
		(void)setsockopt(
		    fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once));
	}
}
