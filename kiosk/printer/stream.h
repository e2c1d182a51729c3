/* Opens what a port reads and writes: a TCP connection or a serial line. */
#ifndef HAO_STREAM_H
#define HAO_STREAM_H

struct device;

/*
 * A descriptor that does not block, -1 with a reason in *WHY. A connection
 * may still be on its way: it can be written when that is over.
 */
int stream_open(const struct device *d, const char **why)
    __attribute__((warn_unused_result));

/* NULL, or why the connection that was on its way could not be made. */
const char *stream_failed(const struct device *d, int fd);

/* Throws away what is on its way, before FD is closed. */
void stream_drop(const struct device *d, int fd);

#endif
