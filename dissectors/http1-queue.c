/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdlib.h>

#include "base/die.h"
#include "dissectors/http1-queue.h"

enum { SLOTS_FIRST = 4, SLOTS_MAX = 256 };

static struct http1_exchange *
slot(struct http1_queue *queue, uint64_t number)
{
	return &queue->slots[number & (queue->slot_count - 1)];
}

/* A ring of twice the size: a number's slot follows from the size. */
static void
grow(struct http1_queue *queue)
{
	struct http1_queue bigger = { .slot_count =
					  MAX(queue->slot_count * 2, (size_t)SLOTS_FIRST) };

	bigger.slots = alloc_zeroed(bigger.slot_count, sizeof(*bigger.slots));
	for (uint64_t i = 0; i < queue->slot_count; i++)
		*slot(&bigger, queue->first + i) = *slot(queue, queue->first + i);
	free(queue->slots);
	queue->slots = bigger.slots;
	queue->slot_count = bigger.slot_count;
}

struct http1_exchange *
http1_queue_add(struct http1_queue *queue)
{
	struct http1_exchange *exchange;
	struct buffer url;

	/* Two requests wait, though an answer to none came: it was to the first. */
	if (queue->was_early && queue->first != queue->end) {
		queue->first++;
		queue->was_early = false;
	}
	/* So many without an answer: the responses are not in this capture. */
	if (queue->end - queue->first == SLOTS_MAX) {
		queue->first++;
		queue->is_doubtful = true;
	} else if (queue->end - queue->first == queue->slot_count) {
		grow(queue);
	}
	exchange = slot(queue, queue->end++);
	url = exchange->url;
	url.len = 0;
	*exchange = (struct http1_exchange){ .url = url };
	return exchange;
}

struct http1_exchange *
http1_queue_find(struct http1_queue *queue, uint64_t number)
{
	if (number < queue->first || number >= queue->end)
		return NULL;
	return slot(queue, number);
}

struct http1_exchange *
http1_queue_first(struct http1_queue *queue)
{
	/* Without pipelining the newest request is the only one open. */
	if (queue->is_doubtful && queue->first != queue->end)
		queue->first = queue->end - 1;
	queue->is_doubtful = false;
	return http1_queue_find(queue, queue->first);
}

void
http1_queue_drop_first(struct http1_queue *queue)
{
	queue->was_early = queue->first == queue->end;
	if (queue->first != queue->end)
		queue->first++;
}

bool
http1_queue_ends_in_connect(struct http1_queue *queue)
{
	struct http1_exchange *last =
	    queue->end == 0 ? NULL : http1_queue_find(queue, queue->end - 1);

	return last != NULL && last->is_connect;
}

void
http1_queue_doubt(struct http1_queue *queue)
{
	queue->is_doubtful = true;
}

void
http1_queue_clear(struct http1_queue *queue)
{
	for (size_t i = 0; i < queue->slot_count; i++)
		buffer_clear(&queue->slots[i].url);
	free(queue->slots);
	*queue = (struct http1_queue){ 0 };
}
