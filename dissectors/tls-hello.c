/* SPDX-License-Identifier: BSD-2-Clause */
/* ClientHello and ServerHello, RFC 8446 4.1.2 and 4.1.3, RFC 5246 7.4.1:
 *
 *	client: version2 random32 session id[1] cipher suites[2] compressions[1]
 *extensions[2] server: version2 random32 session id[1] cipher2 compression1 extensions[2]
 *	extension: type2 contents[2]
 *
 * x[n] is a length of n bytes with that many bytes behind it. */
#include "dissectors/tls-hello.h"
#include "dissectors/tls-fingerprint.h"
#include "dissectors/tls-inside.h"
#include "event/tls.h"

/* A ServerHello with this random is a HelloRetryRequest (RFC 8446 4.1.3). */
static const uint8_t retry_random[TLS_RANDOM_SIZE] = { 0xcf, 0x21, 0xad, 0x74, 0xe5, 0x9a,
	0x61, 0x11, 0xbe, 0x1d, 0x8c, 0x02, 0x1e, 0x65, 0xb8, 0x91, 0xc2, 0xa2, 0x11, 0x16,
	0x7a, 0xbb, 0x8c, 0x5e, 0x07, 0x9e, 0x09, 0xe2, 0xc8, 0xa8, 0x33, 0x9c };

/* The first drafts of 1.3 (up to 21) had a ServerHello without session id and compression,
 * and the key share under another number. */
enum { DRAFT_FIRST = 0x7f00, DRAFT_LAST = 0x7f15, TLS_KEY_SHARE_DRAFT = 40 };

/* What a hello holds beside the members of its event. */
struct hello {
	struct arena *scratch;
	struct list extensions;
	struct bytes point_formats;
	struct list signatures;
};

static struct maybe
read_number(struct cursor *in)
{
	uint16_t number = cursor_u16(in);

	return in->broken ? (struct maybe){ 0 } : maybe_of(number);
}

static struct list
read_numbers(struct arena *arena, struct cursor in)
{
	size_t count = cursor_left(&in) / 2;
	uint16_t *numbers = arena_array(arena, count, sizeof(*numbers));

	for (size_t i = 0; i < count; i++)
		numbers[i] = cursor_u16(&in);
	return LIST_OF(numbers, count);
}

/* A list of entries, of which only a name of type 0, a host name, was ever defined. */
static struct bytes
read_server_name(struct cursor *in)
{
	struct cursor names = cursor_sub16(in);
	uint8_t type = cursor_u8(&names);
	struct cursor name = cursor_sub16(&names);

	return type == 0 ? cursor_rest(&name) : (struct bytes){ NULL, 0 };
}

static struct list
read_protocols(struct arena *arena, struct cursor *in)
{
	struct cursor names = cursor_sub16(in);
	struct bytes *protocols =
	    arena_array(arena, cursor_left(&names) / 2 + 1, sizeof(*protocols));
	size_t count = 0;

	while (cursor_left(&names) > 1) {
		struct cursor name = cursor_sub8(&names);

		if (cursor_left(&name) > 0)
			protocols[count++] = cursor_rest(&name);
	}
	return LIST_OF(protocols, count);
}

static struct list
read_key_shares(struct arena *arena, struct cursor *in)
{
	struct cursor shares = cursor_sub16(in);
	uint16_t *groups =
	    arena_array(arena, cursor_left(&shares) / 4 + 1, sizeof(*groups));
	size_t count = 0;

	while (cursor_left(&shares) >= 4) {
		groups[count++] = cursor_u16(&shares);
		cursor_sub16(&shares);
	}
	return LIST_OF(groups, count);
}

static void
client_extension(struct tls *tls, struct hello *hello, struct event_tls_client_hello *event,
    uint16_t type, struct cursor in)
{
	struct arena *scratch = hello->scratch;

	switch (type) {
	case TLS_SERVER_NAME: event->sni = read_server_name(&in); break;
	case TLS_GROUPS: event->groups = read_numbers(scratch, cursor_sub16(&in)); break;
	case TLS_POINT_FORMATS: {
		struct cursor formats = cursor_sub8(&in);

		hello->point_formats = cursor_rest(&formats);
		break;
	}
	case TLS_SIGNATURES:
		hello->signatures = read_numbers(scratch, cursor_sub16(&in));
		break;
	case TLS_ALPN: event->alpn = read_protocols(scratch, &in); break;
	case TLS_SESSION_TICKET: tls->has_ticket = cursor_left(&in) > 0; break;
	case TLS_PSK: event->psk = true; break;
	case TLS_EARLY_DATA:
		event->early_data = true;
		tls->has_early_data = true;
		break;
	case TLS_VERSIONS: event->versions = read_numbers(scratch, cursor_sub8(&in)); break;
	case TLS_KEY_SHARE_DRAFT:
	case TLS_KEY_SHARE: event->key_shares = read_key_shares(scratch, &in); break;
	case TLS_ECH: event->ech = true; break;
	default: break;
	}
}

