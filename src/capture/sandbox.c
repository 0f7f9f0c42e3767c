/* SPDX-License-Identifier: BSD-2-Clause */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifdef HAVE_LINUX_LANDLOCK_H
#include <linux/landlock.h>
#endif

#include "capture/sandbox-calls.h"
#include "capture/sandbox.h"

static int
fail(struct capture_error *error, const char *what, int err)
{
	snprintf(error->text, sizeof(error->text),
	    "%s: %s (--no-sandbox does without the fence)", what, strerror(-err));
	return err;
}

#if defined(HAVE_LINUX_LANDLOCK_H) && defined(SYS_landlock_create_ruleset)

/* linux/landlock.h of the build may be older than the kernel: the members and rights that
 * came later are spelled out, and a kernel without them is not asked. */
struct ruleset {
	uint64_t file_rights;
	uint64_t network_rights; /* version 4: bind and connect TCP */
	uint64_t scopes;         /* version 6: abstract Unix sockets, signals */
};

/* Indexed by Landlock's version, less one; newer kernels take the last row. */
static const struct ruleset rulesets[] = {
	{ (1 << 13) - 1, 0, 0 },
	{ (1 << 14) - 1, 0, 0 }, /* moving to another folder */
	{ (1 << 15) - 1, 0, 0 }, /* truncating */
	{ (1 << 15) - 1, 3, 0 },
	{ (1 << 16) - 1, 3, 0 }, /* ioctl on devices */
	{ (1 << 16) - 1, 3, 3 },
};

/* No file, no folder, no TCP connection. */
static int
landlock_enter(struct capture_error *error)
{
	long version =
	    syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);

	if (version < 1)
		return 0; /* the kernel has none, or it is switched off */

	size_t row = MIN((size_t)version, COUNT_OF(rulesets)) - 1;
	int ruleset = (int)syscall(SYS_landlock_create_ruleset, &rulesets[row],
	    row < 3 ? sizeof(uint64_t) : sizeof(rulesets[row]), 0);

	if (ruleset < 0)
		return fail(error, "Landlock", -errno);

	int err = 0;

	if (syscall(SYS_landlock_restrict_self, ruleset, 0) != 0)
		err = fail(error, "Landlock", -errno);
	close(ruleset);
	return err;
}

#else

static int
landlock_enter(struct capture_error *error)
{
	(void)error;
	return 0;
}

#endif

int
sandbox_enter(const struct sandbox_options *options, struct capture_error *error)
{
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		return fail(error, "no_new_privs", -errno);

	int err = landlock_enter(error);

	if (err < 0)
		return err;
	err = sandbox_calls_fence(options->needs, options->breach);
	return err < 0 ? fail(error, "seccomp", err) : 0;
}
