/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdlib.h>

#include "base/die.h"
#include "dissectors/tls-direction.h"
#include "dissectors/tls-inside.h"

enum {
	FAILURES_MAX = 32, /* records in a row, where there is an excuse for them */
	MESSAGE_HEADER = 4,
	MESSAGE_MAX = 256 * 1024,
	SEALED_MIN = 17,           /* of 1.3: a type and a tag */
	SEALED_MAX = 16384 + 2048, /* of 1.2 */
	DRAFT_AS_13 = 0x7f19,      /* the first draft that seals as 1.3 does */
	DRAFT_MAX = 0x7fff,
	DNS_OVER_TLS_PORT = 853,
};

/* Application data go to one layer above, but for early data that the server refused: what
 * it would have said to them comes once more, and is another stream. */
enum inner_stream { INNER_STREAM, INNER_STREAM_AFTER_REFUSAL };

struct tls_inside {
	struct tls_secrets secrets;
	const struct tls_suite *suite; /* that the server chose */
	bool is_given_up;
	bool is_early_refused;
	struct inside_side {
		struct tls_direction direction;
		struct buffer message; /* a handshake message that is not whole */
		size_t waiting;        /* bytes that did not make a whole record */
	} sides[2];
};

static struct tls_phases
phases_of(const struct tls *tls, enum side side)
{
	const struct tls_inside *inside = tls->inside;

	return (
	    struct tls_phases){ &inside->secrets, inside->suite, side == tls->client_side };
}

/* Says so once, and leaves the connection's records unread from here on. */
static void
give_up(struct tls *tls, struct sink *sink, const struct chunk *chunk, const char *why,
    const char *text)
{
	tls->inside->is_given_up = true;
	tls->unopened = why;
	sink_warn(sink, chunk, "tls", text);
}

static const char *
code_text(struct sink *sink, const char *what, uint16_t code)
{
	return (const char *)arena_format(
	    sink->scratch, "%s 0x%04x not supported", what, code)
	    .at;
}

/* Takes over what the key log has; what it lacks may come later. */
static void
take_secrets(struct tls *tls, struct sink *sink)
{
	const struct tls_secrets *secrets =
	    sink_secrets(sink, bytes_of(tls->client_random, TLS_RANDOM_SIZE));

	if (secrets == NULL)
		return;
	if (!crypto_is_built_in()) {
		tls->unopened = "this webflow was built without OpenSSL";
		return;
	}
	if (tls->inside == NULL)
		tls->inside = alloc_zeroed(1, sizeof(*tls->inside));
	tls->inside->secrets = *secrets;
	if (!tls->inside->is_given_up)
		tls->unopened = NULL;
}

/* A second hello follows a HelloRetryRequest, which refuses early data, or, up to 1.2,
 * begins a new session within the old one. */
void
tls_inside_client_hello(struct tls *tls, struct sink *sink)
{
	bool is_first = tls->inside == NULL;
	struct tls_direction *client;

	if (!is_first)
		tls->inside->secrets = (struct tls_secrets){ 0 };
	else
		tls->unopened = "no secret for this connection";
	take_secrets(tls, sink);
	if (tls->inside == NULL || tls->version != 0)
		return;
	client = &tls->inside->sides[tls->client_side].direction;
	if (!is_first || !tls->has_early_data) {
		tls->inside->is_early_refused = client->keys.key != NULL;
		tls_keys_clear(&client->keys);
		client->phase = TLS_PHASE_HANDSHAKE;
	}
	tls->inside->sides[1 - tls->client_side].direction.phase = TLS_PHASE_HANDSHAKE;
}

static bool
version_can_be_opened(uint16_t version)
{
	return (version > 0x0300 && version <= TLS_1_3) ||
	       (version >= DRAFT_AS_13 && version <= DRAFT_MAX);
}

static void
begin_13(struct tls *tls)
{
	enum side server = tls->client_side == SIDE_CLIENT ? SIDE_SERVER : SIDE_CLIENT;
	struct tls_phases of_client = phases_of(tls, tls->client_side);
	struct tls_phases of_server = phases_of(tls, server);
	struct tls_direction *client = &tls->inside->sides[tls->client_side].direction;

	if (client->phase == TLS_PHASE_HANDSHAKE)
		tls_direction_begin(client, &of_client, TLS_PHASE_HANDSHAKE);
	tls_direction_begin(
	    &tls->inside->sides[server].direction, &of_server, TLS_PHASE_HANDSHAKE);
}

void
tls_inside_server_hello(struct tls *tls, struct sink *sink, const struct chunk *chunk)
{
	struct tls_inside *inside;
	bool is_13 = tls->version >= TLS_1_3;

	if (!tls->has_hello || (tls->inside != NULL && tls->inside->is_given_up))
		return;
	if (tls->inside == NULL)
		take_secrets(tls, sink);
	inside = tls->inside;
	if (inside == NULL)
		return;
	inside->suite = tls_suite_find(tls->cipher);
	if (!version_can_be_opened(tls->version))
		give_up(tls, sink, chunk, "its version is not supported",
		    code_text(sink, "version", tls->version));
	else if (inside->suite == NULL || tls_suite_is_13(inside->suite) != is_13)
		give_up(tls, sink, chunk, "its cipher is not supported",
		    code_text(sink, "cipher", tls->cipher));
	else if (tls->compression != 0)
		give_up(tls, sink, chunk, "its compression is not supported",
		    "compression not supported");
	else if (is_13)
		begin_13(tls);
}

