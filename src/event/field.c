/* SPDX-License-Identifier: BSD-2-Clause */
#include <netinet/in.h>

#include "base/clock.h"
#include "base/json.h"
#include "event/field.h"

bool
header_is_secret(struct bytes name)
{
	static const struct bytes secrets[] = { { (const uint8_t *)"cookie", 6 },
		{ (const uint8_t *)"set-cookie", 10 },
		{ (const uint8_t *)"authorization", 13 },
		{ (const uint8_t *)"proxy-authorization", 19 } };

	for (size_t i = 0; i < COUNT_OF(secrets); i++)
		if (bytes_equal_nocase(name, secrets[i]))
			return true;
	return false;
}

/* The lowest `digits` hexadecimal digits of a code. */
static void
code_to_json(
    struct json *json, const char *key, const char *prefix, int digits, uint64_t code)
{
	char text[20];

	snprintf(text, sizeof(text), "%s%0*x", prefix, digits, (unsigned)code);
	json_word(json, key, text);
}

void
flow_ref_to_json(struct json *json, const char *key, struct flow_ref flow)
{
	char text[20];

	snprintf(text, sizeof(text), "%s:%u", flow.protocol == IPPROTO_TCP ? "tcp" : "udp",
	    (unsigned)flow.number);
	json_word(json, key, text);
}

static void
pair_to_json(struct json *json, const struct pair *pair, enum secrets secrets)
{
	json_list(json, NULL);
	json_text(json, NULL, pair->name);
	if (secrets == SECRETS_MASKED && header_is_secret(pair->name))
		json_word(json, NULL, "***");
	else
		json_text(json, NULL, pair->value);
	json_list_end(json);
}

static void
date_to_json(struct json *json, const char *key, uint64_t seconds)
{
	char text[CLOCK_TEXT_SIZE];

	json_word(json, key, clock_date_of_seconds((int64_t)seconds, text));
}

static void
maybe_to_json(
    struct json *json, const char *key, enum field_type type, const struct maybe *maybe)
{
	if (!maybe->known)
		return;
	switch (type) {
	case FIELD_SECONDS: json_seconds(json, key, maybe->value); break;
	case FIELD_DATE: date_to_json(json, key, maybe->value); break;
	case FIELD_CODE16: code_to_json(json, key, "0x", 4, maybe->value); break;
	case FIELD_CODE32: code_to_json(json, key, "0x", 8, maybe->value); break;
	case FIELD_XID6: code_to_json(json, key, "", 6, maybe->value); break;
	case FIELD_XID8: code_to_json(json, key, "", 8, maybe->value); break;
	default: json_number(json, key, maybe->value); break;
	}
}

/* Items of a list are stored bare: a number is a uint16_t, text a struct bytes. */
static void
item_to_json(
    struct json *json, const struct field *field, const void *item, enum secrets secrets)
{
	switch (field->item) {
	case FIELD_WORD: json_word(json, NULL, *(const char *const *)item); break;
	case FIELD_TEXT: json_text(json, NULL, *(const struct bytes *)item); break;
	case FIELD_U16: json_number(json, NULL, *(const uint16_t *)item); break;
	case FIELD_CODE16:
		code_to_json(json, NULL, "0x", 4, *(const uint16_t *)item);
		break;
	case FIELD_ADDRESS: json_address(json, NULL, *(const struct address *)item); break;
	case FIELD_PAIR: pair_to_json(json, item, secrets); break;
	default:
		json_object(json, NULL);
		fields_to_json(json, field->item_fields, item, secrets);
		json_object_end(json);
		break;
	}
}

size_t
field_item_size(const struct field *field)
{
	switch (field->item) {
	case FIELD_WORD: return sizeof(const char *);
	case FIELD_TEXT: return sizeof(struct bytes);
	case FIELD_U16:
	case FIELD_CODE16: return sizeof(uint16_t);
	case FIELD_ADDRESS: return sizeof(struct address);
	case FIELD_PAIR: return sizeof(struct pair);
	default: return field->item_fields->size;
	}
}

static void
list_to_json(struct json *json, const struct field *field, const struct list *list,
    enum secrets secrets)
{
	const uint8_t *item = list->items;
	size_t size = field_item_size(field);

	if (item == NULL)
		return;
	json_list(json, field->name);
	for (size_t i = 0; i < list->count; i++)
		item_to_json(json, field, item + i * size, secrets);
	json_list_end(json);
}

/* A word, or the number that its digits are. */
static void
named_to_json(struct json *json, const char *key, struct bytes name)
{
	uint64_t number = 0;

	for (size_t i = 0; i < name.len; i++) {
		if (name.at[i] < '0' || name.at[i] > '9') {
			json_text(json, key, name);
			return;
		}
		number = number * 10 + (uint64_t)(name.at[i] - '0');
	}
	json_number(json, key, number);
}

static void
bytes_to_json(struct json *json, const struct field *field, const struct bytes *bytes)
{
	if (bytes->len == 0)
		return;
	if (field->type == FIELD_HEX)
		json_hex(json, field->name, *bytes);
	else if (field->type == FIELD_NAMED)
		named_to_json(json, field->name, *bytes);
	else
		json_text(json, field->name, *bytes);
}

/* The members that are there or not by a mark of their own. */
static void
marked_to_json(struct json *json, const struct field *field, const void *member)
{
	const struct maybe_mac *mac = member;
	const struct address *address = member;
	const struct flow_ref *flow = member;

	if (field->type == FIELD_MAC && mac->known)
		json_mac(json, field->name, mac->mac);
	if (field->type == FIELD_ADDRESS && address->family != 0)
		json_address(json, field->name, *address);
	if (field->type == FIELD_FLOW && flow->protocol != 0)
		flow_ref_to_json(json, field->name, *flow);
}

static void
field_to_json(
    struct json *json, const struct field *field, const void *member, enum secrets secrets)
{
	switch (field->type) {
	case FIELD_WORD:
		if (*(const char *const *)member != NULL)
			json_word(json, field->name, *(const char *const *)member);
		break;
	case FIELD_TEXT:
	case FIELD_HEX:
	case FIELD_NAMED: bytes_to_json(json, field, member); break;
	case FIELD_FLAG:
		if (*(const bool *)member)
			json_flag(json, field->name, true);
		break;
	case FIELD_NUMBER: json_number(json, field->name, *(const uint64_t *)member); break;
	case FIELD_MAC:
	case FIELD_ADDRESS:
	case FIELD_FLOW: marked_to_json(json, field, member); break;
	case FIELD_LIST: list_to_json(json, field, member, secrets); break;
	default: maybe_to_json(json, field->name, field->type, member); break;
	}
}

void
fields_to_json(struct json *json, const struct field_table *table, const void *record,
    enum secrets secrets)
{
	for (size_t i = 0; i < table->count; i++) {
		const struct field *field = &table->fields[i];

		field_to_json(
		    json, field, (const uint8_t *)record + field->offset, secrets);
	}
}
