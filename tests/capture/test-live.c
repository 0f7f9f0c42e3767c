/* SPDX-License-Identifier: BSD-2-Clause */
/* Frames sent and captured in a network namespace of this test's own. */
#include "config.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/if_tun.h>
#include <net/if.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "capture/live.h"
#include "capture/privileges.h"
#include "capture/sandbox.h"
#include "tests/test.h"

enum {
	PORT = 4242,
	WAITS_MAX = 50, /* of a tenth of a second */
	ETHERNET = 1,
	RAW_IP = 101,
	LINUX_SLL2 = 276,
	UDP_ON_LOOPBACK = 14 + 20 + 8, /* headers in front of the payload */
};

static const struct live_options loopback = { .interface = "lo", .promiscuous = true };

/* The test's own network; without it there is nothing to capture here. */
static bool
has_network(void **state)
{
	if (*state == NULL)
		print_message("needs root and network namespaces: not run\n");
	return *state != NULL;
}

#define NEEDS_NETWORK(state)                                                               \
	do {                                                                               \
		if (!has_network(state))                                                   \
			skip();                                                            \
	} while (0)

static bool
interface_set(const char *name, bool up)
{
	struct ifreq request = { .ifr_flags = up ? IFF_UP : 0 };
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	snprintf(request.ifr_name, sizeof(request.ifr_name), "%s", name);

	bool done = ioctl(fd, SIOCSIFFLAGS, &request) == 0;

	close(fd);
	return done;
}

static int
enter_network(void **state)
{
	static int entered;

	if (unshare(CLONE_NEWNET) == 0 && interface_set("lo", true))
		*state = &entered;
	return 0;
}

