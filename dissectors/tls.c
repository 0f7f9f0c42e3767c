/* SPDX-License-Identifier: BSD-2-Clause */
/* TLS over TCP, RFC 8446, RFC 5246, and SSL 3.0, RFC 6101:
 *
 *	record: type1 version2 length2 contents
 *	handshake message: type1 length3 body; several in a record, or over several records
 *
 * Encryption begins behind ChangeCipherSpec up to 1.2; in 1.3 encrypted records say that
 * they hold application data.  Encrypted records are passed over unread, unless there are
 * secrets that open them. */
#include "dissectors/tls-alert.h"
#include "dissectors/tls-handshake.h"
#include "dissectors/tls-inside.h"
#include "dissectors/tls-late.h"
#include "dissectors/tls-quic.h"
#include "dissectors/tls-sealed.h"
#include "dissectors/tls-tell.h"

enum {
	RECORD_HEADER = 5,
	RECORD_MAX = (1 << 14) + 2048,
	MESSAGE_HEADER = 4,
	OPAQUE_MIN = 16, /* an encrypted record holds at least a tag or a block */
	SSL2_HEADER = 5,
	SSL2_MIN = 9 + 3 + 16, /* one cipher suite, a challenge */
};

/* The header of a record, as much of it as is there. */
static enum claim
header_claim(struct bytes bytes)
{
	struct cursor in = cursor_of(bytes);
	uint8_t type = cursor_u8(&in);
	uint8_t major = cursor_u8(&in);
	uint8_t minor = cursor_u8(&in);

	if (type < TLS_RECORD_CHANGE_CIPHER_SPEC || type > TLS_RECORD_HEARTBEAT)
		return CLAIM_NO;
	if (bytes.len >= 2 && major != 3)
		return CLAIM_NO;
	if (bytes.len >= 3 && minor > 4)
		return CLAIM_NO;
	if (bytes.len < RECORD_HEADER)
		return CLAIM_MORE;
	return cursor_u16(&in) <= RECORD_MAX ? CLAIM_YES : CLAIM_NO;
}

/* A first message of a handshake: what it begins with.  Some clients cut it into records
 * so small that its header is not whole. */
static enum claim
handshake_claim(struct bytes record, size_t record_size)
{
	struct cursor in = cursor_of(record);
	uint8_t type = cursor_u8(&in);
	uint32_t size = cursor_u24(&in);

	if (record.len == 0 || record_size == 0)
		return record_size == 0 ? CLAIM_NO : CLAIM_MORE;
	if (record_size < MESSAGE_HEADER)
		return type == TLS_CLIENT_HELLO || type == TLS_SERVER_HELLO ? CLAIM_YES
									    : CLAIM_NO;
	if (in.broken)
		return tls_handshake_is_known(type) ? CLAIM_MORE : CLAIM_NO;
	return tls_handshake_is_clear(type, size) ? CLAIM_YES : CLAIM_NO;
}

/* Is this the begin of a record, by more than its header?  Looked at where nothing else
 * says that there is one. */
static enum claim
record_claim(struct bytes bytes)
{
	enum claim claim = header_claim(bytes);
	struct cursor in = cursor_of(bytes);
	uint8_t type = cursor_u8(&in);
	uint16_t size;

	if (claim != CLAIM_YES)
		return claim;
	cursor_u16(&in);
	size = cursor_u16(&in);
	switch (type) {
	case TLS_RECORD_HANDSHAKE: return handshake_claim(cursor_rest(&in), size);
	case TLS_RECORD_CHANGE_CIPHER_SPEC: return size == 1 ? CLAIM_YES : CLAIM_NO;
	case TLS_RECORD_ALERT:
		return size == TLS_ALERT_SIZE || size >= OPAQUE_MIN ? CLAIM_YES : CLAIM_NO;
	default: return size >= OPAQUE_MIN ? CLAIM_YES : CLAIM_NO;
	}
}

/* The ClientHello of SSL 2.0 that offers later versions (RFC 5246 E.2): length2 with the
 * highest bit set, type1 version2.  Servers answer it with records. */
