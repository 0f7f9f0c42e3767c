/* SPDX-License-Identifier: BSD-2-Clause */
#include "packet/anatomy.h"

#include <netinet/in.h>
#include <stdio.h>

#include "base/buffer.h"
#include "base/cursor.h"
#include "packet/anatomy-table.h"
#include "packet/tcp-options.h"

enum { HEADERS_MAX = 32, ETHERNET_LENGTH_MAX = 1500 };

/* The walk over one frame's headers. */
struct anatomy {
	const struct frame *frame;
	struct bytes rest; /* not shown yet */
	void (*line)(void *receiver, const struct anatomy_line *);
	void *receiver;
	struct buffer text; /* of the line being made */
	enum anatomy_kind next;
	bool is_fragment; /* behind the first: what follows is no header */
};

static void
tell_line(struct anatomy *anatomy, int depth, struct bytes where)
{
	struct anatomy_line line = {
		.depth = depth,
		.text = buffer_bytes(&anatomy->text),
		.start = (size_t)(where.at - anatomy->frame->captured.at),
		.len = where.len,
	};

	anatomy->line(anatomy->receiver, &line);
	anatomy->text.len = 0;
}

/* At most 32 bits of a header that holds them. */
static uint64_t
field_number(const struct anatomy_field *field, struct bytes header)
{
	size_t first = field->bit / 8, last = (field->bit + field->bits - 1u) / 8;
	uint64_t value = 0;

	for (size_t i = first; i <= last; i++)
		value = value << 8 | header.at[i];
	value >>= (last + 1) * 8 - field->bit - field->bits;
	return value & ((UINT64_C(1) << field->bits) - 1);
}

static struct bytes
field_bytes(const struct anatomy_field *field, struct bytes header)
{
	size_t first = field->bit / 8, last = (field->bit + field->bits - 1u) / 8;

	return bytes_first(bytes_from(header, first), last - first + 1);
}

static const char *
word_find(const struct anatomy_word *words, uint64_t value)
{
	for (; words != NULL && words->word != NULL; words++)
		if (words->value == value)
			return words->word;
	return NULL;
}

static void
add_number(struct buffer *out, const struct anatomy_field *field, uint64_t value)
{
	const char *word = word_find(field->words, value);
	unsigned long long number = value;

	if (word != NULL)
		buffer_printf(out, "%s (", word);
	switch (field->form) {
	case FORM_HEX: buffer_printf(out, "0x%0*llx", (field->bits + 3) / 4, number); break;
	case FORM_FLAG: buffer_add_string(out, value != 0 ? "Set" : "Not set"); break;
	case FORM_WORDS: buffer_printf(out, "%llu bytes (%llu)", number * 4, number); break;
	default: buffer_printf(out, "%llu", number); break;
	}
	if (word != NULL)
		buffer_add_char(out, ')');
}

static void
add_value(struct buffer *out, const struct anatomy_field *field, struct bytes header)
{
	struct bytes bytes = field_bytes(field, header);
	char text[MAX(ADDRESS_TEXT_SIZE, MAC_TEXT_SIZE)];

	if (field->form == FORM_MAC)
		buffer_add_string(out, mac_text(mac_of(bytes), text));
	else if (field->form == FORM_ADDRESS)
		buffer_add_string(out, address_text(address_of(bytes), text));
	else
		add_number(out, field, field_number(field, header));
}

/* "Ethernet II, Src: ..., Dst: ..." */
static void
tell_title(struct anatomy *anatomy, const struct anatomy_header *header, struct bytes fixed,
    struct bytes whole)
{
	buffer_add_string(&anatomy->text, header->title);
	for (size_t i = 0; i < header->field_count; i++) {
		const struct anatomy_field *field = &header->fields[i];

		if (field->title == NULL)
			continue;
		buffer_printf(&anatomy->text, ", %s: ", field->title);
		add_value(&anatomy->text, field, fixed);
	}
	tell_line(anatomy, 0, whole);
}

static void
tell_fields(
    struct anatomy *anatomy, const struct anatomy_header *header, struct bytes fixed)
{
	for (size_t i = 0; i < header->field_count; i++) {
		const struct anatomy_field *field = &header->fields[i];

		buffer_printf(&anatomy->text, "%s: ", field->name);
		add_value(&anatomy->text, field, fixed);
		tell_line(anatomy, field->is_part ? 2 : 1, field_bytes(field, fixed));
	}
}

static void
tell_option(void *receiver, struct bytes text, struct bytes where)
{
	struct anatomy *anatomy = receiver;

	buffer_add(&anatomy->text, text);
	tell_line(anatomy, 2, where);
}

static void
tell_options(struct anatomy *anatomy, enum anatomy_kind kind, struct bytes options)
{
	if (options.len == 0)
		return;
	buffer_printf(&anatomy->text, "Options: (%zu bytes)", options.len);
	tell_line(anatomy, 1, options);
	if (kind == ANATOMY_TCP)
		tcp_options_each(options, tell_option, anatomy);
}

/* How long a header is in truth, and what it says of the next. */
static size_t
ipv4_size(struct anatomy *anatomy, struct bytes fixed)
{
	size_t total = (size_t)fixed.at[2] << 8 | fixed.at[3];

	if (total >= fixed.len && total < anatomy->rest.len)
		anatomy->rest.len = total;
	anatomy->is_fragment = ((fixed.at[6] & 0x1f) | fixed.at[7]) != 0;
	anatomy->next = anatomy_of_protocol(fixed.at[9]);
	return (fixed.at[0] & 0x0fu) * 4u;
}

