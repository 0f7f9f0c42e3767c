/* SPDX-License-Identifier: BSD-2-Clause */
/* Each test gives up its privileges in a child: there is no way back.  A child reports by
 * its exit status, and leaves without clean-up, for a leak check needs what it gave up. */
#include "config.h"

#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "capture/privileges.h"
#include "tests/test.h"

/* A condition of the child that does not hold, by its line. */
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
	pid_t pid = fork();
	int status = -1;

	if (pid == 0) {
		child();
		_exit(0);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
}

static void
skip_unless_root(void)
{
	if (geteuid() == 0)
		return;
	print_message("not root: nothing to give up\n");
	skip();
}

/* Of /proc/self/status, which is the same everywhere; true where it holds `line`. */
static bool
status_has(const char *line)
{
	char text[4096] = { 0 };
	int fd = open("/proc/self/status", O_RDONLY);
	ssize_t len = fd < 0 ? -1 : read(fd, text, sizeof(text) - 1);

	return len > 0 && strstr(text, line) != NULL;
}

static void
become_nobody(void)
{
	struct capture_error error = { "" };
	const struct passwd *nobody = getpwnam("nobody");

	unsetenv("SUDO_UID");
	CHILD_ASSERT(nobody != NULL);

	uid_t uid = nobody->pw_uid;
	gid_t gid = nobody->pw_gid;

	CHILD_ASSERT(privileges_drop(NULL, &error) == 0);
	CHILD_ASSERT(getuid() == uid && geteuid() == uid);
	CHILD_ASSERT(getgid() == gid && getegid() == gid);
	CHILD_ASSERT(getgroups(0, NULL) == 0);
	CHILD_ASSERT(setuid(0) != 0 && seteuid(0) != 0 && setgid(0) != 0);
	CHILD_ASSERT(status_has("NoNewPrivs:\t1\n"));
	CHILD_ASSERT(status_has("CapPrm:\t0000000000000000\n"));
	CHILD_ASSERT(status_has("CapEff:\t0000000000000000\n"));
}

static void
root_becomes_nobody_for_good(void **state)
{
	(void)state;
	skip_unless_root();
	assert_child_succeeds(become_nobody);
}

static void
become_sudo_user(void)
{
	struct capture_error error = { "" };
	const struct passwd *daemon = getpwnam("daemon");
	char uid_text[16];

	CHILD_ASSERT(daemon != NULL);

	uid_t uid = daemon->pw_uid;

	snprintf(uid_text, sizeof(uid_text), "%u", uid);
	setenv("SUDO_UID", uid_text, 1);
	CHILD_ASSERT(privileges_drop(NULL, &error) == 0);
	CHILD_ASSERT(getuid() == uid);
}

static void
root_becomes_the_user_who_called_sudo(void **state)
{
	(void)state;
	skip_unless_root();
	assert_child_succeeds(become_sudo_user);
}

static void
stay_root(void)
{
	struct capture_error error = { "" };

	CHILD_ASSERT(privileges_drop("root", &error) == 0);
	CHILD_ASSERT(getuid() == 0);
#ifdef HAVE_CAPNG
	CHILD_ASSERT(status_has("CapEff:\t0000000000000000\n"));
#endif
}

static void
who_stays_root_has_no_capabilities(void **state)
{
	(void)state;
	skip_unless_root();
	assert_child_succeeds(stay_root);
}

static void
an_unknown_user_is_named(void **state)
{
	struct capture_error error = { "" };

	(void)state;
	skip_unless_root();
	assert_true(privileges_drop("no-such-user", &error) < 0);
	assert_non_null(strstr(error.text, "no-such-user"));
	assert_int_equal(geteuid(), 0);
}

static void
drop_as_nobody(void)
{
	struct capture_error error = { "" };

	if (geteuid() == 0)
		CHILD_ASSERT(setgroups(0, NULL) == 0 && setuid(65534) == 0);

	uid_t uid = getuid();

	CHILD_ASSERT(privileges_drop("root", &error) == 0);
	CHILD_ASSERT(getuid() == uid);
	CHILD_ASSERT(status_has("NoNewPrivs:\t1\n"));
}

static void
others_keep_their_user_and_forgo_new_privileges(void **state)
{
	(void)state;
	assert_child_succeeds(drop_as_nobody);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(root_becomes_nobody_for_good),
		cmocka_unit_test(root_becomes_the_user_who_called_sudo),
		cmocka_unit_test(who_stays_root_has_no_capabilities),
		cmocka_unit_test(an_unknown_user_is_named),
		cmocka_unit_test(others_keep_their_user_and_forgo_new_privileges),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
