/* SPDX-License-Identifier: BSD-2-Clause */
#include "dissectors/tls-direction.h"

enum {
	SEARCH_MAX = 64, /* sequence numbers tried behind a gap */
	/* The longest record of 1.3: none of those that were lost was longer. */
	RECORD_SIZE_MAX = TLS_RECORD_HEADER + (1 << 14) + 256,
};

static const uint16_t suites_13[] = { 0x1301, 0x1302, 0x1303, 0x1304, 0x1305 };

static struct bytes
phase_secret(const struct tls_phases *phases, enum tls_phase phase)
{
	static const enum secret_label labels[2][TLS_PHASE_TRAFFIC + 1] = {
		{ SECRET_COUNT, SECRET_SERVER_HANDSHAKE, SECRET_SERVER_TRAFFIC },
		{ SECRET_CLIENT_EARLY, SECRET_CLIENT_HANDSHAKE, SECRET_CLIENT_TRAFFIC },
	};
	enum secret_label label = labels[phases->of_client ? 1 : 0][phase];

	if (label == SECRET_COUNT)
		return (struct bytes){ NULL, 0 };
	return secret_bytes(phases->secrets, label);
}

bool
tls_direction_has_secret(
    const struct tls_direction *direction, const struct tls_phases *phases)
{
	return phase_secret(phases, direction->phase).len > 0;
}

static void
use_keys(struct tls_direction *direction, enum tls_phase phase, struct tls_keys keys,
    struct bytes secret)
{
	tls_keys_clear(&direction->keys);
	direction->keys = keys;
	direction->phase = phase;
	memcpy(direction->secret, secret.at, MIN(secret.len, sizeof(direction->secret)));
}

void
tls_direction_begin(
    struct tls_direction *direction, const struct tls_phases *phases, enum tls_phase phase)
{
	struct bytes secret = phase_secret(phases, phase);
	struct tls_keys keys = { 0 };

	if (phase < direction->phase ||
	    (phase == direction->phase && direction->keys.key != NULL))
		return;
	tls_keys_clear(&direction->keys);
	direction->phase = phase;
	if (phases->suite != NULL && secret.len > 0 &&
	    tls_keys_set_13(&keys, phases->suite, secret))
		use_keys(direction, phase, keys, secret);
}

void
tls_direction_update(struct tls_direction *direction)
{
	const struct tls_suite *suite = direction->keys.suite;
	struct bytes secret;

	if (direction->keys.key == NULL || !tls_secret_update(suite, direction->secret))
		return;
	secret = bytes_of(direction->secret, crypto_hash_size(suite->prf));
	tls_keys_set_13(&direction->keys, suite, secret);
}

/* Opens with these keys, at the next sequence number, or behind a gap at one of those that
 * the record may have. */
static bool
open_with(struct tls_direction *direction, struct tls_keys *keys, uint64_t lost,
    const struct tls_record *record, uint8_t *room, struct tls_opened *opened)
{
	uint64_t first = keys->sequence + lost / RECORD_SIZE_MAX;
	uint64_t count = direction->is_lost ? SEARCH_MAX : 1;

	for (uint64_t i = 0; i < count; i++) {
		if (!tls_keys_open(keys, record, first + i, room, &opened->content))
			continue;
		opened->opening = TLS_OPENED;
		opened->missed = first + i - keys->sequence;
		keys->sequence = first + i + 1;
		return true;
	}
	opened->opening = TLS_FAILED;
	return false;
}

static bool
open_with_suite(struct tls_direction *direction, enum tls_phase phase,
    const struct tls_suite *suite, struct bytes secret, const struct tls_record *record,
    uint8_t *room, struct tls_opened *opened)
{
	struct tls_keys keys = { 0 };

	if (tls_keys_set_13(&keys, suite, secret) &&
	    open_with(direction, &keys, 0, record, room, opened)) {
		opened->is_other_phase = true;
		use_keys(direction, phase, keys, secret);
		return true;
	}
	tls_keys_clear(&keys);
	return false;
}

static bool
open_in_phase(struct tls_direction *direction, const struct tls_phases *phases,
    enum tls_phase phase, const struct tls_record *record, uint8_t *room,
    struct tls_opened *opened)
{
	struct bytes secret = phase_secret(phases, phase);

	if (secret.len == 0)
		return false;
	opened->opening = TLS_FAILED;
	if (phases->suite != NULL)
		return open_with_suite(
		    direction, phase, phases->suite, secret, record, room, opened);
	for (size_t i = 0; i < COUNT_OF(suites_13); i++)
		if (open_with_suite(direction, phase, tls_suite_find(suites_13[i]), secret,
			record, room, opened))
			return true;
	return false;
}

/* Opens, or says why not. */
struct tls_opened
tls_direction_open(struct tls_direction *direction, const struct tls_phases *phases,
    const struct tls_record *record, uint8_t *room)
{
	struct tls_opened opened = { .opening = TLS_NO_KEY };
	bool has_key = direction->keys.key != NULL;
	enum tls_phase phase = direction->phase;

	if (has_key &&
	    open_with(direction, &direction->keys, direction->lost, record, room, &opened))
		return opened;
	if (phases == NULL)
		return opened;
	for (int i = (int)phase + (has_key ? 1 : 0); i <= TLS_PHASE_TRAFFIC; i++)
		if (open_in_phase(
			direction, phases, (enum tls_phase)i, record, room, &opened))
			return opened;
	return opened;
}
