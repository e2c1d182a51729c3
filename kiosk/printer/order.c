#include "kiosk/printer/order.h"

#include <stdlib.h>
#include <string.h>

#include "kiosk/printer/jobfile.h"

void
order_release(struct order *o)
{
	buf_release(&o->job);
	*o = (struct order){ 0 };
}

static enum order_kind
wrong(struct order *o, const char *say)
{
	o->wrong = say;
	return ORDER_WRONG;
}

static enum order_kind
print(struct order *o, const char *name)
{
	if (o->printing)
		return wrong(o, "one job a connection");
	if (!jobfile_is_name(name))
		return wrong(o, "a job's name has letters, digits and dashes");
	memcpy(o->name, name, strlen(name) + 1);
	o->printing = true;
	return ORDER_PRINT;
}

static enum order_kind
data(struct order *o, const char *digits)
{
	char *end = NULL;
	unsigned long n = strtoul(digits, &end, 10);

	if (!o->printing || o->whole)
		return wrong(o, "DATA stands between PRINT and END");
	if (*digits < '0' || *digits > '9' || *end != '\0')
		return wrong(o, "DATA needs a number of bytes");
	if (n > ORDER_JOB_MAX - o->job.len)
		return wrong(o, "the job is longer than 1 MiB");
	o->data = n;
	return ORDER_MORE;
}

static enum order_kind
end(struct order *o)
{
	if (!o->printing || o->whole)
		return wrong(o, "END stands after PRINT");
	if (o->job.failed)
		return wrong(o, "out of memory");
	o->whole = true;
	return ORDER_END;
}

static enum order_kind
line(struct order *o)
{
	if (strncmp(o->line, "PRINT ", 6) == 0)
		return print(o, o->line + 6);
	if (strncmp(o->line, "DATA ", 5) == 0)
		return data(o, o->line + 5);
	if (strcmp(o->line, "END") == 0)
		return end(o);
	if (strcmp(o->line, "CANCEL") == 0)
		return ORDER_CANCEL;
	if (strcmp(o->line, "WATCH") == 0)
		return ORDER_WATCH;
	return wrong(o, "say PRINT, DATA, END, CANCEL or WATCH");
}

static void
job_bytes(struct order *o, const char **at, size_t *n)
{
	size_t here = *n < o->data ? *n : o->data;

	buf_put(&o->job, *at, here);
	o->data -= here;
	*at += here;
	*n -= here;
}

enum order_kind
order_take(struct order *o, const char **at, size_t *n)
{
	while (*n > 0) {
		if (o->data > 0) {
			job_bytes(o, at, n);
			continue;
		}
		char c = *(*at)++;
		(*n)--;
		if (c != '\n') {
			if (o->have + 1 >= sizeof(o->line))
				return wrong(o, "the line is too long");
			o->line[o->have++] = c;
			continue;
		}
		o->line[o->have] = '\0';
		o->have = 0;
		enum order_kind kind = line(o);
		if (kind != ORDER_MORE)
			return kind;
	}
	return ORDER_MORE;
}
