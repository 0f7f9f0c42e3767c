/* SPDX-License-Identifier: BSD-2-Clause */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/sockios.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "capture/sandbox-calls.h"

#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZED 1
#endif
#endif

#ifdef HAVE_SECCOMP

#include <seccomp.h>

/* A name that one architecture has and another has not is left out by the library. */
static const int calls_always[] = {
	/* what is open: files, pipes, sockets */
	SCMP_SYS(read),
	SCMP_SYS(readv),
	SCMP_SYS(pread64),
	SCMP_SYS(preadv),
	SCMP_SYS(write),
	SCMP_SYS(writev),
	SCMP_SYS(pwrite64),
	SCMP_SYS(pwritev),
	SCMP_SYS(lseek),
	SCMP_SYS(_llseek),
	SCMP_SYS(close),
	SCMP_SYS(fstat),
	SCMP_SYS(fstat64),
	SCMP_SYS(fsync),
	SCMP_SYS(fdatasync),
	SCMP_SYS(fadvise64),
	SCMP_SYS(arm_fadvise64_64),
	SCMP_SYS(poll),
	SCMP_SYS(ppoll),
	SCMP_SYS(ppoll_time64),
	SCMP_SYS(select),
	SCMP_SYS(_newselect),
	SCMP_SYS(pselect6),
	SCMP_SYS(pselect6_time64),
	/* memory; mmap and mprotect are below */
	SCMP_SYS(munmap),
	SCMP_SYS(mremap),
	SCMP_SYS(brk),
	SCMP_SYS(madvise),
	/* time */
	SCMP_SYS(clock_gettime),
	SCMP_SYS(clock_gettime64),
	SCMP_SYS(clock_getres),
	SCMP_SYS(clock_getres_time64),
	SCMP_SYS(clock_nanosleep),
	SCMP_SYS(clock_nanosleep_time64),
	SCMP_SYS(nanosleep),
	SCMP_SYS(gettimeofday),
	SCMP_SYS(time),
	/* threads and signals that are there already */
	SCMP_SYS(futex),
	SCMP_SYS(futex_time64),
	SCMP_SYS(sched_yield),
	SCMP_SYS(rt_sigaction),
	SCMP_SYS(rt_sigprocmask),
	SCMP_SYS(rt_sigreturn),
	SCMP_SYS(sigreturn),
	SCMP_SYS(sigaltstack),
	SCMP_SYS(restart_syscall),
	SCMP_SYS(getpid),
	SCMP_SYS(gettid),
	SCMP_SYS(exit),
	SCMP_SYS(exit_group),
	/* the C library: random numbers, how much memory qsort may take */
	SCMP_SYS(getrandom),
	SCMP_SYS(sysinfo),
};

static const int calls_live[] = { SCMP_SYS(recvfrom), SCMP_SYS(recvmsg) };

/* A call allowed for one value of one argument. */
struct narrow_call {
	int call;
	struct scmp_arg_cmp argument;
};

static const struct narrow_call narrow_calls[] = {
	/* Nothing may become code. */
	{ SCMP_SYS(mmap), { 2, SCMP_CMP_MASKED_EQ, PROT_EXEC, 0 } },
	{ SCMP_SYS(mmap2), { 2, SCMP_CMP_MASKED_EQ, PROT_EXEC, 0 } },
	{ SCMP_SYS(mprotect), { 2, SCMP_CMP_MASKED_EQ, PROT_EXEC, 0 } },
	/* fstat, as newer C libraries make it */
	{ SCMP_SYS(newfstatat), { 3, SCMP_CMP_EQ, AT_EMPTY_PATH, 0 } },
	/* Is it a terminal, how wide, what waits? */
	{ SCMP_SYS(ioctl), { 1, SCMP_CMP_EQ, TCGETS, 0 } },
	{ SCMP_SYS(ioctl), { 1, SCMP_CMP_EQ, TIOCGWINSZ, 0 } },
	{ SCMP_SYS(ioctl), { 1, SCMP_CMP_EQ, FIONREAD, 0 } },
	{ SCMP_SYS(fcntl), { 1, SCMP_CMP_EQ, F_GETFL, 0 } },
	{ SCMP_SYS(fcntl), { 1, SCMP_CMP_EQ, F_SETFL, 0 } },
	{ SCMP_SYS(fcntl64), { 1, SCMP_CMP_EQ, F_GETFL, 0 } },
	{ SCMP_SYS(fcntl64), { 1, SCMP_CMP_EQ, F_SETFL, 0 } },
#ifdef SANITIZED
	{ SCMP_SYS(prctl), { 0, SCMP_CMP_EQ, PR_GET_SECCOMP, 0 } },
#endif
};

