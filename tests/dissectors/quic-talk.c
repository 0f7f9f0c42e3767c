/* SPDX-License-Identifier: BSD-2-Clause */
#include "tests/dissectors/quic-talk.h"

#include <openssl/evp.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/die.h"
#include "base/json.h"

enum { NUMBER_SIZE = 4, TAG_SIZE = 16, SECRET_SIZE = 32, CID_SIZE = 8 };

static void
take_event(void *owner, struct event *event)
{
	struct talk *talk = owner;
	struct json json = json_to(&talk->events);

	if (event->kind == EVENT_SEALED)
		return;
	event_to_json(&json, event, (struct event_output){ false, SECRETS_SHOWN });
	buffer_add_char(&talk->events, '\n');
}

static struct flow_ref
find_flow(void *owner, uint8_t protocol, struct address src, uint16_t sport,
    struct address dst, uint16_t dport)
{
	(void)owner;
	(void)src;
	(void)sport;
	(void)dst;
	(void)dport;
	return (struct flow_ref){ protocol, 0 };
}

static const struct tls_secrets *
find_secrets(void *owner, struct bytes client_random)
{
	const struct talk *talk = owner;

	(void)client_random;
	return talk->knows_secrets ? &talk->secrets : NULL;
}

static struct quic_cid
id_of(uint8_t first)
{
	struct quic_cid id = { .len = CID_SIZE };

	memset(id.at, first, CID_SIZE);
	return id;
}

struct talk *
talk_new(uint32_t version)
{
	struct talk *talk = alloc_zeroed(1, sizeof(*talk));

	talk->receiver = (struct stack_receiver){
		.owner = talk,
		.event = take_event,
		.find_flow = find_flow,
		.secrets = find_secrets,
		.scratch = &talk->scratch,
		.memory = alloc_zeroed(1, sizeof(struct recycler)),
	};
	talk->version = quic_version_find(version);
	talk->dcid = id_of(0xd0);
	talk->ids[SIDE_CLIENT] = id_of(0xc0);
	talk->ids[SIDE_SERVER] = id_of(0x50);
	for (int label = SECRET_CLIENT_EARLY; label < SECRET_COUNT; label++) {
		talk->secrets.len[label] = SECRET_SIZE;
		memset(talk->secrets.at[label], label, SECRET_SIZE);
	}
	talk->knows_secrets = true;
	return talk;
}

void
talk_free(struct talk *talk)
{
	stack_clear(&talk->stack, &talk->receiver);
	recycler_clear(talk->receiver.memory);
	free(talk->receiver.memory);
	arena_clear(&talk->scratch);
	buffer_clear(&talk->events);
	free(talk);
}

static void
secret_of(const struct talk *talk, enum side side, enum quic_level level, uint8_t *secret)
{
	static const enum secret_label labels[2][QUIC_LEVELS] = {
		{ 0, SECRET_CLIENT_EARLY, SECRET_CLIENT_HANDSHAKE, SECRET_CLIENT_TRAFFIC },
		{ 0, 0, SECRET_SERVER_HANDSHAKE, SECRET_SERVER_TRAFFIC },
	};

	if (level == QUIC_INITIAL) {
		crypto_extract(CRYPTO_SHA256,
		    bytes_of(talk->version->salt, sizeof(talk->version->salt)),
		    bytes_of(talk->dcid.at, talk->dcid.len), secret);
		crypto_expand_label(CRYPTO_SHA256, bytes_of(secret, SECRET_SIZE),
		    side == SIDE_CLIENT ? "client in" : "server in", secret, SECRET_SIZE);
		return;
	}
	memcpy(secret, talk->secrets.at[labels[side][level]], SECRET_SIZE);
}

