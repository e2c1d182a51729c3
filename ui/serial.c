#include "ui/serial.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#define HOW	 "write tty:/dev/ttyUSB0@9600"
#define BAUD_MAX 4000000

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
	{ 230400, B230400 },
};

const char *
serial_read(const char *text, struct serial *s)
{
	static const char tty[] = "tty:";
	const char *path = text + sizeof(tty) - 1;
	char *end = NULL;

	*s = (struct serial){ 0 };
	if (strncmp(text, tty, sizeof(tty) - 1) != 0)
		return "this is no serial line; " HOW;
	const char *at = strrchr(path, '@');
	if (at == NULL || at == path || at[1] < '1' || at[1] > '9')
		return "this is no path and speed; " HOW;
	unsigned long baud = strtoul(at + 1, &end, 10);
	size_t len = (size_t)(at - path);
	if (*end != '\0' || baud > BAUD_MAX)
		return "this is no speed; " HOW;
	if (len >= sizeof(s->path))
		return "the path is too long; " HOW;
	memcpy(s->path, path, len);
	s->baud = (unsigned)baud;
	return NULL;
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

bool
serial_has_speed(unsigned baud)
{
	return speed_of(baud) != B0;
}

static bool
set(int fd, speed_t speed, bool flow)
{
	struct termios t;

	if (tcgetattr(fd, &t) < 0)
		return false;
	cfmakeraw(&t);
	/* A break is the other end going off, and no byte. */
	t.c_iflag |= IGNBRK | IGNPAR;
	t.c_cflag |= CLOCAL | CREAD;
	t.c_cflag &= (tcflag_t) ~(CSTOPB | PARENB | CRTSCTS);
	if (flow)
		t.c_cflag |= CRTSCTS;
	return cfsetspeed(&t, speed) == 0 && tcsetattr(fd, TCSANOW, &t) == 0 &&
	    tcflush(fd, TCIOFLUSH) == 0;
}

int
serial_open(const char *path, unsigned baud, bool flow, const char **why)
{
	speed_t speed = speed_of(baud);

	if (speed == B0) {
		*why = "the speed is none of 1200, 2400, ... 230400";
		return -1;
	}
	int fd = open(path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
	if (fd >= 0 && set(fd, speed, flow))
		return fd;
	*why = strerror(errno);
	if (fd >= 0)
		(void)close(fd);
	return -1;
}
