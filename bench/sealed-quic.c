/* SPDX-License-Identifier: BSD-2-Clause */
/* HTTP/3 over QUIC version 1 (RFC 9000, RFC 9001, RFC 9114, RFC 9204): datagrams of 1200
 * bytes, each one packet, and one acknowledgement for every sixteenth. */
#include "bench/sealed-load.h"

enum level { INITIAL, HANDSHAKE, APPLICATION, LEVELS };

enum {
	DATAGRAM_SIZE = 1200,
	NUMBER_SIZE = 4,
	CID_SIZE = 8,
	STREAM_HEAD = 1 + 1 + 8, /* type, id, offset */
	SHORT_HEAD = 1 + CID_SIZE + NUMBER_SIZE,
	PIECE_SIZE = DATAGRAM_SIZE - SHORT_HEAD - STREAM_HEAD - SEAL_TAG_SIZE,
	ACK_EVERY = 16,
};

enum { FRAME_ACK = 0x02, FRAME_CRYPTO = 0x06, FRAME_STREAM = 0x08 };
enum { STREAM_FIN = 1, STREAM_OFFSET = 4 };
enum { H3_DATA = 0x00, H3_HEADERS = 0x01 };
enum { STREAM_REQUEST = 0, STREAM_CONTROL_CLIENT = 2, STREAM_CONTROL_SERVER = 3 };

static const struct seal_labels labels = { "quic key", "quic iv", "quic hp" };
static const char protocol[] = "h3";
static const uint8_t first_cid[CID_SIZE] = { 0xd0, 1, 2, 3, 4, 5, 6, 7 };
static const uint8_t cids[2][CID_SIZE] = { { 0xc0, 1, 2, 3, 4, 5, 6, 7 },
	{ 0x50, 1, 2, 3, 4, 5, 6, 7 } };

struct quic_talk {
	struct sealed_load *load;
	struct seal_key keys[2][LEVELS]; /* by side */
};

/* RFC 9001 5.2 */
static bool
initial_key_set(struct seal_key *key, const char *label)
{
	static const uint8_t salt[] = { 0x38, 0x76, 0x2c, 0xf7, 0xf5, 0x59, 0x34, 0xb3,
		0x4d, 0x17, 0x9a, 0xe6, 0xa4, 0xc8, 0x0c, 0xad, 0xcc, 0xbb, 0x7f, 0x0a };
	uint8_t common[SEAL_SECRET_SIZE], secret[SEAL_SECRET_SIZE];

	return crypto_extract(CRYPTO_SHA256, bytes_of(salt, sizeof(salt)),
		   bytes_of(first_cid, CID_SIZE), common) &&
	       crypto_expand_label(CRYPTO_SHA256, bytes_of(common, sizeof(common)), label,
		   secret, sizeof(secret)) &&
	       seal_key_set(key, bytes_of(secret, sizeof(secret)), &labels);
}

static bool
keys_set(struct quic_talk *talk)
{
	static const char *const initials[] = { "client in", "server in" };

	for (enum side side = SIDE_CLIENT; side <= SIDE_SERVER; side++)
		if (!initial_key_set(&talk->keys[side][INITIAL], initials[side]) ||
		    !seal_key_set(&talk->keys[side][HANDSHAKE],
			sealed_secret(talk->load, side, SEAL_HANDSHAKE), &labels) ||
		    !seal_key_set(&talk->keys[side][APPLICATION],
			sealed_secret(talk->load, side, SEAL_TRAFFIC), &labels))
			return false;
	return true;
}

static void
put_cid(struct buffer *out, const uint8_t *cid)
{
	put_number(out, CID_SIZE, 1);
	buffer_add(out, bytes_of(cid, CID_SIZE));
}