static enum claim
ssl2_claim(struct bytes bytes)
{
	struct cursor in = cursor_of(bytes);
	uint16_t size = cursor_u16(&in);
	uint8_t type = cursor_u8(&in);
	uint16_t version = cursor_u16(&in);

	if (bytes.len == 0 || bytes.at[0] != 0x80 || bytes.len < 3)
		return bytes.len > 0 && bytes.at[0] == 0x80 ? CLAIM_MORE : CLAIM_NO;
	if (size < 0x8000 + SSL2_MIN || type != TLS_CLIENT_HELLO)
		return CLAIM_NO;
	if (bytes.len < SSL2_HEADER)
		return CLAIM_MORE;
	return version == 2 || version >> 8 == 3 ? CLAIM_YES : CLAIM_NO;
}

static enum claim
tls_claims(const struct chunk *chunk, struct bytes first)
{
	enum claim claim = record_claim(first);

	if (chunk->is_datagram)
		return CLAIM_NO;
	return claim == CLAIM_NO ? ssl2_claim(first) : claim;
}

static enum verdict
pass_over(struct sink *sink, size_t size)
{
	if (size > 0)
		sink_skip(sink, size);
	return VERDICT_DONE;
}

static enum verdict
ssl2_hello(struct tls *tls, struct sink *sink, const struct chunk *chunk, struct cursor *in)
{
	uint16_t size = cursor_u16(in) & 0x7fff;

	tls->is_ours = true;
	tls->has_hello = true;
	tls->hello_ns = chunk->at_ns;
	tls->client_side = chunk->side;
	return pass_over(sink, size);
}

/* What does not look like a record: somebody else's where nothing did before. */
static enum verdict
not_a_record(
    struct tls *tls, struct sink *sink, const struct chunk *chunk, struct cursor *in)
{
	if (tls->is_ours)
		return VERDICT_BROKEN;
	switch (ssl2_claim(cursor_rest(in))) {
	case CLAIM_YES: return ssl2_hello(tls, sink, chunk, in);
	case CLAIM_MORE: return VERDICT_MORE;
	default: return VERDICT_OTHER;
	}
}

static enum verdict
record_dissect(
    struct tls *tls, struct sink *sink, const struct chunk *chunk, struct cursor *in)
{
	struct tls_side *side = &tls->sides[chunk->side];
	struct bytes rest = cursor_rest(in);
	enum claim claim = tls->is_ours ? header_claim(rest) : record_claim(rest);
	struct cursor at = *in;
	uint8_t type = cursor_u8(&at);
	uint16_t version = cursor_u16(&at);
	uint16_t size = cursor_u16(&at);

	if (claim == CLAIM_MORE)
		return VERDICT_MORE;
	if (claim == CLAIM_NO)
		return not_a_record(tls, sink, chunk, in);
	if (type == TLS_RECORD_ALERT && size == TLS_ALERT_SIZE &&
	    cursor_left(&at) < TLS_ALERT_SIZE)
		return VERDICT_MORE;
	tls->is_ours = true;
	if (tls_late_reads(tls, sink, chunk->side, type))
		return tls_late_record(tls, sink, chunk, in);
	if (tls->late != NULL)
		tls_late_tell(tls, sink, chunk);
	*in = at;
	if (type == TLS_RECORD_APPLICATION)
		tls_application_record(tls, sink, chunk, size);
	if (type == TLS_RECORD_ALERT && size == TLS_ALERT_SIZE) {
		tls_alert_dissect(sink, chunk, cursor_bytes(in, size));
		return VERDICT_DONE;
	}
	if (type == TLS_RECORD_CHANGE_CIPHER_SPEC) {
		side->is_encrypted = tls->version < TLS_1_3;
		tls_inside_change_cipher(tls, chunk->side);
	}
	if (type != TLS_RECORD_HANDSHAKE || (side->is_encrypted && tls->version != 0))
		return pass_over(sink, size);
	/* With the server's side missing this may be 1.3, where ChangeCipherSpec means
	 * nothing: then the contents tell. */
	side->record_left = size;
	side->record_version = version;
	return VERDICT_DONE;
}

