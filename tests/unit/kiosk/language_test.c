/*
 * Adding a language is adding a catalogue: this program has one more file
 * than po/, of a language that there is not (pseudo.py), and every text of
 * every page comes from it, but for the hall's own.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "kiosk/draw.h"
#include "kiosk/sample.h"
#include "ui/catalogue.h"
#include "ui/view.h"

#define MADE_UP	 "qq"
#define BRACKETS "[["

static bool
is_one_of(const char *text, const char *const *texts, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (strcmp(text, texts[i]) == 0)
			return true;
	}
	return false;
}

/* Names, numbers and codes: what no catalogue knows. */
static bool
is_the_halls(const struct kiosk_model *m, const char *text)
{
	const struct kiosk_ticket *t = &m->ticket;
	const char *const own[] = { m->hall, t->number, t->service, t->counters,
		t->shown_code, t->qr, "10:42" };
	bool found = is_one_of(text, own, sizeof(own) / sizeof(own[0])) ||
	    strlen(text) <= 1 || strncmp(text, m->typed, 4) == 0;

	for (size_t i = 0; i < m->services_count; i++) {
		const struct kiosk_service *s = &m->services[i];
		found |= is_one_of(text,
		    (const char *const[]){ s->name, s->prefix, s->guide }, 3);
	}
	for (size_t i = 0; i < m->departments_count; i++)
		found |= strcmp(text, m->departments[i].name) == 0;
	for (size_t i = 0; i < m->classes_count; i++)
		found |= strcmp(text, m->classes[i].name) == 0;
	for (size_t i = 0; i < m->langs_count; i++)
		found |= strcmp(text, m->langs[i].name) == 0;
	return found;
}

static void
check(const struct kiosk_model *m, const char *text)
{
	if (text != NULL && strstr(text, BRACKETS) == NULL &&
	    !is_the_halls(m, text)) {
		fail_msg("page %s: no text of the catalogue: %s",
		    sample_page((int)m->page), text);
	}
}

/* How many texts of PAGE, in the language that there is not, are its own. */
static size_t
check_page(enum kiosk_page page)
{
	struct kiosk_model *m = sample_create(page, "en");
	struct view *v = malloc(sizeof(*v));
	size_t own = 0;

	assert_non_null(m);
	assert_non_null(v);
	catalogue_destroy(m->langs[m->lang].catalogue);
	m->langs[m->lang].catalogue = catalogue_create(MADE_UP);
	assert_non_null(m->langs[m->lang].catalogue);
	kiosk_layout(v, m, 1920, 1080);
	for (size_t i = 0; i < v->count; i++) {
		const char *text = v->items[i].text;
		check(m, text);
		check(m, v->items[i].name);
		own += text != NULL && strstr(text, BRACKETS) != NULL;
	}
	free(v);
	sample_destroy(m);
	return own;
}

static void
test_every_page_speaks_it(void **state)
{
	(void)state;
	for (int page = 0; sample_page(page) != NULL; page++)
		assert_true(check_page((enum kiosk_page)page) >= 2);
}

static void
test_it_is_among_the_languages(void **state)
{
	size_t count = 0;
	bool found = false;
	(void)state;

	for (; catalogue_language(count) != NULL; count++)
		found |= strcmp(catalogue_language(count), MADE_UP) == 0;
	assert_true(found);
	assert_true(count >= 4);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_page_speaks_it),
		cmocka_unit_test(test_it_is_among_the_languages),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