static void
put_header(struct buffer *out, enum side from, enum level level, uint64_t number,
    size_t plain_size)
{
	static const uint8_t firsts[LEVELS] = { 0xc3, 0xe3, 0x43 };
	enum side to = from == SIDE_CLIENT ? SIDE_SERVER : SIDE_CLIENT;
	const uint8_t *dcid =
	    from == SIDE_CLIENT && level == INITIAL ? first_cid : cids[to];

	put_number(out, firsts[level], 1);
	if (level == APPLICATION) {
		buffer_add(out, bytes_of(dcid, CID_SIZE));
	} else {
		put_number(out, 1, 4); /* version */
		put_cid(out, dcid);
		put_cid(out, cids[from]);
		if (level == INITIAL)
			put_number(out, 0, 1); /* no token */
		put_number(out, 0x4000 | (NUMBER_SIZE + plain_size + SEAL_TAG_SIZE), 2);
	}
	put_number(out, number, NUMBER_SIZE);
}

/* One packet in a datagram of its own. */
static void
say(struct quic_talk *talk, enum side from, enum level level, struct bytes frames)
{
	struct seal_key *key = &talk->keys[from][level];
	struct buffer packet = { 0 };
	uint8_t mask[CRYPTO_SAMPLE_SIZE];
	uint8_t *sealed;

	put_header(&packet, from, level, key->number, frames.len);
	sealed = buffer_reserve(&packet, frames.len + SEAL_TAG_SIZE);
	seal(key, buffer_bytes(&packet), frames, sealed);
	seal_mask(key, sealed, mask);
	packet.at[0] ^= mask[0] & (level == APPLICATION ? 0x1f : 0x0f);
	for (size_t i = 0; i < NUMBER_SIZE; i++)
		packet.at[packet.len - NUMBER_SIZE + i] ^= mask[1 + i];
	packet.len += frames.len + SEAL_TAG_SIZE;
	wire_datagram(&talk->load->wire, from, buffer_bytes(&packet));
	buffer_clear(&packet);
}

/* Handshake messages at the beginning of their level; PADDING (zeros) fills an Initial. */
static void
say_messages(
    struct quic_talk *talk, enum side from, enum level level, struct buffer *messages)
{
	struct buffer frames = { 0 };

	put_number(&frames, FRAME_CRYPTO, 1);
	put_number(&frames, 0, 1); /* offset */
	put_number(&frames, 0x4000 | messages->len, 2);
	buffer_add(&frames, buffer_bytes(messages));
	while (level == INITIAL && frames.len < DATAGRAM_SIZE - 64)
		put_number(&frames, 0, 1);
	say(talk, from, level, buffer_bytes(&frames));
	buffer_clear(&frames);
	buffer_clear(messages);
}

static void
say_stream(struct quic_talk *talk, enum side from, uint8_t id, uint64_t offset,
    struct bytes bytes, bool is_last)
{
	struct buffer frames = { 0 };

	put_number(&frames, FRAME_STREAM | STREAM_OFFSET | (is_last ? STREAM_FIN : 0), 1);
	put_number(&frames, id, 1);
	put_number(&frames, UINT64_C(0xc000000000000000) | offset, 8);
	buffer_add(&frames, bytes);
	say(talk, from, APPLICATION, buffer_bytes(&frames));
	buffer_clear(&frames);
}

static void
acknowledge(struct quic_talk *talk)
{
	struct buffer frames = { 0 };

	put_number(&frames, FRAME_ACK, 1);
	put_number(
	    &frames, 0xc000000000000000 | talk->keys[SIDE_SERVER][APPLICATION].number, 8);
	put_number(&frames, 0, 3); /* delay, no more ranges, first range */
	say(talk, SIDE_CLIENT, APPLICATION, buffer_bytes(&frames));
	buffer_clear(&frames);
}

static void
greet(struct quic_talk *talk)
{
	struct buffer out = { 0 };

	put_client_hello(&out, talk->load, protocol);
	say_messages(talk, SIDE_CLIENT, INITIAL, &out);
	put_server_hello(&out);
	say_messages(talk, SIDE_SERVER, INITIAL, &out);
	put_encrypted_extensions(&out, protocol);
	put_finished(&out);
	say_messages(talk, SIDE_SERVER, HANDSHAKE, &out);
	put_finished(&out);
	say_messages(talk, SIDE_CLIENT, HANDSHAKE, &out);
}

