/* SPDX-License-Identifier: BSD-2-Clause */
/* CRYPTO frames, RFC 9000 7: handshake messages of TLS without records, a stream of their
 * own at each level.  They are handed on as one stream, level after level: no message
 * lies in two.  The ClientHello is looked into for what the connection itself needs: the
 * random that its secrets are filed under, the protocol on its streams; and it, as the
 * server's EncryptedExtensions, for the transport parameters (RFC 9000 18):
 *
 *	id(v) size(v) value, ...
 *	max_idle_timeout: milliseconds(v)
 *	preferred_address: ipv4 4, port 2, ipv6 16, port 2, connection id[1], token 16 */
#include "base/clock.h"
#include "dissectors/quic-record.h"

enum {
	CLIENT_HELLO = 1,
	ENCRYPTED_EXTENSIONS = 8,
	ALPN = 16,
	PARAMETERS = 57,
	PARAMETERS_OF_DRAFTS = 0xffa5,
	MAX_IDLE_TIMEOUT = 0x01,
	PREFERRED_ADDRESS = 0x0d,
	ADDRESSES_SIZE = 4 + 2 + 16 + 2,
	IDLE_MS_MAX = 24 * 60 * 60 * 1000,
	CRYPTO_AHEAD_MAX = 32 * 1024, /* that waits for what comes before ... */
	CRYPTO_PIECES_MAX = 1024,     /* ... in so many pieces */
};

/* Beside the streams of the application, whose ids are smaller. */
static const uint64_t hello_stream = UINT64_MAX;

/* Who reads the streams of a protocol that ALPN names; by how the name begins. */
static const struct {
	const char *protocol;
	const char *dissector;
} inners[] = {
	{ "h3", "http3" },
	{ "doq", "dns" },
};

static const char *
inner_of(struct bytes protocol)
{
	for (size_t i = 0; i < COUNT_OF(inners); i++)
		if (bytes_start_with(protocol, bytes_of_string(inners[i].protocol)))
			return inners[i].dissector;
	return NULL;
}

/* Of several that a client offers the first that is known here. */
static void
protocols_read(struct quic_connection *connection, struct cursor in)
{
	struct cursor names = cursor_sub16(&in);

	connection->inner = NULL;
	while (cursor_left(&names) > 1 && connection->inner == NULL) {
		struct cursor name = cursor_sub8(&names);

		connection->inner = inner_of(cursor_rest(&name));
	}
}

static void
preferred_address_read(const struct quic_call *call, struct cursor in)
{
	struct quic_cid cid = { 0 };
	struct bytes bytes;

	cursor_take(&in, ADDRESSES_SIZE);
	bytes = cursor_bytes(&in, cursor_u8(&in));
	if (in.broken || bytes.len == 0 || bytes.len > QUIC_CID_MAX)
		return;
	cid.len = (uint8_t)bytes.len;
	memcpy(cid.at, bytes.at, bytes.len);
	quic_cid_learn(call, call->side, &cid);
}

static void
parameters_read(const struct quic_call *call, struct cursor in)
{
	while (cursor_left(&in) > 0) {
		uint64_t id = cursor_varint(&in);
		uint64_t size = cursor_varint(&in);
		struct cursor value = cursor_sub(&in, (size_t)MIN(size, SIZE_MAX));

		if (in.broken)
			return;
		if (id == PREFERRED_ADDRESS && call->role == QUIC_SERVER)
			preferred_address_read(call, value);
		if (id == MAX_IDLE_TIMEOUT) {
			uint64_t idle_ms = cursor_varint(&value);

			call->connection->idle_ns[call->role] =
			    MIN(idle_ms, IDLE_MS_MAX) * NS_PER_MS;
		}
	}
}

static void
extensions_read(const struct quic_call *call, struct cursor extensions)
{
	while (cursor_left(&extensions) >= 4) {
		uint16_t extension = cursor_u16(&extensions);
		struct cursor contents = cursor_sub16(&extensions);

		if (extension == ALPN && call->role == QUIC_CLIENT)
			protocols_read(call->connection, contents);
		if (extension == PARAMETERS || extension == PARAMETERS_OF_DRAFTS)
			parameters_read(call, contents);
	}
}

