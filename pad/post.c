#include "pad/post.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define HOW "write --pad 1=3:103, which is pad 1 at counter 3, clerk 103"

static bool
take(char to[POST_LABEL_SIZE], const char *from, size_t len)
{
	if (len == 0 || len >= POST_LABEL_SIZE)
		return false;
	memcpy(to, from, len);
	to[len] = '\0';
	return true;
}

const char *
post_read(const char *text, struct post *p)
{
	char *end;
	unsigned long address = strtoul(text, &end, 10);

	*p = (struct post){ 0 };
	if (*text < '0' || *text > '9' || *end != '=' || address > 255)
		return "this is no pad: its address is 0 to 255; " HOW;
	p->address = (uint8_t)address;
	const char *label = end + 1;
	size_t len = strcspn(label, ":");
	const char *clerk = label[len] == ':' ? label + len + 1 : NULL;
	if (!take(p->label, label, len))
		return "the counter's label has 1 to 16 bytes; " HOW;
	if (clerk == NULL)
		clerk = p->label;
	if (!take(p->clerk, clerk, strlen(clerk)))
		return "the clerk's number has 1 to 16 bytes; " HOW;
	return NULL;
}
