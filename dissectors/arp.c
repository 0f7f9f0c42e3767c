/* SPDX-License-Identifier: BSD-2-Clause */
/* ARP, RFC 826: hardware type, protocol type, their address sizes, operation, then
 * sender's and target's addresses (hardware, protocol each).  RFC 5227: probes and
 * announcements.  RFC 2225 (ATM) has other sizes there: of that only the operation. */
#include "dissectors/dissector.h"
#include "event/lan.h"

#include <inttypes.h>

enum { HARDWARE_ETHERNET = 1, HARDWARE_IEEE802 = 6, HARDWARE_ATM = 19 };
enum { PROTOCOL_IPV4 = 0x0800, ATM_SIZE_MASK = 0x3f };
enum { OPERATION_REQUEST = 1, OPERATION_REPLY = 2 };

struct sizes {
	uint16_t hardware;
	uint16_t protocol;
	uint8_t hardware_size;
	uint8_t protocol_size;
};

static struct bytes
operation_name(struct sink *sink, uint16_t operation)
{
	switch (operation) {
	case OPERATION_REQUEST: return BYTES("request");
	case OPERATION_REPLY: return BYTES("reply");
	default: return arena_format(sink->scratch, "%" PRIu16, operation);
	}
}

static struct maybe_mac
read_mac(struct cursor *in, const struct sizes *sizes)
{
	struct bytes address = cursor_bytes(in, sizes->hardware_size);

	if (sizes->hardware != HARDWARE_ETHERNET && sizes->hardware != HARDWARE_IEEE802)
		return (struct maybe_mac){ .known = false };
	if (address.len != sizeof(struct mac))
		return (struct maybe_mac){ .known = false };
	return maybe_mac_of(mac_of(address));
}

static struct address
read_ip(struct cursor *in, const struct sizes *sizes)
{
	struct bytes address = cursor_bytes(in, sizes->protocol_size);

	if (sizes->protocol != PROTOCOL_IPV4 || address.len != 4)
		return (struct address){ .family = 0 };
	return address_of(address);
}

/* Over ATM the sizes of sender's number and subaddress stand before the operation, those of
 * the sender's protocol address and of the target's three addresses behind it. */
static void
pass_over_atm(struct cursor *in, const struct sizes *sizes)
{
	size_t size = (size_t)(sizes->hardware_size & ATM_SIZE_MASK) +
		      (size_t)(sizes->protocol_size & ATM_SIZE_MASK);

	size += cursor_u8(in);
	size += cursor_u8(in) & ATM_SIZE_MASK;
	size += cursor_u8(in) & ATM_SIZE_MASK;
	size += cursor_u8(in);
	cursor_take(in, size);
}

static void
mark_purpose(struct event_arp *arp, uint16_t operation)
{
	if (operation != OPERATION_REQUEST && operation != OPERATION_REPLY)
		return;
	if (arp->sender_ip.family == 0)
		return;
	if (address_is_unspecified(arp->sender_ip))
		arp->probe = operation == OPERATION_REQUEST;
	else
		arp->announcement = address_equal(arp->sender_ip, arp->target_ip);
}

static enum verdict
arp_dissect(void *state, struct sink *sink, const struct chunk *chunk, struct cursor *in)
{
	struct event_arp arp = { .head = event_head(EVENT_ARP, chunk) };
	struct sizes sizes;
	uint16_t operation;

	(void)state;
	sizes.hardware = cursor_u16(in);
	sizes.protocol = cursor_u16(in);
	sizes.hardware_size = cursor_u8(in);
	sizes.protocol_size = cursor_u8(in);
	operation = cursor_u16(in);
	if (sizes.hardware == HARDWARE_ATM) {
		pass_over_atm(in, &sizes);
	} else {
		arp.sender_mac = read_mac(in, &sizes);
		arp.sender_ip = read_ip(in, &sizes);
		arp.target_mac = read_mac(in, &sizes);
		arp.target_ip = read_ip(in, &sizes);
	}
	if (in->broken)
		return VERDICT_BROKEN;
	arp.op = operation_name(sink, operation);
	mark_purpose(&arp, operation);
	sink_event(sink, &arp.head);
	cursor_take(in, cursor_left(in)); /* the frame's padding, where it was not cut */
	return VERDICT_DONE;
}

const struct dissector dissector_arp = {
	.name = "arp",
	.dissect = arp_dissect,
};
