/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdlib.h>

#include "analysis.h"
#include "base/die.h"
#include "flow/keylog.h"
#include "packet/packet.h"

struct analysis {
	struct analysis_options options;
	struct analysis_counts counts;
	struct decoder *decoder;
	struct flows *flows;
	struct keylog *keylog;
	struct secrets_wait wait;
	struct story *story;
	struct flow_frames *flow_frames; /* NULL: they are not kept */
};

static void
analysis_take_event(void *receiver, struct event *event)
{
	struct analysis *analysis = receiver;

	bool is_public = event->kind < EVENT_PRINTED_COUNT;

	analysis->counts.events += is_public;
	if (analysis->story != NULL)
		event->client = story_add_event(analysis->story, event);
	if (analysis->options.event != NULL && is_public)
		analysis->options.event(analysis->options.receiver, event);
}

static const struct tls_secrets *
analysis_secrets(void *receiver, struct bytes client_random)
{
	const struct analysis *analysis = receiver;

	if (analysis->options.more_secrets != NULL)
		analysis->options.more_secrets(analysis->options.receiver);
	return keylog_find(analysis->keylog, client_random);
}

struct analysis *
analysis_new(const struct analysis_options *options)
{
	struct analysis *analysis = alloc_zeroed(1, sizeof(*analysis));
	struct flow_limits limits = {
		.with_ndpi = !options->without_ndpi,
		.with_hashes = options->several_inputs,
		.hash_key = options->hash_key,
	};
	struct flow_receiver receiver = {
		.receiver = analysis,
		.emit = analysis_take_event,
		.secrets = analysis_secrets,
		.wait = options->more_secrets != NULL ? &analysis->wait : NULL,
	};
	struct story_options story = {
		.keep = options->keep,
		.keep_headers = options->keep_headers,
		.several_inputs = options->several_inputs,
		.hash_key = options->hash_key,
		.receiver = { options->receiver, options->page, options->connection,
		    options->page_begun, options->page_gone },
	};

	analysis->options = *options;
	analysis->decoder = decoder_new();
	analysis->keylog = keylog_new(options->hash_key);
	if (options->keep_flow_frames)
		receiver.flow_frames = analysis->flow_frames = flow_frames_new();
	analysis->flows = flows_new(&limits, &receiver);
	if (!options->without_story)
		analysis->story = story_new(&story);
	return analysis;
}

void
analysis_free(struct analysis *analysis)
{
	if (analysis == NULL)
		return;
	flows_free(analysis->flows);
	story_free(analysis->story);
	flow_frames_free(analysis->flow_frames);
	keylog_free(analysis->keylog);
	decoder_free(analysis->decoder);
	free(analysis);
}

void
analysis_add_secrets(struct analysis *analysis, struct bytes key_log)
{
	keylog_add(analysis->keylog, key_log);
}

void
analysis_frame(struct analysis *analysis, const struct frame *frame)
{
	struct packet packet;

	analysis->counts.frames++;
	if (!link_type_is_known(frame->link_type))
		analysis->counts.frames_unknown++;
	packet_decode(analysis->decoder, frame, &packet);
	flows_packet(analysis->flows, frame, &packet);
}

void
analysis_end(struct analysis *analysis)
{
	flows_end(analysis->flows);
	if (analysis->story != NULL)
		story_end(analysis->story);
}

void
analysis_settle_page(struct analysis *analysis, const struct page *told)
{
	story_settle_page(analysis->story, told);
}

const struct page *
analysis_page_so_far(
    struct analysis *analysis, const struct page *live, struct arena *arena)
{
	return story_page_so_far(analysis->story, live, arena);
}

void
analysis_let_page_go(struct analysis *analysis, const struct page *told)
{
	story_let_page_go(analysis->story, told);
}

const struct story *
analysis_story(const struct analysis *analysis)
{
	return analysis->story;
}

const struct flow_frames *
analysis_flow_frames(const struct analysis *analysis)
{
	return analysis->flow_frames;
}

const struct tls_secrets *
analysis_find_secrets(const struct analysis *analysis, struct bytes client_random)
{
	return keylog_find(analysis->keylog, client_random);
}

struct analysis_counts
analysis_counts(const struct analysis *analysis)
{
	struct analysis_counts counts = analysis->counts;

	counts.flows = flows_counts(analysis->flows);
	counts.fragments_dropped = decoder_fragments_dropped(analysis->decoder);
	return counts;
}
