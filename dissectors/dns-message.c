/* SPDX-License-Identifier: BSD-2-Clause */
#include "dissectors/dns-message.h"
#include "dissectors/dns-data.h"

enum {
	FLAG_RESPONSE = 0x8000,
	FLAG_AUTHORITATIVE = 0x0400,
	FLAG_TRUNCATED = 0x0200,
	FLAG_RECURSION_DESIRED = 0x0100,
	FLAG_RECURSION_AVAILABLE = 0x0080,
	FLAG_RESERVED = 0x0040,
	OPCODE_SHIFT = 11,
	OPCODE_MASK = 0x0f,
	RCODE_MASK = 0x0f
};
enum { OPCODE_QUERY = 0, OPCODE_LAST = 6, RCODE_LAST = 11, CLASS_INTERNET = 1 };
enum { QUESTION_MIN = 5, RECORD_MIN = 11 };

static unsigned
header_opcode(const struct dns_header *header)
{
	return header->flags >> OPCODE_SHIFT & OPCODE_MASK;
}

bool
dns_header_read(struct cursor *in, struct dns_header *header)
{
	header->id = cursor_u16(in);
	header->flags = cursor_u16(in);
	header->question_count = cursor_u16(in);
	for (size_t i = 0; i < COUNT_OF(header->record_counts); i++)
		header->record_counts[i] = cursor_u16(in);
	return !in->broken;
}

bool
dns_header_is_plausible(const struct dns_header *header, size_t message_size)
{
	size_t least = DNS_HEADER_SIZE + (size_t)header->question_count * QUESTION_MIN;

	for (size_t i = 0; i < COUNT_OF(header->record_counts); i++)
		least += (size_t)header->record_counts[i] * RECORD_MIN;
	return header_opcode(header) <= OPCODE_LAST &&
	       (header->flags & FLAG_RESERVED) == 0 &&
	       (header->flags & RCODE_MASK) <= RCODE_LAST && least <= message_size;
}

static bool
read_question(
    struct event_dns *dns, struct dns_names *names, bool is_first, struct cursor *in)
{
	struct bytes name;
	uint16_t type;

	if (!dns_names_read(names, in, &name))
		return false;
	type = cursor_u16(in);
	cursor_u16(in); /* class: Internet nearly always */
	if (in->broken)
		return false;
	if (is_first) {
		dns->name = name;
		dns->qtype_code = type;
		dns->qtype = dns_type_text(names->scratch, type);
	}
	return true;
}

static bool
read_record(struct dns_record *record, struct dns_names *names, struct cursor *in)
{
	struct bytes data;

	if (!dns_names_read(names, in, &record->name))
		return false;
	record->type_code = cursor_u16(in);
	cursor_u16(in);
	record->ttl = cursor_u32(in);
	data = cursor_bytes(in, cursor_u16(in));
	if (in->broken)
		return false;
	if (record->type_code == DNS_OPT)
		return true;
	record->type = dns_type_text(names->scratch, record->type_code);
	record->data = dns_data_text(names, record->type_code, data);
	if ((record->type_code == DNS_A && data.len == 4) ||
	    (record->type_code == DNS_AAAA && data.len == 16))
		record->address = address_of(data);
	return true;
}

/* OPT tells about the transport (RFC 6891) and is left out.  False where the section
 * breaks off; what stood before is kept. */
static bool
read_section(
    struct list *section, struct dns_names *names, uint16_t announced, struct cursor *in)
{
	size_t room = MIN((size_t)announced, cursor_left(in) / RECORD_MIN);
	struct dns_record *records;
	size_t count = 0;
	bool is_whole = true;

	if (announced == 0)
		return true;
	records = arena_array(names->scratch, room, sizeof(*records));
	for (size_t i = 0; i < announced && is_whole; i++) {
		struct dns_record record = { .ttl = 0 };

		is_whole = i < room && read_record(&record, names, in);
		if (is_whole && record.type_code != DNS_OPT)
			records[count++] = record;
	}
	if (count > 0)
		*section = LIST_OF(records, count);
	return is_whole;
}

static void
take_header(struct event_dns *dns, const struct dns_header *header)
{
	const char *rcode_name = dns_rcode_name(header->flags & RCODE_MASK);

	dns->id = header->id;
	dns->response = (header->flags & FLAG_RESPONSE) != 0;
	dns->opcode = header_opcode(header);
	dns->aa = (header->flags & FLAG_AUTHORITATIVE) != 0;
	dns->tc = (header->flags & FLAG_TRUNCATED) != 0;
	dns->rd = (header->flags & FLAG_RECURSION_DESIRED) != 0;
	dns->ra = (header->flags & FLAG_RECURSION_AVAILABLE) != 0;
	if (!dns->response)
		return;
	dns->rcode = maybe_of(header->flags & RCODE_MASK);
	if (rcode_name != NULL)
		dns->rcode_name = bytes_of_string(rcode_name);
}

/* What stands behind the header.  False where it breaks off or cannot be. */
static bool
read_body(struct event_dns *dns, struct dns_names *names, const struct dns_header *header,
    struct cursor *in)
{
	struct list *sections[] = { &dns->answers, &dns->authority, &dns->additional };

	for (int i = 0; i < header->question_count; i++)
		if (!read_question(dns, names, i == 0, in))
			return false;
	for (size_t i = 0; i < COUNT_OF(sections); i++)
		if (!read_section(sections[i], names, header->record_counts[i], in))
			return false;
	return true;
}

bool
dns_message_read(struct cursor *in, struct arena *scratch, struct event_dns *dns)
{
	struct dns_names names = { .message = cursor_rest(in), .scratch = scratch };
	struct dns_header header;

	if (!dns_header_read(in, &header))
		return false;
	take_header(dns, &header);
	return read_body(dns, &names, &header, in);
}

/* A query has one question and nothing that only responses have. */
static bool
header_is_certain(const struct dns_header *header)
{
	uint16_t never_asked =
	    FLAG_AUTHORITATIVE | FLAG_RECURSION_AVAILABLE | FLAG_TRUNCATED | RCODE_MASK;

	if (header_opcode(header) != OPCODE_QUERY || header->question_count != 1)
		return false;
	if ((header->flags & FLAG_RESPONSE) != 0)
		return true;
	return (header->flags & never_asked) == 0 && header->record_counts[0] == 0 &&
	       header->record_counts[1] == 0;
}

/* A name that needs no escapes, a type that IANA knows, class Internet. */
static bool
question_is_certain(struct dns_names *names, struct cursor *in)
{
	struct bytes name;
	uint16_t type;

	if (!dns_names_read(names, in, &name) || bytes_index(name, '\\') < name.len)
		return false;
	type = cursor_u16(in);
	return cursor_u16(in) == CLASS_INTERNET && dns_type_name(type) != NULL &&
	       type != DNS_OPT;
}

bool
dns_message_is_certain(struct bytes message)
{
	struct arena scratch = { 0 };
	struct dns_names names = { .message = message, .scratch = &scratch };
	struct event_dns dns = { .id = 0 };
	struct cursor in = cursor_of(message);
	struct cursor whole = in;
	struct dns_header header;
	bool is_certain;

	if (!dns_header_read(&in, &header) || !header_is_certain(&header) ||
	    !dns_header_is_plausible(&header, message.len))
		return false;
	is_certain = question_is_certain(&names, &in) &&
		     dns_message_read(&whole, &scratch, &dns) && cursor_left(&whole) == 0;
	arena_clear(&scratch);
	return is_certain;
}