static void
message_dissect(struct tls *tls, struct sink *sink, const struct chunk *chunk,
    const struct tls_message *message)
{
	if (!tls_handshake_dissect(tls, sink, chunk, message))
		sink_warn(sink, chunk, "tls", "a handshake message is damaged");
}

/* What cannot be a handshake message in the clear is one that is encrypted. */
static enum verdict
rest_is_opaque(struct tls_side *side, struct sink *sink)
{
	size_t size = side->record_left;

	side->record_left = 0;
	buffer_clear(&side->message);
	return pass_over(sink, size);
}

/* Moves bytes of the record to the message that lies in several, `size` at most. */
static void
message_gather(struct tls_side *side, struct cursor *in, size_t size)
{
	size_t here = MIN(MIN(size, cursor_left(in)), (size_t)side->record_left);

	buffer_add(&side->message, cursor_bytes(in, here));
	side->record_left = (uint16_t)(side->record_left - here);
}

static enum verdict
message_continue(struct tls *tls, struct tls_side *side, struct sink *sink,
    const struct chunk *chunk, struct cursor *in)
{
	struct buffer *buffer = &side->message;
	struct tls_message message = { .record_version = side->record_version };
	struct cursor header;
	uint32_t size;

	if (buffer->len < MESSAGE_HEADER)
		message_gather(side, in, MESSAGE_HEADER - buffer->len);
	if (buffer->len < MESSAGE_HEADER)
		return VERDICT_DONE;
	header = cursor_of(buffer_bytes(buffer));
	message.type = cursor_u8(&header);
	size = cursor_u24(&header);
	if (!tls_handshake_is_clear(message.type, size))
		return rest_is_opaque(side, sink);
	message_gather(side, in, MESSAGE_HEADER + size - buffer->len);
	if (buffer->len < MESSAGE_HEADER + size)
		return VERDICT_DONE;
	message.body = bytes_from(buffer_bytes(buffer), MESSAGE_HEADER);
	message_dissect(tls, sink, chunk, &message);
	buffer_clear(buffer);
	return VERDICT_DONE;
}

/* Behind the ServerHello: a ticket that was taken is followed by a new one or by
 * ChangeCipherSpec, everything else by a certificate or parameters. */
static enum claim
ticket_claim(struct bytes behind, size_t record_left)
{
	size_t at = record_left > 0 ? 0 : RECORD_HEADER;

	if (behind.len == 0)
		return CLAIM_MORE;
	if (record_left == 0 && behind.at[0] != TLS_RECORD_HANDSHAKE)
		return behind.at[0] == TLS_RECORD_CHANGE_CIPHER_SPEC ? CLAIM_YES : CLAIM_NO;
	if (behind.len <= at)
		return CLAIM_MORE;
	return behind.at[at] == TLS_NEW_SESSION_TICKET ? CLAIM_YES : CLAIM_NO;
}

/* A ServerHello that answers a ticket without a session id waits for what follows it, and
 * is told with the frame and time of its own last byte. */
static enum verdict
server_hello_wait(struct tls *tls, struct sink *sink, const struct chunk *chunk,
    struct tls_message *message, struct bytes behind, size_t record_left)
{
	struct chunk own = *chunk;
	enum claim claim = ticket_claim(behind, record_left);

	if (tls->waiting_frame == 0) {
		tls->waiting_frame = chunk->frame;
		tls->waiting_ns = chunk->at_ns;
	}
	if (claim == CLAIM_MORE && chunk->what != CHUNK_END)
		return VERDICT_MORE;
	message->ticket_taken = claim == CLAIM_YES;
	own.frame = tls->waiting_frame;
	own.at_ns = tls->waiting_ns;
	tls->waiting_frame = 0;
	message_dissect(tls, sink, &own, message);
	return VERDICT_DONE;
}

