/* SPDX-License-Identifier: BSD-2-Clause */
#include "replay-play.h"

#include <stdlib.h>

#include "base/die.h"
#include "flow/flow.h"
#include "packet/packet.h"

/* So many frames take about 50 ms. */
enum { FRAMES_MAX_HELD = 16384, FRAMES_USUAL = 64, FLOWS_MAX = 64 };
#define BYTES_MAX_HELD (UINT64_C(32) << 20)

static bool
play_add(struct play *play, struct frame_ref ref)
{
	struct frame frame;

	if (!play->source->fetch(play->source->owner, ref, &frame))
		return false;
	if (play->frame_count == play->frame_size) {
		play->frame_size = MAX(play->frame_size * 2, FRAMES_USUAL);
		play->frames =
		    alloc_resized(play->frames, play->frame_size, sizeof(*play->frames));
	}
	play->bytes += frame.captured.len;
	frame.captured = arena_copy(&play->arena, frame.captured);
	play->frames[play->frame_count++] = frame;
	return true;
}

static bool
play_is_full(const struct play *play)
{
	return play->frame_count >= FRAMES_MAX_HELD || play->bytes >= BYTES_MAX_HELD;
}

/* Of frames of the flow that are gone the analysis makes a gap. */
static void
play_add_flow(
    struct play *play, struct flow_ref flow, struct frame_ref ref, enum play_extent extent)
{
	struct frame_walk walk = flow_frames_walk(play->source->flow_frames, flow);
	uint32_t number;

	while ((number = frame_walk_next(&walk)) != 0) {
		struct frame_ref of_flow = { ref.input, number };

		if (extent == PLAY_TO_FRAME && number >= ref.number)
			return;
		if (play_is_full(play)) {
			play->is_cut = true;
			return;
		}
		play_add(play, of_flow);
	}
}

bool
play_load(struct play *play, const struct replay_source *source, struct frame_ref ref,
    enum play_extent extent)
{
	struct flow_ref flow = { 0 };

	*play = (struct play){ .source = source };
	if (source->flow_frames != NULL)
		flow = flow_frames_find(source->flow_frames, ref.input, ref.number);
	if (flow.protocol != 0)
		play_add_flow(play, flow, ref, extent);
	if (extent == PLAY_WHOLE_FLOW)
		return play->frame_count > 0;
	if (play->is_cut) {
		play->frame_count = 0;
		arena_reset(&play->arena);
	}
	return play_add(play, ref);
}

void
play_clear(struct play *play)
{
	arena_clear(&play->arena);
	free(play->frames);
	*play = (struct play){ 0 };
}

struct run_of_play {
	const struct play *play;
	const struct watcher *watcher;
};

static void
run_take_event(void *receiver, struct event *event)
{
	const struct run_of_play *run = receiver;

	if (run->watcher->event != NULL && event->kind < EVENT_PRINTED_COUNT)
		run->watcher->event(run->watcher->receiver, event);
}

static const struct tls_secrets *
run_secrets(void *receiver, struct bytes client_random)
{
	const struct replay_source *source =
	    ((const struct run_of_play *)receiver)->play->source;

	return source->secrets == NULL ? NULL
				       : source->secrets(source->owner, client_random);
}

void
play_run(const struct play *play, const struct watcher *watcher)
{
	struct run_of_play run = { play, watcher };
	struct flow_limits limits = { .flow_count = FLOWS_MAX };
	struct flow_receiver receiver = {
		.receiver = &run,
		.emit = run_take_event,
		.secrets = run_secrets,
		.trace = watcher->trace,
	};
	struct decoder *decoder = decoder_new();
	struct flows *flows = flows_new(&limits, &receiver);

	for (uint32_t i = 0; i < play->frame_count; i++) {
		struct packet packet;

		watcher->frame(watcher->receiver, &play->frames[i]);
		packet_decode(decoder, &play->frames[i], &packet);
		flows_packet(flows, &play->frames[i], &packet);
	}
	watcher->frame(watcher->receiver, NULL);
	flows_free(flows);
	decoder_free(decoder);
}
