#include "tests/unit/config/hear.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "server/hall/layout.h"

void
hear(const struct config_mistake *m, void *ctx)
{
	struct heard *h = ctx;

	assert_string_equal(m->file, "test.yaml");
	h->disorder |= m->line < h->last_line;
	h->last_line = m->line;
	h->count++;
	buf_put_int(&h->text, m->line);
	buf_putc(&h->text, ' ');
	buf_puts(&h->text, m->key);
	buf_putc(&h->text, ' ');
	buf_puts(&h->text, m->say);
	buf_putc(&h->text, '\n');
}

void
refuse(const struct config_mistake *m, void *ctx)
{
	(void)ctx;
	fail_msg("%s:%u: %s: %s", m->file, m->line, m->key, m->say);
}

struct layout *
read_good(const char *text)
{
	struct layout *l = config_read(
	    text, strlen(text), "test.yaml", refuse, NULL);

	assert_non_null(l);
	return l;
}

void
expect(const char *text, const char *wanted)
{
	struct heard h = { 0 };

	assert_null(config_read(text, strlen(text), "test.yaml", hear, &h));
	buf_putc(&h.text, '\0');
	assert_string_equal(h.text.at, wanted);
	assert_false(h.disorder);
	buf_release(&h.text);
}

void
expect_refusal(
    const char *text, size_t len, unsigned int line, const char *wanted)
{
	struct heard h = { 0 };

	assert_null(config_read(text, len, "test.yaml", hear, &h));
	buf_putc(&h.text, '\0');
	assert_int_equal(h.last_line, line);
	assert_non_null(strstr(h.text.at, wanted));
	buf_release(&h.text);
}
