/* SPDX-License-Identifier: BSD-2-Clause */
#include "replay.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/die.h"
#include "packet/anatomy.h"
#include "replay-probe.h"

static void
add_header_line(void *receiver, const struct anatomy_line *header)
{
	struct detail *detail = receiver;
	struct detail_line *line = detail_add_line(detail, header->depth, header->text);

	detail_add_span(detail, line,
	    (struct detail_span){ 0, (uint32_t)header->start, (uint32_t)header->len });
}

static void
add_headers(struct detail *detail, const struct frame *frame)
{
	struct decoder *decoder = decoder_new();
	struct packet packet;
	char title[32];

	snprintf(title, sizeof(title), "Frame %u", (unsigned)frame->number);
	detail_add_source(detail, bytes_of_string(title), frame->captured);
	packet_decode(decoder, frame, &packet);
	anatomy_of_frame(frame, &packet, add_header_line, detail);
	decoder_free(decoder);
}

struct replay {
	struct replay_source source;
	struct play play;
	struct record record;
	struct probe *probe;
};

struct replay *
replay_new(const struct replay_source *source, struct frame_ref ref, struct detail *detail)
{
	struct replay *replay = alloc_zeroed(1, sizeof(*replay));

	detail_reset(detail);
	replay->source = *source;
	replay->record.detail = detail;
	if (!play_load(&replay->play, &replay->source, ref, PLAY_TO_FRAME)) {
		replay_free(replay);
		return NULL;
	}
	if (replay->play.is_cut)
		detail->notice = BYTES("its connection has too many frames before this "
				       "one: it is read alone");
	add_headers(detail, &replay->play.frames[replay->play.frame_count - 1]);
	record_run(&replay->record, &replay->play);
	replay->probe = probe_new(&replay->record, &replay->play);
	return replay;
}

bool
replay_go_on(struct replay *replay)
{
	return probe_go_on(replay->probe);
}

void
replay_free(struct replay *replay)
{
	if (replay == NULL)
		return;
	probe_free(replay->probe);
	record_clear(&replay->record);
	play_clear(&replay->play);
	free(replay);
}
