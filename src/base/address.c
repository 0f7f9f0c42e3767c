/* SPDX-License-Identifier: BSD-2-Clause */
#include <arpa/inet.h>

#include "base/address.h"

struct address
address_of(struct bytes bytes)
{
	struct address address = { 0 };

	if (bytes.len != 4 && bytes.len != 16)
		return address;
	address.family = bytes.len == 4 ? 4 : 6;
	memcpy(address.octets, bytes.at, bytes.len);
	return address;
}

struct address
address_of_u32(uint32_t host_order)
{
	return (
	    struct address){ 4, { (uint8_t)(host_order >> 24), (uint8_t)(host_order >> 16),
				    (uint8_t)(host_order >> 8), (uint8_t)host_order } };
}

struct mac
mac_of(struct bytes bytes)
{
	struct mac mac = { { 0 } };

	if (bytes.len == sizeof(mac.octets))
		memcpy(mac.octets, bytes.at, sizeof(mac.octets));
	return mac;
}

bool
address_parse(const char *text, struct address *address)
{
	*address = (struct address){ 0 };
	if (inet_pton(AF_INET, text, address->octets) == 1) {
		address->family = 4;
		return true;
	}
	if (inet_pton(AF_INET6, text, address->octets) == 1) {
		address->family = 6;
		return true;
	}
	return false;
}

const char *
mac_text(struct mac mac, char text[MAC_TEXT_SIZE])
{
	const uint8_t *o = mac.octets;

	snprintf(text, MAC_TEXT_SIZE, "%02x:%02x:%02x:%02x:%02x:%02x", o[0], o[1], o[2],
	    o[3], o[4], o[5]);
	return text;
}

static int
hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (char)(c | ('a' ^ 'A'));
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool
mac_parse(const char *text, struct mac *mac)
{
	for (size_t i = 0; i < sizeof(mac->octets); i++) {
		int high = hex_value(text[0]);
		int low = high < 0 ? -1 : hex_value(text[1]);
		bool is_last = i + 1 == sizeof(mac->octets);

		if (low < 0 ||
		    (is_last ? text[2] != '\0' : text[2] != ':' && text[2] != '-'))
			return false;
		mac->octets[i] = (uint8_t)(high << 4 | low);
		text += 3;
	}
	return true;
}

static char *
put_octet(char *to, uint8_t octet)
{
	if (octet >= 100)
		*to++ = (char)('0' + octet / 100);
	if (octet >= 10)
		*to++ = (char)('0' + octet / 10 % 10);
	*to++ = (char)('0' + octet % 10);
	return to;
}

/* By hand: inet_ntop calls printf, and every answer of DNS has addresses. */
static void
ipv4_text(const uint8_t octets[4], char *to)
{
	for (int i = 0; i < 4; i++) {
		if (i > 0)
			*to++ = '.';
		to = put_octet(to, octets[i]);
	}
	*to = '\0';
}

const char *
address_text(struct address address, char text[ADDRESS_TEXT_SIZE])
{
	text[0] = '\0';
	if (address.family == 4)
		ipv4_text(address.octets, text);
	else if (address.family != 0)
		inet_ntop(AF_INET6, address.octets, text, ADDRESS_TEXT_SIZE);
	return text;
}

bool
address_is_unspecified(struct address address)
{
	static const uint8_t zeros[16];

	return memcmp(address.octets, zeros, sizeof(zeros)) == 0;
}

bool
address_is_group(struct address address)
{
	const uint8_t *o = address.octets;

	if (address.family == 6)
		return o[0] == 0xff;
	return address.family == 4 && (o[0] >> 4 == 0xe || (o[0] == 255 && o[1] == 255 &&
							       o[2] == 255 && o[3] == 255));
}

bool
address_is_link_local(struct address address)
{
	const uint8_t *o = address.octets;

	if (address.family == 6)
		return o[0] == 0xfe && (o[1] & 0xc0) == 0x80;
	return address.family == 4 && o[0] == 169 && o[1] == 254;
}

bool
address_is_private(struct address address)
{
	const uint8_t *o = address.octets;

	if (address.family == 6)
		return (o[0] & 0xfe) == 0xfc;
	return address.family == 4 &&
	       (o[0] == 10 || (o[0] == 172 && (o[1] & 0xf0) == 16) ||
		   (o[0] == 192 && o[1] == 168) || (o[0] == 100 && (o[1] & 0xc0) == 64));
}

bool
address_same_network(struct address a, struct address b, unsigned bits)
{
	unsigned whole = bits / 8;
	unsigned rest = bits % 8;

	if (a.family != b.family || bits > (a.family == 4 ? 32 : 128))
		return false;
	if (memcmp(a.octets, b.octets, whole) != 0)
		return false;
	return rest == 0 || (a.octets[whole] ^ b.octets[whole]) >> (8 - rest) == 0;
}
