/* SPDX-License-Identifier: BSD-2-Clause */
#include "page-capture.h"

#include "capture/writer.h"
#include "export/page-frames.h"

/* A frame of a lease may be a step of every page. */
enum { COMMENTS_MAX = 8 };

static bool
is_same_frame(const struct page_frame *a, const struct page_frame *b)
{
	return frame_equal(a->frame, b->frame);
}

/* With several inputs the numbers do not tell the order. */
static void
order_by_time(struct capture *capture, struct page_frames *frames)
{
	struct frame frame;

	if (capture_input_count(capture) == 1)
		return;
	for (size_t i = 0; i < frames->count; i++) {
		struct page_frame *item = &frames->items[i];

		if (i > 0 && is_same_frame(item, item - 1))
			item->at_ns = item[-1].at_ns;
		else if (capture_fetch(
			     capture, item->frame.input, item->frame.number, &frame))
			item->at_ns = frame.at_ns;
	}
	page_frames_sort(frames);
}

/* What `count` roles of one frame come to: each step that names it, or else where it
 * belongs. */
static void
describe_frame(struct buffer *comments, const struct page_frames *frames, size_t first,
    size_t count, uint64_t at_ns)
{
	const struct page_frame *items = &frames->items[first];
	const struct step *last = NULL;
	struct buffer text = { 0 };
	int added = 0;

	for (size_t i = 0; i < count && added < COMMENTS_MAX; i++) {
		bool is_told = items[i].step == NULL ? added > 0 : items[i].step == last;

		if (is_told)
			continue;
		text.len = 0;
		page_frame_describe(&text, frames, &items[i], at_ns);
		writer_add_comment(comments, buffer_bytes(&text));
		last = items[i].step;
		added++;
	}
	buffer_clear(&text);
}

/* Fetches and writes one frame; false where it is gone. */
static bool
write_frame(struct capture *capture, struct writer *writer,
    const struct page_frames *frames, size_t first, size_t count)
{
	struct frame_ref ref = frames->items[first].frame;
	struct buffer comments = { 0 };
	struct frame frame;

	if (!capture_fetch(capture, ref.input, ref.number, &frame))
		return false;
	describe_frame(&comments, frames, first, count, frame.at_ns);
	writer_frame(writer, &frame, capture_input(capture, ref.input)->name,
	    buffer_bytes(&comments));
	buffer_clear(&comments);
	return true;
}

struct page_capture
page_capture_write(struct capture *capture, const struct story *story,
    const struct selection *selection, const struct flow_frames *flow_frames, int fd_taken)
{
	struct writer *writer = writer_to(fd_taken, "frames");
	struct page_capture result = { 0 };
	struct page_frames frames = { 0 };
	struct capture_error unsaid;
	size_t next;

	page_frames_list(&frames, story, selection, flow_frames);
	order_by_time(capture, &frames);
	for (size_t i = 0; i < frames.count; i = next) {
		next = i + 1;
		while (next < frames.count &&
		       is_same_frame(&frames.items[i], &frames.items[next]))
			next++;
		if (!write_frame(capture, writer, &frames, i, next - i))
			result.frames_gone++;
	}
	page_frames_clear(&frames);
	result.error = writer_close(writer, &unsaid);
	return result;
}
