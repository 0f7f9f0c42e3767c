/* SPDX-License-Identifier: BSD-2-Clause */
/* Name, RFC 5280 4.1.2.4: SEQUENCE OF SET OF SEQUENCE { type OID, value string }.
 * As text (RFC 2253) the last comes first; values are UTF-8 in which everything outside
 * printable ASCII is written \XX, as openssl(1) does with -nameopt RFC2253. */
#include "dissectors/certificate-name.h"
#include "base/text.h"
#include "dissectors/der.h"

enum { PARTS_MAX = 64 };

/* One type with its value. */
struct part {
	struct bytes type;
	struct der value;
	int set; /* parts of one set are joined by "+" */
};

static const struct {
	struct bytes oid;
	const char *name;
} part_names[] = {
	{ { (const uint8_t *)"\x55\x04\x03", 3 }, "CN" },
	{ { (const uint8_t *)"\x55\x04\x04", 3 }, "SN" },
	{ { (const uint8_t *)"\x55\x04\x05", 3 }, "serialNumber" },
	{ { (const uint8_t *)"\x55\x04\x06", 3 }, "C" },
	{ { (const uint8_t *)"\x55\x04\x07", 3 }, "L" },
	{ { (const uint8_t *)"\x55\x04\x08", 3 }, "ST" },
	{ { (const uint8_t *)"\x55\x04\x09", 3 }, "street" },
	{ { (const uint8_t *)"\x55\x04\x0a", 3 }, "O" },
	{ { (const uint8_t *)"\x55\x04\x0b", 3 }, "OU" },
	{ { (const uint8_t *)"\x55\x04\x0c", 3 }, "title" },
	{ { (const uint8_t *)"\x55\x04\x0d", 3 }, "description" },
	{ { (const uint8_t *)"\x55\x04\x0f", 3 }, "businessCategory" },
	{ { (const uint8_t *)"\x55\x04\x10", 3 }, "postalAddress" },
	{ { (const uint8_t *)"\x55\x04\x11", 3 }, "postalCode" },
	{ { (const uint8_t *)"\x55\x04\x12", 3 }, "postOfficeBox" },
	{ { (const uint8_t *)"\x55\x04\x14", 3 }, "telephoneNumber" },
	{ { (const uint8_t *)"\x55\x04\x29", 3 }, "name" },
	{ { (const uint8_t *)"\x55\x04\x2a", 3 }, "GN" },
	{ { (const uint8_t *)"\x55\x04\x2b", 3 }, "initials" },
	{ { (const uint8_t *)"\x55\x04\x2c", 3 }, "generationQualifier" },
	{ { (const uint8_t *)"\x55\x04\x2d", 3 }, "x500UniqueIdentifier" },
	{ { (const uint8_t *)"\x55\x04\x2e", 3 }, "dnQualifier" },
	{ { (const uint8_t *)"\x55\x04\x41", 3 }, "pseudonym" },
	{ { (const uint8_t *)"\x55\x04\x61", 3 }, "organizationIdentifier" },
	{ { (const uint8_t *)"\x2a\x86\x48\x86\xf7\x0d\x01\x09\x01", 9 }, "emailAddress" },
	{ { (const uint8_t *)"\x2a\x86\x48\x86\xf7\x0d\x01\x09\x02", 9 },
	    "unstructuredName" },
	{ { (const uint8_t *)"\x2a\x86\x48\x86\xf7\x0d\x01\x09\x08", 9 },
	    "unstructuredAddress" },
	{ { (const uint8_t *)"\x09\x92\x26\x89\x93\xf2\x2c\x64\x01\x01", 10 }, "UID" },
	{ { (const uint8_t *)"\x09\x92\x26\x89\x93\xf2\x2c\x64\x01\x03", 10 }, "mail" },
	{ { (const uint8_t *)"\x09\x92\x26\x89\x93\xf2\x2c\x64\x01\x19", 10 }, "DC" },
	{ { (const uint8_t *)"\x2b\x06\x01\x04\x01\x82\x37\x3c\x02\x01\x01", 11 },
	    "jurisdictionL" },
	{ { (const uint8_t *)"\x2b\x06\x01\x04\x01\x82\x37\x3c\x02\x01\x02", 11 },
	    "jurisdictionST" },
	{ { (const uint8_t *)"\x2b\x06\x01\x04\x01\x82\x37\x3c\x02\x01\x03", 11 },
	    "jurisdictionC" },
};

/* Bytes a character takes in a string of this type: 0 for UTF-8, -1 for what is no text. */
static int
character_size(uint8_t tag)
{
	switch (tag) {
	case DER_UTF8: return 0;
	case DER_NUMERIC:
	case DER_PRINTABLE:
	case DER_T61:
	case DER_IA5:
	case DER_UTC_TIME:
	case DER_GENERALIZED_TIME:
	case DER_VISIBLE: return 1;
	case DER_BMP: return 2;
	case DER_UNIVERSAL: return 4;
	default: return -1;
	}
}

