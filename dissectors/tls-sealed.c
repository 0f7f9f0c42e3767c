/* SPDX-License-Identifier: BSD-2-Clause */
#include "dissectors/tls-sealed.h"
#include "dissectors/tls-content.h"
#include "dissectors/tls-inside.h"
#include "dissectors/tls-tell.h"

enum {
	FAILURES_MAX = 32,         /* records in a row, where there is an excuse for them */
	SEALED_MIN = 17,           /* of 1.3: a type and a tag */
	SEALED_MAX = 16384 + 2048, /* of 1.2 */
};

bool
tls_sealed_is_lost(const struct tls *tls, enum side side)
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
tls_sealed_seek(struct tls *tls, enum side side, struct cursor *in)
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
		tls_inside_give_up(tls, sink, chunk, "too much of it was lost to go on",
		    "too much was lost to go on with the secret");
	else
		tls_inside_give_up(tls, sink, chunk, "the secret for it is a wrong one",
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
		tls_inside_take_secrets(tls, sink, chunk);
	return tls_direction_open(direction, is_12 ? NULL : &phases, &record, room);
}

void
tls_sealed_pass(
    struct tls *tls, struct sink *sink, const struct chunk *chunk, struct bytes record)
{
	if (record.at[0] == TLS_RECORD_APPLICATION)
		tls_application_record(tls, sink, chunk, record.len - TLS_RECORD_HEADER);
}

bool
tls_sealed_record(
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
		tls_sealed_pass(tls, sink, chunk, cursor_bytes(in, size));
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
