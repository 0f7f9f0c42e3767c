/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdlib.h>

#include "base/die.h"
#include "dissectors/tls-content.h"
#include "dissectors/tls-inside.h"
#include "dissectors/tls-late.h"
#include "dissectors/tls-tell.h"

enum {
	FAILURES_MAX = 32,         /* records in a row, where there is an excuse for them */
	SEALED_MIN = 17,           /* of 1.3: a type and a tag */
	SEALED_MAX = 16384 + 2048, /* of 1.2 */
	DRAFT_AS_13 = 0x7f19,      /* the first draft that seals as 1.3 does */
	DRAFT_MAX = 0x7fff,
};

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

bool
tls_inside_reads(
    const struct tls *tls, const struct sink *sink, enum side side, uint8_t record_type)
{
	if (tls->inside == NULL ? !tls_late_may_wait(tls, sink) : tls->inside->is_given_up)
		return false;
	if (tls->version >= TLS_1_3)
		return record_type == TLS_RECORD_APPLICATION;
	if (tls->version == 0)
		return record_type == TLS_RECORD_APPLICATION && side == tls->client_side &&
		       tls->has_early_data;
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
	sink_inner_gap(sink, tls_inner_name(tls, chunk), tls_inner_stream(tls, direction),
	    chunk->side, direction->lost - around);
}

static void
record_opened(struct tls *tls, struct sink *sink, const struct chunk *chunk,
    const struct tls_opened *opened)
{
	struct tls_direction *direction = &tls->inside->sides[chunk->side].direction;

	if (direction->is_lost)
		tell_lost(tls, sink, chunk, opened);
	direction->is_lost = false;
	direction->lost = 0;
	direction->failures = 0;
	tls_content_dissect(tls, sink, chunk, &opened->content);
}

/* May this record fail to open though the secrets are right? */
static bool
failure_is_excused(const struct tls *tls, const struct chunk *chunk)
{
	const struct tls_direction *direction = &tls->inside->sides[chunk->side].direction;
	struct tls_phases phases = tls_phases_of(tls, chunk->side);

	if (direction->is_lost)
		return true;
	if (tls->version != 0 && tls->version < TLS_1_3)
		return false;
	return !tls_direction_has_secret(direction, &phases) ||
	       (tls->has_early_data && phases.of_client &&
		   direction->phase != TLS_PHASE_TRAFFIC);
}

/* Behind a gap what looked like a record may have been none. */
static void
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
		return;
	if (is_excused && direction->is_lost)
		give_up(tls, sink, chunk, "too much of it was lost to go on",
		    "too much was lost to go on with the secret");
	else
		give_up(tls, sink, chunk, "the secret for it is a wrong one",
		    "wrong secret: records do not authenticate");
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
	phases = tls_phases_of(tls, chunk->side);
	if (sink->wait != NULL && direction->keys.key == NULL)
		take_secrets(tls, sink);
	return tls_direction_open(direction, is_12 ? NULL : &phases, &record, room);
}

void
tls_inside_pass(
    struct tls *tls, struct sink *sink, const struct chunk *chunk, struct bytes record)
{
	if (record.at[0] == TLS_RECORD_APPLICATION)
		tls_application_record(tls, sink, chunk, record.len - TLS_RECORD_HEADER);
}

bool
tls_inside_record(
    struct tls *tls, struct sink *sink, const struct chunk *chunk, struct cursor *in)
{
	struct tls_direction *direction = &tls->inside->sides[chunk->side].direction;
	struct cursor at = *in;
	struct tls_record record = { .header = cursor_bytes(&at, TLS_RECORD_HEADER) };
	struct cursor header = cursor_of(record.header);
	struct tls_opened opened;
	size_t size;

	record.type = cursor_u8(&header);
	cursor_u16(&header);
	record.sealed = cursor_bytes(&at, cursor_u16(&header));
	size = TLS_RECORD_HEADER + record.sealed.len;
	if (tls->inside->is_given_up) {
		tls_inside_pass(tls, sink, chunk, cursor_bytes(in, size));
		return true;
	}
	if (tls_keys_pass_over(&direction->keys, &record)) {
		cursor_take(in, size);
		direction->lost += size;
		return true;
	}
	opened = record_open(tls, sink, chunk, record);
	if (opened.opening == TLS_NO_KEY)
		return false;
	if (opened.opening == TLS_FAILED) {
		record_failed(tls, sink, chunk, in, size);
		return true;
	}
	cursor_take(in, size);
	record_opened(tls, sink, chunk, &opened);
	return true;
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
