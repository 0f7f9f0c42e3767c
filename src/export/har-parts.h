/* SPDX-License-Identifier: BSD-2-Clause */
/* What the files that write HTTP Archives share. */
#ifndef EXPORT_HAR_PARTS_H
#define EXPORT_HAR_PARTS_H

#include "base/json.h"
#include "view/selection.h"

enum { HAR_DECIMALS = 6, HAR_ID_SIZE = 24 };

/* How long each phase took, in ns.  Those that did not happen, or were not seen, are not
 * known: HAR writes -1 for them, and for send, wait and receive, which it insists on, 0. */
struct har_timings {
	struct maybe blocked, dns, connect, ssl; /* ssl is part of connect */
	uint64_t send, wait, receive;
};

/* A request with what it had to wait for. */
struct har_entry {
	const struct request *request;
	uint64_t start_ns; /* of the first phase */
	struct har_timings timings;
};

/* har-timing.c: the requests of the story that are selected, the oldest first;
 * free(*entries) when done. */
size_t har_entries(
    const struct story *, const struct selection *, struct har_entry **entries);
uint64_t har_timings_sum(const struct har_timings *);

/* har-entry.c: an object of the list of entries, which is open. */
void har_entry_to_json(struct json *, const struct har_entry *, enum secrets);
/* "page_12" */
const char *har_page_id(const struct page *, char text[HAR_ID_SIZE]);

/* har-cookie.c: the list of cookies that the fields of this name carry. */
void har_cookies_to_json(
    struct json *, const struct list *headers, struct bytes name, enum secrets);

#endif