static void
remember_alpn(struct tls *tls, struct bytes alpn)
{
	tls->alpn_size = alpn.len <= TLS_ALPN_MAX ? alpn.len : 0;
	if (tls->alpn_size > 0)
		memcpy(tls->alpn, alpn.at, alpn.len);
}

static struct bytes
read_chosen_protocol(struct tls *tls, struct arena *scratch, struct cursor *in)
{
	struct list chosen = read_protocols(scratch, in);
	struct bytes alpn = { NULL, 0 };

	if (chosen.count > 0)
		alpn = *(const struct bytes *)chosen.items;
	remember_alpn(tls, alpn);
	return alpn;
}

static void
server_extension(struct tls *tls, struct hello *hello, struct event_tls_server_hello *event,
    uint16_t type, struct cursor in)
{
	switch (type) {
	case TLS_ALPN: event->alpn = read_chosen_protocol(tls, hello->scratch, &in); break;
	case TLS_ENCRYPT_THEN_MAC: tls->encrypt_then_mac = true; break;
	case TLS_PSK: event->resumed = true; break;
	case TLS_VERSIONS: event->selected_version = read_number(&in); break;
	case TLS_KEY_SHARE_DRAFT:
	case TLS_KEY_SHARE: event->group = read_number(&in); break;
	default: break;
	}
}

/* Takes the next extension off; false after the last. */
static bool
next_extension(struct cursor *in, uint16_t *type, struct cursor *contents)
{
	if (cursor_left(in) < 4)
		return false;
	*type = cursor_u16(in);
	*contents = cursor_sub16(in);
	return !in->broken;
}

/* The types alone, for lists and fingerprints. */
static struct list
read_extension_types(struct arena *arena, struct cursor in)
{
	uint16_t *types = arena_array(arena, cursor_left(&in) / 4 + 1, sizeof(*types));
	struct cursor contents;
	size_t count = 0;

	while (next_extension(&in, &types[count], &contents))
		count++;
	return LIST_OF(types, count);
}

static void
remember_client(struct tls *tls, const struct chunk *chunk, struct bytes random,
    struct bytes session_id)
{
	if (!tls->has_hello)
		tls->hello_ns = chunk->at_ns;
	tls->has_hello = true;
	tls->client_side = chunk->side;
	tls->has_ticket = false;
	tls->has_early_data = false;
	memcpy(tls->client_random, random.at, TLS_RANDOM_SIZE);
	tls->session_id_size = MIN(session_id.len, (size_t)TLS_SESSION_ID_MAX);
	if (tls->session_id_size > 0)
		memcpy(tls->session_id, session_id.at, tls->session_id_size);
}

bool
tls_client_hello_dissect(struct tls *tls, struct sink *sink, const struct chunk *chunk,
    const struct tls_message *message)
{
	struct event_tls_client_hello event = {
		.head = event_head(EVENT_TLS_CLIENT_HELLO, chunk),
		.transport = tls_is_quic(chunk) ? "quic" : "tcp",
		.record_version = { message->record_version, !tls_is_quic(chunk) },
	};
	struct hello hello = { .scratch = sink->scratch };
	struct cursor in = cursor_of(message->body);
	struct cursor session_id, ciphers, extensions, contents;
	uint16_t type;

	event.version = maybe_of(cursor_u16(&in));
	event.random = cursor_bytes(&in, TLS_RANDOM_SIZE);
	session_id = cursor_sub8(&in);
	ciphers = cursor_sub16(&in);
	cursor_sub8(&in); /* compressions */
	if (in.broken)
		return false;
	extensions = cursor_left(&in) > 0 ? cursor_sub16(&in) : in; /* none up to SSL 3.0 */
	event.session_id = cursor_rest(&session_id);
	event.ciphers = read_numbers(sink->scratch, ciphers);
	remember_client(tls, chunk, event.random, event.session_id);
	if (cursor_left(&extensions) > 0)
		event.extensions = read_extension_types(sink->scratch, extensions);
	while (next_extension(&extensions, &type, &contents))
		client_extension(tls, &hello, &event, type, contents);
	event.ja3 = tls_ja3(sink->scratch, &event, hello.point_formats);
	event.ja4 = tls_ja4(sink->scratch, &event, hello.signatures);
	event.has_keys = sink_secrets(sink, event.random) != NULL || sink->wait != NULL;
	if (!tls_is_quic(chunk))
		tls_inside_client_hello(tls, sink);
	sink_event(sink, &event.head);
	return !in.broken;
}