static const struct narrow_call narrow_calls_live[] = {
	/* Packet statistics, and what was wrong when the interface has gone. */
	{ SCMP_SYS(getsockopt), { 1, SCMP_CMP_EQ, SOL_PACKET, 0 } },
	{ SCMP_SYS(getsockopt), { 2, SCMP_CMP_EQ, SO_ERROR, 0 } },
	{ SCMP_SYS(ioctl), { 1, SCMP_CMP_EQ, SIOCGIFFLAGS, 0 } },
};

static const int calls_terminal[] = { SCMP_SYS(recvmsg) };

static const struct narrow_call narrow_calls_terminal[] = {
	{ SCMP_SYS(ioctl), { 1, SCMP_CMP_EQ, TCSETS, 0 } },
	{ SCMP_SYS(ioctl), { 1, SCMP_CMP_EQ, TCSETSW, 0 } },
	{ SCMP_SYS(ioctl), { 1, SCMP_CMP_EQ, TCSETSF, 0 } },
	{ SCMP_SYS(ioctl), { 1, SCMP_CMP_EQ, TCFLSH, 0 } },
};

static int
allow(scmp_filter_ctx filter, const int *calls, size_t count)
{
	int err = 0;

	for (size_t i = 0; i < count && err == 0; i++)
		err = seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, calls[i], 0, NULL);
	return err;
}

static int
allow_narrow(scmp_filter_ctx filter, const struct narrow_call *calls, size_t count)
{
	int err = 0;

	for (size_t i = 0; i < count && err == 0; i++)
		err = seccomp_rule_add_array(
		    filter, SCMP_ACT_ALLOW, calls[i].call, 1, &calls[i].argument);
	return err;
}

/* abort() ends this process and may signal no other. */
static int
allow_abort(scmp_filter_ctx filter)
{
	struct narrow_call self = { SCMP_SYS(tgkill),
		{ 0, SCMP_CMP_EQ, (scmp_datum_t)getpid(), 0 } };

	return allow_narrow(filter, &self, 1);
}

static int
add_rules(scmp_filter_ctx filter, enum sandbox_needs needs)
{
	int err = allow(filter, calls_always, COUNT_OF(calls_always));

	if (err == 0)
		err = allow_narrow(filter, narrow_calls, COUNT_OF(narrow_calls));
	if (err == 0)
		err = allow_abort(filter);
	if (err == 0 && (needs & SANDBOX_LIVE) != 0)
		err = allow(filter, calls_live, COUNT_OF(calls_live));
	if (err == 0 && (needs & SANDBOX_LIVE) != 0)
		err = allow_narrow(filter, narrow_calls_live, COUNT_OF(narrow_calls_live));
	if (err == 0 && (needs & SANDBOX_TERMINAL) != 0)
		err = allow(filter, calls_terminal, COUNT_OF(calls_terminal));
	if (err == 0 && (needs & SANDBOX_TERMINAL) != 0)
		err = allow_narrow(
		    filter, narrow_calls_terminal, COUNT_OF(narrow_calls_terminal));
	return err;
}

int
sandbox_calls_fence(enum sandbox_needs needs, enum sandbox_breach breach)
{
	scmp_filter_ctx filter = seccomp_init(
	    breach == SANDBOX_KILLS ? SCMP_ACT_KILL_PROCESS : SCMP_ACT_ERRNO(EPERM));

	if (filter == NULL)
		return -ENOMEM;

	int err = add_rules(filter, needs);

	if (err == 0)
		err = seccomp_load(filter);
	seccomp_release(filter);
	return err;
}

#else

int
sandbox_calls_fence(enum sandbox_needs needs, enum sandbox_breach breach)
{
	(void)needs;
	(void)breach;
	return 0;
}

#endif

#ifdef SANITIZED

int __lsan_is_turned_off(void);

/* LeakSanitizer asks at exit.  Inside the fence it could not stop the other threads, and
 * would take that for a failure of the program. */
int
__lsan_is_turned_off(void)
{
	return prctl(PR_GET_SECCOMP, 0, 0, 0, 0) > 0;
}

#endif