static void
add_hex_upper(struct buffer *out, uint8_t byte)
{
	static const char digits[] = "0123456789ABCDEF";

	buffer_add_char(out, digits[byte >> 4]);
	buffer_add_char(out, digits[byte & 15]);
}

/* "1.2.840.113549": seven bits a byte, the first number holds two. */
static void
add_oid(struct buffer *out, struct bytes oid)
{
	uint32_t number = 0;
	bool is_first = true;

	for (size_t i = 0; i < oid.len; i++) {
		number = number << 7 | (oid.at[i] & 0x7f);
		if ((oid.at[i] & 0x80) != 0)
			continue;
		if (is_first) {
			uint32_t root = MIN(number / 40, 2);

			buffer_printf(out, "%u.%u", root, number - root * 40);
		} else {
			buffer_printf(out, ".%u", number);
		}
		is_first = false;
		number = 0;
	}
}

/* Every type as UTF-8. */
static void
add_utf8(struct buffer *out, struct bytes contents, size_t size)
{
	struct cursor in = cursor_of(contents);

	while (cursor_left(&in) >= size) {
		uint32_t character = size == 1   ? cursor_u8(&in)
				     : size == 2 ? cursor_u16(&in)
						 : cursor_u32(&in);

		text_add_code_point(out, character);
	}
}

/* Stands for itself wherever it is? */
static bool
is_plain(uint8_t byte)
{
	switch (byte) {
	case ' ':
	case '#':
	case ',':
	case '+':
	case '"':
	case '\\':
	case '<':
	case '>':
	case ';': return false;
	default: return byte > ' ' && byte <= '~';
	}
}

static void
add_escaped(struct buffer *out, struct bytes utf8)
{
	for (size_t i = 0; i < utf8.len; i++) {
		uint8_t byte = utf8.at[i];
		bool is_outer = i == 0 || i + 1 == utf8.len;
		bool is_blank = byte == ' ' && !is_outer;
		bool is_hash = byte == '#' && i > 0;

		if (!is_plain(byte) && !is_blank && !is_hash)
			buffer_add_char(out, '\\');
		if (byte < ' ' || byte > '~')
			add_hex_upper(out, byte);
		else
			buffer_add_char(out, (char)byte);
	}
}

/* What is no text, or belongs to a type without a name, is shown as its DER bytes. */
static void
add_value(struct buffer *out, const struct der *value, bool is_named)
{
	int size = is_named ? character_size(value->tag) : -1;
	struct buffer utf8 = { 0 };

	if (size == 0) {
		add_escaped(out, value->contents);
	} else if (size > 0) {
		add_utf8(&utf8, value->contents, (size_t)size);
		add_escaped(out, buffer_bytes(&utf8));
		buffer_clear(&utf8);
	} else {
		buffer_add_char(out, '#');
		for (size_t i = 0; i < value->whole.len; i++)
			add_hex_upper(out, value->whole.at[i]);
	}
}

static void
add_part(struct buffer *out, const struct part *part)
{
	const char *name = NULL;

	for (size_t i = 0; i < COUNT_OF(part_names) && name == NULL; i++)
		if (bytes_equal(part_names[i].oid, part->type))
			name = part_names[i].name;
	if (name == NULL)
		add_oid(out, part->type);
	else
		buffer_add_string(out, name);
	buffer_add_char(out, '=');
	add_value(out, &part->value, name != NULL);
}

static int
read_parts(struct bytes name, struct part parts[PARTS_MAX])
{
	struct cursor in = cursor_of(name);
	int count = 0;

	for (int set = 0; cursor_left(&in) > 0; set++) {
		struct cursor members = cursor_of(der_expect(&in, DER_SET));

		while (cursor_left(&members) > 0 && count < PARTS_MAX) {
			struct cursor at = cursor_of(der_expect(&members, DER_SEQUENCE));
			struct part part = { .set = set };

			part.type = der_expect(&at, DER_OID);
			part.value = der_next(&at);
			if (!at.broken)
				parts[count++] = part;
		}
	}
	return count;
}

struct bytes
certificate_name(struct arena *arena, struct bytes name)
{
	struct part parts[PARTS_MAX];
	struct buffer out = { 0 };
	struct bytes text;

	for (int i = read_parts(name, parts) - 1, set = -1; i >= 0; i--) {
		if (out.len > 0)
			buffer_add_char(&out, parts[i].set == set ? '+' : ',');
		set = parts[i].set;
		add_part(&out, &parts[i]);
	}
	text = arena_copy(arena, buffer_bytes(&out));
	buffer_clear(&out);
	return text;
}
