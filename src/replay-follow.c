/* SPDX-License-Identifier: BSD-2-Clause */
#include "replay-play.h"
#include "replay.h"

/* What was said on the wire, and what that was inside. */
struct following {
	struct follow sealed, opened;
	const struct frame *frame;
	int depth; /* of dissectors at work */
};

/* Who opens what is encrypted, and hands it on. */
static bool
is_opener(const char *transport)
{
	static const char *const openers[] = { "tls", "quic" };

	for (size_t i = 0; i < COUNT_OF(openers); i++)
		if (strcmp(transport, openers[i]) == 0)
			return true;
	return false;
}

static void
follow_chunk(struct follow *follow, const struct chunk *chunk, struct bytes bytes)
{
	if (chunk->what == CHUNK_GAP)
		follow_add_gap(follow, chunk->side, chunk->frame, chunk->gap_size);
	else
		follow_add(follow, chunk->side, chunk->frame, bytes);
}

static void
take_feed(void *receiver, const void *layer, int depth, const struct chunk *chunk,
    struct bytes bytes)
{
	struct following *following = receiver;

	(void)layer;
	if (following->frame == NULL)
		return; /* the end of the replay is nobody's */
	if (is_opener(chunk->transport))
		follow_chunk(&following->opened, chunk, bytes);
	else if (depth == 0)
		follow_chunk(&following->sealed, chunk, bytes);
}

/* Datagrams are fed to nobody before they are read. */
static void
take_begin(void *receiver, const void *layer, const struct dissector *dissector,
    const struct chunk *chunk, struct cursor *in)
{
	struct following *following = receiver;
	bool is_udp = strcmp(chunk->transport, "udp") == 0;

	(void)layer;
	(void)dissector;
	if (following->depth++ == 0 && is_udp && following->frame != NULL)
		follow_add(&following->sealed, chunk->side, chunk->frame, cursor_rest(in));
}

static void
take_end(void *receiver, const struct cursor *in)
{
	struct following *following = receiver;

	(void)in;
	following->depth--;
}

static struct bytes
take_opened(void *receiver, struct bytes plain)
{
	(void)receiver;
	return plain;
}

static void
take_frame(void *receiver, const struct frame *frame)
{
	struct following *following = receiver;

	following->frame = frame;
	following->depth = 0;
}

bool
replay_follow(
    const struct replay_source *source, struct frame_ref ref, struct follow *follow)
{
	struct following following = { 0 };
	struct trace trace = { &following, take_feed, take_begin, take_end, take_opened };
	struct watcher watcher = { &following, NULL, take_frame, &trace };
	struct play play;
	bool is_there = play_load(&play, source, ref, PLAY_WHOLE_FLOW);
	bool is_opened;

	follow_clear(follow);
	if (is_there)
		play_run(&play, &watcher);
	is_opened = following.opened.piece_count > 0;
	*follow = is_opened ? following.opened : following.sealed;
	follow->is_opened = is_opened;
	follow->is_cut = play.is_cut;
	follow_clear(is_opened ? &following.sealed : &following.opened);
	play_clear(&play);
	return is_there;
}
