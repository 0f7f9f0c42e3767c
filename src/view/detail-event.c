/* SPDX-License-Identifier: BSD-2-Clause */
/* An event as lines: the walk over its field table, once more, for people. */
#include "base/buffer.h"
#include "base/clock.h"
#include "base/text.h"
#include "view/detail.h"

#include <netinet/in.h>

/* A list, or the fields of an item, further down than this has no place on a screen. */
enum { DEPTH_MAX = 6, TEXT_MAX = 4096 };

struct telling {
	struct detail *detail;
	enum secrets secrets;
	struct buffer text; /* of the line being made */
};

static void tell_fields(struct telling *telling, const struct field_table *table,
    const void *record, int depth);

static void
tell(struct telling *telling, int depth, struct bytes wire)
{
	struct detail_line *line =
	    detail_add_line(telling->detail, depth, buffer_bytes(&telling->text));

	line->wire = wire;
	telling->text.len = 0;
}

/* A long body would fill the screen: its bytes are in the other half. */
static void
add_wire(struct telling *telling, struct bytes wire, bool as_hex)
{
	struct bytes first = bytes_first(wire, TEXT_MAX);

	if (as_hex)
		text_add_hex(&telling->text, first);
	else
		text_add_safe(&telling->text, first);
	if (first.len < wire.len)
		buffer_printf(&telling->text, " (%zu bytes in all)", wire.len);
}

static void
add_date(struct buffer *out, uint64_t seconds)
{
	char text[CLOCK_TEXT_SIZE];

	buffer_add_string(out, clock_date_of_seconds((int64_t)seconds, text));
}

static void
add_number(struct buffer *out, enum field_type type, uint64_t value)
{
	unsigned long long number = value;

	switch (type) {
	case FIELD_SECONDS:
		buffer_printf(out, "%llu.%09llu s", number / NS_PER_S, number % NS_PER_S);
		break;
	case FIELD_DATE: add_date(out, value); break;
	case FIELD_CODE16: buffer_printf(out, "0x%04llx", number); break;
	case FIELD_CODE32: buffer_printf(out, "0x%08llx", number); break;
	case FIELD_XID6: buffer_printf(out, "0x%06llx", number); break;
	case FIELD_XID8: buffer_printf(out, "0x%08llx", number); break;
	default: buffer_printf(out, "%llu", number); break;
	}
}

static void
add_address(struct buffer *out, struct address address)
{
	char text[ADDRESS_TEXT_SIZE];

	buffer_add_string(out, address_text(address, text));
}

static void
add_name(struct telling *telling, const char *name)
{
	buffer_printf(&telling->text, "%s: ", name);
}

static void
tell_pair(struct telling *telling, const struct pair *pair, int depth)
{
	bool is_masked = telling->secrets == SECRETS_MASKED && header_is_secret(pair->name);

	add_wire(telling, pair->name, false);
	buffer_add_string(&telling->text, ": ");
	if (is_masked)
		buffer_add_string(&telling->text, "***");
	else
		add_wire(telling, pair->value, false);
	tell(telling, depth, pair->value);
}

static void
tell_item(struct telling *telling, const struct field *field, const void *item,
    size_t number, int depth)
{
	struct bytes wire = { 0 };

	switch (field->item) {
	case FIELD_WORD:
		buffer_add_string(&telling->text, *(const char *const *)item);
		break;
	case FIELD_TEXT:
		wire = *(const struct bytes *)item;
		add_wire(telling, wire, false);
		break;
	case FIELD_U16:
	case FIELD_CODE16:
		add_number(&telling->text, field->item, *(const uint16_t *)item);
		break;
	case FIELD_ADDRESS:
		add_address(&telling->text, *(const struct address *)item);
		break;
	case FIELD_PAIR: tell_pair(telling, item, depth); return;
	default:
		buffer_printf(&telling->text, "%s %zu", field->name, number + 1);
		tell(telling, depth, wire);
		tell_fields(telling, field->item_fields, item, depth + 1);
		return;
	}
	tell(telling, depth, wire);
}

static void
tell_list(
    struct telling *telling, const struct field *field, const struct list *list, int depth)
{
	const uint8_t *item = list->items;
	size_t size = field_item_size(field);

	if (item == NULL)
		return;
	buffer_printf(&telling->text, "%s (%zu)", field->name, list->count);
	tell(telling, depth, (struct bytes){ 0 });
	for (size_t i = 0; i < list->count && depth < DEPTH_MAX; i++)
		tell_item(telling, field, item + i * size, i, depth + 1);
}

static void
tell_bytes(struct telling *telling, const struct field *field, struct bytes wire, int depth)
{
	if (wire.len == 0)
		return;
	add_name(telling, field->name);
	add_wire(telling, wire, field->type == FIELD_HEX);
	tell(telling, depth, wire);
}

/* False where the member is not there. */
static bool
add_member(struct buffer *out, const struct field *field, const void *member)
{
	const struct maybe *maybe = member;
	const struct maybe_mac *mac = member;
	const struct flow_ref *flow = member;
	char text[MAC_TEXT_SIZE];

	switch (field->type) {
	case FIELD_WORD:
		if (*(const char *const *)member == NULL)
			return false;
		buffer_add_string(out, *(const char *const *)member);
		return true;
	case FIELD_FLAG: buffer_add_string(out, "yes"); return *(const bool *)member;
	case FIELD_NUMBER:
		add_number(out, field->type, *(const uint64_t *)member);
		return true;
	case FIELD_MAC: buffer_add_string(out, mac_text(mac->mac, text)); return mac->known;
	case FIELD_ADDRESS:
		if (((const struct address *)member)->family == 0)
			return false;
		add_address(out, *(const struct address *)member);
		return true;
	case FIELD_FLOW:
		buffer_printf(out, "%s:%u", flow->protocol == IPPROTO_TCP ? "tcp" : "udp",
		    (unsigned)flow->number);
		return flow->protocol != 0;
	default: add_number(out, field->type, maybe->value); return maybe->known;
	}
}

static void
tell_field(
    struct telling *telling, const struct field *field, const void *member, int depth)
{
	switch (field->type) {
	case FIELD_LIST: tell_list(telling, field, member, depth); return;
	case FIELD_TEXT:
	case FIELD_HEX:
	case FIELD_NAMED:
		tell_bytes(telling, field, *(const struct bytes *)member, depth);
		return;
	default: break;
	}
	add_name(telling, field->name);
	if (add_member(&telling->text, field, member))
		tell(telling, depth, (struct bytes){ 0 });
	telling->text.len = 0;
}

static void
tell_fields(
    struct telling *telling, const struct field_table *table, const void *record, int depth)
{
	for (size_t i = 0; i < table->count; i++)
		tell_field(telling, &table->fields[i],
		    (const uint8_t *)record + table->fields[i].offset, depth);
}

void
detail_add_event(struct detail *detail, const struct event *event, enum secrets secrets)
{
	const struct event_info *info = event_info(event->kind);
	struct telling telling = { .detail = detail, .secrets = secrets };

	buffer_printf(&telling.text, "%s: %s", info->name, info->meaning);
	tell(&telling, 0, (struct bytes){ 0 });
	tell_fields(&telling, info->table, event, 1);
	buffer_clear(&telling.text);
}