void
tls_inside_change_cipher(struct tls *tls, enum side side)
{
	struct tls_inside *inside = tls->inside;
	struct tls_direction *direction;
	struct tls_key_material from;

	if (inside == NULL || inside->suite == NULL || tls->version >= TLS_1_3)
		return;
	from = (struct tls_key_material){
		.version = tls->version,
		.client_random = bytes_of(tls->client_random, TLS_RANDOM_SIZE),
		.server_random = bytes_of(tls->server_random, TLS_RANDOM_SIZE),
		.master = secret_bytes(&inside->secrets, SECRET_MASTER),
		.encrypt_then_mac = tls->encrypt_then_mac,
	};
	direction = &inside->sides[side].direction;
	direction->phase = TLS_PHASE_TRAFFIC;
	tls_keys_set_12(&direction->keys, inside->suite, &from, side == tls->client_side);
	buffer_clear(&inside->sides[side].message);
}

void
tls_inside_wait(struct tls *tls, enum side side, size_t size)
{
	if (tls->inside != NULL)
		tls->inside->sides[side].waiting = size;
}

void
tls_inside_lose(struct tls *tls, enum side side, uint64_t size)
{
	struct inside_side *own;

	if (tls->inside == NULL)
		return;
	own = &tls->inside->sides[side];
	own->direction.is_lost = true;
	own->direction.lost += own->waiting + size;
	tls_keys_lose(&own->direction.keys);
	own->waiting = 0;
	buffer_clear(&own->message);
}

bool
tls_inside_reads(const struct tls *tls, enum side side, uint8_t record_type)
{
	if (tls->inside == NULL || tls->inside->is_given_up)
		return false;
	if (tls->version >= TLS_1_3)
		return record_type == TLS_RECORD_APPLICATION;
	if (tls->version == 0)
		return record_type == TLS_RECORD_APPLICATION && side == tls->client_side &&
		       tls->inside->sides[side].direction.phase == TLS_PHASE_EARLY;
	return tls->sides[side].is_encrypted || record_type == TLS_RECORD_APPLICATION;
}

bool
tls_inside_is_lost(const struct tls *tls, enum side side)
{
	return tls->inside != NULL && !tls->inside->is_given_up &&
	       tls->inside->sides[side].direction.is_lost && tls->version != 0 &&
	       (tls->version >= TLS_1_3 || tls->sides[side].is_encrypted);
}

/* The header of a sealed record, as much of it as is there. */
static enum claim
sealed_claim(const struct tls *tls, struct bytes bytes)
{
	bool is_13 = tls->version >= TLS_1_3;
	struct cursor in = cursor_of(bytes);
	uint8_t type = cursor_u8(&in);
	uint16_t version = cursor_u16(&in);
	uint16_t size = cursor_u16(&in);

	if (is_13 ? type != TLS_RECORD_APPLICATION
		  : type < TLS_RECORD_CHANGE_CIPHER_SPEC || type > TLS_RECORD_APPLICATION)
		return CLAIM_NO;
	if (bytes.len >= 2 && bytes.at[1] != 3)
		return CLAIM_NO;
	if (bytes.len < TLS_RECORD_HEADER)
		return CLAIM_MORE;
	return version == (is_13 ? TLS_1_2 : tls->version) && size >= SEALED_MIN - 1 &&
		       size <= SEALED_MAX
		   ? CLAIM_YES
		   : CLAIM_NO;
}

enum claim
tls_inside_seek(struct tls *tls, enum side side, struct cursor *in)
{
	struct bytes rest = cursor_rest(in);
	enum claim claim = CLAIM_NO;
	size_t at = 0;

	for (; at < rest.len; at++) {
		claim = sealed_claim(tls, bytes_from(rest, at));
		if (claim != CLAIM_NO)
			break;
	}
	cursor_take(in, at);
	tls->inside->sides[side].direction.lost += at;
	return at > 0 ? CLAIM_NO : claim;
}

/* Who reads the plaintext, by ALPN (RFC 7301) and for DNS by port. */
static const char *
inner_name(const struct tls *tls, const struct chunk *chunk)
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

static uint64_t
inner_stream(const struct tls *tls, const struct tls_direction *direction)
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
	struct tls_phases phases = phases_of(tls, side);

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
	if (content.len > 0)
		sink_inner(sink, is_early ? "" : inner_name(tls, chunk),
		    inner_stream(tls, direction), chunk->side, content);
}

static void
content_dissect(struct tls *tls, struct sink *sink, const struct chunk *chunk,
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
			tls_alert_dissect(sink, chunk, content->bytes);
		return;
	case TLS_RECORD_CHANGE_CIPHER_SPEC:
		tls_inside_change_cipher(tls, chunk->side);
		return;
	default: return;
	}
}