static size_t
ipv6_size(struct anatomy *anatomy, struct bytes fixed)
{
	size_t total = fixed.len + ((size_t)fixed.at[4] << 8 | fixed.at[5]);

	if (total > fixed.len && total < anatomy->rest.len)
		anatomy->rest.len = total;
	anatomy->next = anatomy_of_protocol(fixed.at[6]);
	return fixed.len;
}

static size_t
ethertype_size(struct anatomy *anatomy, struct bytes fixed, size_t type_at)
{
	anatomy->next =
	    anatomy_of_ethertype((uint64_t)fixed.at[type_at] << 8 | fixed.at[type_at + 1]);
	return fixed.len;
}

static enum anatomy_kind
ip_kind(struct bytes rest)
{
	if (rest.len == 0)
		return ANATOMY_NONE;
	return rest.at[0] >> 4 == 4   ? ANATOMY_IPV4
	       : rest.at[0] >> 4 == 6 ? ANATOMY_IPV6
				      : ANATOMY_NONE;
}

static size_t
header_size(struct anatomy *anatomy, enum anatomy_kind kind, struct bytes fixed)
{
	anatomy->next = ANATOMY_NONE;
	switch (kind) {
	case ANATOMY_ETHERNET: return ethertype_size(anatomy, fixed, 12);
	case ANATOMY_VLAN: return ethertype_size(anatomy, fixed, 2);
	case ANATOMY_SLL: return ethertype_size(anatomy, fixed, 14);
	case ANATOMY_SLL2: return ethertype_size(anatomy, fixed, 0);
	case ANATOMY_NULL:
		anatomy->next = ip_kind(bytes_from(anatomy->rest, fixed.len));
		return fixed.len;
	case ANATOMY_IPV4: return ipv4_size(anatomy, fixed);
	case ANATOMY_IPV6: return ipv6_size(anatomy, fixed);
	case ANATOMY_IPV6_OPTIONS:
		anatomy->next = anatomy_of_protocol(fixed.at[0]);
		return fixed.at[1] * 8u + 8u;
	case ANATOMY_IPV6_FRAGMENT:
		anatomy->next = anatomy_of_protocol(fixed.at[0]);
		anatomy->is_fragment = (fixed.at[2] | (fixed.at[3] & 0xf8)) != 0;
		return fixed.len;
	case ANATOMY_TCP: return (size_t)(fixed.at[12] >> 4) * 4;
	default: return fixed.len;
	}
}

/* One header, whose fixed part is there. */
static void
tell_header(struct anatomy *anatomy, enum anatomy_kind kind)
{
	const struct anatomy_header *header = &anatomy_headers[kind];
	struct bytes fixed = bytes_first(anatomy->rest, header->size);
	size_t size = header_size(anatomy, kind, fixed);
	struct bytes whole = bytes_first(anatomy->rest, MAX(size, fixed.len));

	tell_title(anatomy, header, fixed, whole);
	tell_fields(anatomy, header, fixed);
	tell_options(anatomy, kind, bytes_from(whole, fixed.len));
	anatomy->rest = bytes_from(anatomy->rest, whole.len);
	if (anatomy->is_fragment)
		anatomy->next = ANATOMY_NONE;
}

/* Headers of a tunnel that are not listed, up to the packet inside; false where there is
 * none, or it is not of this frame. */
static bool
tell_tunnel(struct anatomy *anatomy, const struct packet *packet)
{
	const uint8_t *inside = packet->network.at;
	const uint8_t *from = anatomy->rest.at;

	if (packet->was_fragmented || inside == NULL || from == NULL || inside < from ||
	    inside >= from + anatomy->rest.len)
		return false;
	if (inside > from) {
		size_t len = (size_t)(inside - from);

		buffer_printf(&anatomy->text, "Other headers (%zu bytes)", len);
		tell_line(anatomy, 0, bytes_of(from, len));
	}
	anatomy->rest = bytes_from(anatomy->rest, (size_t)(inside - from));
	anatomy->next = ip_kind(anatomy->rest);
	return anatomy->next != ANATOMY_NONE;
}

static void
tell_frame(struct anatomy *anatomy)
{
	const struct frame *frame = anatomy->frame;

	buffer_printf(&anatomy->text, "Frame %u: %u bytes on wire, %zu bytes captured",
	    (unsigned)frame->number, (unsigned)frame->wire_len, frame->captured.len);
	tell_line(anatomy, 0, frame->captured);
}

static void
tell_payload(struct anatomy *anatomy, enum anatomy_kind kind)
{
	const char *name = kind == ANATOMY_TCP    ? "TCP payload"
			   : kind == ANATOMY_UDP  ? "UDP payload"
			   : anatomy->is_fragment ? "Fragment of a packet"
						  : "Data";

	if (anatomy->rest.len == 0)
		return;
	buffer_printf(&anatomy->text, "%s (%zu bytes)", name, anatomy->rest.len);
	tell_line(anatomy, 0, anatomy->rest);
}

void
anatomy_of_frame(const struct frame *frame, const struct packet *packet,
    void (*line)(void *receiver, const struct anatomy_line *), void *receiver)
{
	struct anatomy anatomy = {
		.frame = frame,
		.rest = frame->captured,
		.line = line,
		.receiver = receiver,
		.next = anatomy_of_link(frame->link_type),
	};
	enum anatomy_kind last = ANATOMY_NONE;

	tell_frame(&anatomy);
	for (int i = 0; i < HEADERS_MAX; i++) {
		if (anatomy.next == ANATOMY_NONE && !tell_tunnel(&anatomy, packet))
			break;
		if (anatomy.rest.len < anatomy_headers[anatomy.next].size)
			break;
		last = anatomy.next;
		tell_header(&anatomy, last);
	}
	tell_payload(&anatomy, last);
	buffer_clear(&anatomy.text);
}