/* Before 1.3 a session is an earlier one where its id came back, or where a ticket was
 * taken, which only the messages behind the ServerHello show (RFC 5077 3.4). */
static bool
is_resumed(const struct tls *tls, const struct event_tls_server_hello *event,
    const struct tls_message *message)
{
	if (event->hello_retry)
		return false;
	if (event->selected_version.known)
		return event->resumed;
	if (message->ticket_taken)
		return true;
	return tls->has_hello && event->session_id.len > 0 &&
	       bytes_equal(
		   event->session_id, bytes_of(tls->session_id, tls->session_id_size));
}

/* 1.3 has no message for it: both hellos together are the key exchange. */
static void
tell_key_exchange(struct sink *sink, const struct chunk *chunk,
    const struct event_tls_server_hello *hello)
{
	enum { FFDHE_FIRST = 256, FFDHE_LAST = 260 };
	struct event_tls_key_exchange event = {
		.head = event_head(EVENT_TLS_KEY_EXCHANGE, chunk),
		.method = "ecdhe",
		.group = hello->group,
	};

	if (!hello->group.known)
		event.method = "psk";
	else if (hello->group.value >= FFDHE_FIRST && hello->group.value <= FFDHE_LAST)
		event.method = "dhe";
	sink_event(sink, &event.head);
}

static void
remember_server(
    struct tls *tls, const struct chunk *chunk, const struct event_tls_server_hello *hello)
{
	if (!tls->has_hello)
		tls->client_side = chunk->side == SIDE_CLIENT ? SIDE_SERVER : SIDE_CLIENT;
	if (hello->hello_retry)
		return;
	tls->version =
	    (uint16_t)(hello->selected_version.known ? hello->selected_version.value
						     : hello->version.value);
	tls->cipher = (uint16_t)hello->cipher.value;
	memcpy(tls->server_random, hello->random.at, TLS_RANDOM_SIZE);
}

bool
tls_server_hello_dissect(struct tls *tls, struct sink *sink, const struct chunk *chunk,
    const struct tls_message *message)
{
	struct event_tls_server_hello event = {
		.head = event_head(EVENT_TLS_SERVER_HELLO, chunk),
		.transport = tls_is_quic(chunk) ? "quic" : "tcp",
	};
	struct hello hello = { .scratch = sink->scratch };
	struct cursor in = cursor_of(message->body);
	struct cursor session_id, extensions, contents;
	uint16_t type;
	bool is_draft;

	event.version = maybe_of(cursor_u16(&in));
	is_draft = event.version.value >= DRAFT_FIRST && event.version.value <= DRAFT_LAST;
	event.random = cursor_bytes(&in, TLS_RANDOM_SIZE);
	session_id = is_draft ? cursor_of(event.session_id) : cursor_sub8(&in);
	event.session_id = cursor_rest(&session_id);
	event.cipher = maybe_of(cursor_u16(&in));
	if (!is_draft)
		tls->compression = cursor_u8(&in);
	if (in.broken)
		return false;
	extensions = cursor_left(&in) > 0 ? cursor_sub16(&in) : in;
	hello.extensions = read_extension_types(sink->scratch, extensions);
	tls->encrypt_then_mac = false;
	while (next_extension(&extensions, &type, &contents))
		server_extension(tls, &hello, &event, type, contents);
	event.hello_retry = memcmp(event.random.at, retry_random, TLS_RANDOM_SIZE) == 0;
	event.resumed = is_resumed(tls, &event, message);
	event.ja3s = tls_ja3s(sink->scratch, &event, hello.extensions);
	remember_server(tls, chunk, &event);
	if (!event.hello_retry && !tls_is_quic(chunk))
		tls_inside_server_hello(tls, sink, chunk);
	sink_event(sink, &event.head);
	if (tls->version >= TLS_1_3 && !event.hello_retry)
		tell_key_exchange(sink, chunk, &event);
	return !in.broken;
}

bool
tls_encrypted_extensions_dissect(
    struct tls *tls, struct sink *sink, const struct tls_message *message)
{
	struct cursor in = cursor_of(message->body);
	struct cursor extensions = cursor_sub16(&in);
	struct cursor contents;
	uint16_t type;

	while (next_extension(&extensions, &type, &contents)) {
		if (type == TLS_ALPN)
			read_chosen_protocol(tls, sink->scratch, &contents);
		if (type == TLS_EARLY_DATA)
			tls->is_early_accepted = true;
	}
	return !in.broken;
}
