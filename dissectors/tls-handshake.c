/* SPDX-License-Identifier: BSD-2-Clause */
/* Handshake messages, RFC 5246 7.4:
 *
 *	Certificate: list[3] of certificate[3]; 1.3 (RFC 8446 4.4.2): context[1] list[3]
 *		of certificate[3] extensions[2]
 *	ServerKeyExchange: ECDHE: 3 group2 point[1]; DHE: p[2] g[2] y[2]; PSK: hint[2]
 *	CompressedCertificate (RFC 8879): algorithm2 size3 of a Certificate[3]
 *	ClientKeyExchange: RSA: secret[2]; PSK: identity[2] */
#include "dissectors/tls-handshake.h"
#include "dissectors/certificate.h"
#include "dissectors/content-coding.h"
#include "dissectors/tls-hello.h"
#include "event/tls.h"

enum {
	MESSAGE_MAX = 128 * 1024, /* no chain of certificates is longer in practice */
	HELLO_MIN = 38,           /* version, random, three empty or fixed members */
	CHAIN_MAX = 64,
	NAMED_CURVE = 3,
	DH_MIN = 32,  /* bytes of the smallest prime that anybody used: 256 bits */
	RSA_MIN = 64, /* ... of the smallest secret: 512 bits */
};

/* Cipher suites that begin from a pre-shared key (RFC 4279, 5487, 5489, 6655, 7905, 8442).
 */
static const struct {
	uint16_t first, last;
} psk_suites[] = {
	{ 0x002c, 0x002e },
	{ 0x008a, 0x0095 },
	{ 0x00a8, 0x00b9 },
	{ 0xc033, 0xc03b },
	{ 0xc064, 0xc06f },
	{ 0xc08e, 0xc09b },
	{ 0xc0a4, 0xc0ab },
	{ 0xccab, 0xccae },
	{ 0xd001, 0xd005 },
};

bool
tls_handshake_is_known(uint8_t type)
{
	switch (type) {
	case TLS_HELLO_REQUEST:
	case TLS_CLIENT_HELLO:
	case TLS_SERVER_HELLO:
	case TLS_NEW_SESSION_TICKET:
	case TLS_CERTIFICATE:
	case TLS_SERVER_KEY_EXCHANGE:
	case TLS_CERTIFICATE_REQUEST:
	case TLS_SERVER_HELLO_DONE:
	case TLS_CERTIFICATE_VERIFY:
	case TLS_CLIENT_KEY_EXCHANGE:
	case TLS_CERTIFICATE_URL:
	case TLS_CERTIFICATE_STATUS:
	case TLS_NEXT_PROTOCOL: return true;
	default: return false;
	}
}

bool
tls_handshake_is_clear(uint8_t type, uint32_t size)
{
	switch (type) {
	case TLS_CLIENT_HELLO:
	case TLS_SERVER_HELLO: return size >= HELLO_MIN && size <= MESSAGE_MAX;
	case TLS_HELLO_REQUEST:
	case TLS_SERVER_HELLO_DONE: return size == 0;
	default: return tls_handshake_is_known(type) && size <= MESSAGE_MAX;
	}
}

static bool
certificate_dissect(
    const struct tls *tls, struct sink *sink, const struct chunk *chunk, struct bytes body)
{
	struct event_tls_certificate event = {
		.head = event_head(EVENT_TLS_CERTIFICATE, chunk),
		.of = chunk->side == tls->client_side ? "client" : "server",
	};
	struct cursor in = cursor_of(body);
	bool is_13 = tls->version >= TLS_1_3;
	struct cursor context = cursor_sub(&in, is_13 ? cursor_u8(&in) : 0);
	struct cursor list = cursor_sub(&in, cursor_u24(&in));
	struct certificate *chain = arena_array(sink->scratch, CHAIN_MAX, sizeof(*chain));
	size_t count = 0;
	bool is_good = true;

	while (cursor_left(&list) > 0 && count < CHAIN_MAX) {
		struct bytes der = cursor_bytes(&list, cursor_u24(&list));

		if (der.len == 0)
			break;
		is_good = certificate_read(sink->scratch, der, &chain[count++]) && is_good;
		if (is_13)
			cursor_sub16(&list);
	}
	event.chain = LIST_OF(chain, count);
	sink_event(sink, &event.head);
	return is_good && !list.broken && !context.broken && !in.broken;
}