/* Whoever reads the content hears of the bytes that are missing: what was lost, less what
 * the records had around them. */
static void
tell_lost(struct tls *tls, struct sink *sink, const struct chunk *chunk,
    const struct tls_opened *opened)
{
	struct tls_direction *direction = &tls->inside->sides[chunk->side].direction;
	uint64_t around = opened->missed * tls_keys_overhead(&direction->keys);

	if (direction->phase != TLS_PHASE_TRAFFIC ||
	    opened->content.type != TLS_RECORD_APPLICATION || around >= direction->lost ||
	    (opened->missed == 0 && !opened->is_other_phase))
		return;
	sink_inner_gap(sink, inner_name(tls, chunk), inner_stream(tls, direction),
	    chunk->side, direction->lost - around);
}

static enum verdict
record_opened(struct tls *tls, struct sink *sink, const struct chunk *chunk,
    const struct tls_opened *opened)
{
	struct tls_direction *direction = &tls->inside->sides[chunk->side].direction;

	if (direction->is_lost)
		tell_lost(tls, sink, chunk, opened);
	direction->is_lost = false;
	direction->lost = 0;
	direction->failures = 0;
	content_dissect(tls, sink, chunk, &opened->content);
	return VERDICT_DONE;
}

/* May this record fail to open though the secrets are right? */
static bool
failure_is_excused(const struct tls *tls, const struct chunk *chunk)
{
	const struct tls_direction *direction = &tls->inside->sides[chunk->side].direction;
	struct tls_phases phases = phases_of(tls, chunk->side);

	if (direction->is_lost)
		return true;
	if (tls->version != 0 && tls->version < TLS_1_3)
		return false;
	return !tls_direction_has_secret(direction, &phases) ||
	       (tls->has_early_data && phases.of_client &&
		   direction->phase != TLS_PHASE_TRAFFIC);
}

/* Behind a gap what looked like a record may have been none. */
static enum verdict
record_failed(struct tls *tls, struct sink *sink, const struct chunk *chunk,
    struct cursor *in, size_t size)
{
	struct tls_direction *direction = &tls->inside->sides[chunk->side].direction;
	bool is_excused = failure_is_excused(tls, chunk);

	if (direction->is_lost) {
		cursor_take(in, 1);
		direction->lost++;
	} else {
		cursor_take(in, size);
	}
	if (is_excused && ++direction->failures < FAILURES_MAX)
		return VERDICT_DONE;
	if (is_excused && direction->is_lost)
		give_up(tls, sink, chunk, "too much of it was lost to go on",
		    "too much was lost to go on with the secret");
	else
		give_up(tls, sink, chunk, "the secret for it is a wrong one",
		    "wrong secret: records do not authenticate");
	return VERDICT_DONE;
}

static struct tls_opened
record_open(
    struct tls *tls, struct sink *sink, const struct chunk *chunk, struct tls_record record)
{
	struct tls_direction *direction = &tls->inside->sides[chunk->side].direction;
	struct tls_phases phases;
	bool is_12 = tls->version != 0 && tls->version < TLS_1_3;
	uint8_t *room = arena_alloc(sink->scratch, record.sealed.len + TLS_ROOM_FRONT);

	if (is_12 && direction->keys.key == NULL)
		tls_inside_change_cipher(tls, chunk->side);
	phases = phases_of(tls, chunk->side);
	return tls_direction_open(direction, is_12 ? NULL : &phases, &record, room);
}

enum verdict
tls_inside_record(
    struct tls *tls, struct sink *sink, const struct chunk *chunk, struct cursor *in)
{
	struct inside_side *own = &tls->inside->sides[chunk->side];
	struct cursor at = *in;
	struct tls_record record = { .header = cursor_bytes(&at, TLS_RECORD_HEADER) };
	struct cursor header = cursor_of(record.header);
	struct tls_opened opened;
	size_t size;

	record.type = cursor_u8(&header);
	cursor_u16(&header);
	record.sealed = cursor_bytes(&at, cursor_u16(&header));
	if (at.broken)
		return VERDICT_MORE;
	size = TLS_RECORD_HEADER + record.sealed.len;
	if (tls_keys_pass_over(&own->direction.keys, &record)) {
		cursor_take(in, size);
		own->direction.lost += size;
		return VERDICT_DONE;
	}
	opened = record_open(tls, sink, chunk, record);
	if (opened.opening == TLS_FAILED)
		return record_failed(tls, sink, chunk, in, size);
	cursor_take(in, size);
	if (opened.opening == TLS_OPENED)
		return record_opened(tls, sink, chunk, &opened);
	if (record.type == TLS_RECORD_APPLICATION)
		tls_application_record(tls, sink, chunk, record.sealed.len);
	return VERDICT_DONE;
}

void
tls_inside_free(struct tls_inside *inside)
{
	if (inside == NULL)
		return;
	for (int i = 0; i < 2; i++) {
		tls_keys_clear(&inside->sides[i].direction.keys);
		buffer_clear(&inside->sides[i].message);
	}
	free(inside);
}
