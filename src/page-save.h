/* SPDX-License-Identifier: BSD-2-Clause */
/* One page of a story that goes on, written in a format of -T. */
#ifndef PAGE_SAVE_H
#define PAGE_SAVE_H

#include "intake.h"

struct page_save {
	const struct intake *intake;
	const struct analysis *analysis;
	const char *format; /* of those that -T takes */
	uint32_t page;
	const char *name; /* for messages */
};

/* `fd_taken` is closed.  0 or -errno. */
int page_save(const struct page_save *, int fd_taken);

#endif