/* False: this algorithm is not known here. */
static bool
compression_find(uint16_t algorithm, struct content_codings *codings)
{
	static const char *const names[] = { NULL, "deflate", "br", "zstd" };

	if (algorithm >= COUNT_OF(names) || names[algorithm] == NULL)
		return false;
	*codings = content_codings_read(bytes_of_string(names[algorithm]));
	return codings->is_known;
}

static bool
compressed_certificate_dissect(
    const struct tls *tls, struct sink *sink, const struct chunk *chunk, struct bytes body)
{
	struct cursor in = cursor_of(body);
	uint16_t algorithm = cursor_u16(&in);
	size_t size = cursor_u24(&in);
	struct bytes coded = cursor_bytes(&in, cursor_u24(&in));
	struct content_codings codings;
	struct buffer plain = { 0 };
	bool is_good;

	if (in.broken || size > MESSAGE_MAX)
		return false;
	if (!compression_find(algorithm, &codings)) {
		sink_warn(sink, chunk, "tls",
		    "a certificate in a compression that is not supported");
		return true;
	}
	is_good = content_decode(&codings, coded, &plain, size) && plain.len == size &&
		  certificate_dissect(tls, sink, chunk, buffer_bytes(&plain));
	buffer_clear(&plain);
	return is_good;
}

static bool
suite_has_psk(uint16_t cipher)
{
	for (size_t i = 0; i < COUNT_OF(psk_suites); i++)
		if (cipher >= psk_suites[i].first && cipher <= psk_suites[i].last)
			return true;
	return false;
}

static void
key_exchange_tell(struct tls *tls, struct sink *sink, const struct chunk *chunk,
    const char *method, struct maybe group)
{
	struct event_tls_key_exchange event = {
		.head = event_head(EVENT_TLS_KEY_EXCHANGE, chunk),
		.method = method,
		.group = group,
	};

	tls->has_key_exchange = true;
	sink_event(sink, &event.head);
}

/* A suite with a pre-shared key puts a hint before the parameters, which may be all. */
static void
server_key_exchange(
    struct tls *tls, struct sink *sink, const struct chunk *chunk, struct bytes body)
{
	struct cursor in = cursor_of(body);
	struct cursor prime;
	uint16_t group;
	bool is_curve;

	if (suite_has_psk(tls->cipher)) {
		cursor_sub16(&in);
		if (in.broken || cursor_left(&in) == 0)
			return;
	}
	prime = in;
	is_curve = cursor_u8(&in) == NAMED_CURVE;
	group = cursor_u16(&in);
	cursor_sub8(&in);
	/* A prime of 6144 bits begins with 3, too, but then with its highest bit. */
	if (is_curve && !in.broken && (group < 0x80 || group > 0xff)) {
		key_exchange_tell(tls, sink, chunk, "ecdhe", maybe_of(group));
		return;
	}
	if (cursor_u16(&prime) >= DH_MIN)
		key_exchange_tell(tls, sink, chunk, "dhe", (struct maybe){ 0 });
}

/* Only where the server sent no parameters; SSL 3.0 sends the secret without a length. */
static void
client_key_exchange(
    struct tls *tls, struct sink *sink, const struct chunk *chunk, struct bytes body)
{
	struct cursor in = cursor_of(body);
	size_t size = cursor_u16(&in);

	if (tls->has_key_exchange)
		return;
	if (suite_has_psk(tls->cipher))
		key_exchange_tell(tls, sink, chunk, "psk", (struct maybe){ 0 });
	else if (body.len >= RSA_MIN &&
		 (size == cursor_left(&in) || tls->version == 0x0300))
		key_exchange_tell(tls, sink, chunk, "rsa", (struct maybe){ 0 });
}

bool
tls_handshake_dissect(struct tls *tls, struct sink *sink, const struct chunk *chunk,
    const struct tls_message *message)
{
	switch (message->type) {
	case TLS_CLIENT_HELLO: return tls_client_hello_dissect(tls, sink, chunk, message);
	case TLS_SERVER_HELLO: return tls_server_hello_dissect(tls, sink, chunk, message);
	case TLS_ENCRYPTED_EXTENSIONS:
		return tls_encrypted_extensions_dissect(tls, sink, message);
	case TLS_CERTIFICATE: return certificate_dissect(tls, sink, chunk, message->body);
	case TLS_COMPRESSED_CERTIFICATE:
		return compressed_certificate_dissect(tls, sink, chunk, message->body);
	case TLS_SERVER_KEY_EXCHANGE:
		server_key_exchange(tls, sink, chunk, message->body);
		return true;
	case TLS_CLIENT_KEY_EXCHANGE:
		client_key_exchange(tls, sink, chunk, message->body);
		return true;
	default: return true;
	}
}
