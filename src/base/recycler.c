/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdlib.h>

#include "base/die.h"
#include "base/recycler.h"

/* Enough for the ups and downs of a busy line; what a flood left behind goes back. */
enum { CLASS_SIZE = 64, KEPT_BYTES_MAX = 2 * 1024 * 1024 };

/* Lies where the record was. */
struct recycled {
	struct recycled *next;
};

/* The sanitizer finds a use of what was given back only where that is freed. */
#ifdef __SANITIZE_ADDRESS__
static const size_t kept_bytes_max = 0;
#else
static const size_t kept_bytes_max = KEPT_BYTES_MAX;
#endif

static size_t
class_of(size_t size)
{
	return (size + CLASS_SIZE - 1) / CLASS_SIZE;
}

void *
recycler_take(struct recycler *recycler, size_t size)
{
	size_t class = class_of(size);
	struct recycled *record;

	if (class >= RECYCLER_CLASSES || recycler->kept[class] == NULL)
		return alloc_zeroed(1, class * CLASS_SIZE);
	record = recycler->kept[class];
	recycler->kept[class] = record->next;
	recycler->kept_bytes -= class * CLASS_SIZE;
	return memset(record, 0, size);
}

void
recycler_give(struct recycler *recycler, void *record_taken, size_t size)
{
	size_t class = class_of(size);
	struct recycled *record = record_taken;

	if (record == NULL)
		return;
	if (class >= RECYCLER_CLASSES ||
	    recycler->kept_bytes + class * CLASS_SIZE > kept_bytes_max) {
		free(record);
		return;
	}
	record->next = recycler->kept[class];
	recycler->kept[class] = record;
	recycler->kept_bytes += class * CLASS_SIZE;
}

void
recycler_clear(struct recycler *recycler)
{
	for (size_t i = 0; i < RECYCLER_CLASSES; i++)
		while (recycler->kept[i] != NULL) {
			struct recycled *record = recycler->kept[i];

			recycler->kept[i] = record->next;
			free(record);
		}
	recycler->kept_bytes = 0;
}
