/* SPDX-License-Identifier: BSD-2-Clause */
/* MAC and IP addresses as values: copied freely, compared whole. */
#ifndef BASE_ADDRESS_H
#define BASE_ADDRESS_H

#include "base/bytes.h"

struct mac {
	uint8_t octets[6];
};

/* An IPv4 address fills the first four octets, the others are zero; family 0 is none. */
struct address {
	uint8_t family; /* 0, 4 or 6 */
	uint8_t octets[16];
};

enum { MAC_TEXT_SIZE = 18, ADDRESS_TEXT_SIZE = 46 };

/* From network order; family 0 where `bytes` is neither 4 nor 16 long. */
struct address address_of(struct bytes bytes);
struct address address_of_u32(uint32_t host_order);
struct mac mac_of(struct bytes bytes);

/* False where `text` is no IPv4 or IPv6 address. */
bool address_parse(const char *text, struct address *address);
/* False where `text` is not six pairs of hexadecimal digits with colons or hyphens. */
bool mac_parse(const char *text, struct mac *mac);

/* Both write NUL-terminated text: 02:11:00:00:00:01; 192.0.2.1 or 2001:db8::1 (RFC 5952).
 */
const char *mac_text(struct mac mac, char text[MAC_TEXT_SIZE]);
const char *address_text(struct address address, char text[ADDRESS_TEXT_SIZE]);

static inline bool
mac_equal(struct mac a, struct mac b)
{
	return memcmp(&a, &b, sizeof(a)) == 0;
}

/* All zeros: none was given. */
static inline bool
mac_is_zero(struct mac mac)
{
	return mac_equal(mac, (struct mac){ { 0 } });
}

/* Broadcast is a group of all. */
static inline bool
mac_is_group(struct mac mac)
{
	return (mac.octets[0] & 1) != 0;
}

static inline bool
address_equal(struct address a, struct address b)
{
	return memcmp(&a, &b, sizeof(a)) == 0;
}

/* 0.0.0.0 and :: (RFC 4291 2.5.2), and no address at all. */
bool address_is_unspecified(struct address address);
/* 224.0.0.0/4, ff00::/8 and 255.255.255.255. */
bool address_is_group(struct address address);
/* 169.254.0.0/16 (RFC 3927) and fe80::/10. */
bool address_is_link_local(struct address address);
/* 10/8, 172.16/12, 192.168/16 (RFC 1918), 100.64/10 (RFC 6598), fc00::/7 (RFC 4193). */
bool address_is_private(struct address address);
/* Do the first `bits` agree? */
bool address_same_network(struct address a, struct address b, unsigned bits);

#endif
