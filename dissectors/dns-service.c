/* SPDX-License-Identifier: BSD-2-Clause */
/* SVCB and HTTPS, RFC 9460 2.2: priority (2), target name, parameters {key (2), size (2),
 * value}.  Values are written as they stand in zone files (RFC 9460 2.1 and 7). */
#include "base/address.h"
#include "dissectors/dns-text.h"

static const char *const key_names[] = {
	"mandatory", "alpn", "no-default-alpn", "port", "ipv4hint", "ech", "ipv6hint",
	"dohpath", /* RFC 9461 */
	"ohttp",   /* RFC 9540 */
};

static void
add_key(struct dns_text *text, uint16_t key)
{
	if (key < COUNT_OF(key_names)) {
		dns_text_add_string(text, key_names[key]);
		return;
	}
	dns_text_add_string(text, "key");
	dns_text_add_number(text, key);
}

/* A value's writer; false where the value is not what the key says. */
typedef bool value_writer(struct dns_text *, struct cursor *value);

static bool
write_keys(struct dns_text *text, struct cursor *value)
{
	while (cursor_left(value) > 0) {
		add_key(text, cursor_u16(value));
		if (cursor_left(value) > 0)
			dns_text_add_byte(text, ',');
	}
	return !value->broken;
}

/* An id is escaped twice (RFC 9460 A.1): commas and backslashes as part of a list, then
 * the backslashes as part of a string. */
static void
add_protocol(struct dns_text *text, struct bytes id)
{
	for (size_t i = 0; i < id.len; i++) {
		if (id.at[i] == ',')
			dns_text_add_string(text, "\\\\,");
		else if (id.at[i] == '\\')
			dns_text_add_string(text, "\\\\\\\\");
		else
			dns_text_add_escaped(text, bytes_first(bytes_from(id, i), 1));
	}
}

static bool
write_protocols(struct dns_text *text, struct cursor *value)
{
	while (cursor_left(value) > 0) {
		add_protocol(text, cursor_bytes(value, cursor_u8(value)));
		if (cursor_left(value) > 0)
			dns_text_add_byte(text, ',');
	}
	return !value->broken;
}

static bool
write_nothing(struct dns_text *text, struct cursor *value)
{
	(void)text;
	return cursor_left(value) == 0;
}

static bool
write_port(struct dns_text *text, struct cursor *value)
{
	dns_text_add_number(text, cursor_u16(value));
	return !value->broken && cursor_left(value) == 0;
}

static bool
write_addresses(struct dns_text *text, struct cursor *value, size_t size)
{
	char address[ADDRESS_TEXT_SIZE];

	while (cursor_left(value) > 0) {
		struct bytes octets = cursor_bytes(value, size);

		if (value->broken)
			return false;
		dns_text_add_string(text, address_text(address_of(octets), address));
		if (cursor_left(value) > 0)
			dns_text_add_byte(text, ',');
	}
	return true;
}

static bool
write_ipv4_hints(struct dns_text *text, struct cursor *value)
{
	return write_addresses(text, value, 4);
}

static bool
write_ipv6_hints(struct dns_text *text, struct cursor *value)
{
	return write_addresses(text, value, 16);
}

static bool
write_base64(struct dns_text *text, struct cursor *value)
{
	dns_text_add_base64(text, cursor_rest(value));
	return true;
}

static bool
write_string(struct dns_text *text, struct cursor *value)
{
	dns_text_add_escaped(text, cursor_rest(value));
	return true;
}

/* By key, as the names above. */
static value_writer *const writers[] = { write_keys, write_protocols, write_nothing,
	write_port, write_ipv4_hints, write_base64, write_ipv6_hints, write_string,
	write_nothing };

static bool
add_parameter(struct dns_text *text, uint16_t key, struct cursor *value)
{
	dns_text_add_byte(text, ' ');
	add_key(text, key);
	if (cursor_left(value) > 0)
		dns_text_add_byte(text, '=');
	if (key < COUNT_OF(writers))
		return writers[key](text, value);
	return write_string(text, value);
}

bool
dns_text_add_service(struct dns_text *text, struct dns_names *names, struct cursor *data)
{
	struct bytes target;

	dns_text_add_number(text, cursor_u16(data));
	dns_text_add_byte(text, ' ');
	if (!dns_names_read(names, data, &target))
		return false;
	dns_text_add(text, target);
	while (cursor_left(data) > 0) {
		uint16_t key = cursor_u16(data);
		struct cursor value = cursor_sub16(data);

		if (data->broken || !add_parameter(text, key, &value))
			return false;
	}
	return true;
}
