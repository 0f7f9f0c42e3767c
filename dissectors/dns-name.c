/* SPDX-License-Identifier: BSD-2-Clause */
/* A name is a run of labels {size, bytes} that ends with an empty one or with a pointer
 * {two bits set, offset} to the name's rest, earlier in the message. */
#include "dissectors/dns-name.h"

#include <inttypes.h>

enum { POINTER = 0xc0, LABEL_MAX = 63, NAME_MAX_SIZE = 255, JUMPS_MAX = 127 };
enum { ESCAPED_SIZE = 4, TEXT_MAX = NAME_MAX_SIZE * ESCAPED_SIZE };

struct name {
	size_t wire_size;
	size_t len;
	uint8_t text[TEXT_MAX];
};

static const char *const types[] = {
	[1] = "A",
	[2] = "NS",
	[3] = "MD",
	[4] = "MF",
	[5] = "CNAME",
	[6] = "SOA",
	[7] = "MB",
	[8] = "MG",
	[9] = "MR",
	[10] = "NULL",
	[11] = "WKS",
	[12] = "PTR",
	[13] = "HINFO",
	[14] = "MINFO",
	[15] = "MX",
	[16] = "TXT",
	[17] = "RP",
	[18] = "AFSDB",
	[19] = "X25",
	[20] = "ISDN",
	[21] = "RT",
	[22] = "NSAP",
	[23] = "NSAP-PTR",
	[24] = "SIG",
	[25] = "KEY",
	[26] = "PX",
	[27] = "GPOS",
	[28] = "AAAA",
	[29] = "LOC",
	[30] = "NXT",
	[31] = "EID",
	[32] = "NIMLOC",
	[33] = "SRV",
	[34] = "ATMA",
	[35] = "NAPTR",
	[36] = "KX",
	[37] = "CERT",
	[38] = "A6",
	[39] = "DNAME",
	[40] = "SINK",
	[41] = "OPT",
	[42] = "APL",
	[43] = "DS",
	[44] = "SSHFP",
	[45] = "IPSECKEY",
	[46] = "RRSIG",
	[47] = "NSEC",
	[48] = "DNSKEY",
	[49] = "DHCID",
	[50] = "NSEC3",
	[51] = "NSEC3PARAM",
	[52] = "TLSA",
	[53] = "SMIMEA",
	[55] = "HIP",
	[56] = "NINFO",
	[57] = "RKEY",
	[58] = "TALINK",
	[59] = "CDS",
	[60] = "CDNSKEY",
	[61] = "OPENPGPKEY",
	[62] = "CSYNC",
	[63] = "ZONEMD",
	[64] = "SVCB",
	[65] = "HTTPS",
	[66] = "DSYNC",
	[67] = "HHIT",
	[68] = "BRID",
	[99] = "SPF",
	[100] = "UINFO",
	[101] = "UID",
	[102] = "GID",
	[103] = "UNSPEC",
	[104] = "NID",
	[105] = "L32",
	[106] = "L64",
	[107] = "LP",
	[108] = "EUI48",
	[109] = "EUI64",
	[128] = "NXNAME",
	[249] = "TKEY",
	[250] = "TSIG",
	[251] = "IXFR",
	[252] = "AXFR",
	[253] = "MAILB",
	[254] = "MAILA",
	[255] = "ANY",
	[256] = "URI",
	[257] = "CAA",
	[258] = "AVC",
	[259] = "DOA",
	[260] = "AMTRELAY",
	[261] = "RESINFO",
	[262] = "WALLET",
	[263] = "CLA",
	[264] = "IPN",
};

static const char *const rcodes[] = {
	[0] = "NOERROR",
	[1] = "FORMERR",
	[2] = "SERVFAIL",
	[3] = "NXDOMAIN",
	[4] = "NOTIMP",
	[5] = "REFUSED",
	[6] = "YXDOMAIN",
	[7] = "YXRRSET",
	[8] = "NXRRSET",
	[9] = "NOTAUTH",
	[10] = "NOTZONE",
	[11] = "DSOTYPENI",
};

