/* SPDX-License-Identifier: BSD-2-Clause */
/* A fence around everything that reads packets: no file can be opened (Landlock), and no
 * system call made that reading, computing and writing to open files do not need (seccomp).
 * Kernels without Landlock, builds without libseccomp: the other one stands alone. */
#ifndef CAPTURE_SANDBOX_H
#define CAPTURE_SANDBOX_H

#include "capture/capture.h"

/* What goes on inside. */
enum sandbox_needs {
	SANDBOX_READS = 0, /* reading and writing what is open: always possible */
	SANDBOX_LIVE = 1,  /* a libpcap capture, its statistics included */
	SANDBOX_TERMINAL = 2, /* setting the terminal, and files handed over by a socket */
};

/* What a forbidden system call meets. */
enum sandbox_breach { SANDBOX_REFUSES /* EPERM */, SANDBOX_KILLS /* SIGSYS */ };

struct sandbox_options {
	enum sandbox_needs needs;
	enum sandbox_breach breach;
};

/* To be called once everything is open and every library has started (LIBRARIES: crypto,
 * translations, nDPI), before there are threads.  There is no way out.
 * 0, or -errno and *error says it in words: then the fence may stand in part.
 *
 * Built with sanitizers the filter lets through what their runtime calls; leaks are not
 * looked for at exit then, for that needs ptrace. */
int sandbox_enter(const struct sandbox_options *, struct capture_error *error);

#endif
