/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdlib.h>

#include "view/application-count.h"

struct application_count *
application_count_get(
    struct application_counts *counts, const struct connection *connection)
{
	struct application_count *item;

	if (connection->application.len == 0)
		return NULL;
	for (size_t i = 0; i < counts->count; i++) {
		item = &counts->items[i];
		if (bytes_equal(item->application, connection->application) &&
		    bytes_equal(item->category, connection->category))
			return item;
	}
	if (counts->count == APPLICATIONS_MAX) {
		counts->others++;
		return NULL;
	}
	item = &counts->items[counts->count++];
	item->application = arena_copy(&counts->arena, connection->application);
	item->category = arena_copy(&counts->arena, connection->category);
	return item;
}

static int
bytes_compare(struct bytes a, struct bytes b)
{
	size_t len = MIN(a.len, b.len);
	int order = len == 0 ? 0 : memcmp(a.at, b.at, len);

	if (order != 0)
		return order;
	return a.len < b.len ? -1 : a.len > b.len;
}

static int
count_compare(const void *a, const void *b)
{
	const struct application_count *left = a, *right = b;
	int order;

	if (left->connections != right->connections)
		return left->connections > right->connections ? -1 : 1;
	order = bytes_compare(left->application, right->application);
	return order != 0 ? order : bytes_compare(left->category, right->category);
}

void
application_counts_sort(struct application_counts *counts)
{
	qsort(counts->items, counts->count, sizeof(counts->items[0]), count_compare);
}

void
application_counts_clear(struct application_counts *counts)
{
	arena_clear(&counts->arena);
	counts->count = 0;
}
