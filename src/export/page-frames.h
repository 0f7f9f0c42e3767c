/* SPDX-License-Identifier: BSD-2-Clause */
/* Which frames the pages of a story consist of, and what each of them does there: those
 * that the steps name, all of the connections, look-ups, neighbours and leases. */
#ifndef EXPORT_PAGE_FRAMES_H
#define EXPORT_PAGE_FRAMES_H

#include "event/flow-frames.h"
#include "view/selection.h"

/* One role of a frame: a step names it, or it belongs to a connection. */
struct page_frame {
	struct frame_ref frame;
	uint64_t at_ns; /* 0: not known; for who has several inputs to merge */
	const struct page *page;
	const struct step *step; /* of the page; or NULL and */
	const struct connection *connection;
};

/* All-zero is empty; page_frames_clear is to follow. */
struct page_frames {
	struct page_frame *items;
	size_t count, room;
	const struct page **pages; /* of the story, by their numbers */
	uint32_t page_count;
};

/* Of the selected pages of a story that was kept whole, after story_end; sorted. */
void page_frames_list(struct page_frames *, const struct story *, const struct selection *,
    const struct flow_frames *);
/* By time, input, number; what has the same frame stands together, steps first. */
void page_frames_sort(struct page_frames *);
void page_frames_clear(struct page_frames *);

/* What the frame does, in a line of safe text: "page 1, step 4, connect: ...". */
void page_frame_describe(struct buffer *out, const struct page_frames *,
    const struct page_frame *, uint64_t at_ns);

#endif
