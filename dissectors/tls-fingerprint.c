/* SPDX-License-Identifier: BSD-2-Clause */
/* Fingerprints of hellos: which software sent them.
 * JA3 (Althouse and others, 2017): MD5 of "version,ciphers,extensions,groups,formats",
 * numbers joined by "-".  JA3S: MD5 of "version,cipher,extensions".
 * JA4 (FoxIO, 2023): "t13d1516h2_8daaf6152771_b186095e22b6": transport, version, name or
 * not, counts, ALPN; then SHA-256, cut short, of the sorted ciphers, and of the sorted
 * extensions with the signature algorithms in their order.  GREASE counts nowhere. */
#include <stdlib.h>

#include "dissectors/digest.h"
#include "dissectors/tls-fingerprint.h"
#include "dissectors/tls-state.h"

enum {
	DECIMAL_MAX = 6, /* characters of a number with what stands before the next */
	CODE_MAX = 5,    /* the same in hexadecimal digits */
	JA4_COUNT_MAX = 99,
	JA4_DIGITS = 12,
	JA4_SIZE = 10 + 2 * (1 + JA4_DIGITS),
	INSERTION_MAX = 64, /* codes that are sorted faster than qsort is called */
};

/* Values that clients offer for no other reason than to keep servers flexible (RFC 8701).
 */
static bool
tls_is_grease(uint16_t value)
{
	return (value & 0x0f0f) == 0x0a0a && value >> 8 == (value & 0xff);
}

static const char digits[] = "0123456789abcdef";

/* The put functions write at `to`, where there is room, and say where they ended. */
static uint8_t *
put_decimal(uint8_t *to, uint16_t number)
{
	unsigned count =
	    1u + (number >= 10) + (number >= 100) + (number >= 1000) + (number >= 10000);

	for (unsigned i = count; i > 0; i--) {
		to[i - 1] = (uint8_t)('0' + number % 10);
		number /= 10;
	}
	return to + count;
}

/* "4865-4866" */
static uint8_t *
put_decimals(uint8_t *to, struct list list)
{
	const uint16_t *numbers = list.items;
	const uint8_t *start = to;

	for (size_t i = 0; i < list.count; i++) {
		if (tls_is_grease(numbers[i]))
			continue;
		if (to > start)
			*to++ = '-';
		to = put_decimal(to, numbers[i]);
	}
	return to;
}

static uint8_t *
put_hex(uint8_t *to, struct bytes bytes)
{
	for (size_t i = 0; i < bytes.len; i++) {
		*to++ = (uint8_t)digits[bytes.at[i] >> 4];
		*to++ = (uint8_t)digits[bytes.at[i] & 15];
	}
	return to;
}

static uint8_t *
put_string(uint8_t *to, const char *string)
{
	size_t len = strlen(string);

	memcpy(to, string, len);
	return to + len;
}

static struct bytes
bytes_between(const uint8_t *start, const uint8_t *end)
{
	return bytes_of(start, (size_t)(end - start));
}

static struct bytes
md5_text(struct arena *arena, struct bytes text)
{
	struct bytes md5 = digest_md5(arena, text);
	uint8_t *hex = arena_alloc(arena, md5.len * 2);

	return bytes_between(hex, put_hex(hex, md5));
}

struct bytes
tls_ja3(struct arena *arena, const struct event_tls_client_hello *hello,
    struct bytes point_formats)
{
	size_t number_count = 1 + hello->ciphers.count + hello->extensions.count +
			      hello->groups.count + point_formats.len;
	uint8_t *text = arena_alloc(arena, number_count * DECIMAL_MAX + 4);
	uint8_t *to = put_decimal(text, (uint16_t)hello->version.value);

	*to++ = ',';
	to = put_decimals(to, hello->ciphers);
	*to++ = ',';
	to = put_decimals(to, hello->extensions);
	*to++ = ',';
	to = put_decimals(to, hello->groups);
	*to++ = ',';
	for (size_t i = 0; i < point_formats.len; i++) {
		if (i > 0)
			*to++ = '-';
		to = put_decimal(to, point_formats.at[i]);
	}
	return md5_text(arena, bytes_between(text, to));
}

struct bytes
tls_ja3s(
    struct arena *arena, const struct event_tls_server_hello *hello, struct list extensions)
{
	uint8_t *text = arena_alloc(arena, (2 + extensions.count) * DECIMAL_MAX);
	uint8_t *to = put_decimal(text, (uint16_t)hello->version.value);

	*to++ = ',';
	to = put_decimal(to, (uint16_t)hello->cipher.value);
	*to++ = ',';
	to = put_decimals(to, extensions);
	return md5_text(arena, bytes_between(text, to));
}

/* "1301,1302" */
static uint8_t *
put_codes(uint8_t *to, const uint16_t *codes, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (i > 0)
			*to++ = ',';
		*to++ = (uint8_t)digits[codes[i] >> 12];
		*to++ = (uint8_t)digits[codes[i] >> 8 & 15];
		*to++ = (uint8_t)digits[codes[i] >> 4 & 15];
		*to++ = (uint8_t)digits[codes[i] & 15];
	}
	return to;
}

static int
compare_codes(const void *a, const void *b)
{
	return (int)*(const uint16_t *)a - (int)*(const uint16_t *)b;
}