/* A socket on which write() sends a datagram over the loopback interface. */
static int
sender_open(void)
{
	struct sockaddr_in to = {
		.sin_family = AF_INET,
		.sin_port = htons(PORT),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	assert_int_equal(connect(fd, (const struct sockaddr *)&to, sizeof(to)), 0);
	return fd;
}

/* Nobody listens, so every other write reports the ICMP error of the one before. */
static void
send_datagram(int sender)
{
	if (write(sender, "datagram", 8) != 8)
		(void)!write(sender, "datagram", 8);
}

static struct live *
open_live(const struct live_options *options)
{
	struct capture_error error = { "" };
	int err = 0;
	struct live *live = live_open(options, &error, &err);

	if (live == NULL)
		print_message("%s\n", error.text);
	assert_non_null(live);
	return live;
}

static bool
is_datagram(const struct frame *frame)
{
	return bytes_end_with(frame->captured, BYTES("datagram")) &&
	       frame->wire_len == frame->captured.len;
}

/* How many frames end in a datagram's payload; returns after a silence, or all of them. */
static int
count_datagrams(struct live *live, int expected)
{
	struct capture_error error;
	struct frame frame = { 0 };
	int count = 0;

	for (int waits = 0; count < expected && waits < WAITS_MAX;) {
		enum capture_next next = live_next(live, &frame, &error);

		if (next == CAPTURE_FRAME)
			/* ICMP errors quote the datagram: they are longer. */
			count += is_datagram(&frame) &&
				 frame.wire_len <= UDP_ON_LOOPBACK + 8 + 6;
		else if (next == CAPTURE_WAIT)
			waits++;
		else
			return -1;
	}
	return count;
}

static void
every_frame_on_loopback_is_captured_once(void **state)
{
	enum { SENT = 100 };
	uint64_t kernel, interface;

	NEEDS_NETWORK(state);

	struct live *live = open_live(&loopback);
	int sender = sender_open();

	assert_int_equal(live_link_type(live), ETHERNET);
	for (int i = 0; i < SENT; i++)
		send_datagram(sender);
	assert_int_equal(count_datagrams(live, SENT), SENT);
	live_drops(live, &kernel, &interface);
	assert_int_equal(kernel, 0);
	assert_int_equal(interface, 0);
	close(sender);
	live_close(live);
}

static void
frames_carry_their_time_and_length(void **state)
{
	struct capture_error error;
	struct frame frame = { 0 };

	NEEDS_NETWORK(state);

	struct live_options short_snap = loopback;

	short_snap.snap_len = 30;

	struct live *live = open_live(&short_snap);
	int sender = sender_open();
	uint64_t before_ns = clock_now();

	send_datagram(sender);
	for (int waits = 0; waits < WAITS_MAX; waits++)
		if (live_next(live, &frame, &error) == CAPTURE_FRAME)
			break;
	assert_true(frame.at_ns >= before_ns && frame.at_ns <= clock_now());
	assert_int_equal(frame.wire_len, UDP_ON_LOOPBACK + 8);
	assert_int_equal(frame.captured.len, 30);
	assert_int_equal(frame.link_type, ETHERNET);
	close(sender);
	live_close(live);
}

static void
any_tells_the_interface_too(void **state)
{
	enum { SENT = 5 };

	NEEDS_NETWORK(state);

	struct live *live = open_live(&(struct live_options){ .interface = "any" });
	int sender = sender_open();

	assert_int_equal(live_link_type(live), LINUX_SLL2);
	for (int i = 0; i < SENT; i++)
		send_datagram(sender);
	assert_int_equal(count_datagrams(live, SENT), SENT);
	close(sender);
	live_close(live);
}

static void
a_capture_that_was_stopped_is_over(void **state)
{
	struct capture_error error;
	struct frame frame;

	NEEDS_NETWORK(state);

	struct live *live = open_live(&loopback);

	live_stop(live);
	assert_int_equal(live_next(live, &frame, &error), CAPTURE_END);
	live_close(live);
}

static void
a_silent_interface_lets_the_caller_go_on(void **state)
{
	struct capture_error error;
	struct frame frame;

	NEEDS_NETWORK(state);

	struct live *live = open_live(&loopback);
	uint64_t began_ns = clock_now();

	assert_int_equal(live_next(live, &frame, &error), CAPTURE_WAIT);
	assert_true(clock_between(began_ns, clock_now()) < NS_PER_S);
	live_close(live);
}

/* A tunnel interface, which lives as long as its file is open; -1 where there is none. */
static int
tunnel_open(void)
{
	struct ifreq request = { .ifr_name = "gone0", .ifr_flags = IFF_TUN | IFF_NO_PI };
	int tunnel = open("/dev/net/tun", O_RDWR | O_CLOEXEC);

	if (tunnel < 0 || (ioctl(tunnel, TUNSETIFF, &request) == 0 &&
			      interface_set(request.ifr_name, true)))
		return tunnel;
	close(tunnel);
	return -1;
}

/* Exits with the line that failed, for inside the fence only that is sure to work. */
#define CHILD_ASSERT(condition)                                                            \
	do {                                                                               \
		if (!(condition)) {                                                        \
			fprintf(stderr, "line %d: %s\n", __LINE__, #condition);            \
			_exit(1);                                                          \
		}                                                                          \
	} while (0)

static void
assert_child_succeeds(void (*child)(void))
{
	int status = -1;
	pid_t pid = fork();

	if (pid == 0) {
		child();
		_exit(0);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
}

static void
lose_the_interface(void)
{
	struct capture_error error = { "" };
	struct sandbox_options options = { .needs = SANDBOX_LIVE };
	struct frame frame;
	enum capture_next next = CAPTURE_WAIT;
	int tunnel = tunnel_open();
	struct live *live = open_live(&(struct live_options){ .interface = "gone0" });

	CHILD_ASSERT(live_link_type(live) == RAW_IP);
	CHILD_ASSERT(sandbox_enter(&options, &error) == 0);
	close(tunnel);
	for (int i = 0; i < WAITS_MAX && next < CAPTURE_END; i++)
		next = live_next(live, &frame, &error);
	CHILD_ASSERT(next == CAPTURE_DAMAGED);
	CHILD_ASSERT(strncmp(error.text, "gone0: ", 7) == 0);
	CHILD_ASSERT(live_next(live, &frame, &error) == CAPTURE_END);
	live_close(live);
}

static void
an_interface_that_goes_ends_the_capture_with_its_name(void **state)
{
	NEEDS_NETWORK(state);

	int tunnel = tunnel_open();

	if (tunnel < 0) {
		print_message("needs /dev/net/tun: not run\n");
		skip();
	}
	close(tunnel);
	assert_child_succeeds(lose_the_interface);
}

static void
capture_inside_the_fence(void)
{
	enum { SENT = 20 };
	struct capture_error error;
	struct sandbox_options options = { .needs = SANDBOX_LIVE };
	uint64_t kernel, interface;
	struct live *live = open_live(&loopback);
	int sender = sender_open();

	CHILD_ASSERT(privileges_drop(NULL, &error) == 0);
	CHILD_ASSERT(sandbox_enter(&options, &error) == 0);
	for (int i = 0; i < SENT; i++)
		send_datagram(sender);
	CHILD_ASSERT(count_datagrams(live, SENT) == SENT);
	live_drops(live, &kernel, &interface);
	CHILD_ASSERT(kernel == 0 && interface == 0);
	live_close(live);
}

static void
frames_still_come_without_privileges_behind_the_fence(void **state)
{
	NEEDS_NETWORK(state);
	assert_child_succeeds(capture_inside_the_fence);
}

static void
an_unknown_interface_is_named_with_what_to_do(void **state)
{
	struct capture_error error = { "" };
	int err = 0;

	NEEDS_NETWORK(state);
	assert_null(
	    live_open(&(struct live_options){ .interface = "none0" }, &error, &err));
	assert_int_equal(err, -ENODEV);
	assert_string_equal(error.text, "none0: no such interface (webflow -D lists them)");
}

static void
open_without_permission(void)
{
	struct capture_error error = { "" };
	int err = 0;

	CHILD_ASSERT(geteuid() != 0 || privileges_drop(NULL, &error) == 0);
	CHILD_ASSERT(live_open(&loopback, &error, &err) == NULL);
	CHILD_ASSERT(err == -EPERM);
	CHILD_ASSERT(strncmp(error.text, "lo: permission denied (", 23) == 0);
}

static void
who_may_not_capture_is_told_how_to_be_allowed(void **state)
{
	(void)state;
	assert_child_succeeds(open_without_permission);
}

static void
interfaces_are_listed_with_their_state(void **state)
{
	struct capture_error error = { "" };
	char *text = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);

	NEEDS_NETWORK(state);
	assert_int_equal(live_list(out, &error), 0);
	fclose(out);
	assert_non_null(strstr(text, ".lo [Up, Running, Loopback]\n"));
	assert_non_null(strstr(text, ".any ("));
	assert_int_equal(strncmp(text, "1.", 2), 0);
	free(text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_frame_on_loopback_is_captured_once),
		cmocka_unit_test(frames_carry_their_time_and_length),
		cmocka_unit_test(any_tells_the_interface_too),
		cmocka_unit_test(a_capture_that_was_stopped_is_over),
		cmocka_unit_test(a_silent_interface_lets_the_caller_go_on),
		cmocka_unit_test(an_interface_that_goes_ends_the_capture_with_its_name),
		cmocka_unit_test(frames_still_come_without_privileges_behind_the_fence),
		cmocka_unit_test(an_unknown_interface_is_named_with_what_to_do),
		cmocka_unit_test(who_may_not_capture_is_told_how_to_be_allowed),
		cmocka_unit_test(interfaces_are_listed_with_their_state),
	};

	return cmocka_run_group_tests(tests, enter_network, NULL);
}
