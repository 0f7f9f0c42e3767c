/* SPDX-License-Identifier: BSD-2-Clause */
#include "export/page-frames.h"

#include <netinet/in.h>
#include <stdlib.h>

#include "base/die.h"
#include "base/map.h"
#include "base/text.h"
#include "story/sentence.h"
#include "story/sighting.h"

enum { ITEMS_USUAL = 1024, SENTENCE_MAX = 2000 };

static void
add_frame(struct page_frames *frames, struct page_frame item)
{
	if (item.frame.number == 0)
		return;
	if (frames->count == frames->room) {
		frames->room = MAX(2 * frames->room, (size_t)ITEMS_USUAL);
		frames->items =
		    alloc_resized(frames->items, frames->room, sizeof(*frames->items));
	}
	frames->items[frames->count++] = item;
}

static void
add_listed(
    struct page_frames *frames, struct page_frame item, const struct frame_list *list)
{
	for (uint32_t i = 0; i < list->count; i++) {
		item.frame = list->items[i];
		add_frame(frames, item);
	}
}

static void
add_lookup(struct page_frames *frames, struct page_frame item, const struct lookup *lookup)
{
	add_listed(frames, item, &lookup->is.frames);
	item.frame = lookup->query;
	add_frame(frames, item);
	item.frame = lookup->answer;
	add_frame(frames, item);
}

static void
add_step(struct page_frames *frames, const struct page *page, const struct step *step)
{
	struct page_frame item = { .page = page, .step = step };
	struct frame_list lease;

	add_listed(frames, item, &step->is.frames);
	if (step->lease != NULL) {
		lease = lease_frames(step->lease);
		add_listed(frames, item, &lease);
	}
	if (step->lookup != NULL)
		add_lookup(frames, item, step->lookup);
}

static void
add_flow(struct page_frames *frames, struct page_frame item, struct flow_ref flow,
    const struct flow_frames *flow_frames)
{
	struct frame_walk walk = flow_frames_walk(flow_frames, flow);

	while ((item.frame.number = frame_walk_next(&walk)) != 0)
		add_frame(frames, item);
}

/* All frames of the connection, once for all pages that used it. */
static void
add_connection(struct page_frames *frames, const struct page *page,
    const struct connection *connection, const struct flow_frames *flow_frames)
{
	struct page_frame item = { .page = page, .connection = connection };

	item.frame.input = connection->input;
	add_flow(frames, item, connection->flow, flow_frames);
	item.frame = connection->refusal;
	add_frame(frames, item);
}

static bool
is_first_of(const struct selection *selection, const struct page *page,
    const struct connection *connection)
{
	return selection->page != 0 || connection->pages[0] == page->id;
}

static void
add_page(struct page_frames *frames, const struct page *page,
    const struct selection *selection, const struct flow_frames *flow_frames)
{
	for (uint32_t i = 0; i < page->step_count; i++)
		add_step(frames, page, &page->steps[i]);
	for (uint32_t i = 0; i < page->connection_count; i++)
		if (is_first_of(selection, page, page->connections[i]))
			add_connection(frames, page, page->connections[i], flow_frames);
}

/* Flows are counted, so their numbers are spread well enough. */
static uint64_t
flow_hash(struct flow_ref flow)
{
	return (uint64_t)flow.number << 1 | (flow.protocol == IPPROTO_TCP);
}

static const struct connection *
connection_of_flow(const struct map *connections, struct flow_ref flow)
{
	struct map_probe probe = map_probe(connections, flow_hash(flow));
	const struct connection *connection;

	while ((connection = map_next(&probe)) != NULL)
		if (connection->flow.protocol == flow.protocol &&
		    connection->flow.number == flow.number)
			return connection;
	return NULL;
}

/* What was captured at other places of the connections that are there. */
static void
add_elsewhere(struct page_frames *frames, const struct trail *trail,
    const struct connection *connection, const struct flow_frames *flow_frames)
{
	struct page_frame item = { .connection = connection };
	const struct sighting *sighting;

	for (uint32_t i = 0; i < connection->page_count && item.page == NULL; i++)
		item.page = frames->pages[connection->pages[i]];
	TAILQ_FOREACH (sighting, &trail->sightings, of_trail) {
		item.frame.input = sighting->frame.input;
		if (item.page != NULL && !sighting_is_told(sighting))
			add_flow(frames, item, sighting->flow, flow_frames);
	}
}

