/* SPDX-License-Identifier: BSD-2-Clause */
/* Frames, RFC 9000 19: type(v) and what the type says, all of them variable-length
 * integers but for connection ids, tokens and data.  A frame of a type that is not known
 * has no size that is known: the rest of the packet is passed over.
 *
 * Anybody can seal an Initial packet: nothing in one touches streams and ids. */
#include "dissectors/quic-record.h"

enum frame_type {
	FRAME_PADDING = 0x00,
	FRAME_PING = 0x01,
	FRAME_ACK = 0x02,
	FRAME_ACK_ECN = 0x03,
	FRAME_RESET_STREAM = 0x04,
	FRAME_STOP_SENDING = 0x05,
	FRAME_CRYPTO = 0x06,
	FRAME_NEW_TOKEN = 0x07,
	FRAME_STREAM = 0x08,
	FRAME_STREAM_LAST = 0x0f,
	FRAME_MAX_DATA = 0x10,
	FRAME_MAX_STREAM_DATA = 0x11,
	FRAME_MAX_STREAMS_BIDI = 0x12,
	FRAME_MAX_STREAMS_UNI = 0x13,
	FRAME_DATA_BLOCKED = 0x14,
	FRAME_STREAM_DATA_BLOCKED = 0x15,
	FRAME_STREAMS_BLOCKED_BIDI = 0x16,
	FRAME_STREAMS_BLOCKED_UNI = 0x17,
	FRAME_NEW_CONNECTION_ID = 0x18,
	FRAME_RETIRE_CONNECTION_ID = 0x19,
	FRAME_PATH_CHALLENGE = 0x1a,
	FRAME_PATH_RESPONSE = 0x1b,
	FRAME_CLOSE = 0x1c,
	FRAME_CLOSE_APPLICATION = 0x1d,
	FRAME_HANDSHAKE_DONE = 0x1e,
	FRAME_IMMEDIATE_ACK = 0x1f,
	FRAME_RESET_STREAM_AT = 0x24,
	FRAME_DATAGRAM = 0x30,
	FRAME_DATAGRAM_LENGTH = 0x31,
	FRAME_ACK_FREQUENCY = 0xaf,
};

enum {
	STREAM_FIN = 1, /* bits of STREAM's type */
	STREAM_LENGTH = 2,
	STREAM_OFFSET = 4,
	RESET_TOKEN_SIZE = 16,
	PATH_DATA_SIZE = 8,
};

/* Takes a frame, behind its type; a broken cursor says that it was none. */
typedef void (*frame_reader)(
    const struct quic_call *, enum quic_level, uint64_t type, struct cursor *in);

static void
skip_varints(struct cursor *in, int count)
{
	while (count-- > 0)
		cursor_varint(in);
}

static struct bytes
sized_bytes(struct cursor *in)
{
	uint64_t size = cursor_varint(in);

	return cursor_bytes(in, (size_t)MIN(size, SIZE_MAX));
}

static void
padding_read(
    const struct quic_call *call, enum quic_level level, uint64_t type, struct cursor *in)
{
	(void)call;
	(void)level;
	(void)type;
	while (cursor_left(in) > 0 && *in->at == FRAME_PADDING)
		cursor_u8(in);
}

static void
ack_read(
    const struct quic_call *call, enum quic_level level, uint64_t type, struct cursor *in)
{
	uint64_t ranges;

	(void)call;
	(void)level;
	skip_varints(in, 2); /* largest, delay */
	ranges = cursor_varint(in);
	skip_varints(in, 1); /* first range */
	while (ranges-- > 0 && !in->broken)
		skip_varints(in, 2);
	if (type == FRAME_ACK_ECN)
		skip_varints(in, 3);
}

static void
reset_read(
    const struct quic_call *call, enum quic_level level, uint64_t type, struct cursor *in)
{
	uint64_t id = cursor_varint(in);
	uint64_t error = cursor_varint(in);

	skip_varints(in, type == FRAME_RESET_STREAM_AT ? 2 : 1); /* sizes */
	if (!in->broken && level != QUIC_INITIAL)
		quic_stream_reset(call, id, error);
}

static void
stop_read(
    const struct quic_call *call, enum quic_level level, uint64_t type, struct cursor *in)
{
	uint64_t id = cursor_varint(in);
	uint64_t error = cursor_varint(in);

	(void)type;
	if (!in->broken && level != QUIC_INITIAL)
		quic_stream_stop(call, id, error);
}

static void
crypto_read(
    const struct quic_call *call, enum quic_level level, uint64_t type, struct cursor *in)
{
	uint64_t offset = cursor_varint(in);
	struct bytes bytes = sized_bytes(in);

	(void)type;
	if (!in->broken)
		quic_crypto_add(call, level, offset, bytes);
}

static void
token_read(
    const struct quic_call *call, enum quic_level level, uint64_t type, struct cursor *in)
{
	(void)call;
	(void)level;
	(void)type;
	sized_bytes(in);
}

static void
stream_read(
    const struct quic_call *call, enum quic_level level, uint64_t type, struct cursor *in)
{
	uint64_t id = cursor_varint(in);
	uint64_t offset = type & STREAM_OFFSET ? cursor_varint(in) : 0;
	struct bytes bytes =
	    type & STREAM_LENGTH ? sized_bytes(in) : cursor_bytes(in, cursor_left(in));

	if (!in->broken && (level == QUIC_EARLY || level == QUIC_APPLICATION))
		quic_stream_add(call, id, offset, bytes, (type & STREAM_FIN) != 0);
}

