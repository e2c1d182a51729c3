/*
 * usbsim PORT SOCKET PROGRAM [WORD]...: runs PROGRAM on a computer that has a
 * receipt printer on USB. What is written to it goes to the stand-in that
 * listens on PORT, whose answers come back. Orders come in at SOCKET, one a
 * line, each answered by "ok": plug, unplug, fault, well, hold, free,
 * status N (of GET_PORT_STATUS).
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/print/usb/fake_usb.h"

#define TICK_MS 2 /* how often answers of the stand-in are looked for */

static const uint8_t descriptors[] = {
	/* A device of Epson's, with three strings. */
	18, 1, 0x00, 0x02, 0, 0, 0, 64, 0xb8, 0x04, 0x02, 0x02, 0x00, 0x01, 1,
	2, 3, 1,
	/* One configuration with one interface: a two-way printer. */
	9, 2, 32, 0, 1, 1, 0, 0xc0, 1, 9, 4, 0, 0, 2, 7, 1, 2, 0,
	/* Its endpoints. */
	7, 5, 0x01, 2, 64, 0, 0, 7, 5, 0x82, 2, 64, 0, 0
};

static const char *const strings[] = { "EPSON", "TM-T20III", "Q0001" };
static const char id[] = "MFG:EPSON;MDL:TM-T20III;CMD:ESC/POS;CLS:PRINTER;";

struct sim {
	UMockdevTestbed *bed;
	struct fake_usb *usb;
	int port, line; /* of the stand-in; LINE -1: none */
	int status;	/* of GET_PORT_STATUS */
	int door, guest, signals;
	pid_t child;
	int over, exit_status;
};

/* --- The printer -----------------------------------------------------------*/

static int
give(uint8_t *data, int n, const uint8_t *what, size_t size)
{
	n = n < (int)size ? n : (int)size;
	memcpy(data, what, (size_t)n);
	return n;
}

static int
give_string(uint8_t which, uint8_t *data, int n)
{
	uint8_t out[128] = { 4, 3, 9, 4 };

	if (which > 3)
		return FAKE_USB_STALL;
	if (which > 0) {
		const char *s = strings[which - 1];
		out[0] = (uint8_t)(2 + 2 * strlen(s));
		for (size_t i = 0; s[i] != '\0'; i++) {
			out[2 + 2 * i] = (uint8_t)s[i];
			out[3 + 2 * i] = 0;
		}
	}
	return give(data, n, out, out[0]);
}

static int
control(void *self, const uint8_t setup[8], uint8_t *data, int n)
{
	struct sim *s = self;
	uint8_t out[2 + sizeof(id)] = { 0 };

	if (setup[0] == 0x80 && setup[1] == 6 && setup[3] == 3)
		return give_string(setup[2], data, n);
	if (setup[0] == 0xa1 && setup[1] == 0) {
		out[1] = sizeof(id) + 1;
		memcpy(out + 2, id, sizeof(id) - 1);
		return give(data, n, out, sizeof(id) + 1);
	}
	if (setup[0] == 0xa1 && setup[1] == 1) {
		out[0] = (uint8_t)s->status;
		return give(data, n, out, 1);
	}
	return setup[0] == 0x21 && setup[1] == 2 ? 0 : FAKE_USB_STALL;
}

static int
out(void *self, const uint8_t *data, int n)
{
	struct sim *s = self;
	ssize_t done = send(s->line, data, (size_t)n, MSG_NOSIGNAL);

	return done > 0 ? (int)done : FAKE_USB_BUSY;
}

static int
in(void *self, uint8_t *data, int n)
{
	struct sim *s = self;
	ssize_t done = recv(s->line, data, (size_t)n, 0);

	return done > 0 ? (int)done : FAKE_USB_BUSY;
}

static const struct fake_usb_model model = {
	.control = control,
	.out = out,
	.in = in,
	.descriptors = descriptors,
	.descriptors_size = sizeof(descriptors),
	.driver = "usblp",
};

/* --- Orders ----------------------------------------------------------------*/

static void
die(const char *what)
{
	perror(what);
	exit(99);
}

static void
plug(struct sim *s)
{
	const struct sockaddr_in to = { .sin_family = AF_INET,
		.sin_port = htons((uint16_t)s->port),
		.sin_addr = { htonl(INADDR_LOOPBACK) } };

	s->line = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (connect(s->line, (const struct sockaddr *)&to, sizeof(to)) < 0 ||
	    fcntl(s->line, F_SETFL, O_NONBLOCK) < 0)
		die("the stand-in");
	fake_usb_plug(s->usb);
}

