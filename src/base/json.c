/* SPDX-License-Identifier: BSD-2-Clause */
#include <assert.h>

#include "base/clock.h"
#include "base/json.h"
#include "base/text.h"

/* What comes before a value: a comma where it is not the first, and its key. */
static void
json_lead(struct json *json, const char *key)
{
	if (json->begun[json->depth])
		buffer_add_char(json->out, ',');
	json->begun[json->depth] = true;
	if (key == NULL)
		return;
	buffer_add_char(json->out, '"');
	buffer_add_string(json->out, key);
	buffer_add(json->out, BYTES("\":"));
}

static void
json_open(struct json *json, const char *key, char bracket)
{
	json_lead(json, key);
	buffer_add_char(json->out, bracket);
	json->depth++;
	assert(json->depth < JSON_DEPTH_MAX);
	json->begun[json->depth] = false;
}

static void
json_close(struct json *json, char bracket)
{
	assert(json->depth > 0);
	json->depth--;
	buffer_add_char(json->out, bracket);
}

void
json_object(struct json *json, const char *key)
{
	json_open(json, key, '{');
}

void
json_object_end(struct json *json)
{
	json_close(json, '}');
}

void
json_list(struct json *json, const char *key)
{
	json_open(json, key, '[');
}

void
json_list_end(struct json *json)
{
	json_close(json, ']');
}

void
json_text(struct json *json, const char *key, struct bytes wire)
{
	json_lead(json, key);
	buffer_add_char(json->out, '"');
	text_add_json(json->out, wire);
	buffer_add_char(json->out, '"');
}

void
json_word(struct json *json, const char *key, const char *word)
{
	json_text(json, key, bytes_of_string(word));
}

void
json_hex(struct json *json, const char *key, struct bytes bytes)
{
	json_lead(json, key);
	buffer_add_char(json->out, '"');
	text_add_hex(json->out, bytes);
	buffer_add_char(json->out, '"');
}

/* Decimal digits, the fast way: printf is slow enough to show in -T events. */
static void
json_digits(struct json *json, uint64_t number, int least)
{
	char digits[24];
	size_t at = sizeof(digits);

	do {
		digits[--at] = (char)('0' + number % 10);
		number /= 10;
		least--;
	} while (number > 0 || least > 0);
	buffer_add(json->out, bytes_of(digits + at, sizeof(digits) - at));
}

void
json_number(struct json *json, const char *key, uint64_t number)
{
	json_lead(json, key);
	json_digits(json, number, 1);
}

void
json_signed(struct json *json, const char *key, int64_t number)
{
	json_lead(json, key);
	if (number < 0)
		buffer_add_char(json->out, '-');
	json_digits(json, number < 0 ? -(uint64_t)number : (uint64_t)number, 1);
}

void
json_flag(struct json *json, const char *key, bool flag)
{
	json_lead(json, key);
	buffer_add_string(json->out, flag ? "true" : "false");
}

void
json_seconds(struct json *json, const char *key, uint64_t ns)
{
	json_lead(json, key);
	json_digits(json, ns / NS_PER_S, 1);
	buffer_add_char(json->out, '.');
	json_digits(json, ns % NS_PER_S, 9);
}

void
json_signed_seconds(struct json *json, const char *key, int64_t ns)
{
	uint64_t size = ns < 0 ? -(uint64_t)ns : (uint64_t)ns;

	json_lead(json, key);
	if (ns < 0)
		buffer_add_char(json->out, '-');
	json_digits(json, size / NS_PER_S, 1);
	buffer_add_char(json->out, '.');
	json_digits(json, size % NS_PER_S, 9);
}

void
json_milliseconds(struct json *json, const char *key, uint64_t ns)
{
	json_lead(json, key);
	json_digits(json, ns / NS_PER_MS, 1);
	buffer_add_char(json->out, '.');
	json_digits(json, ns % NS_PER_MS, 6);
}

void
json_fraction(struct json *json, const char *key, uint64_t part, uint64_t whole)
{
	uint64_t share =
	    whole < 10000 ? 10000 : MIN(part / (whole / 10000), UINT64_C(10000));

	json_lead(json, key);
	json_digits(json, share / 10000, 1);
	buffer_add_char(json->out, '.');
	json_digits(json, share % 10000, 4);
}

void
json_address(struct json *json, const char *key, struct address address)
{
	char text[ADDRESS_TEXT_SIZE];

	json_word(json, key, address_text(address, text));
}

void
json_mac(struct json *json, const char *key, struct mac mac)
{
	char text[MAC_TEXT_SIZE];

	json_word(json, key, mac_text(mac, text));
}
