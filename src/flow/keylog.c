/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdlib.h>

#include "base/arena.h"
#include "base/die.h"
#include "base/map.h"
#include "flow/keylog.h"

enum { RANDOM_SIZE = 32, SECRETS_MAX = 1000000 };

struct keylog {
	struct hash_key hash_key;
	struct map randoms; /* of arrays of RANDOM_SIZE */
	struct arena arena;
};

struct keylog *
keylog_new(struct hash_key hash_key)
{
	struct keylog *keylog = alloc_zeroed(1, sizeof(*keylog));

	keylog->hash_key = hash_key;
	return keylog;
}

void
keylog_free(struct keylog *keylog)
{
	if (keylog == NULL)
		return;
	map_clear(&keylog->randoms);
	arena_clear(&keylog->arena);
	free(keylog);
}

bool
keylog_has(const struct keylog *keylog, struct bytes client_random)
{
	struct map_probe probe =
	    map_probe(&keylog->randoms, hash_bytes(&keylog->hash_key, client_random));
	const uint8_t *random;

	if (client_random.len != RANDOM_SIZE)
		return false;
	while ((random = map_next(&probe)) != NULL)
		if (memcmp(random, client_random.at, RANDOM_SIZE) == 0)
			return true;
	return false;
}

static int
hex_value(uint8_t digit)
{
	if (digit >= '0' && digit <= '9')
		return digit - '0';
	if (digit >= 'a' && digit <= 'f')
		return digit - 'a' + 10;
	if (digit >= 'A' && digit <= 'F')
		return digit - 'A' + 10;
	return -1;
}

/* False where the text is not RANDOM_SIZE bytes in hex. */
static bool
hex_read(struct bytes text, uint8_t random[RANDOM_SIZE])
{
	if (text.len != 2 * RANDOM_SIZE)
		return false;
	for (size_t i = 0; i < RANDOM_SIZE; i++) {
		int high = hex_value(text.at[2 * i]);
		int low = hex_value(text.at[2 * i + 1]);

		if (high < 0 || low < 0)
			return false;
		random[i] = (uint8_t)(high << 4 | low);
	}
	return true;
}

static bool
label_is_known(struct bytes label)
{
	static const char *const labels[] = { "CLIENT_RANDOM",
		"CLIENT_EARLY_TRAFFIC_SECRET", "CLIENT_HANDSHAKE_TRAFFIC_SECRET",
		"SERVER_HANDSHAKE_TRAFFIC_SECRET", "CLIENT_TRAFFIC_SECRET_0",
		"SERVER_TRAFFIC_SECRET_0" };

	for (size_t i = 0; i < COUNT_OF(labels); i++)
		if (bytes_equal(label, bytes_of_string(labels[i])))
			return true;
	return false;
}

static void
keylog_add_line(struct keylog *keylog, struct bytes line)
{
	struct bytes label = bytes_first(line, bytes_index(line, ' '));
	struct bytes rest = bytes_from(line, label.len + 1);
	struct bytes hex = bytes_first(rest, bytes_index(rest, ' '));
	uint8_t random[RANDOM_SIZE];
	struct bytes key = bytes_of(random, sizeof(random));

	if (!label_is_known(label) || rest.len <= hex.len || !hex_read(hex, random))
		return;
	if (keylog_has(keylog, key) || keylog->randoms.count >= SECRETS_MAX)
		return;
	key = arena_copy(&keylog->arena, key);
	map_add(&keylog->randoms, hash_bytes(&keylog->hash_key, key),
	    (void *)(uintptr_t)key.at);
}

void
keylog_add(struct keylog *keylog, struct bytes text)
{
	while (text.len > 0) {
		struct bytes line = bytes_first(text, bytes_index(text, '\n'));

		text = bytes_from(text, line.len + 1);
		if (line.len > 0 && line.at[line.len - 1] == '\r')
			line.len--;
		keylog_add_line(keylog, line);
	}
}

uint64_t
keylog_count(const struct keylog *keylog)
{
	return keylog->randoms.count;
}
