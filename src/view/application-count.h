/* SPDX-License-Identifier: BSD-2-Clause */
/* How many connections each application had. */
#ifndef VIEW_APPLICATION_COUNT_H
#define VIEW_APPLICATION_COUNT_H

#include "base/arena.h"
#include "story/connection.h"

/* nDPI knows some hundred applications; what is beyond is counted together. */
enum { APPLICATIONS_MAX = 512 };

struct application_count {
	struct bytes application, category;
	uint64_t connections;
};

/* All-zero is valid and empty. */
struct application_counts {
	struct application_count items[APPLICATIONS_MAX];
	size_t count;
	uint64_t others; /* connections for which there was no room */
	struct arena arena;
};

/* NULL where the connection's application is not known, or there is no room. */
struct application_count *application_count_get(
    struct application_counts *, const struct connection *);
/* The one with the most connections first. */
void application_counts_sort(struct application_counts *);
void application_counts_clear(struct application_counts *);

#endif
