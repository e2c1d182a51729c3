/* The file of a program's account and secret. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "ui/identity.h"

struct place {
	char folder[64], file[96], say[IDENTITY_SAY];
	struct identity who;
};

static int
start(void **state)
{
	struct place *p = *state;

	*p = (struct place){ .folder = "/tmp/hao-identity-XXXXXX" };
	if (!mkdtemp(p->folder))
		return -1;
	(void)snprintf(p->file, sizeof(p->file), "%s/secret", p->folder);
	return 0;
}

static int
stop(void **state)
{
	struct place *p = *state;

	(void)unlink(p->file);
	return rmdir(p->folder);
}

static void
put(const struct place *p, const char *text)
{
	FILE *to = fopen(p->file, "w");

	assert_non_null(to);
	assert_true(fputs(text, to) >= 0);
	assert_int_equal(fclose(to), 0);
}

static void
name_and_secret_or_the_secret_alone(void **state)
{
	struct place *p = *state;

	put(p, "kiosk-1 s3cret\r\nmore\n");
	assert_true(identity_read(&p->who, p->file, p->say));
	assert_string_equal(p->who.name, "kiosk-1");
	assert_string_equal(p->who.secret, "s3cret");
	put(p, "s3cret");
	assert_true(identity_read(&p->who, p->file, p->say));
	assert_string_equal(p->who.name, "");
	assert_string_equal(p->who.secret, "s3cret");
	/* A person's may have spaces: then the name has to stand before it. */
	put(p, "li a long one\n");
	assert_true(identity_read(&p->who, p->file, p->say));
	assert_string_equal(p->who.secret, "a long one");
	identity_forget(&p->who);
	assert_string_equal(p->who.secret, "");
}

static void
what_is_wrong_is_said(void **state)
{
	struct place *p = *state;
	char text[400];

	assert_false(identity_read(&p->who, p->file, p->say));
	assert_non_null(strstr(p->say, "No such file"));
	put(p, "\n");
	assert_false(identity_read(&p->who, p->file, p->say));
	assert_non_null(strstr(p->say, "NAME SECRET"));
	memset(text, 'x', sizeof(text));
	text[sizeof(text) - 1] = '\0';
	put(p, text);
	assert_false(identity_read(&p->who, p->file, p->say));
	text[40] = ' ';
	put(p, text);
	assert_false(identity_read(&p->who, p->file, p->say));
}

/* Whatever the umask is, and whatever stood there. */
static void
it_is_for_its_owner_alone(void **state)
{
	const struct identity mine = { "pad-1", "abc" };
	struct place *p = *state;
	struct stat found;
	mode_t was = umask(0);

	put(p, "old");
	bool well = identity_write(&mine, p->file, p->say);
	(void)umask(was);
	assert_true(well);
	assert_int_equal(stat(p->file, &found), 0);
	assert_int_equal(found.st_mode & 0777, 0600);
	assert_true(identity_read(&p->who, p->file, p->say));
	assert_string_equal(p->who.name, "pad-1");
	assert_string_equal(p->who.secret, "abc");
	assert_false(identity_write(&mine, "/nowhere/at/all", p->say));
	assert_non_null(strstr(p->say, "No such file"));
}

int
main(void)
{
	static struct place p;
#define CASE(fn) cmocka_unit_test_prestate_setup_teardown(fn, start, stop, &p)
	const struct CMUnitTest tests[] = {
		CASE(name_and_secret_or_the_secret_alone),
		CASE(what_is_wrong_is_said),
		CASE(it_is_for_its_owner_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
