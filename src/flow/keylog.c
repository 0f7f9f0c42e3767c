/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdlib.h>

#include "base/arena.h"
#include "base/die.h"
#include "base/map.h"
#include "flow/keylog.h"

enum { RANDOM_SIZE = 32, SESSIONS_MAX = 1000000 };

/* What is kept of a session. */
struct session {
	uint8_t random[RANDOM_SIZE];
	struct tls_secrets secrets;
};

struct keylog {
	struct hash_key hash_key;
	struct map sessions; /* by their random */
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
	map_clear(&keylog->sessions);
	arena_clear(&keylog->arena);
	free(keylog);
}

static struct session *
session_find(const struct keylog *keylog, struct bytes client_random)
{
	struct map_probe probe =
	    map_probe(&keylog->sessions, hash_bytes(&keylog->hash_key, client_random));
	struct session *session;

	if (client_random.len != RANDOM_SIZE)
		return NULL;
	while ((session = map_next(&probe)) != NULL)
		if (memcmp(session->random, client_random.at, RANDOM_SIZE) == 0)
			return session;
	return NULL;
}

const struct tls_secrets *
keylog_find(const struct keylog *keylog, struct bytes client_random)
{
	const struct session *session = session_find(keylog, client_random);

	return session == NULL ? NULL : &session->secrets;
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

/* Reads hex digits into at most `size` bytes.  How many; 0 where the text is none. */
static size_t
hex_read(struct bytes text, uint8_t *at, size_t size)
{
	if (text.len % 2 != 0 || text.len / 2 > size)
		return 0;
	for (size_t i = 0; i < text.len / 2; i++) {
		int high = hex_value(text.at[2 * i]);
		int low = hex_value(text.at[2 * i + 1]);

		if (high < 0 || low < 0)
			return 0;
		at[i] = (uint8_t)(high << 4 | low);
	}
	return text.len / 2;
}

/* SECRET_COUNT where it is none that is of use. */
static enum secret_label
label_of(struct bytes word)
{
	static const char *const words[SECRET_COUNT] = {
		[SECRET_MASTER] = "CLIENT_RANDOM",
		[SECRET_CLIENT_EARLY] = "CLIENT_EARLY_TRAFFIC_SECRET",
		[SECRET_CLIENT_HANDSHAKE] = "CLIENT_HANDSHAKE_TRAFFIC_SECRET",
		[SECRET_SERVER_HANDSHAKE] = "SERVER_HANDSHAKE_TRAFFIC_SECRET",
		[SECRET_CLIENT_TRAFFIC] = "CLIENT_TRAFFIC_SECRET_0",
		[SECRET_SERVER_TRAFFIC] = "SERVER_TRAFFIC_SECRET_0",
	};
	enum secret_label label = 0;

	while (label < SECRET_COUNT && !bytes_equal(word, bytes_of_string(words[label])))
		label++;
	return label;
}

static struct session *
session_get(struct keylog *keylog, const uint8_t random[RANDOM_SIZE])
{
	struct bytes key = bytes_of(random, RANDOM_SIZE);
	struct session *session = session_find(keylog, key);

	if (session != NULL || keylog->sessions.count >= SESSIONS_MAX)
		return session;
	session = arena_alloc(&keylog->arena, sizeof(*session));
	memcpy(session->random, random, RANDOM_SIZE);
	map_add(&keylog->sessions, hash_bytes(&keylog->hash_key, key), session);
	return session;
}

static struct bytes
take_word(struct bytes *line)
{
	struct bytes word = bytes_first(*line, bytes_index(*line, ' '));

	*line = bytes_from(*line, word.len + 1);
	return word;
}

static void
keylog_add_line(struct keylog *keylog, struct bytes line)
{
	enum secret_label label = label_of(take_word(&line));
	uint8_t random[RANDOM_SIZE];
	uint8_t secret[SECRET_SIZE_MAX];
	struct session *session;
	size_t len;

	if (label == SECRET_COUNT ||
	    hex_read(take_word(&line), random, RANDOM_SIZE) != RANDOM_SIZE)
		return;
	len = hex_read(take_word(&line), secret, SECRET_SIZE_MAX);
	session = len == 0 ? NULL : session_get(keylog, random);
	if (session == NULL)
		return;
	session->secrets.len[label] = (uint8_t)len;
	memcpy(session->secrets.at[label], secret, len);
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
	return keylog->sessions.count;
}
