/* SPDX-License-Identifier: BSD-2-Clause */
/* Certificate, RFC 5280 4.1: SEQUENCE { tbs SEQUENCE { [0] version, serial, signature,
 * issuer, validity { from, until }, subject, key { { algorithm, parameters }, bits },
 * [1], [2], [3] extensions }, algorithm, signature } */
#include "dissectors/certificate.h"
#include "dissectors/certificate-name.h"
#include "dissectors/der.h"
#include "dissectors/digest.h"

enum { NAMES_MAX = 4096, GENERAL_NAME_DNS = 2, GENERAL_NAME_IP = 7 };

/* Keys that are named by their algorithm, and curves by their own object identifier. */
static const struct {
	struct bytes oid;
	const char *name;
} key_names[] = {
	{ { (const uint8_t *)"\x2b\x65\x70", 3 }, "ed25519" },
	{ { (const uint8_t *)"\x2b\x65\x71", 3 }, "ed448" },
	{ { (const uint8_t *)"\x2a\x86\x48\xce\x3d\x03\x01\x01", 8 }, "ecdsa-p192" },
	{ { (const uint8_t *)"\x2a\x86\x48\xce\x3d\x03\x01\x07", 8 }, "ecdsa-p256" },
	{ { (const uint8_t *)"\x2b\x81\x04\x00\x21", 5 }, "ecdsa-p224" },
	{ { (const uint8_t *)"\x2b\x81\x04\x00\x22", 5 }, "ecdsa-p384" },
	{ { (const uint8_t *)"\x2b\x81\x04\x00\x23", 5 }, "ecdsa-p521" },
	{ { (const uint8_t *)"\x2b\x81\x04\x00\x0a", 5 }, "ecdsa-secp256k1" },
};

/* What the algorithm's object identifier says about where the key's size stands. */
static const struct {
	struct bytes oid;
	enum key_kind { KEY_OTHER, KEY_RSA, KEY_EC, KEY_DSA } kind;
} key_kinds[] = {
	{ { (const uint8_t *)"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01", 9 }, KEY_RSA },
	{ { (const uint8_t *)"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0a", 9 }, KEY_RSA },
	{ { (const uint8_t *)"\x2a\x86\x48\xce\x3d\x02\x01", 7 }, KEY_EC },
	{ { (const uint8_t *)"\x2a\x86\x48\xce\x38\x04\x01", 7 }, KEY_DSA },
};

/* Without the zero that keeps a number positive. */
static struct bytes
integer_trim(struct bytes integer)
{
	if (integer.len > 1 && integer.at[0] == 0)
		return bytes_from(integer, 1);
	return integer;
}

static size_t
integer_bits(struct bytes integer)
{
	size_t bits;

	while (integer.len > 0 && integer.at[0] == 0)
		integer = bytes_from(integer, 1);
	if (integer.len == 0)
		return 0;
	bits = integer.len * 8;
	for (uint8_t top = integer.at[0]; (top & 0x80) == 0; top = (uint8_t)(top << 1))
		bits--;
	return bits;
}

/* Days from 1970-01-01 in the Gregorian calendar; years begin in March, so that the day
 * that comes and goes is the last. */
static int64_t
days_of(int64_t year, int64_t month, int64_t day)
{
	int64_t y = month <= 2 ? year - 1 : year;
	int64_t era = y / 400;
	int64_t year_of_era = y % 400;
	int64_t day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;

	return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 +
	       day_of_year - 719468;
}

static bool
read_digits(struct cursor *in, int count, int64_t *number)
{
	*number = 0;
	for (int i = 0; i < count; i++) {
		uint8_t digit = cursor_u8(in);

		if (digit < '0' || digit > '9')
			return false;
		*number = *number * 10 + (digit - '0');
	}
	return true;
}

/* "+0530": seconds that the time before it is ahead of UTC.  DER has "Z" alone, but older
 * encoders were not as strict. */
static int64_t
read_zone(struct cursor *in)
{
	uint8_t sign = cursor_u8(in);
	int64_t hours, minutes;

	if (sign != '+' && sign != '-')
		return 0;
	if (!read_digits(in, 2, &hours) || !read_digits(in, 2, &minutes))
		return 0;
	return (hours * 3600 + minutes * 60) * (sign == '-' ? -1 : 1);
}

/* "YYMMDDHHMMSSZ", from 1950 on, or "YYYYMMDDHHMMSSZ"; the seconds may be missing. */
static struct maybe
read_time(const struct der *item)
{
	struct cursor in = cursor_of(item->contents);
	struct cursor zone;
	int64_t year, month, part[3], second, at;

	if (!read_digits(&in, item->tag == DER_UTC_TIME ? 2 : 4, &year))
		return (struct maybe){ 0 };
	if (item->tag == DER_UTC_TIME)
		year += year < 50 ? 2000 : 1900;
	if (!read_digits(&in, 2, &month) || month < 1 || month > 12)
		return (struct maybe){ 0 };
	for (int i = 0; i < 3; i++)
		if (!read_digits(&in, 2, &part[i]))
			return (struct maybe){ 0 };
	zone = in;
	if (read_digits(&in, 2, &second))
		zone = in;
	else
		second = 0;
	at = days_of(year, month, part[0]) * 86400 + part[1] * 3600 + part[2] * 60 + second;
	return maybe_of((uint64_t)(at - read_zone(&zone)));
}

static void
read_validity(struct bytes validity, struct certificate *out)
{
	struct cursor in = cursor_of(validity);
	struct der from = der_next(&in);
	struct der until = der_next(&in);

	out->not_before = read_time(&from);
	out->not_after = read_time(&until);
}