static void
connection_id_read(
    const struct quic_call *call, enum quic_level level, uint64_t type, struct cursor *in)
{
	struct quic_cid cid = { 0 };
	struct bytes bytes;

	(void)type;
	skip_varints(in, 2); /* sequence number, retire prior to */
	bytes = cursor_bytes(in, cursor_u8(in));
	cursor_take(in, RESET_TOKEN_SIZE);
	if (in->broken || bytes.len == 0 || bytes.len > QUIC_CID_MAX ||
	    level == QUIC_INITIAL)
		return;
	cid.len = (uint8_t)bytes.len;
	memcpy(cid.at, bytes.at, bytes.len);
	quic_cid_learn(call, call->side, &cid);
}

static void
path_read(
    const struct quic_call *call, enum quic_level level, uint64_t type, struct cursor *in)
{
	(void)call;
	(void)level;
	(void)type;
	cursor_take(in, PATH_DATA_SIZE);
}

static void
close_read(
    const struct quic_call *call, enum quic_level level, uint64_t type, struct cursor *in)
{
	struct quic_close close = {
		.side = call->side,
		.frame = call->chunk->frame,
		.at_ns = call->chunk->at_ns,
		.error = cursor_varint(in),
		.is_of_application = type == FRAME_CLOSE_APPLICATION,
	};
	struct bytes reason;

	if (type == FRAME_CLOSE)
		skip_varints(in, 1); /* type of the frame that is to blame */
	reason = bytes_first(sized_bytes(in), sizeof(close.reason));
	if (in->broken)
		return;
	if (reason.len > 0)
		memcpy(close.reason, reason.at, reason.len);
	close.reason_size = reason.len;
	quic_end_close(call, level, &close);
}

static void
datagram_read(
    const struct quic_call *call, enum quic_level level, uint64_t type, struct cursor *in)
{
	(void)call;
	(void)level;
	if (type == FRAME_DATAGRAM_LENGTH)
		sized_bytes(in);
	else
		cursor_take(in, cursor_left(in));
}

/* Either who reads a type, or of how many numbers its frame consists. */
static const struct {
	uint64_t first, last;
	frame_reader read;
	int varints;
} frames[] = {
	{ FRAME_PADDING, FRAME_PADDING, padding_read, 0 },
	{ FRAME_PING, FRAME_PING, NULL, 0 },
	{ FRAME_ACK, FRAME_ACK_ECN, ack_read, 0 },
	{ FRAME_RESET_STREAM, FRAME_RESET_STREAM, reset_read, 0 },
	{ FRAME_STOP_SENDING, FRAME_STOP_SENDING, stop_read, 0 },
	{ FRAME_CRYPTO, FRAME_CRYPTO, crypto_read, 0 },
	{ FRAME_NEW_TOKEN, FRAME_NEW_TOKEN, token_read, 0 },
	{ FRAME_STREAM, FRAME_STREAM_LAST, stream_read, 0 },
	{ FRAME_MAX_DATA, FRAME_MAX_DATA, NULL, 1 },
	{ FRAME_MAX_STREAM_DATA, FRAME_MAX_STREAM_DATA, NULL, 2 },
	{ FRAME_MAX_STREAMS_BIDI, FRAME_DATA_BLOCKED, NULL, 1 },
	{ FRAME_STREAM_DATA_BLOCKED, FRAME_STREAM_DATA_BLOCKED, NULL, 2 },
	{ FRAME_STREAMS_BLOCKED_BIDI, FRAME_STREAMS_BLOCKED_UNI, NULL, 1 },
	{ FRAME_NEW_CONNECTION_ID, FRAME_NEW_CONNECTION_ID, connection_id_read, 0 },
	{ FRAME_RETIRE_CONNECTION_ID, FRAME_RETIRE_CONNECTION_ID, NULL, 1 },
	{ FRAME_PATH_CHALLENGE, FRAME_PATH_RESPONSE, path_read, 0 },
	{ FRAME_CLOSE, FRAME_CLOSE_APPLICATION, close_read, 0 },
	{ FRAME_HANDSHAKE_DONE, FRAME_IMMEDIATE_ACK, NULL, 0 },
	{ FRAME_RESET_STREAM_AT, FRAME_RESET_STREAM_AT, reset_read, 0 },
	{ FRAME_DATAGRAM, FRAME_DATAGRAM_LENGTH, datagram_read, 0 },
	{ FRAME_ACK_FREQUENCY, FRAME_ACK_FREQUENCY, NULL, 4 },
};

static bool
frame_read(const struct quic_call *call, enum quic_level level, struct cursor *in)
{
	uint64_t type = cursor_varint(in);

	for (size_t i = 0; i < COUNT_OF(frames); i++) {
		if (type < frames[i].first || type > frames[i].last)
			continue;
		if (frames[i].read != NULL)
			frames[i].read(call, level, type, in);
		else
			skip_varints(in, frames[i].varints);
		return !in->broken;
	}
	return false;
}

void
quic_frames_read(const struct quic_call *call, enum quic_level level, struct bytes plain)
{
	struct cursor in = cursor_of(plain);

	while (cursor_left(&in) > 0)
		if (!frame_read(call, level, &in))
			return;
}
