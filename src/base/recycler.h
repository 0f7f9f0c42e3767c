/* SPDX-License-Identifier: BSD-2-Clause */
/* Memory of records that come and go all the time.  What one gives back the next of about
 * its size takes, while it is still in the cache; the allocator would hand out memory that
 * has been cold for longest.  All-zero is a valid empty recycler.  Lack of memory ends the
 * program. */
#ifndef BASE_RECYCLER_H
#define BASE_RECYCLER_H

#include "base/bytes.h"

enum { RECYCLER_CLASSES = 16 };

struct recycled;

struct recycler {
	struct recycled *kept[RECYCLER_CLASSES]; /* by size, in steps */
	size_t kept_bytes;
};

/* Zeroed. */
void *recycler_take(struct recycler *, size_t size);
/* Of the size that it was taken with; NULL: does nothing. */
void recycler_give(struct recycler *, void *record_taken, size_t size);
void recycler_clear(struct recycler *);

#endif
