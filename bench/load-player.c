/* SPDX-License-Identifier: BSD-2-Clause */
/* A heap of the places, the one with the earliest next frame on top. */
#include "load-player.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { BUFFER_SIZE = 1 << 20, FRAME_MAX = 1 << 18, HOUSES_A_PLACE = 2 };
enum { PAUSE_MAX_US = 8000000, PORTS_A_HOUSE_APART = 7919 };

static const int64_t epoch_us = 1735689600000000; /* 2025-01-01 */

struct output {
	int fd;
	int err;
	size_t used;
	int64_t last_us;
	uint8_t *buffer;
};

struct place {
	uint32_t number;
	uint32_t visits;
	const struct story *story;
	size_t next; /* frame */
	int64_t start_us;
	struct sender sender;
	uint32_t port_bases[HOUSES_A_PLACE];
};

struct player {
	const struct score *score;
	struct played *played;
	size_t next_heavy;
	size_t next_light;
	struct place *places;
	struct place **heap;
	size_t heap_count;
	struct output out;
};

/* Output. */

static void
output_flush(struct output *o)
{
	size_t done = 0;

	while (done < o->used && o->err == 0) {
		ssize_t n = write(o->fd, o->buffer + done, o->used - done);

		if (n >= 0)
			done += (size_t)n;
		else if (errno != EINTR)
			o->err = -errno;
	}
	o->used = 0;
}

static void
output_u32(struct output *o, uint32_t value)
{
	for (int shift = 0; shift < 32; shift += 8)
		o->buffer[o->used++] = (uint8_t)(value >> shift);
}

static void
output_head(struct output *o)
{
	output_u32(o, 0xa1b2c3d4);
	output_u32(o, 4u << 16 | 2);
	output_u32(o, 0);
	output_u32(o, 0);
	output_u32(o, FRAME_MAX);
	output_u32(o, 1); /* Ethernet */
}

/* No two frames at the same microsecond. */
static void
output_frame(struct output *o, const struct frame *f, const struct sender *s, int64_t at_us)
{
	if (o->used + RECORD_SIZE + f->size > BUFFER_SIZE)
		output_flush(o);
	if (at_us <= o->last_us)
		at_us = o->last_us + 1;
	o->last_us = at_us;
	output_u32(o, (uint32_t)(at_us / 1000000));
	output_u32(o, (uint32_t)(at_us % 1000000));
	output_u32(o, f->size);
	output_u32(o, f->size);
	frame_write(f, s, o->buffer + o->used);
	o->used += f->size;
}

/* The heap. */

static int64_t
place_at_us(const struct place *p)
{
	return p->start_us + p->story->frames[p->next].at_us;
}

static bool
place_is_before(const struct place *a, const struct place *b)
{
	int64_t a_us = place_at_us(a);
	int64_t b_us = place_at_us(b);

	return a_us != b_us ? a_us < b_us : a->number < b->number;
}

static void
heap_sink(struct player *p, size_t at)
{
	struct place *moving = p->heap[at];

	for (size_t child = at * 2 + 1; child < p->heap_count; child = at * 2 + 1) {
		if (child + 1 < p->heap_count &&
		    place_is_before(p->heap[child + 1], p->heap[child]))
			child++;
		if (!place_is_before(p->heap[child], moving))
			break;
		p->heap[at] = p->heap[child];
		at = child;
	}
	p->heap[at] = moving;
}

static void
heap_order(struct player *p)
{
	for (size_t i = p->heap_count / 2; i-- > 0;)
		heap_sink(p, i);
}

static void
heap_drop_top(struct player *p)
{
	p->heap[0] = p->heap[--p->heap_count];
	if (p->heap_count > 0)
		heap_sink(p, 0);
}

/* The stories. */

static const struct story *
choose_story(struct player *p)
{
	const struct played *so_far = p->played;
	bool heavy = so_far->size <= so_far->frame_count * p->score->mean_size;

	if (p->score->light->count == 0 || (heavy && p->score->heavy->count > 0))
		return &p->score->heavy->list[p->next_heavy++ % p->score->heavy->count];
	return &p->score->light->list[p->next_light++ % p->score->light->count];
}

static void
count_story(struct played *played, const struct story *s)
{
	played->size += s->size;
	played->frame_count += s->frame_count;
	played->tcp_count += s->tcp_count;
	played->visit_count++;
}

/* False when the load is large enough. */
static bool
place_begin_story(struct player *p, struct place *place, int64_t start_us)
{
	uint32_t turn = place->visits % HOUSES_A_PLACE;
	uint32_t house = place->number * HOUSES_A_PLACE + turn;

	if (p->played->size >= p->score->size)
		return false;
	if (place->visits < HOUSES_A_PLACE) {
		place->port_bases[turn] = house * PORTS_A_HOUSE_APART;
		p->played->client_count++;
	}
	place->story = choose_story(p);
	place->next = 0;
	place->start_us = start_us;
	place->sender.house = house;
	place->sender.port_base = place->port_bases[turn];
	place->sender.visit = (uint32_t)p->played->visit_count;
	place->port_bases[turn] += place->story->flow_count;
	place->visits++;
	count_story(p->played, place->story);
	return true;
}

static int64_t
pause_us(const struct place *place)
{
	return mix(place->sender.visit, 0x70617573) % PAUSE_MAX_US;
}

static void
places_begin(struct player *p)
{
	for (uint32_t i = 0; i < p->score->place_count; i++) {
		struct place *place = &p->places[i];
		int64_t start_us = epoch_us + mix(i, 0x73746172) % PAUSE_MAX_US;

		*place = (struct place){ .number = i };
		if (place_begin_story(p, place, start_us))
			p->heap[p->heap_count++] = place;
	}
	heap_order(p);
}

static void
play_next_frame(struct player *p)
{
	struct place *place = p->heap[0];
	int64_t at_us = place_at_us(place);
	bool goes_on = true;

	output_frame(&p->out, &place->story->frames[place->next], &place->sender, at_us);
	if (++place->next == place->story->frame_count)
		goes_on = place_begin_story(p, place, at_us + pause_us(place));
	if (goes_on)
		heap_sink(p, 0);
	else
		heap_drop_top(p);
}

int
play(const struct score *score, int fd, struct played *played)
{
	struct player p = { .score = score, .played = played, .out = { .fd = fd } };

	*played = (struct played){ 0 };
	p.places = memory_resized(NULL, score->place_count, sizeof *p.places);
	p.heap = memory_resized(NULL, score->place_count, sizeof(struct place *));
	p.out.buffer = memory_resized(NULL, BUFFER_SIZE, 1);
	output_head(&p.out);
	places_begin(&p);
	while (p.heap_count > 0 && p.out.err == 0)
		play_next_frame(&p);
	output_flush(&p.out);
	played->length_us = p.out.last_us - epoch_us;
	free(p.out.buffer);
	free(p.heap);
	free(p.places);
	return p.out.err;
}
