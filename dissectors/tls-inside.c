/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdlib.h>

#include "base/die.h"
#include "dissectors/tls-inside.h"

enum {
	DRAFT_AS_13 = 0x7f19, /* the first draft that seals as 1.3 does */
	DRAFT_MAX = 0x7fff,
};

void
tls_inside_give_up(struct tls *tls, struct sink *sink, const struct chunk *chunk,
    const char *why, const char *text)
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

/* Where each side begins: the first bytes of a client may be early data. */
static void
begin_phases(struct tls *tls)
{
	struct inside_side *sides = tls->inside->sides;

	sides[SIDE_CLIENT].direction.phase = TLS_PHASE_HANDSHAKE;
	sides[SIDE_SERVER].direction.phase = TLS_PHASE_HANDSHAKE;
	if (tls->has_early_data)
		sides[tls->client_side].direction.phase = TLS_PHASE_EARLY;
}

/* A second hello follows a HelloRetryRequest, which refuses early data, or, up to 1.2,
 * begins a new session within the old one. */
void
tls_inside_client_hello(struct tls *tls, struct sink *sink)
{
	struct tls_direction *client;

	if (tls->inside == NULL) {
		tls->unopened = "no secret for this connection";
		take_secrets(tls, sink);
		if (tls->inside != NULL)
			begin_phases(tls);
		return;
	}
	tls->inside->secrets = (struct tls_secrets){ 0 };
	take_secrets(tls, sink);
	if (tls->version != 0)
		return;
	client = &tls->inside->sides[tls->client_side].direction;
	tls->inside->is_early_refused = client->keys.key != NULL;
	tls_keys_clear(&client->keys);
	client->phase = TLS_PHASE_HANDSHAKE;
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
	struct tls_phases of_client = tls_phases_of(tls, tls->client_side);
	struct tls_phases of_server = tls_phases_of(tls, server);
	struct tls_direction *client = &tls->inside->sides[tls->client_side].direction;

	if (client->phase == TLS_PHASE_HANDSHAKE)
		tls_direction_begin(client, &of_client, TLS_PHASE_HANDSHAKE);
	tls_direction_begin(
	    &tls->inside->sides[server].direction, &of_server, TLS_PHASE_HANDSHAKE);
}

/* What the server has chosen: keys, or why there cannot be any. */
static void
begin_session(struct tls *tls, struct sink *sink, const struct chunk *chunk)
{
	struct tls_inside *inside = tls->inside;
	bool is_13 = tls->version >= TLS_1_3;

	if (tls->version == 0)
		return;
	inside->suite = tls_suite_find(tls->cipher);
	if (!version_can_be_opened(tls->version))
		tls_inside_give_up(tls, sink, chunk, "its version is not supported",
		    code_text(sink, "version", tls->version));
	else if (inside->suite == NULL || tls_suite_is_13(inside->suite) != is_13)
		tls_inside_give_up(tls, sink, chunk, "its cipher is not supported",
		    code_text(sink, "cipher", tls->cipher));
	else if (tls->compression != 0)
		tls_inside_give_up(tls, sink, chunk, "its compression is not supported",
		    "compression not supported");
	else if (is_13)
		begin_13(tls);
}

bool
tls_inside_take_secrets(struct tls *tls, struct sink *sink, const struct chunk *chunk)
{
	bool is_first = tls->inside == NULL;

	take_secrets(tls, sink);
	if (tls->inside == NULL)
		return false;
	if (is_first) {
		begin_phases(tls);
		begin_session(tls, sink, chunk);
	}
	return true;
}

void
tls_inside_server_hello(struct tls *tls, struct sink *sink, const struct chunk *chunk)
{
	if (!tls->has_hello)
		return;
	if (tls->inside == NULL)
		tls_inside_take_secrets(tls, sink, chunk);
	else if (!tls->inside->is_given_up)
		begin_session(tls, sink, chunk);
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
