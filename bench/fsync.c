/*
 * fsync FILE COUNT: what the disk itself takes. Prints the medians of a 4 KB
 * overwrite and of a 4 KB append, each with its fdatasync, in microseconds.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench/tool.h"

#define BLOCK	  4096
#define BLOCKS	  1024 /* of the file that is overwritten */
#define COUNT_MAX 100000

static bool
write_synced(int fd, const char *block, off_t at)
{
	return pwrite(fd, block, BLOCK, at) == BLOCK && fdatasync(fd) == 0;
}

static bool
prepare(int fd, const char *block)
{
	for (off_t i = 0; i < BLOCKS; i++) {
		if (pwrite(fd, block, BLOCK, i * BLOCK) != BLOCK)
			return false;
	}
	return fsync(fd) == 0;
}

/* The median of COUNT writes; a negative number when the disk failed. */
static double
measure(int fd, int64_t *took, size_t count, bool append)
{
	char block[BLOCK];

	for (size_t i = 0; i < count; i++) {
		off_t at = (off_t)(append ? BLOCKS + i : i % BLOCKS) * BLOCK;
		int64_t since;

		memset(block, 'a' + (int)(i % 26), sizeof block);
		since = tool_now_ns();
		if (!write_synced(fd, block, at))
			return -1;
		took[i] = tool_now_ns() - since;
	}
	tool_sort(took, count);
	return tool_quantile_us(took, count, 0.5);
}

int
main(int argc, char **argv)
{
	static const char zeros[BLOCK];
	double overwrite = -1, append = -1;
	int64_t *took;
	size_t count;
	int fd;

	if (argc != 3) {
		(void)fprintf(stderr, "usage: fsync FILE COUNT\n");
		return 2;
	}
	count = tool_number(argv[2], COUNT_MAX);
	took = calloc(count, sizeof *took);
	fd = open(argv[1], O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (took != NULL && fd >= 0 && prepare(fd, zeros)) {
		overwrite = measure(fd, took, count, false);
		append = measure(fd, took, count, true);
	}
	if (fd >= 0)
		(void)close(fd);
	free(took);
	if (overwrite < 0 || append < 0) {
		perror(argv[1]);
		return 1;
	}
	(void)printf("%.1f %.1f\n", overwrite, append);
	return 0;
}