static void
add_all_elsewhere(struct page_frames *frames, const struct story *story,
    const struct flow_frames *flow_frames)
{
	const struct connection *connection;
	const struct trail *trail;
	struct map connections = { 0 };

	TAILQ_FOREACH (connection, story_connections(story), entry) {
		map_add(&connections, flow_hash(connection->flow),
		    (void *)(uintptr_t)connection);
	}
	TAILQ_FOREACH (trail, story_trails(story), entry) {
		connection = connection_of_flow(&connections, trail_told(trail)->flow);
		if (connection != NULL)
			add_elsewhere(frames, trail, connection, flow_frames);
	}
	map_clear(&connections);
}

static int
compare(uint64_t a, uint64_t b)
{
	return (a > b) - (a < b);
}

static int
by_place(const void *a, const void *b)
{
	const struct page_frame *x = a;
	const struct page_frame *y = b;
	int order = compare(x->at_ns, y->at_ns);

	if (order == 0)
		order = compare(x->frame.input, y->frame.input);
	if (order == 0)
		order = compare(x->frame.number, y->frame.number);
	if (order == 0)
		order = compare(x->step == NULL, y->step == NULL);
	if (order == 0)
		order = compare(x->page->id, y->page->id);
	if (order == 0 && x->step != NULL)
		order = compare(x->step->id, y->step->id);
	return order;
}

void
page_frames_sort(struct page_frames *frames)
{
	if (frames->count > 0)
		qsort(frames->items, frames->count, sizeof(*frames->items), by_place);
}

void
page_frames_list(struct page_frames *frames, const struct story *story,
    const struct selection *selection, const struct flow_frames *flow_frames)
{
	const struct page *page;

	frames->page_count = (uint32_t)story_counts(story).pages + 1;
	frames->pages = alloc_zeroed(frames->page_count, sizeof(*frames->pages));
	TAILQ_FOREACH (page, story_pages(story), entry) {
		if (!selection_has_page(selection, page))
			continue;
		frames->pages[page->id] = page;
		add_page(frames, page, selection, flow_frames);
	}
	if (!TAILQ_EMPTY(story_trails(story)))
		add_all_elsewhere(frames, story, flow_frames);
	page_frames_sort(frames);
}

void
page_frames_clear(struct page_frames *frames)
{
	free(frames->items);
	free(frames->pages);
	*frames = (struct page_frames){ 0 };
}

/* Of the selected pages that used the connection, the one that began last. */
static const struct page *
page_at(const struct page_frames *frames, const struct page_frame *item, uint64_t at_ns)
{
	const struct connection *connection = item->connection;
	const struct page *best = item->page;

	for (uint32_t i = 0; i < connection->page_count; i++) {
		const struct page *page = frames->pages[connection->pages[i]];

		if (page != NULL && page->start_ns <= at_ns &&
		    page->start_ns > best->start_ns)
			best = page;
	}
	return best;
}

static bool
step_is_on(const struct step *step, const struct connection *connection)
{
	if (step->connection != NULL)
		return step->connection == connection;
	return step->request != NULL && step->request->connection == connection;
}

/* The step of this connection that began last; NULL: none has. */
static const struct step *
step_at(const struct page *page, const struct connection *connection, uint64_t at_ns)
{
	const struct step *best = NULL;

	for (uint32_t i = 0; i < page->step_count; i++) {
		const struct step *step = &page->steps[i];

		if (step_is_on(step, connection) && step->start_ns <= at_ns &&
		    (best == NULL || step->start_ns >= best->start_ns))
			best = step;
	}
	return best;
}

static void
describe_step(struct buffer *out, const struct page *page, const struct step *step)
{
	struct buffer sentence = { 0 };

	step_text(&sentence, page, step);
	buffer_printf(out, "page %u, step %u, %s: ", (unsigned)page->id, (unsigned)step->id,
	    step_kind_word(step->kind));
	text_add_safe(out, bytes_first(buffer_bytes(&sentence), SENTENCE_MAX));
	buffer_clear(&sentence);
}

void
page_frame_describe(struct buffer *out, const struct page_frames *frames,
    const struct page_frame *item, uint64_t at_ns)
{
	const struct page *page;
	const struct step *step;

	if (item->step != NULL) {
		describe_step(out, item->page, item->step);
		return;
	}
	page = page_at(frames, item, at_ns);
	step = step_at(page, item->connection, at_ns);
	buffer_printf(out, "page %u, connection %u", (unsigned)page->id,
	    (unsigned)item->connection->id);
	if (step != NULL)
		buffer_printf(out, ", during step %u, %s", (unsigned)step->id,
		    step_kind_word(step->kind));
}
