/* SPDX-License-Identifier: BSD-2-Clause */
#include "dissectors/doh.h"
#include "dissectors/http-field.h"

enum {
	DNS_HEADER_SIZE = 12,
	QUESTION_MAX = 64 * 1024, /* of base64url */
};

/* -1: none of the alphabet (RFC 4648 5). */
static int
digit_value(uint8_t digit)
{
	if (digit >= 'A' && digit <= 'Z')
		return digit - 'A';
	if (digit >= 'a' && digit <= 'z')
		return digit - 'a' + 26;
	if (digit >= '0' && digit <= '9')
		return digit - '0' + 52;
	if (digit == '-')
		return 62;
	return digit == '_' ? 63 : -1;
}

static struct bytes
decode(struct arena *arena, struct bytes text)
{
	uint8_t *at = arena_alloc(arena, text.len / 4 * 3 + 3);
	uint32_t bits = 0;
	int bit_count = 0;
	size_t len = 0;

	for (size_t i = 0; i < text.len && text.at[i] != '='; i++) {
		int value = digit_value(text.at[i]);

		if (value < 0)
			return (struct bytes){ NULL, 0 };
		bits = bits << 6 | (uint32_t)value;
		bit_count += 6;
		if (bit_count >= 8) {
			bit_count -= 8;
			at[len++] = (uint8_t)(bits >> bit_count);
		}
	}
	return bytes_of(at, len);
}

/* The value of "dns" in a query. */
static struct bytes
value_of(struct bytes query)
{
	while (query.len > 0) {
		struct bytes one = bytes_first(query, bytes_index(query, '&'));

		if (bytes_start_with(one, BYTES("dns=")))
			return bytes_from(one, 4);
		query = bytes_from(query, one.len + 1);
	}
	return query;
}

struct bytes
doh_question(
    struct arena *arena, struct bytes method, struct bytes target, struct list headers)
{
	struct bytes path = bytes_first(target, bytes_index(target, '?'));
	struct bytes text, message;

	if (!bytes_equal(method, BYTES("GET")) ||
	    (!bytes_end_with(path, BYTES("/dns-query")) &&
		!bytes_equal_nocase(http_field(headers, BYTES("accept")),
		    BYTES("application/dns-message"))))
		return (struct bytes){ NULL, 0 };
	text = value_of(bytes_from(target, path.len + 1));
	message =
	    text.len <= QUESTION_MAX ? decode(arena, text) : (struct bytes){ NULL, 0 };
	return message.len >= DNS_HEADER_SIZE ? message : (struct bytes){ NULL, 0 };
}
