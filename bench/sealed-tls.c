/* SPDX-License-Identifier: BSD-2-Clause */
/* HTTP/1.1 over TLS 1.3, in records as large as they may be. */
#include "bench/sealed-load.h"

enum { CHANGE = 20, HANDSHAKE = 22, APPLICATION = 23 };
enum { CONTENT_MAX = 1 << 14, RECORD_HEAD = 5, TYPE_SIZE = 1 };

static const struct seal_labels labels = { "key", "iv", NULL };
static const char protocol[] = "http/1.1";

struct tls_talk {
	struct sealed_load *load;
	struct seal_key keys[2]; /* by side */
};

static bool
keys_set(struct tls_talk *talk, enum side side, enum seal_phase phase)
{
	seal_key_clear(&talk->keys[side]);
	return seal_key_set(
	    &talk->keys[side], sealed_secret(talk->load, side, phase), &labels);
}

static void
put_head(struct buffer *out, uint8_t type, size_t size)
{
	put_number(out, type, 1);
	put_number(out, 0x0303, 2);
	put_number(out, size, 2);
}

/* Content and its type, sealed. */
static void
put_sealed(struct buffer *out, struct seal_key *key, uint8_t type, struct bytes content)
{
	static uint8_t plain[CONTENT_MAX + TYPE_SIZE];
	size_t size = content.len + TYPE_SIZE;
	uint8_t *sealed;

	memcpy(plain, content.at, content.len);
	plain[content.len] = type;
	put_head(out, APPLICATION, size + SEAL_TAG_SIZE);
	sealed = buffer_reserve(out, size + SEAL_TAG_SIZE);
	seal(key, bytes_of(sealed - RECORD_HEAD, RECORD_HEAD), bytes_of(plain, size),
	    sealed);
	out->len += size + SEAL_TAG_SIZE;
}

static void
put_change(struct buffer *out)
{
	put_head(out, CHANGE, 1);
	put_number(out, 1, 1);
}

/* Sends in one segment, and forgets. */
static void
say(struct tls_talk *talk, enum side side, struct buffer *bytes)
{
	wire_segment(&talk->load->wire, side, WIRE_ACK | WIRE_PUSH, buffer_bytes(bytes));
	buffer_clear(bytes);
}

static void
greet(struct tls_talk *talk)
{
	struct wire *wire = &talk->load->wire;
	struct buffer out = { 0 };
	size_t place;

	wire_segment(wire, SIDE_CLIENT, WIRE_SYN, BYTES(""));
	wire_segment(wire, SIDE_SERVER, WIRE_SYN | WIRE_ACK, BYTES(""));
	wire_segment(wire, SIDE_CLIENT, WIRE_ACK, BYTES(""));
	put_head(&out, HANDSHAKE, 0);
	place = out.len;
	put_client_hello(&out, talk->load, protocol);
	put_close(&out, place, 2);
	say(talk, SIDE_CLIENT, &out);
}

static void
server_finish(struct tls_talk *talk)
{
	struct buffer out = { 0 }, messages = { 0 };
	size_t place;

	put_head(&out, HANDSHAKE, 0);
	place = out.len;
	put_server_hello(&out);
	put_close(&out, place, 2);
	put_change(&out);
	put_encrypted_extensions(&messages, protocol);
	put_finished(&messages);
	put_sealed(&out, &talk->keys[SIDE_SERVER], HANDSHAKE, buffer_bytes(&messages));
	say(talk, SIDE_SERVER, &out);
	buffer_clear(&messages);
	keys_set(talk, SIDE_SERVER, SEAL_TRAFFIC);
}

static void
client_finish_and_ask(struct tls_talk *talk)
{
	struct buffer out = { 0 }, finished = { 0 };

	put_change(&out);
	put_finished(&finished);
	put_sealed(&out, &talk->keys[SIDE_CLIENT], HANDSHAKE, buffer_bytes(&finished));
	say(talk, SIDE_CLIENT, &out);
	buffer_clear(&finished);
	keys_set(talk, SIDE_CLIENT, SEAL_TRAFFIC);
	put_sealed(&out, &talk->keys[SIDE_CLIENT], APPLICATION,
	    BYTES("GET /pub/disk.iso HTTP/1.1\r\nHost: dl.mirror.test\r\n\r\n"));
	say(talk, SIDE_CLIENT, &out);
}

static void
stream_record(struct tls_talk *talk, struct bytes content)
{
	struct buffer record = { 0 };

	put_sealed(&record, &talk->keys[SIDE_SERVER], APPLICATION, content);
	wire_stream(&talk->load->wire, buffer_bytes(&record));
	buffer_clear(&record);
	talk->load->units++;
}

static void
answer(struct tls_talk *talk)
{
	static uint8_t body[CONTENT_MAX];
	struct buffer head = { 0 };

	buffer_printf(&head,
	    "HTTP/1.1 200 OK\r\n"
	    "Content-Type: application/octet-stream\r\n"
	    "Content-Length: %llu\r\n\r\n",
	    (unsigned long long)talk->load->size);
	stream_record(talk, buffer_bytes(&head));
	buffer_clear(&head);
	noise_fill(body, sizeof(body));
	for (uint64_t left = talk->load->size; left > 0;) {
		size_t size = (size_t)MIN(left, sizeof(body));

		stream_record(talk, bytes_of(body, size));
		left -= size;
	}
	wire_flush(&talk->load->wire);
}

bool
sealed_tls(struct sealed_load *load)
{
	struct tls_talk talk = { .load = load };

	if (!keys_set(&talk, SIDE_CLIENT, SEAL_HANDSHAKE) ||
	    !keys_set(&talk, SIDE_SERVER, SEAL_HANDSHAKE))
		return false;
	greet(&talk);
	server_finish(&talk);
	client_finish_and_ask(&talk);
	answer(&talk);
	wire_segment(&load->wire, SIDE_SERVER, WIRE_FIN | WIRE_ACK, BYTES(""));
	wire_segment(&load->wire, SIDE_CLIENT, WIRE_FIN | WIRE_ACK, BYTES(""));
	wire_segment(&load->wire, SIDE_SERVER, WIRE_ACK, BYTES(""));
	seal_key_clear(&talk.keys[SIDE_CLIENT]);
	seal_key_clear(&talk.keys[SIDE_SERVER]);
	return true;
}
