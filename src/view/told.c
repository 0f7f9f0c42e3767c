/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdlib.h>

#include "base/die.h"
#include "view/told.h"

enum { CLIENTS_MIN = 16, CLIENTS_MAX = 65536 };

/* Makes a place of this index; clients are numbered in order, so places are dense. */
static void
told_reach(struct told_list *list, uint32_t index)
{
	uint32_t count = list->count == 0 ? CLIENTS_MIN : list->count;

	if (index < list->count)
		return;
	while (count <= index)
		count *= 2;
	list->items = alloc_resized(list->items, count, sizeof(*list->items));
	memset(&list->items[list->count], 0, (count - list->count) * sizeof(*list->items));
	list->count = count;
}

struct told *
told_get(struct told_list *list, uint32_t client)
{
	uint32_t index = client % CLIENTS_MAX;
	struct told *told;

	told_reach(list, index);
	told = &list->items[index];
	if (told->client != client)
		*told = (struct told){ .client = client };
	return told;
}

void
told_add(struct told *told, uint64_t at_ns)
{
	if (told_has(told, at_ns))
		return;
	told->things[told->next] = at_ns;
	told->next = (told->next + 1) % TOLD_THINGS_MAX;
}

bool
told_has(const struct told *told, uint64_t at_ns)
{
	for (size_t i = 0; i < TOLD_THINGS_MAX; i++)
		if (told->things[i] == at_ns)
			return true;
	return false;
}

void
told_clear(struct told_list *list)
{
	free(list->items);
	*list = (struct told_list){ 0 };
}