/* A field whose name is in QPACK's static table, below 15 (1111 and what is more). */
static void
put_field(struct buffer *out, uint8_t name, const char *value)
{
	if (name < 15) {
		put_number(out, 0x50u | name, 1);
	} else {
		put_number(out, 0x5f, 1);
		put_number(out, name - 15u, 1);
	}
	put_number(out, strlen(value), 1);
	buffer_add_string(out, value);
}

static void
put_section(struct buffer *out, struct bytes indexed, const struct buffer *fields)
{
	put_number(out, H3_HEADERS, 1);
	put_number(out, 2 + indexed.len + fields->len, 1);
	put_number(out, 0, 2); /* nothing of the dynamic table */
	buffer_add(out, indexed);
	buffer_add(out, buffer_bytes(fields));
}

enum { FIELD_AUTHORITY = 0, FIELD_PATH = 1, FIELD_LENGTH = 4, FIELD_TYPE = 44 };

static void
ask(struct quic_talk *talk)
{
	struct buffer fields = { 0 }, out = { 0 };

	/* Streams' type control, and SETTINGS without any. */
	say_stream(
	    talk, SIDE_CLIENT, STREAM_CONTROL_CLIENT, 0, BYTES("\x00\x04\x00"), false);
	say_stream(
	    talk, SIDE_SERVER, STREAM_CONTROL_SERVER, 0, BYTES("\x00\x04\x00"), false);
	put_field(&fields, FIELD_AUTHORITY, "dl.mirror.test");
	put_field(&fields, FIELD_PATH, "/pub/disk.iso");
	put_section(&out, BYTES("\xd1\xd7"), &fields); /* GET, https */
	say_stream(talk, SIDE_CLIENT, STREAM_REQUEST, 0, buffer_bytes(&out), true);
	buffer_clear(&fields);
	buffer_clear(&out);
}

static void
put_answer(struct buffer *out, uint64_t size)
{
	struct buffer fields = { 0 }, length = { 0 };

	buffer_printf(&length, "%llu", (unsigned long long)size);
	buffer_add_char(&length, '\0');
	put_field(&fields, FIELD_LENGTH, (const char *)length.at);
	put_field(&fields, FIELD_TYPE, "application/octet-stream");
	put_section(out, BYTES("\xd9"), &fields); /* 200 */
	put_number(out, H3_DATA, 1);
	put_number(out, UINT64_C(0xc000000000000000) | size, 8);
	buffer_clear(&fields);
	buffer_clear(&length);
}

static void
answer(struct quic_talk *talk)
{
	static uint8_t body[PIECE_SIZE];
	struct buffer head = { 0 };
	uint64_t offset, end;

	put_answer(&head, talk->load->size);
	say_stream(talk, SIDE_SERVER, STREAM_REQUEST, 0, buffer_bytes(&head), false);
	offset = head.len;
	end = offset + talk->load->size;
	buffer_clear(&head);
	noise_fill(body, sizeof(body));
	while (offset < end) {
		size_t size = (size_t)MIN(end - offset, sizeof(body));

		say_stream(talk, SIDE_SERVER, STREAM_REQUEST, offset, bytes_of(body, size),
		    offset + size == end);
		offset += size;
		if (++talk->load->units % ACK_EVERY == 0)
			acknowledge(talk);
	}
}

bool
sealed_quic(struct sealed_load *load)
{
	struct quic_talk talk = { .load = load };
	bool is_set = keys_set(&talk);

	if (is_set) {
		greet(&talk);
		ask(&talk);
		answer(&talk);
	}
	for (enum side side = SIDE_CLIENT; side <= SIDE_SERVER; side++)
		for (int level = 0; level < LEVELS; level++)
			seal_key_clear(&talk.keys[side][level]);
	return is_set;
}
