/* SPDX-License-Identifier: BSD-2-Clause */
/* TLS inside of QUIC, RFC 9001 4: the handshake messages of 1.3 without records, in the
 * clear, for QUIC has opened its own packets.  A gap of no bytes stands where a side goes
 * on to the next encryption level, at which no message is halfway. */
#include "dissectors/tls-quic.h"
#include "dissectors/tls-handshake.h"
#include "dissectors/tls-tell.h"

enum { MESSAGE_MAX = 256 * 1024 };

static enum verdict
pass_over_rest(struct tls_side *side, struct cursor *in)
{
	side->is_lost = true;
	cursor_take(in, cursor_left(in));
	return VERDICT_DONE;
}

enum verdict
tls_quic_dissect(
    struct tls *tls, struct sink *sink, const struct chunk *chunk, struct cursor *in)
{
	struct tls_side *side = &tls->sides[chunk->side];
	struct tls_message message = { .record_version = 0 };
	struct cursor at = *in;

	tls->version = TLS_1_3;
	tls->client_side = SIDE_CLIENT;
	if (chunk->what == CHUNK_GAP)
		side->is_lost = chunk->gap_size > 0;
	if (cursor_left(in) == 0)
		return VERDICT_DONE;
	message.type = cursor_u8(&at);
	message.body.len = cursor_u24(&at);
	if (side->is_lost || (!at.broken && message.body.len > MESSAGE_MAX))
		return pass_over_rest(side, in);
	message.body = cursor_bytes(&at, message.body.len);
	if (at.broken)
		return VERDICT_MORE;
	*in = at;
	if (!tls_handshake_dissect(tls, sink, chunk, &message))
		sink_warn(sink, chunk, "tls", "a handshake message is damaged");
	if (message.type == TLS_FINISHED && chunk->side == SIDE_CLIENT && tls->has_hello &&
	    !tls->has_established)
		tls_established_tell(tls, sink, chunk);
	return VERDICT_DONE;
}
