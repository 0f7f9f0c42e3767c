/* SPDX-License-Identifier: BSD-2-Clause */
#include "config.h"

#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <unistd.h>

#ifdef HAVE_CAPNG
#include <cap-ng.h>
#endif

#include "capture/privileges.h"

enum { DECIMAL = 10 };

/* The user who called sudo; NULL where nobody did, or root did. */
static const struct passwd *
sudo_user(void)
{
	const char *text = getenv("SUDO_UID");
	char *end;

	if (text == NULL || *text < '0' || *text > '9')
		return NULL;

	unsigned long uid = strtoul(text, &end, DECIMAL);

	if (*end != '\0' || uid == 0 || uid >= UINT32_MAX)
		return NULL;
	return getpwuid((uid_t)uid);
}

/* Who is root only by a set-user-ID file does not choose whom to become. */
static const struct passwd *
user_find(const char *name)
{
	if (getuid() != 0)
		return getpwuid(getuid());

	const struct passwd *user = name == NULL ? sudo_user() : getpwnam(name);

	return user == NULL && name == NULL ? getpwnam("nobody") : user;
}

static int
fail(struct capture_error *error, const char *what, int errno_now)
{
	snprintf(error->text, sizeof(error->text), "%s: %s", what, strerror(errno_now));
	return -errno_now;
}

static int
become(const struct passwd *user, struct capture_error *error)
{
	if (setgroups(0, NULL) == 0 &&
	    setresgid(user->pw_gid, user->pw_gid, user->pw_gid) == 0 &&
	    setresuid(user->pw_uid, user->pw_uid, user->pw_uid) == 0)
		return 0;

	int err = errno;

	snprintf(error->text, sizeof(error->text),
	    "cannot become user %s: %s (-Z root stays root)", user->pw_name, strerror(err));
	return -err;
}

/* Root could come back by any of these; each of them must fail. */
static int
check_no_way_back(struct capture_error *error)
{
	if (setresuid(0, 0, 0) != 0 && setuid(0) != 0 && seteuid(0) != 0 &&
	    (getegid() == 0 || setgid(0) != 0))
		return 0;
	snprintf(error->text, sizeof(error->text),
	    "privileges were given up and could be taken back: not going on");
	return -EPERM;
}

#ifdef HAVE_CAPNG

/* What programs started later could have.  Only some of those who are root may shrink it,
 * and no_new_privs bars the way too: failing is no failure. */
static void
bounding_set_empty(void)
{
	if (capng_get_caps_process() != 0)
		return;
	capng_clear(CAPNG_SELECT_BOUNDS);
	capng_apply(CAPNG_SELECT_BOUNDS);
}

static int
capabilities_drop(struct capture_error *error)
{
	capng_clear(CAPNG_SELECT_CAPS);
	if (capng_apply(CAPNG_SELECT_CAPS) != 0)
		return fail(error, "cannot give up capabilities", EPERM);
	if (capng_get_caps_process() != 0 ||
	    capng_have_capabilities(CAPNG_SELECT_CAPS) != CAPNG_NONE)
		return fail(error, "some capabilities remain", EPERM);
	return 0;
}

#else

static void
bounding_set_empty(void)
{
}

/* The change of user emptied root's sets.  Those of a file (setcap) stay without the
 * library; no_new_privs keeps them from growing. */
static int
capabilities_drop(struct capture_error *error)
{
	(void)error;
	return 0;
}

#endif

static int
root_drop(const char *name, struct capture_error *error)
{
	const struct passwd *user = user_find(name);

	if (user == NULL) {
		snprintf(error->text, sizeof(error->text),
		    "%s: no such user to drop privileges to (choose one with -Z)",
		    name == NULL ? "nobody" : name);
		return -ENOENT;
	}
	bounding_set_empty();
	return user->pw_uid == 0 ? 0 : become(user, error);
}

int
privileges_drop(const char *user, struct capture_error *error)
{
	if (geteuid() == 0) {
		int err = root_drop(user, error);

		if (err < 0)
			return err;
	}

	int err = capabilities_drop(error);

	if (err < 0)
		return err;
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		return fail(error, "cannot forgo new privileges", errno);
	return geteuid() == 0 ? 0 : check_no_way_back(error);
}