/* Header protection and payload, RFC 9001 5, with AES-128-GCM. */
static void
protect(const struct talk *talk, enum side side, enum quic_level level, uint64_t number,
    uint8_t *packet, size_t header_size, struct bytes plain)
{
	EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
	uint8_t secret[CRYPTO_HASH_MAX];
	uint8_t key[16], iv[12], mask[16];
	int size;

	secret_of(talk, side, level, secret);
	crypto_expand_label(CRYPTO_SHA256, bytes_of(secret, SECRET_SIZE),
	    talk->version->mask, mask, sizeof(mask));
	for (int i = 0; level == QUIC_APPLICATION && i < talk->updates[side]; i++)
		crypto_expand_label(CRYPTO_SHA256, bytes_of(secret, SECRET_SIZE),
		    talk->version->update, secret, SECRET_SIZE);
	crypto_expand_label(CRYPTO_SHA256, bytes_of(secret, SECRET_SIZE),
	    talk->version->key, key, sizeof(key));
	crypto_expand_label(CRYPTO_SHA256, bytes_of(secret, SECRET_SIZE), talk->version->iv,
	    iv, sizeof(iv));
	for (int i = 0; i < 8; i++)
		iv[11 - i] ^= (uint8_t)(number >> (8 * i));
	EVP_EncryptInit_ex2(context, EVP_aes_128_gcm(), key, iv, NULL);
	EVP_EncryptUpdate(context, NULL, &size, packet, (int)header_size);
	EVP_EncryptUpdate(context, packet + header_size, &size, plain.at, (int)plain.len);
	EVP_EncryptFinal_ex(context, packet + header_size + plain.len, &size);
	EVP_CIPHER_CTX_ctrl(
	    context, EVP_CTRL_AEAD_GET_TAG, TAG_SIZE, packet + header_size + plain.len);
	EVP_CIPHER_CTX_reset(context);
	EVP_EncryptInit_ex2(context, EVP_aes_128_ecb(), mask, NULL, NULL);
	EVP_EncryptUpdate(context, mask, &size, packet + header_size, sizeof(mask));
	EVP_CIPHER_CTX_free(context);
	packet[0] ^= mask[0] & (packet[0] & 0x80 ? 0x0f : 0x1f);
	for (size_t i = 0; i < NUMBER_SIZE; i++)
		packet[header_size - NUMBER_SIZE + i] ^= mask[1 + i];
}

static void
add_id(struct buffer *out, const struct quic_cid *id)
{
	buffer_add_char(out, (char)id->len);
	buffer_add(out, bytes_of(id->at, id->len));
}

static void
add_number(struct buffer *out, uint64_t value, int size)
{
	while (size-- > 0)
		buffer_add_char(out, (char)(value >> (8 * size)));
}

static uint8_t
first_byte(const struct talk *talk, enum side side, enum quic_level level)
{
	uint8_t type = 0;

	if (level == QUIC_APPLICATION)
		return (uint8_t)(0x43 | (talk->updates[side] & 1) << 2);
	while (talk->version->types[type] != (uint8_t)level)
		type++;
	return (uint8_t)(0xc3 | type << 4);
}

static void
add_header(struct talk *talk, enum side side, enum quic_level level, size_t plain_size,
    struct buffer *out)
{
	enum side other = side == SIDE_CLIENT ? SIDE_SERVER : SIDE_CLIENT;
	bool is_first = side == SIDE_CLIENT && level <= QUIC_EARLY;
	const struct quic_cid *dcid = is_first ? &talk->dcid : &talk->ids[other];

	buffer_add_char(out, (char)first_byte(talk, side, level));
	if (level == QUIC_APPLICATION) {
		buffer_add(out, bytes_of(dcid->at, dcid->len));
	} else {
		add_number(out, talk->version->number, 4);
		add_id(out, dcid);
		add_id(out, &talk->ids[side]);
		if (level == QUIC_INITIAL)
			buffer_add_char(out, 0); /* no token */
		add_number(out, 0x4000 | (NUMBER_SIZE + plain_size + TAG_SIZE), 2);
	}
	add_number(out, talk->numbers[side][level], NUMBER_SIZE);
}

struct bytes
talk_seal(struct talk *talk, enum side side, enum quic_level level, struct bytes frames)
{
	size_t plain_size = MAX(frames.len, (size_t)NUMBER_SIZE);
	uint8_t *plain = arena_alloc(&talk->scratch, plain_size); /* PADDING is zeros */
	struct buffer header = { 0 };
	uint8_t *packet;
	size_t size;

	if (frames.len > 0)
		memcpy(plain, frames.at, frames.len);
	add_header(talk, side, level, plain_size, &header);
	size = header.len + plain_size + TAG_SIZE;
	packet = arena_alloc(&talk->scratch, size);
	memcpy(packet, header.at, header.len);
	protect(talk, side, level, talk->numbers[side][level]++, packet, header.len,
	    bytes_of(plain, plain_size));
	buffer_clear(&header);
	return bytes_of(packet, size);
}

