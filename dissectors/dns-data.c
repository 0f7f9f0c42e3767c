/* SPDX-License-Identifier: BSD-2-Clause */
#include "dissectors/dns-data.h"
#include "base/address.h"
#include "dissectors/dns-text.h"

/* Writes the data; false where it is not what its type says. */
typedef bool data_writer(struct dns_text *, struct dns_names *, struct cursor *data);

static bool
write_address(struct dns_text *text, struct dns_names *names, struct cursor *data)
{
	char address[ADDRESS_TEXT_SIZE];

	(void)names;
	address_text(address_of(cursor_rest(data)), address);
	dns_text_add_string(text, address);
	return true;
}

static bool
write_ipv4(struct dns_text *text, struct dns_names *names, struct cursor *data)
{
	return cursor_left(data) == 4 && write_address(text, names, data);
}

static bool
write_ipv6(struct dns_text *text, struct dns_names *names, struct cursor *data)
{
	return cursor_left(data) == 16 && write_address(text, names, data);
}

static bool
write_name(struct dns_text *text, struct dns_names *names, struct cursor *data)
{
	struct bytes name;

	if (!dns_names_read(names, data, &name))
		return false;
	dns_text_add(text, name);
	return true;
}

static void
write_u16(struct dns_text *text, struct cursor *data)
{
	dns_text_add_number(text, cursor_u16(data));
	dns_text_add_byte(text, ' ');
}

static bool
write_mx(struct dns_text *text, struct dns_names *names, struct cursor *data)
{
	write_u16(text, data);
	return write_name(text, names, data);
}

static bool
write_srv(struct dns_text *text, struct dns_names *names, struct cursor *data)
{
	write_u16(text, data);
	write_u16(text, data);
	write_u16(text, data);
	return write_name(text, names, data);
}

/* Primary server, mailbox, then serial, refresh, retry, expire, minimum. */
static bool
write_soa(struct dns_text *text, struct dns_names *names, struct cursor *data)
{
	if (!write_name(text, names, data))
		return false;
	dns_text_add_byte(text, ' ');
	if (!write_name(text, names, data))
		return false;
	for (int i = 0; i < 5; i++) {
		dns_text_add_byte(text, ' ');
		dns_text_add_number(text, cursor_u32(data));
	}
	return !data->broken;
}

static bool
write_txt(struct dns_text *text, struct dns_names *names, struct cursor *data)
{
	(void)names;
	while (cursor_left(data) > 0)
		dns_text_add(text, cursor_bytes(data, cursor_u8(data)));
	return !data->broken;
}

/* RFC 8659 4.1: flags, tag, value. */
static bool
write_caa(struct dns_text *text, struct dns_names *names, struct cursor *data)
{
	struct bytes tag;

	(void)names;
	dns_text_add_number(text, cursor_u8(data));
	dns_text_add_byte(text, ' ');
	tag = cursor_bytes(data, cursor_u8(data));
	if (tag.len == 0)
		return false;
	dns_text_add_escaped(text, tag);
	dns_text_add_byte(text, ' ');
	dns_text_add_quoted(text, cursor_rest(data));
	return true;
}

static const struct {
	uint16_t type;
	data_writer *write;
} writers[] = {
	{ DNS_A, write_ipv4 },
	{ DNS_AAAA, write_ipv6 },
	{ DNS_CNAME, write_name },
	{ DNS_NS, write_name },
	{ DNS_PTR, write_name },
	{ DNS_DNAME, write_name },
	{ DNS_TXT, write_txt },
	{ DNS_SOA, write_soa },
	{ DNS_MX, write_mx },
	{ DNS_SRV, write_srv },
	{ DNS_HTTPS, dns_text_add_service },
	{ DNS_SVCB, dns_text_add_service },
	{ DNS_CAA, write_caa },
};

static struct bytes
unknown_text(struct arena *scratch, struct bytes data)
{
	struct dns_text text = { .arena = scratch };

	dns_text_add_string(&text, "\\# ");
	dns_text_add_number(&text, data.len);
	if (data.len > 0)
		dns_text_add_byte(&text, ' ');
	dns_text_add_hex(&text, data);
	return dns_text_bytes(&text);
}

struct bytes
dns_data_text(struct dns_names *names, uint16_t type, struct bytes data)
{
	struct dns_text text = { .arena = names->scratch };
	struct cursor in = cursor_of(data);

	for (size_t i = 0; i < COUNT_OF(writers); i++)
		if (writers[i].type == type) {
			if (writers[i].write(&text, names, &in))
				return dns_text_bytes(&text);
			break;
		}
	return unknown_text(names->scratch, data);
}