const char *
dns_type_name(uint16_t type)
{
	if (type < COUNT_OF(types))
		return types[type];
	if (type == 32768)
		return "TA";
	return type == 32769 ? "DLV" : NULL;
}

const char *
dns_rcode_name(unsigned rcode)
{
	return rcode < COUNT_OF(rcodes) ? rcodes[rcode] : NULL;
}

struct bytes
dns_type_text(struct arena *scratch, uint16_t type)
{
	const char *name = dns_type_name(type);

	if (name != NULL)
		return bytes_of_string(name);
	return arena_format(scratch, "TYPE%" PRIu16, type);
}

/* A dot or a backslash of a label's own, and what is not printable, is \DDD. */
static void
add_byte(struct name *name, uint8_t byte)
{
	if (byte > ' ' && byte < 0x7f && byte != '.' && byte != '\\') {
		name->text[name->len++] = byte;
		return;
	}
	name->text[name->len++] = '\\';
	name->text[name->len++] = (uint8_t)('0' + byte / 100);
	name->text[name->len++] = (uint8_t)('0' + byte / 10 % 10);
	name->text[name->len++] = (uint8_t)('0' + byte % 10);
}

/* False where the name would be longer than names may be, with its final empty label. */
static bool
add_label(struct name *name, struct bytes label)
{
	name->wire_size += 1 + label.len;
	if (label.len > LABEL_MAX || name->wire_size + 1 > NAME_MAX_SIZE)
		return false;
	if (name->len > 0)
		name->text[name->len++] = '.';
	for (size_t i = 0; i < label.len; i++)
		add_byte(name, label.at[i]);
	return true;
}

/* Each pointer must lead to before the place that the last one led to, so no name has an
 * endless loop in it. */
static bool
read_name(struct cursor *in, struct bytes message, size_t offset, struct name *name)
{
	struct cursor at = *in;
	int jumps = 0;

	for (;;) {
		uint8_t size = cursor_u8(&at);
		size_t target;

		if (size == 0)
			break;
		if (size < POINTER) {
			if (!add_label(name, cursor_bytes(&at, size)) || at.broken)
				return false;
			continue;
		}
		target = (size_t)(size & ~POINTER) << 8 | cursor_u8(&at);
		if (at.broken || target >= offset || jumps == JUMPS_MAX)
			return false;
		if (jumps++ == 0)
			*in = at;
		offset = target;
		at = cursor_from(message, target);
	}
	if (jumps == 0)
		*in = at;
	return !at.broken;
}

/* The text of a name that is nothing but a pointer to a known one. */
static bool
find_known(const struct dns_names *names, size_t offset, struct bytes *text)
{
	for (int i = 0; i < names->known_count; i++)
		if (names->known[i].offset == offset) {
			*text = names->known[i].text;
			return true;
		}
	return false;
}

static void
remember(struct dns_names *names, size_t offset, struct bytes text)
{
	if (names->known_count == DNS_NAMES_KNOWN_MAX)
		return;
	names->known[names->known_count].offset = offset;
	names->known[names->known_count].text = text;
	names->known_count++;
}

bool
dns_names_read(struct dns_names *names, struct cursor *in, struct bytes *text)
{
	struct cursor peek = *in;
	uint16_t first = cursor_u16(&peek);
	bool is_pointer = !peek.broken && first >> 8 >= POINTER;
	size_t offset = in->broken ? 0 : (size_t)(in->at - names->message.at);
	size_t begin = is_pointer ? first & 0x3fffu : offset;
	struct name name;

	if (is_pointer && find_known(names, begin, text)) {
		*in = peek;
		return true;
	}
	name.wire_size = 0;
	name.len = 0;
	if (!read_name(in, names->message, offset, &name))
		return false;
	if (name.len == 0)
		name.text[name.len++] = '.';
	*text = arena_copy(names->scratch, bytes_of(name.text, name.len));
	remember(names, begin, *text);
	return true;
}
