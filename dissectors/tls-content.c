/* SPDX-License-Identifier: BSD-2-Clause */
/* The content of records that were opened: handshake messages, which may lie in several,
 * alerts, and application data for whoever reads those. */
#include "dissectors/tls-content.h"
#include "dissectors/tls-alert.h"
#include "dissectors/tls-handshake.h"
#include "dissectors/tls-inside.h"
#include "dissectors/tls-tell.h"

enum { MESSAGE_MAX = 256 * 1024, DNS_OVER_TLS_PORT = 853 };

/* Application data go to one layer above, but for early data that the server refused: what
 * it would have said to them comes once more, and is another stream. */
enum inner_stream { INNER_STREAM, INNER_STREAM_AFTER_REFUSAL };

/* Who reads the plaintext, by ALPN (RFC 7301) and for DNS by port. */
const char *
tls_inner_name(const struct tls *tls, const struct chunk *chunk)
{
	static const struct {
		const char *alpn;
		const char *name;
	} names[] = {
		{ "h2", "http2" },
		{ "http/1.1", "http1" },
		{ "http/1.0", "http1" },
		{ "dot", "dns" },
	};
	struct bytes alpn = tls_alpn(tls);

	for (size_t i = 0; i < COUNT_OF(names); i++)
		if (bytes_equal(alpn, bytes_of_string(names[i].alpn)))
			return names[i].name;
	if (alpn.len == 0 &&
	    (chunk->src_port == DNS_OVER_TLS_PORT || chunk->dst_port == DNS_OVER_TLS_PORT))
		return "dns";
	return "";
}

uint64_t
tls_inner_stream(const struct tls *tls, const struct tls_direction *direction)
{
	return tls->inside->is_early_refused && direction->phase != TLS_PHASE_EARLY
		   ? INNER_STREAM_AFTER_REFUSAL
		   : INNER_STREAM;
}

/* What a handshake message means for the keys (RFC 8446 4.4.4, 4.5, 4.6.3). */
static void
message_change_keys(struct tls *tls, enum side side, uint8_t type)
{
	struct tls_direction *direction = &tls->inside->sides[side].direction;
	struct tls_phases phases = tls_phases_of(tls, side);

	if (tls->version < TLS_1_3)
		return;
	switch (type) {
	case TLS_ENCRYPTED_EXTENSIONS:
		if (tls->has_early_data && !tls->is_early_accepted)
			tls->inside->is_early_refused = true;
		break;
	case TLS_END_OF_EARLY_DATA:
		tls_direction_begin(direction, &phases, TLS_PHASE_HANDSHAKE);
		break;
	case TLS_FINISHED:
		if (phases.of_client)
			tls->has_finished = true;
		tls_direction_begin(direction, &phases, TLS_PHASE_TRAFFIC);
		break;
	case TLS_KEY_UPDATE: tls_direction_update(direction); break;
	default: break;
	}
}

/* The body of the message that `whole` begins with, its header before it. */
static struct bytes
message_opened(struct sink *sink, struct bytes whole, size_t size)
{
	enum { HEADER_SIZE = 4 };

	return bytes_from(
	    sink_opened(sink, bytes_first(whole, HEADER_SIZE + size)), HEADER_SIZE);
}

static void
handshake_content(
    struct tls *tls, struct sink *sink, const struct chunk *chunk, struct bytes content)
{
	struct buffer *buffer = &tls->inside->sides[chunk->side].message;
	struct cursor in;

	buffer_add(buffer, content);
	in = cursor_of(buffer_bytes(buffer));
	for (;;) {
		struct cursor at = in;
		struct tls_message message = { .record_version = TLS_1_2 };

		message.type = cursor_u8(&at);
		message.body.len = cursor_u24(&at);
		if (!at.broken && message.body.len > MESSAGE_MAX)
			in.at = in.end;
		message.body = cursor_bytes(&at, message.body.len);
		if (at.broken)
			break;
		message.body = message_opened(sink, cursor_rest(&in), message.body.len);
		in = at;
		if (!tls_handshake_dissect(tls, sink, chunk, &message))
			sink_warn(sink, chunk, "tls", "a handshake message is damaged");
		message_change_keys(tls, chunk->side, message.type);
	}
	if (cursor_left(&in) == 0)
		buffer_clear(buffer);
	else
		buffer_drop(buffer, buffer->len - cursor_left(&in));
}

static void
application_content(
    struct tls *tls, struct sink *sink, const struct chunk *chunk, struct bytes content)
{
	const struct tls_direction *direction = &tls->inside->sides[chunk->side].direction;
	bool is_early = direction->phase == TLS_PHASE_EARLY;

	if (!is_early && !tls->has_established && tls->has_hello)
		tls_established_tell(tls, sink, chunk);
	content = sink_opened(sink, content);
	if (content.len > 0)
		sink_inner(sink, is_early ? "" : tls_inner_name(tls, chunk),
		    tls_inner_stream(tls, direction), chunk->side, content);
}

void
tls_content_dissect(struct tls *tls, struct sink *sink, const struct chunk *chunk,
    const struct tls_content *content)
{
	switch (content->type) {
	case TLS_RECORD_HANDSHAKE:
		handshake_content(tls, sink, chunk, content->bytes);
		return;
	case TLS_RECORD_APPLICATION:
		application_content(tls, sink, chunk, content->bytes);
		return;
	case TLS_RECORD_ALERT:
		if (content->bytes.len == TLS_ALERT_SIZE)
			tls_alert_dissect(sink, chunk, sink_opened(sink, content->bytes));
		return;
	case TLS_RECORD_CHANGE_CIPHER_SPEC:
		tls_inside_change_cipher(tls, chunk->side);
		return;
	default: return;
	}
}
