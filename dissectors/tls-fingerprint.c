/* SPDX-License-Identifier: BSD-2-Clause */
/* Fingerprints of hellos: which software sent them.
 * JA3 (Althouse and others, 2017): MD5 of "version,ciphers,extensions,groups,formats",
 * numbers joined by "-".  JA3S: MD5 of "version,cipher,extensions".
 * JA4 (FoxIO, 2023): "t13d1516h2_8daaf6152771_b186095e22b6": transport, version, name or
 * not, counts, ALPN; then SHA-256, cut short, of the sorted ciphers, and of the sorted
 * extensions with the signature algorithms in their order.  GREASE counts nowhere. */
#include <stdlib.h>

#include "base/text.h"
#include "dissectors/digest.h"
#include "dissectors/tls.h"

enum { JA4_COUNT_MAX = 99, JA4_DIGITS = 12, JA4_SIZE = 10 + 2 * (1 + JA4_DIGITS) };

/* Values that clients offer for no other reason than to keep servers flexible (RFC 8701).
 */
static bool
tls_is_grease(uint16_t value)
{
	return (value & 0x0f0f) == 0x0a0a && value >> 8 == (value & 0xff);
}

static void
add_decimal(struct buffer *out, uint16_t number)
{
	char digits[5];
	int count = 0;

	do {
		digits[count++] = (char)('0' + number % 10);
		number /= 10;
	} while (number > 0);
	while (count > 0)
		buffer_add_char(out, digits[--count]);
}

/* "4865-4866" */
static void
add_decimals(struct buffer *out, struct list list)
{
	const uint16_t *numbers = list.items;
	bool is_first = true;

	for (size_t i = 0; i < list.count; i++) {
		if (tls_is_grease(numbers[i]))
			continue;
		if (!is_first)
			buffer_add_char(out, '-');
		is_first = false;
		add_decimal(out, numbers[i]);
	}
}

static struct bytes
md5_text(struct arena *arena, struct buffer *text)
{
	struct buffer hex = { 0 };
	struct bytes result;

	text_add_hex(&hex, digest_md5(arena, buffer_bytes(text)));
	result = arena_copy(arena, buffer_bytes(&hex));
	buffer_clear(&hex);
	buffer_clear(text);
	return result;
}

struct bytes
tls_ja3(struct arena *arena, const struct event_tls_client_hello *hello,
    struct bytes point_formats)
{
	struct buffer text = { 0 };

	add_decimal(&text, (uint16_t)hello->version.value);
	buffer_add_char(&text, ',');
	add_decimals(&text, hello->ciphers);
	buffer_add_char(&text, ',');
	add_decimals(&text, hello->extensions);
	buffer_add_char(&text, ',');
	add_decimals(&text, hello->groups);
	buffer_add_char(&text, ',');
	for (size_t i = 0; i < point_formats.len; i++) {
		if (i > 0)
			buffer_add_char(&text, '-');
		add_decimal(&text, point_formats.at[i]);
	}
	return md5_text(arena, &text);
}

struct bytes
tls_ja3s(
    struct arena *arena, const struct event_tls_server_hello *hello, struct list extensions)
{
	struct buffer text = { 0 };

	add_decimal(&text, (uint16_t)hello->version.value);
	buffer_add_char(&text, ',');
	add_decimal(&text, (uint16_t)hello->cipher.value);
	buffer_add_char(&text, ',');
	add_decimals(&text, extensions);
	return md5_text(arena, &text);
}

/* "1301,1302" */
static void
add_codes(struct buffer *out, const uint16_t *codes, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		uint8_t code[2] = { (uint8_t)(codes[i] >> 8), (uint8_t)codes[i] };

		if (i > 0)
			buffer_add_char(out, ',');
		text_add_hex(out, bytes_of(code, sizeof(code)));
	}
}

static int
compare_codes(const void *a, const void *b)
{
	return (int)*(const uint16_t *)a - (int)*(const uint16_t *)b;
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
static void
add_digest(struct buffer *out, struct arena *arena, struct buffer *text)
{
	buffer_add_char(out, '_');
	if (text->len == 0)
		buffer_add_string(out, "000000000000");
	else
		text_add_hex(out,
		    bytes_first(digest_sha256(arena, buffer_bytes(text)), JA4_DIGITS / 2));
	buffer_clear(text);
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
static void
add_alpn(struct buffer *out, struct list alpn)
{
	const struct bytes *first = alpn.items;
	struct buffer hex = { 0 };
	uint8_t head, tail;

	if (alpn.count == 0 || first->len == 0) {
		buffer_add_string(out, "00");
		return;
	}
	head = first->at[0];
	tail = first->at[first->len - 1];
	if (!is_alphanumeric(head) || !is_alphanumeric(tail)) {
		text_add_hex(&hex, *first);
		head = hex.at[0];
		tail = hex.at[hex.len - 1];
		buffer_clear(&hex);
	}
	buffer_add_char(out, (char)head);
	buffer_add_char(out, (char)tail);
}

static bool
has_code(struct list list, uint16_t code)
{
	for (size_t i = 0; i < list.count; i++)
		if (((const uint16_t *)list.items)[i] == code)
			return true;
	return false;
}

static void
add_count(struct buffer *out, size_t count)
{
	count = MIN(count, (size_t)JA4_COUNT_MAX);
	buffer_add_char(out, (char)('0' + count / 10));
	buffer_add_char(out, (char)('0' + count % 10));
}

static void
add_ja4_ciphers(struct buffer *out, struct arena *arena, uint16_t *ciphers, size_t count)
{
	struct buffer text = { 0 };

	qsort(ciphers, count, sizeof(*ciphers), compare_codes);
	add_codes(&text, ciphers, count);
	add_digest(out, arena, &text);
}

static void
add_ja4_extensions(struct buffer *out, struct arena *arena, uint16_t *extensions,
    size_t count, struct list signatures)
{
	struct buffer text = { 0 };
	size_t kept = 0, signature_count;
	uint16_t *signature_codes = without_grease(arena, signatures, &signature_count);

	for (size_t i = 0; i < count; i++)
		if (extensions[i] != TLS_SERVER_NAME && extensions[i] != TLS_ALPN)
			extensions[kept++] = extensions[i];
	qsort(extensions, kept, sizeof(*extensions), compare_codes);
	add_codes(&text, extensions, kept);
	if (kept > 0 && signature_count > 0) {
		buffer_add_char(&text, '_');
		add_codes(&text, signature_codes, signature_count);
	}
	add_digest(out, arena, &text);
}

struct bytes
tls_ja4(
    struct arena *arena, const struct event_tls_client_hello *hello, struct list signatures)
{
	struct buffer out = { 0 };
	size_t cipher_count, extension_count;
	uint16_t *ciphers = without_grease(arena, hello->ciphers, &cipher_count);
	uint16_t *extensions = without_grease(arena, hello->extensions, &extension_count);
	struct bytes result = { NULL, 0 };

	buffer_add_char(&out, strcmp(hello->transport, "quic") == 0 ? 'q' : 't');
	buffer_add_string(&out, ja4_version(hello));
	buffer_add_char(&out, has_code(hello->extensions, TLS_SERVER_NAME) ? 'd' : 'i');
	add_count(&out, cipher_count);
	add_count(&out, extension_count);
	add_alpn(&out, hello->alpn);
	add_ja4_ciphers(&out, arena, ciphers, cipher_count);
	add_ja4_extensions(&out, arena, extensions, extension_count, signatures);
	if (out.len == JA4_SIZE) /* else there are no digests */
		result = arena_copy(arena, buffer_bytes(&out));
	buffer_clear(&out);
	return result;
}
