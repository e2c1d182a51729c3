#include "counter/when.h"

#include <time.h>

#include "proto/buf.h"
#include "ui/field.h"
#include "ui/local.h"

void
when_put(struct buf *out, const json_t *layout, int64_t t_ms, bool seconds)
{
	char text[16];
	struct tm tm;

	local_time(field_text(layout, "timezone"), t_ms, &tm);
	if (strftime(text, sizeof(text), seconds ? "%H:%M:%S" : "%H:%M", &tm) >
	    0)
		buf_puts(out, text);
}
