/* SPDX-License-Identifier: BSD-2-Clause */
#include "story/h3-offer.h"

enum {
	PORT_HTTPS = 443,
	AGE_S = 24 * 60 * 60,          /* where "ma" does not tell */
	AGE_MAX_S = 366 * 24 * 60 * 60 /* nobody remembers it for longer */
};

/* What stands before the next `separator`; *rest goes on behind that. */
static struct bytes
take_until(struct bytes *rest, uint8_t separator)
{
	struct bytes part = bytes_first(*rest, bytes_index(*rest, separator));

	*rest = bytes_from(*rest, part.len + 1);
	return part;
}

static struct bytes
unquoted(struct bytes text)
{
	text = bytes_trim(text);
	if (text.len >= 2 && text.at[0] == '"' && text.at[text.len - 1] == '"')
		return bytes_of(text.at + 1, text.len - 2);
	return text;
}

/* The digits that `text` begins with; never above `most`. */
static uint64_t
number_of(struct bytes text, uint64_t most)
{
	uint64_t number = 0;

	for (size_t i = 0; i < text.len && text.at[i] >= '0' && text.at[i] <= '9'; i++)
		number = MIN(number * 10 + (uint64_t)(text.at[i] - '0'), most);
	return number;
}

static bool
is_h3(struct bytes protocol)
{
	return bytes_equal(protocol, BYTES("h3")) ||
	       bytes_start_with(protocol, BYTES("h3-"));
}

/* The number behind the last colon of "host:443" or ":443". */
static uint16_t
port_of_authority(struct bytes authority)
{
	size_t at = authority.len;

	while (at > 0 && authority.at[at - 1] != ':')
		at--;
	return (uint16_t)number_of(bytes_from(authority, at), UINT16_MAX);
}

struct h3_offer
h3_offer_next(struct bytes *value)
{
	while (value->len > 0) {
		struct bytes service = take_until(value, ',');
		struct bytes authority = take_until(&service, ';');
		struct bytes protocol = bytes_trim(take_until(&authority, '='));
		struct h3_offer offer = { port_of_authority(unquoted(authority)), AGE_S };

		if (!is_h3(protocol) || offer.port == 0)
			continue;
		while (service.len > 0) {
			struct bytes setting = take_until(&service, ';');

			if (bytes_equal_nocase(
				bytes_trim(take_until(&setting, '=')), BYTES("ma")))
				offer.age_s = number_of(unquoted(setting), AGE_MAX_S);
		}
		return offer;
	}
	return (struct h3_offer){ 0 };
}

static bool
lists_h3(struct bytes protocols)
{
	while (protocols.len > 0)
		if (is_h3(take_until(&protocols, ',')))
			return true;
	return false;
}

uint16_t
h3_port_of_record(struct bytes data)
{
	uint16_t port = PORT_HTTPS;
	bool offers = false;

	while (data.len > 0) {
		struct bytes value = take_until(&data, ' ');
		struct bytes key = take_until(&value, '=');

		if (bytes_equal(key, BYTES("alpn")))
			offers = lists_h3(value);
		else if (bytes_equal(key, BYTES("port")))
			port = (uint16_t)number_of(value, UINT16_MAX);
	}
	return offers ? port : 0;
}
