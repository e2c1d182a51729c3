#include "kiosk/key.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

struct key
key_read(const char *line)
{
	struct key key = { 0, 1, NULL };
	char *end = NULL;

	if ((*line == 'c' || *line == 'C') && line[1] != '\0') {
		key.code = line + 1 + strspn(line + 1, " ");
		return key;
	}
	errno = 0;
	if (*line < '0' || *line > '9')
		return key;
	key.service = strtoul(line, &end, 10);
	if (*end == '.' && end[1] >= '1' && end[1] <= '9')
		key.class = strtoul(end + 1, &end, 10);
	if (*end != '\0' || errno != 0)
		key.service = 0;
	return key;
}
