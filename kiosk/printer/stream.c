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

/* A printer that was switched off says nothing: ask after some seconds. */
#define KEEP_IDLE_S	5
#define KEEP_INTERVAL_S 2
#define KEEP_COUNT	3

struct rate {
	unsigned baud;
	speed_t code;
};

static const struct rate rates[] = {
	{ 1200, B1200 },
	{ 2400, B2400 },
	{ 4800, B4800 },
	{ 9600, B9600 },
	{ 19200, B19200 },
	{ 38400, B38400 },
	{ 57600, B57600 },
	{ 115200, B115200 },
};

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

static speed_t
speed_of(unsigned baud)
{
	for (size_t i = 0; i < sizeof(rates) / sizeof(rates[0]); i++) {
		if (rates[i].baud == baud)
			return rates[i].code;
	}
	return B0;
}

/* 8N1, and the printer may hold the line by RTS/CTS. */
static bool
tty_set(int fd, speed_t speed)
{
	struct termios t;

	if (tcgetattr(fd, &t) < 0)
		return false;
	cfmakeraw(&t);
	/* A break is the printer going off, and no byte. */
	t.c_iflag |= IGNBRK | IGNPAR;
	t.c_cflag |= CLOCAL | CREAD | CRTSCTS;
	t.c_cflag &= (tcflag_t) ~(CSTOPB | PARENB);
	return cfsetspeed(&t, speed) == 0 && tcsetattr(fd, TCSANOW, &t) == 0 &&
	    tcflush(fd, TCIOFLUSH) == 0;
}

static int
tty_open(const struct device *d, const char **why)
{
	speed_t speed = speed_of(d->baud);

	if (speed == B0) {
		*why = "the speed is none of 1200, 2400, ... 115200";
		return -1;
	}
	int fd = open(d->text, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
	if (fd >= 0 && tty_set(fd, speed))
		return fd;
	*why = strerror(errno);
	if (fd >= 0)
		(void)close(fd);
	return -1;
}

int
stream_open(const struct device *d, const char **why)
{
	return d->kind == DEVICE_TTY ? tty_open(d, why) : tcp_open(d, why);
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