static struct bytes
sized_key(struct arena *arena, const char *name, struct bytes modulus)
{
	return arena_format(arena, "%s%zu", name, integer_bits(modulus));
}

static struct bytes
named_key(struct arena *arena, struct bytes oid, const char *otherwise)
{
	for (size_t i = 0; i < COUNT_OF(key_names); i++)
		if (bytes_equal(key_names[i].oid, oid))
			return bytes_of_string(key_names[i].name);
	return arena_copy(arena, bytes_of_string(otherwise));
}

/* "rsa2048", "ecdsa-p256", "ed25519" */
static struct bytes
read_key(struct arena *arena, struct bytes key)
{
	struct cursor in = cursor_of(key);
	struct cursor algorithm = cursor_of(der_expect(&in, DER_SEQUENCE));
	struct bytes oid = der_expect(&algorithm, DER_OID);
	struct der parameters = der_next(&algorithm);
	struct cursor bits = cursor_of(bytes_from(der_expect(&in, DER_BIT_STRING), 1));
	struct cursor inside = cursor_of(parameters.contents);
	enum key_kind kind = KEY_OTHER;

	for (size_t i = 0; i < COUNT_OF(key_kinds); i++)
		if (bytes_equal(key_kinds[i].oid, oid))
			kind = key_kinds[i].kind;
	switch (kind) {
	case KEY_RSA:
		inside = cursor_of(der_expect(&bits, DER_SEQUENCE));
		return sized_key(arena, "rsa", der_expect(&inside, DER_INTEGER));
	case KEY_DSA: return sized_key(arena, "dsa", der_expect(&inside, DER_INTEGER));
	case KEY_EC: return named_key(arena, parameters.contents, "ecdsa");
	default: return named_key(arena, oid, "");
	}
}

static struct bytes
ip_name(struct arena *arena, struct bytes octets)
{
	struct address address = address_of(octets);
	char text[ADDRESS_TEXT_SIZE];

	if (address.family == 0)
		return (struct bytes){ NULL, 0 };
	return arena_copy(arena, bytes_of_string(address_text(address, text)));
}

/* The DNS names and IP addresses of a subjectAltName. */
static struct list
read_names(struct arena *arena, struct bytes value)
{
	struct cursor outer = cursor_of(value);
	struct cursor in = cursor_of(der_expect(&outer, DER_SEQUENCE));
	size_t count_max = MIN(cursor_left(&in) / 2 + 1, (size_t)NAMES_MAX);
	struct bytes *names = arena_array(arena, count_max, sizeof(*names));
	size_t count = 0;

	while (cursor_left(&in) > 0 && count < count_max) {
		struct der name = der_next(&in);
		struct bytes text = { NULL, 0 };

		if (name.tag == (DER_CONTEXT | GENERAL_NAME_DNS))
			text = arena_copy(arena, name.contents);
		else if (name.tag == (DER_CONTEXT | GENERAL_NAME_IP))
			text = ip_name(arena, name.contents);
		if (text.len > 0)
			names[count++] = text;
	}
	return LIST_OF(names, count);
}

/* Each is { OID, critical where it is, value as octets }; only subjectAltName is read. */
static void
read_extensions(struct arena *arena, struct bytes extensions, struct certificate *out)
{
	struct cursor outer = cursor_of(extensions);
	struct cursor in = cursor_of(der_expect(&outer, DER_SEQUENCE));

	while (cursor_left(&in) > 0) {
		struct cursor extension = cursor_of(der_expect(&in, DER_SEQUENCE));
		struct bytes oid = der_expect(&extension, DER_OID);
		struct der value = der_next(&extension);

		if (value.tag != DER_OCTET_STRING)
			value = der_next(&extension);
		if (bytes_equal(oid, BYTES("\x55\x1d\x11")))
			out->san = read_names(arena, value.contents);
	}
}

static void
read_optional(struct arena *arena, struct cursor *tbs, struct certificate *out)
{
	while (cursor_left(tbs) > 0) {
		struct der item = der_next(tbs);

		if (item.tag == (DER_CONTEXT_CONSTRUCTED | 3))
			read_extensions(arena, item.contents, out);
	}
}

bool
certificate_read(struct arena *arena, struct bytes der, struct certificate *out)
{
	struct cursor outer = cursor_of(der);
	struct cursor whole = cursor_of(der_expect(&outer, DER_SEQUENCE));
	struct cursor tbs = cursor_of(der_expect(&whole, DER_SEQUENCE));
	struct der first = der_next(&tbs);
	struct bytes issuer, subject;

	*out = (struct certificate){ .sha256 = digest_sha256(arena, der) };
	if (first.tag == (DER_CONTEXT_CONSTRUCTED | 0))
		first = der_next(&tbs);
	out->serial = arena_copy(arena, integer_trim(first.contents));
	der_expect(&tbs, DER_SEQUENCE); /* how it is signed */
	issuer = der_expect(&tbs, DER_SEQUENCE);
	read_validity(der_expect(&tbs, DER_SEQUENCE), out);
	subject = der_expect(&tbs, DER_SEQUENCE);
	out->issuer = certificate_name(arena, issuer);
	out->subject = certificate_name(arena, subject);
	out->self_signed = issuer.len > 0 && bytes_equal(issuer, subject);
	out->key = read_key(arena, der_expect(&tbs, DER_SEQUENCE));
	read_optional(arena, &tbs, out);
	return !tbs.broken && first.tag == DER_INTEGER;
}
