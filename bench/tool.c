#include "bench/tool.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

int64_t
tool_now_ns(void)
{
	struct timespec ts;

	if (clock_gettime(CLOCK_MONOTONIC, &ts) != 0)
		abort();
	return (int64_t)ts.tv_sec * 1000000000 + ts.tv_nsec;
}

unsigned long
tool_number(const char *text, unsigned long max)
{
	char *end;
	unsigned long n = strtoul(text, &end, 10);

	if (*text < '0' || *text > '9' || *end != '\0' || n < 1 || n > max) {
		(void)fprintf(
		    stderr, "%s: not a number from 1 to %lu\n", text, max);
		exit(2);
	}
	return n;
}

static int
compare(const void *a, const void *b)
{
	const int64_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

void
tool_sort(int64_t *value, size_t n)
{
	qsort(value, n, sizeof *value, compare);
}

double
tool_quantile_us(const int64_t *sorted, size_t n, double at)
{
	size_t i = (size_t)((double)(n - 1) * at + 0.5);

	return (double)sorted[i] / 1000.0;
}

static bool
bind_source(int fd, unsigned int source)
{
	struct sockaddr_in near = { .sin_family = AF_INET };
	int on = 1;

	near.sin_addr.s_addr = htonl(INADDR_LOOPBACK + source);
	/* The port is chosen by connect, which knows the far end and can
	 * share ports between far ends. */
	if (setsockopt(
		fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof on) != 0)
		return false;
	return bind(fd, (struct sockaddr *)&near, sizeof near) == 0;
}

int
tool_connect(uint16_t port, unsigned int source)
{
	struct sockaddr_in far = { .sin_family = AF_INET };
	int on = 1, fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (fd < 0)
		return -1;
	far.sin_port = htons(port);
	far.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (source > 0 && !bind_source(fd, source))
		goto out;
	if (setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on) != 0)
		goto out;
	if (connect(fd, (struct sockaddr *)&far, sizeof far) != 0)
		goto out;
	return fd;
out:
	(void)close(fd);
	return -1;
}

bool
tool_send(int fd, const char *bytes, size_t len)
{
	while (len > 0) {
		ssize_t n = send(fd, bytes, len, MSG_NOSIGNAL);

		if (n <= 0)
			return false;
		bytes += n;
		len -= (size_t)n;
	}
	return true;
}

bool
tool_open_files(size_t need)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
		return false;
	if (limit.rlim_cur >= need)
		return true;
	limit.rlim_cur = need;
	if (limit.rlim_max < need)
		limit.rlim_max = need;
	return setrlimit(RLIMIT_NOFILE, &limit) == 0;
}