static void
sort_codes(uint16_t *codes, size_t count)
{
	if (count > INSERTION_MAX) {
		qsort(codes, count, sizeof(*codes), compare_codes);
		return;
	}
	for (size_t i = 1; i < count; i++) {
		uint16_t code = codes[i];
		size_t place = i;

		for (; place > 0 && codes[place - 1] > code; place--)
			codes[place] = codes[place - 1];
		codes[place] = code;
	}
}

/* A copy without GREASE. */
static uint16_t *
without_grease(struct arena *arena, struct list list, size_t *count)
{
	uint16_t *codes = arena_array(arena, list.count, sizeof(*codes));

	*count = 0;
	for (size_t i = 0; i < list.count; i++) {
		uint16_t code = ((const uint16_t *)list.items)[i];

		if (!tls_is_grease(code))
			codes[(*count)++] = code;
	}
	return codes;
}

/* Behind a "_" the first twelve digits; twelve zeros for nothing at all. */
static uint8_t *
put_digest(uint8_t *to, struct arena *arena, struct bytes text)
{
	*to++ = '_';
	if (text.len == 0)
		return put_string(to, "000000000000");
	return put_hex(to, bytes_first(digest_sha256(arena, text), JA4_DIGITS / 2));
}

static const char *
ja4_version(const struct event_tls_client_hello *hello)
{
	static const struct {
		uint16_t code;
		const char *name;
	} versions[] = { { 0x0304, "13" }, { 0x0303, "12" }, { 0x0302, "11" },
		{ 0x0301, "10" }, { 0x0300, "s3" }, { 0x0002, "s2" } };
	const uint16_t *offered = hello->versions.items;
	uint16_t best = 0;

	for (size_t i = 0; i < hello->versions.count; i++)
		if (!tls_is_grease(offered[i]) && offered[i] > best)
			best = offered[i];
	if (best == 0)
		best = (uint16_t)hello->version.value;
	for (size_t i = 0; i < COUNT_OF(versions); i++)
		if (versions[i].code == best)
			return versions[i].name;
	return "00";
}

static bool
is_alphanumeric(uint8_t byte)
{
	return (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') ||
	       (byte >= 'a' && byte <= 'z');
}

/* First and last character of the first protocol; of its hexadecimal digits where they
 * are no letters or digits. */
static uint8_t *
put_alpn(uint8_t *to, struct list alpn)
{
	const struct bytes *first = alpn.items;
	uint8_t head, tail;

	if (alpn.count == 0 || first->len == 0)
		return put_string(to, "00");
	head = first->at[0];
	tail = first->at[first->len - 1];
	if (!is_alphanumeric(head) || !is_alphanumeric(tail)) {
		head = (uint8_t)digits[head >> 4];
		tail = (uint8_t)digits[tail & 15];
	}
	*to++ = head;
	*to++ = tail;
	return to;
}

static bool
has_code(struct list list, uint16_t code)
{
	for (size_t i = 0; i < list.count; i++)
		if (((const uint16_t *)list.items)[i] == code)
			return true;
	return false;
}

static uint8_t *
put_count(uint8_t *to, size_t count)
{
	count = MIN(count, (size_t)JA4_COUNT_MAX);
	*to++ = (uint8_t)('0' + count / 10);
	*to++ = (uint8_t)('0' + count % 10);
	return to;
}

static uint8_t *
put_ja4_ciphers(uint8_t *to, struct arena *arena, uint16_t *ciphers, size_t count)
{
	uint8_t *text = arena_alloc(arena, count * CODE_MAX);

	sort_codes(ciphers, count);
	return put_digest(to, arena, bytes_between(text, put_codes(text, ciphers, count)));
}

static uint8_t *
put_ja4_extensions(uint8_t *to, struct arena *arena, uint16_t *extensions, size_t count,
    struct list signatures)
{
	size_t kept = 0, signature_count;
	uint16_t *signature_codes = without_grease(arena, signatures, &signature_count);
	uint8_t *text = arena_alloc(arena, (count + signature_count) * CODE_MAX + 1);
	uint8_t *end;

	for (size_t i = 0; i < count; i++)
		if (extensions[i] != TLS_SERVER_NAME && extensions[i] != TLS_ALPN)
			extensions[kept++] = extensions[i];
	sort_codes(extensions, kept);
	end = put_codes(text, extensions, kept);
	if (kept > 0 && signature_count > 0) {
		*end++ = '_';
		end = put_codes(end, signature_codes, signature_count);
	}
	return put_digest(to, arena, bytes_between(text, end));
}

struct bytes
tls_ja4(
    struct arena *arena, const struct event_tls_client_hello *hello, struct list signatures)
{
	uint8_t *text = arena_alloc(arena, JA4_SIZE);
	uint8_t *to = text;
	size_t cipher_count, extension_count;
	uint16_t *ciphers = without_grease(arena, hello->ciphers, &cipher_count);
	uint16_t *extensions = without_grease(arena, hello->extensions, &extension_count);

	*to++ = strcmp(hello->transport, "quic") == 0 ? 'q' : 't';
	to = put_string(to, ja4_version(hello));
	*to++ = has_code(hello->extensions, TLS_SERVER_NAME) ? 'd' : 'i';
	to = put_count(to, cipher_count);
	to = put_count(to, extension_count);
	to = put_alpn(to, hello->alpn);
	to = put_ja4_ciphers(to, arena, ciphers, cipher_count);
	to = put_ja4_extensions(to, arena, extensions, extension_count, signatures);
	if (to - text != JA4_SIZE) /* there are no digests */
		return (struct bytes){ NULL, 0 };
	return bytes_between(text, to);
}