static void
unplug(struct sim *s)
{
	fake_usb_unplug(s->usb);
	if (s->line >= 0)
		(void)close(s->line);
	s->line = -1;
}

static void
obey(struct sim *s, const char *order)
{
	if (strcmp(order, "plug") == 0) {
		plug(s);
	} else if (strcmp(order, "unplug") == 0) {
		unplug(s);
	} else if (strcmp(order, "fault") == 0) {
		fake_usb_fault(s->usb, EPROTO);
	} else if (strcmp(order, "well") == 0) {
		fake_usb_fault(s->usb, 0);
	} else if (strcmp(order, "hold") == 0 || strcmp(order, "free") == 0) {
		fake_usb_hold(s->usb, *order == 'h');
	} else if (strncmp(order, "status ", 7) == 0) {
		s->status = (int)strtol(order + 7, NULL, 0);
	} else {
		die(order);
	}
}

static void
hear_guest(struct sim *s)
{
	char line[64];
	ssize_t n = read(s->guest, line, sizeof(line) - 1);

	if (n <= 0) {
		(void)close(s->guest);
		s->guest = -1;
		return;
	}
	line[n] = '\0';
	line[strcspn(line, "\n")] = '\0';
	obey(s, line);
	if (write(s->guest, "ok\n", 3) != 3)
		die("the guest");
}

static void
hear_signal(struct sim *s)
{
	struct signalfd_siginfo info;

	if (read(s->signals, &info, sizeof(info)) != (ssize_t)sizeof(info))
		return;
	if (info.ssi_signo != SIGCHLD) {
		(void)kill(s->child, (int)info.ssi_signo);
	} else if (waitpid(s->child, &s->exit_status, WNOHANG) == s->child) {
		s->over = 1;
	}
}

/* --- Running ---------------------------------------------------------------*/

static void
listen_at(struct sim *s, const char *path)
{
	struct sockaddr_un at = { .sun_family = AF_UNIX };

	(void)snprintf(at.sun_path, sizeof(at.sun_path), "%s", path);
	(void)unlink(path);
	s->door = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (bind(s->door, (const struct sockaddr *)&at, sizeof(at)) < 0 ||
	    listen(s->door, 4) < 0)
		die(path);
}

static void
start_child(struct sim *s, char **argv, const sigset_t *signals)
{
	s->child = fork();
	if (s->child != 0)
		return;
	(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
	(void)sigprocmask(SIG_UNBLOCK, signals, NULL);
	(void)execv(argv[0], argv);
	die(argv[0]);
}

static void
turn(struct sim *s)
{
	struct pollfd all[] = { { .fd = s->signals, .events = POLLIN },
		{ .fd = s->door, .events = POLLIN },
		{ .fd = s->guest, .events = POLLIN } };

	(void)poll(all, 3, TICK_MS);
	if (all[0].revents != 0)
		hear_signal(s);
	if (all[2].revents != 0)
		hear_guest(s);
	if (all[1].revents != 0 && s->guest < 0)
		s->guest = accept4(s->door, NULL, NULL, SOCK_CLOEXEC);
	fake_usb_lock(s->usb);
	fake_usb_unlock(s->usb);
}

int
main(int argc, char **argv)
{
	struct sim s = { .line = -1, .guest = -1, .status = 0x18 };
	sigset_t signals;

	if (argc < 4)
		die("usbsim");
	(void)sigemptyset(&signals);
	(void)sigaddset(&signals, SIGCHLD);
	(void)sigaddset(&signals, SIGTERM);
	(void)sigaddset(&signals, SIGINT);
	/* Before umockdev starts its thread. */
	(void)sigprocmask(SIG_BLOCK, &signals, NULL);
	s.signals = signalfd(-1, &signals, SFD_CLOEXEC);
	(void)setenv("TMPDIR", "/tmp", 1); /* its sockets' names are short */
	s.bed = umockdev_testbed_new();
	if (!umockdev_in_mock_environment())
		die("usbsim, which runs by umockdev-wrapper");
	s.port = (int)strtol(argv[1], NULL, 10);
	s.usb = fake_usb_create(s.bed, "1-1", &model, &s);
	listen_at(&s, argv[2]);
	start_child(&s, argv + 3, &signals);
	while (!s.over)
		turn(&s);
	(void)unlink(argv[2]);
	unplug(&s);
	g_object_unref(s.bed);
	return WIFEXITED(s.exit_status) ? WEXITSTATUS(s.exit_status)
					: 128 + WTERMSIG(s.exit_status);
}