void
talk_datagram(struct talk *talk, enum side side, struct bytes datagram)
{
	struct chunk chunk = {
		.side = side,
		.frame = talk->frames + 1,
		.at_ns = (talk->frames + 1) * NS_PER_MS,
		.transport = "udp",
		.is_datagram = true,
		.is_cut = talk->is_cut,
		.src_port = side == SIDE_CLIENT ? 50000 : 443,
		.dst_port = side == SIDE_CLIENT ? 443 : 50000,
	};
	/* A copy of just that size: whoever reads past its end is caught. */
	uint8_t *copy = malloc(datagram.len + 1);

	talk->frames++;
	memcpy(copy, datagram.at, datagram.len);
	arena_reset(&talk->scratch);
	stack_datagram(&talk->stack, &talk->receiver, &chunk, bytes_of(copy, datagram.len));
	arena_reset(&talk->scratch);
	free(copy);
	talk->is_cut = false;
}

void
talk_fall_silent(struct talk *talk)
{
	for (enum side side = SIDE_CLIENT; side <= SIDE_SERVER; side++) {
		struct chunk chunk = { .what = CHUNK_END,
			.side = side,
			.frame = talk->frames,
			.at_ns = talk->frames * NS_PER_MS,
			.silent_ns = talk->silent_ns,
			.transport = "udp" };

		stack_feed(&talk->stack, &talk->receiver, &chunk, BYTES(""));
	}
}

void
talk_send(struct talk *talk, enum side side, enum quic_level level, struct bytes frames)
{
	talk_datagram(talk, side, talk_seal(talk, side, level, frames));
}

static struct bytes
taken(struct talk *talk, struct buffer *buffer)
{
	struct bytes bytes = arena_copy(&talk->scratch, buffer_bytes(buffer));

	buffer_clear(buffer);
	return bytes;
}

struct bytes
talk_crypto(struct talk *talk, uint64_t offset, struct bytes bytes)
{
	struct buffer out = { 0 };

	buffer_add_char(&out, 0x06);
	add_number(&out, 0x80000000 | offset, 4);
	add_number(&out, 0x4000 | bytes.len, 2);
	buffer_add(&out, bytes);
	return taken(talk, &out);
}

struct bytes
talk_stream(
    struct talk *talk, uint64_t id, uint64_t offset, struct bytes bytes, bool is_last)
{
	struct buffer out = { 0 };

	buffer_add_char(&out, (char)(0x0e | is_last));
	add_number(&out, 0x80000000 | id, 4);
	add_number(&out, 0x80000000 | offset, 4);
	add_number(&out, 0x4000 | bytes.len, 2);
	buffer_add(&out, bytes);
	return taken(talk, &out);
}

static void
add_extension(struct buffer *out, uint16_t type, struct bytes contents)
{
	add_number(out, type, 2);
	add_number(out, contents.len, 2);
	buffer_add(out, contents);
}

struct bytes
talk_hello(struct talk *talk, const char *protocol)
{
	struct bytes name = bytes_of_string(protocol);
	struct buffer out = { 0 }, extensions = { 0 }, alpn = { 0 };

	add_number(&alpn, name.len + 1, 2);
	add_number(&alpn, name.len, 1);
	buffer_add(&alpn, name);
	add_extension(&extensions, 0, BYTES("\0\x0a\0\0\x07h3.test"));
	add_extension(&extensions, 16, buffer_bytes(&alpn));
	add_extension(&extensions, 43, BYTES("\x02\x03\x04"));
	add_extension(&extensions, 57, BYTES("\x01\x04\x80\0\x75\x30")); /* idle: 30 s */
	buffer_add(&out, BYTES("\x01\0"));
	add_number(&out, 2 + 32 + 1 + 4 + 2 + 2 + extensions.len, 2);
	buffer_add(&out, BYTES("\x03\x03"));
	for (int i = 0; i < 32; i++)
		buffer_add_char(&out, (char)(0x40 + i));
	buffer_add(&out, BYTES("\0\0\x02\x13\x01\x01\0"));
	add_number(&out, extensions.len, 2);
	buffer_add(&out, buffer_bytes(&extensions));
	buffer_clear(&extensions);
	buffer_clear(&alpn);
	return taken(talk, &out);
}

void
talk_greet(struct talk *talk)
{
	talk_send(
	    talk, SIDE_CLIENT, QUIC_INITIAL, talk_crypto(talk, 0, talk_hello(talk, "h3")));
	talk_send(talk, SIDE_SERVER, QUIC_INITIAL, BYTES("\x01"));
}

const char *
talk_events(struct talk *talk)
{
	buffer_reserve(&talk->events, 1);
	talk->events.at[talk->events.len] = '\0';
	return (const char *)talk->events.at;
}

int
talk_count(struct talk *talk, const char *text)
{
	const char *at = talk_events(talk);
	int count = 0;

	while ((at = strstr(at, text)) != NULL) {
		at++;
		count++;
	}
	return count;
}