/* A message that begins here; read where it lies when the record holds all of it. */
static enum verdict
message_begin(struct tls *tls, struct tls_side *side, struct sink *sink,
    const struct chunk *chunk, struct cursor *in)
{
	struct bytes here = bytes_first(cursor_rest(in), side->record_left);
	struct tls_message message = { .record_version = side->record_version };
	struct cursor at = cursor_of(here);
	bool is_last = here.len == side->record_left;
	size_t left;

	message.type = cursor_u8(&at);
	message.body.len = cursor_u24(&at);
	if (!at.broken && !tls_handshake_is_clear(message.type, (uint32_t)message.body.len))
		return rest_is_opaque(side, sink);
	message.body = cursor_bytes(&at, message.body.len);
	if (at.broken && !is_last)
		return VERDICT_MORE;
	if (at.broken) {
		message_gather(side, in, here.len);
		return VERDICT_DONE;
	}
	left = side->record_left - (here.len - cursor_left(&at));
	if (message.type == TLS_SERVER_HELLO && tls->has_ticket &&
	    tls->session_id_size == 0) {
		struct bytes behind = bytes_from(cursor_rest(in), side->record_left - left);

		if (server_hello_wait(tls, sink, chunk, &message, behind, left) ==
		    VERDICT_MORE)
			return VERDICT_MORE;
	} else {
		message_dissect(tls, sink, chunk, &message);
	}
	cursor_take(in, side->record_left - left);
	side->record_left = (uint16_t)left;
	return VERDICT_DONE;
}

static enum verdict
tls_read(struct tls *tls, struct sink *sink, const struct chunk *chunk, struct cursor *in)
{
	struct tls_side *side = &tls->sides[chunk->side];

	if (chunk->what == CHUNK_GAP) {
		side->is_lost = true;
		side->record_left = 0;
		tls->waiting_frame = 0;
		buffer_clear(&side->message);
		tls_late_lose(tls, sink);
		tls_inside_lose(tls, chunk->side, chunk->gap_size);
	}
	if (chunk->what == CHUNK_END)
		tls_late_end(tls, sink, chunk->side);
	if (cursor_left(in) == 0)
		return VERDICT_DONE;
	if (tls_sealed_is_lost(tls, chunk->side)) {
		switch (tls_sealed_seek(tls, chunk->side, in)) {
		case CLAIM_MORE: return VERDICT_MORE;
		case CLAIM_NO: return VERDICT_DONE;
		case CLAIM_YES: side->is_lost = false;
		}
	}
	if (side->is_lost && record_claim(cursor_rest(in)) == CLAIM_MORE)
		return VERDICT_MORE;
	if (side->is_lost && record_claim(cursor_rest(in)) == CLAIM_NO) {
		cursor_take(in, cursor_left(in)); /* a later segment may begin a record */
		return VERDICT_DONE;
	}
	side->is_lost = false;
	if (side->record_left == 0)
		return record_dissect(tls, sink, chunk, in);
	if (side->message.len > 0)
		return message_continue(tls, side, sink, chunk, in);
	return message_begin(tls, side, sink, chunk, in);
}

static enum verdict
tls_dissect(void *state, struct sink *sink, const struct chunk *chunk, struct cursor *in)
{
	size_t size = cursor_left(in);
	enum verdict verdict;

	if (tls_is_quic(chunk))
		return tls_quic_dissect(state, sink, chunk, in);
	verdict = tls_read(state, sink, chunk, in);
	tls_inside_wait(state, chunk->side, verdict == VERDICT_MORE ? size : 0);
	return verdict;
}

static void
tls_wake(void *state, struct sink *sink, const struct chunk *chunk)
{
	tls_late_wake(state, sink, chunk);
}

static void
tls_clear(void *state)
{
	struct tls *tls = state;

	buffer_clear(&tls->sides[SIDE_CLIENT].message);
	buffer_clear(&tls->sides[SIDE_SERVER].message);
	tls_inside_free(tls->inside);
	tls_late_free(tls->late);
}

const struct dissector dissector_tls = {
	.name = "tls",
	.tcp_ports = { 443, 853 },
	.claims = tls_claims,
	.state_size = sizeof(struct tls),
	.clear = tls_clear,
	.wake = tls_wake,
	.dissect = tls_dissect,
};
