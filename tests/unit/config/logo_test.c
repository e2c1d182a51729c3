/* The hall's logo: from a file beside hall.yaml into the layout, and back. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "proto/logo.h"
#include "server/hall/layout.h"
#include "tests/unit/config/hear.h"

#define PATH_SIZE 128
#define HEAD_SIZE 24
#define SAY_SIZE  512
#define WITH_LOGO HALL "logo: logo.png\n"

struct room {
	char folder[PATH_SIZE], hall[PATH_SIZE], logo[PATH_SIZE];
};

static void
put_file(const char *path, const void *bytes, size_t size)
{
	FILE *to = fopen(path, "we");

	assert_non_null(to);
	assert_int_equal(fwrite(bytes, 1, size, to), size);
	assert_int_equal(fclose(to), 0);
}

static void
begin(struct room *r)
{
	(void)snprintf(
	    r->folder, sizeof(r->folder), "/tmp/hao-logo-test-XXXXXX");
	assert_non_null(mkdtemp(r->folder));
	(void)snprintf(
	    r->hall, sizeof(r->hall), "%.*s/hall.yaml", 64, r->folder);
	(void)snprintf(
	    r->logo, sizeof(r->logo), "%.*s/logo.png", 64, r->folder);
	put_file(r->hall, WITH_LOGO, strlen(WITH_LOGO));
}

static void
end(const struct room *r)
{
	(void)unlink(r->logo);
	assert_int_equal(unlink(r->hall), 0);
	assert_int_equal(rmdir(r->folder), 0);
}

/* What a PNG file begins with. */
static void
png_head(uint8_t png[HEAD_SIZE], uint32_t width, uint32_t height)
{
	static const uint8_t head[16] = "\x89PNG\r\n\x1a\n\0\0\0\rIHDR";

	memcpy(png, head, sizeof(head));
	for (unsigned i = 0; i < 4; i++) {
		png[16 + i] = (uint8_t)(width >> (24 - 8 * i));
		png[20 + i] = (uint8_t)(height >> (24 - 8 * i));
	}
}

static void
test_the_layout_has_the_picture(void **state)
{
	uint8_t png[LOGO_BYTES_MAX] = { 0 }, back[LOGO_BYTES_MAX];
	struct buf canonical = { 0 };
	struct room r;
	size_t size;
	(void)state;

	begin(&r);
	png_head(png, LOGO_SIDE_MAX, 1);
	put_file(r.logo, png, sizeof(png));
	struct layout *l = config_load(r.hall, refuse, NULL);
	assert_non_null(l);
	assert_int_equal(logo_read(l->logo, back, &size), LOGO_WELL);
	assert_int_equal(size, sizeof(png));
	assert_memory_equal(back, png, sizeof(png));
	config_write(&canonical, l, NULL);
	buf_putc(&canonical, '\0');
	end(&r);
	/* The file is not needed any more. */
	struct layout *again = read_good(canonical.at);
	assert_string_equal(again->logo, l->logo);
	config_free(again);
	config_free(l);
	buf_release(&canonical);
}

/* The one mistake that there is, at the line of the logo. */
static void
keep_mistake(const struct config_mistake *m, void *ctx)
{
	char *kept = ctx;

	assert_string_equal(kept, "");
	assert_int_equal(m->line, 4);
	assert_string_equal(m->key, "logo");
	(void)snprintf(kept, SAY_SIZE, "%s", m->say);
}

static void
hears(const struct room *r, const char *wanted)
{
	char said[SAY_SIZE] = "";

	assert_null(config_load(r->hall, keep_mistake, said));
	assert_non_null(strstr(said, wanted));
}

static void
test_what_can_be_no_logo_is_told(void **state)
{
	uint8_t png[LOGO_BYTES_MAX + 1] = { 0 };
	struct room r;
	(void)state;

	begin(&r);
	hears(&r, "can't be read");
	png_head(png, 64, 64);
	put_file(r.logo, png, sizeof(png));
	hears(&r, "12288");
	put_file(r.logo, png, HEAD_SIZE - 1);
	hears(&r, "no PNG");
	put_file(r.logo, "GIF89a, and so on, and so on", 28);
	hears(&r, "no PNG");
	png_head(png, 64, LOGO_SIDE_MAX + 1);
	put_file(r.logo, png, HEAD_SIZE);
	hears(&r, "1024 dots");
	png_head(png, 0, 64);
	put_file(r.logo, png, HEAD_SIZE);
	hears(&r, "1024 dots");
	end(&r);
	expect(HALL "logo: \"" LOGO_PREFIX "%%\"\n",
	    "4 logo is neither a file's name nor a picture as haod writes "
	    "it\n");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_the_layout_has_the_picture),
		cmocka_unit_test(test_what_can_be_no_logo_is_told),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
