/* SPDX-License-Identifier: BSD-2-Clause */
#include "dissectors/dns-text.h"

enum { SIZE_FIRST = 64, NUMBER_DIGITS_MAX = 20 };

static uint8_t *
reserve(struct dns_text *text, size_t more)
{
	size_t size = MAX(text->size * 2, text->len + more);
	uint8_t *at;

	if (text->len + more <= text->size)
		return text->at + text->len;
	size = MAX(size, (size_t)SIZE_FIRST);
	at = arena_alloc(text->arena, size);
	if (text->len > 0)
		memcpy(at, text->at, text->len);
	text->at = at;
	text->size = size;
	return at + text->len;
}

void
dns_text_add(struct dns_text *text, struct bytes bytes)
{
	if (bytes.len == 0)
		return;
	memcpy(reserve(text, bytes.len), bytes.at, bytes.len);
	text->len += bytes.len;
}

void
dns_text_add_byte(struct dns_text *text, uint8_t byte)
{
	*reserve(text, 1) = byte;
	text->len++;
}

void
dns_text_add_string(struct dns_text *text, const char *string)
{
	dns_text_add(text, bytes_of_string(string));
}

void
dns_text_add_number(struct dns_text *text, uint64_t number)
{
	uint8_t digits[NUMBER_DIGITS_MAX];
	size_t at = sizeof(digits);

	do {
		digits[--at] = (uint8_t)('0' + number % 10);
		number /= 10;
	} while (number > 0);
	dns_text_add(text, bytes_of(digits + at, sizeof(digits) - at));
}

void
dns_text_add_hex(struct dns_text *text, struct bytes bytes)
{
	static const char digits[] = "0123456789abcdef";
	uint8_t *to = reserve(text, bytes.len * 2);

	for (size_t i = 0; i < bytes.len; i++) {
		*to++ = (uint8_t)digits[bytes.at[i] >> 4];
		*to++ = (uint8_t)digits[bytes.at[i] & 0x0f];
	}
	text->len += bytes.len * 2;
}

void
dns_text_add_base64(struct dns_text *text, struct bytes bytes)
{
	static const char digits[] =
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	struct cursor in = cursor_of(bytes);

	while (cursor_left(&in) > 0) {
		size_t left = MIN(cursor_left(&in), (size_t)3);
		uint32_t three = (uint32_t)cursor_u8(&in) << 16;

		three |= left > 1 ? (uint32_t)cursor_u8(&in) << 8 : 0;
		three |= left > 2 ? cursor_u8(&in) : 0;
		dns_text_add_byte(text, (uint8_t)digits[three >> 18]);
		dns_text_add_byte(text, (uint8_t)digits[three >> 12 & 0x3f]);
		dns_text_add_byte(
		    text, left > 1 ? (uint8_t)digits[three >> 6 & 0x3f] : '=');
		dns_text_add_byte(text, left > 2 ? (uint8_t)digits[three & 0x3f] : '=');
	}
}

static void
add_decimal(struct dns_text *text, uint8_t byte)
{
	dns_text_add_byte(text, '\\');
	dns_text_add_byte(text, (uint8_t)('0' + byte / 100));
	dns_text_add_byte(text, (uint8_t)('0' + byte / 10 % 10));
	dns_text_add_byte(text, (uint8_t)('0' + byte % 10));
}

void
dns_text_add_escaped(struct dns_text *text, struct bytes bytes)
{
	for (size_t i = 0; i < bytes.len; i++) {
		uint8_t byte = bytes.at[i];

		if (byte <= ' ' || byte >= 0x7f) {
			add_decimal(text, byte);
			continue;
		}
		if (strchr("\"\\;()", byte) != NULL)
			dns_text_add_byte(text, '\\');
		dns_text_add_byte(text, byte);
	}
}

void
dns_text_add_quoted(struct dns_text *text, struct bytes bytes)
{
	dns_text_add_byte(text, '"');
	for (size_t i = 0; i < bytes.len; i++) {
		uint8_t byte = bytes.at[i];

		if (byte < ' ' || byte >= 0x7f) {
			add_decimal(text, byte);
			continue;
		}
		if (byte == '"' || byte == '\\')
			dns_text_add_byte(text, '\\');
		dns_text_add_byte(text, byte);
	}
	dns_text_add_byte(text, '"');
}
