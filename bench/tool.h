/*
 * What the load generators share: a clock, a median, and plain sockets to
 * loopback.
 */
#ifndef HAO_BENCH_TOOL_H
#define HAO_BENCH_TOOL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A monotonic clock. */
int64_t tool_now_ns(void);

/* A decimal number from 1 to MAX, or the program ends with exit code 2. */
unsigned long tool_number(const char *text, unsigned long max);

/* Sorts the N values; tool_quantile then reads the sorted ones. */
void tool_sort(int64_t *value, size_t n);
double tool_quantile_us(const int64_t *sorted, size_t n, double at);

/*
 * A blocking connection to 127.0.0.1:PORT without Nagle's delay, or -1. From
 * SOURCE 1 up the near address is 127.0.0.(1 + SOURCE), so that ports don't
 * run short; 0 leaves it to the kernel.
 */
int tool_connect(uint16_t port, unsigned int source);

/* Sends all of the bytes on a blocking socket. */
bool tool_send(int fd, const char *bytes, size_t len);

/* The number of open files that this program may have, raised to NEED. */
bool tool_open_files(size_t need);

#endif