/* The random as soon as it is there.  True: so is the begin of a hello. */
static bool
random_read(struct quic_connection *connection, struct cursor *body)
{
	struct bytes random;

	cursor_u16(body); /* version */
	random = cursor_bytes(body, QUIC_RANDOM_SIZE);
	if (body->broken)
		return false;
	if (!connection->has_random) {
		memcpy(connection->random, random.at, random.len);
		connection->has_random = true;
		connection->inner = "http3"; /* until the extensions say otherwise */
	}
	return true;
}

static void
hello_read(const struct quic_call *call, struct quic_hello *hello)
{
	bool is_client = call->role == QUIC_CLIENT;
	struct cursor in = cursor_of(buffer_bytes(&hello->bytes));
	uint8_t type = cursor_u8(&in);
	uint32_t size = cursor_u24(&in);
	struct cursor body = cursor_sub(&in, MIN(size, cursor_left(&in)));

	if (in.broken || type != (is_client ? CLIENT_HELLO : ENCRYPTED_EXTENSIONS))
		return;
	if (is_client && !random_read(call->connection, &body))
		return;
	if (hello->bytes.len < 4 + (size_t)size)
		return;
	if (is_client) {
		cursor_sub8(&body);  /* session id */
		cursor_sub16(&body); /* cipher suites */
		cursor_sub8(&body);  /* compressions */
	}
	extensions_read(call, cursor_sub16(&body));
	hello->is_read = true;
	buffer_clear(&hello->bytes);
}

static void
hello_add(const struct quic_call *call, struct bytes bytes)
{
	struct quic_hello *hello = &call->connection->hellos[call->role];

	if (hello->is_read)
		return;
	buffer_add(&hello->bytes, bytes_first(bytes, QUIC_HELLO_MAX - hello->bytes.len));
	hello_read(call, hello);
}

static void
crypto_hand_on(const struct quic_call *call, enum quic_level level, struct bytes bytes)
{
	struct quic_connection *connection = call->connection;
	enum quic_level *last = &connection->crypto_level[call->role];

	if (bytes.len == 0 || level < *last)
		return;
	if (level > *last)
		quic_hand_on(call, quic_arrival(call),
		    (struct inner){ .name = "tls",
			.stream = hello_stream,
			.side = call->side,
			.what = CHUNK_GAP });
	*last = level;
	if (level == (call->role == QUIC_CLIENT ? QUIC_INITIAL : QUIC_HANDSHAKE))
		hello_add(call, bytes);
	quic_hand_on(call, quic_arrival(call),
	    (struct inner){ .name = "tls",
		.stream = hello_stream,
		.side = call->side,
		.bytes = bytes });
}

void
quic_crypto_add(const struct quic_call *call, enum quic_level level, uint64_t offset,
    struct bytes bytes)
{
	struct reassembly *reassembly = &call->connection->crypto[call->role][level];
	struct segment *kept;

	if (offset > reassembly->next_offset + CRYPTO_AHEAD_MAX ||
	    (offset > reassembly->next_offset &&
		reassembly->kept_count >= CRYPTO_PIECES_MAX))
		return;
	bytes = reassembly_add(reassembly, offset, bytes, 0, quic_arrival(call));
	crypto_hand_on(call, level, bytes);
	while ((kept = reassembly_take(reassembly)) != NULL) {
		crypto_hand_on(call, level, kept->bytes);
		reassembly_release(kept);
	}
}

void
quic_crypto_clear(struct quic_connection *connection)
{
	for (int role = 0; role < 2; role++)
		for (int level = 0; level < QUIC_LEVELS; level++)
			reassembly_clear(&connection->crypto[role][level]);
	buffer_clear(&connection->hellos[QUIC_CLIENT].bytes);
	buffer_clear(&connection->hellos[QUIC_SERVER].bytes);
}
