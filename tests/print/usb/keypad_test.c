/*
 * A keypad by libusb, on a computer where umockdev plays the kernel: its keys,
 * pulled out and put back, and held by another program.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <event2/event.h>

#include "counter/keypad.h"
#include "counter/press.h"
#include "tests/print/usb/fake_usb.h"

#define PATIENCE_S 10
#define SAID_MAX   8

static const uint8_t descriptors[] = {
	/* A device without strings. */
	18, 1, 0x10, 0x01, 0, 0, 0, 8, 0xd9, 0x04, 0x03, 0x12, 0x00, 0x01, 0, 0,
	0, 1,
	/* One configuration with a boot keyboard, its HID descriptor, ... */
	9, 2, 34, 0, 1, 1, 0, 0xa0, 50, 9, 4, 0, 0, 1, 3, 1, 1, 0, 9, 0x21,
	0x10, 0x01, 0, 1, 0x22, 63, 0,
	/* ... and its endpoint, by interrupts. */
	7, 5, 0x81, 3, 8, 0, 10
};

struct room {
	UMockdevTestbed *bed;
	struct fake_usb *usb;
	struct event_base *base;
	struct keypad *keypad;
	bool stalls;   /* it knows the boot protocol alone */
	int protocols; /* how often it was told to speak it */
	uint8_t key;   /* of the next report */
	bool has_report;
	char said[SAID_MAX + 1]; /* presses; + there, - gone */
	size_t count, wanted;
	const char *why;
};

static int
control(void *self, const uint8_t setup[8], uint8_t *data, int n)
{
	struct room *r = self;
	(void)data, (void)n;

	if (setup[0] != 0x21 || setup[1] != 0x0B || setup[2] != 0)
		return FAKE_USB_STALL;
	r->protocols++;
	return r->stalls ? FAKE_USB_STALL : 0;
}

static int
in(void *self, uint8_t *data, int n)
{
	struct room *r = self;

	if (!r->has_report || n < 8)
		return FAKE_USB_BUSY;
	r->has_report = false;
	memset(data, 0, 8);
	data[2] = r->key;
	return 8;
}

static int
out(void *self, const uint8_t *data, int n)
{
	(void)self, (void)data, (void)n;
	return FAKE_USB_STALL;
}

static const struct fake_usb_model model = {
	.control = control,
	.out = out,
	.in = in,
	.descriptors = descriptors,
	.descriptors_size = sizeof(descriptors),
	.driver = "usbhid",
};

static void
say(struct room *r, char what)
{
	assert_true(r->count < SAID_MAX);
	r->said[r->count++] = what;
	if (r->count == r->wanted)
		(void)event_base_loopbreak(r->base);
}

static void
on_press(uint32_t press, void *ctx)
{
	char what = (char)(unsigned char)press;

	if (press == PRESS_ENTER)
		what = 'E';
	say(ctx, what);
}

static void
on_changed(bool there, const char *why, void *ctx)
{
	struct room *r = ctx;

	r->why = why;
	say(r, there ? '+' : '-');
}

static void
on_late(int fd, short what, void *ctx)
{
	struct room *r = ctx;
	(void)fd, (void)what;

	fail_msg("only \"%s\" in %d s", r->said, PATIENCE_S);
}

/* Runs until all of that was said. */
static void
until(struct room *r, const char *all)
{
	const struct timeval patience = { .tv_sec = PATIENCE_S };
	struct event *late = evtimer_new(r->base, on_late, r);

	r->wanted = strlen(all);
	assert_non_null(late);
	assert_int_equal(event_add(late, &patience), 0);
	if (r->count < r->wanted)
		assert_int_equal(event_base_dispatch(r->base), 0);
	event_free(late);
	assert_string_equal(r->said, all);
	r->count = 0;
	memset(r->said, 0, sizeof(r->said));
}

static void
report(struct room *r, uint8_t key)
{
	fake_usb_lock(r->usb);
	r->key = key;
	r->has_report = true;
	fake_usb_unlock(r->usb);
}

static void
begin(struct room *r, bool plugged, int held)
{
	struct keypad_config config = { .path = "usb:04d9:1203",
		.press = on_press,
		.changed = on_changed,
		.ctx = r };

	*r = (struct room){ .bed = umockdev_testbed_new(),
		.base = event_base_new() };
	assert_true(umockdev_in_mock_environment());
	r->usb = fake_usb_create(r->bed, "1-1", &model, r);
	fake_usb_hold(r->usb, held);
	if (plugged)
		fake_usb_plug(r->usb);
	keymap_init(&config.map);
	r->keypad = keypad_create(r->base, &config);
	assert_non_null(r->keypad);
}

static void
finish(struct room *r)
{
	keypad_destroy(r->keypad);
	fake_usb_unplug(r->usb);
	event_base_free(r->base);
	g_object_unref(r->bed);
}

static void
its_keys_are_presses(void **state)
{
	struct room r;
	(void)state;

	begin(&r, true, 0);
	until(&r, "+");
	assert_int_equal(r.protocols, 1);
	assert_true(fake_usb_is_claimed(r.usb));
	report(&r, 0x58);
	until(&r, "E");
	report(&r, 0);
	report(&r, 0x57);
	until(&r, "r");
	/* It may get other meanings while it is there. */
	struct keymap map;
	keymap_init(&map);
	assert_null(keymap_line(&map, "KPMINUS x"));
	keypad_map(r.keypad, &map);
	report(&r, 0x56);
	until(&r, "x");
	finish(&r);
}

static void
it_may_be_pulled_out_and_put_back(void **state)
{
	struct room r;
	(void)state;

	begin(&r, false, 0);
	until(&r, "-");
	assert_string_equal(r.why, "it is not plugged in");
	r.stalls = true;
	fake_usb_plug(r.usb);
	until(&r, "+");
	fake_usb_unplug(r.usb);
	until(&r, "-");
	fake_usb_plug(r.usb);
	until(&r, "+");
	report(&r, 0x59);
	until(&r, "1");
	finish(&r);
}

static void
another_program_may_have_it(void **state)
{
	struct room r;
	(void)state;

	begin(&r, true, 1);
	until(&r, "-");
	assert_string_equal(r.why, "another program has it");
	fake_usb_hold(r.usb, 0);
	until(&r, "+");
	finish(&r);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(its_keys_are_presses),
		cmocka_unit_test(it_may_be_pulled_out_and_put_back),
		cmocka_unit_test(another_program_may_have_it),
	};

	(void)setenv("TMPDIR", "/tmp", 1); /* its sockets' names are short */
	return cmocka_run_group_tests(tests, NULL, NULL);
}
