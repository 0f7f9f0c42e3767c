/* SPDX-License-Identifier: BSD-2-Clause */
/* IPv4 (RFC 791), IPv6 and its extension headers (RFC 8200), AH (RFC 4302). */
#include "packet/defragment.h"
#include "packet/layer.h"

enum {
	IPV4_HEADER = 20,
	IPV4_OFFSET = 0x1fff, /* in units of eight bytes */
	IPV4_MORE = 0x2000,
	IPV6_HEADER = 40,
	IPV6_OFFSET = 0xfff8,
	IPV6_MORE = 1,
	PROTOCOL_FRAGMENT = 44,
};

static void
put_u16(uint8_t *at, size_t value)
{
	at[0] = (uint8_t)(value >> 8);
	at[1] = (uint8_t)value;
}

/* The headers of the first fragment become those of the whole packet. */
static void
mend_header(const struct whole_packet *whole, bool is_ipv4)
{
	if (is_ipv4) {
		put_u16(whole->at + 2, whole->len);
		put_u16(whole->at + 6, 0);
	} else {
		put_u16(whole->at + 4, whole->len - IPV6_HEADER);
		whole->at[whole->next_at] = whole->next;
	}
}

/* A fragment that was cut off when captured can never become part of a whole packet.  What
 * there is of a first one is shown as a packet that is cut off. */
static struct layer
cut_fragment_read(struct walk *w, const struct fragment *fragment)
{
	if (fragment->offset != 0) {
		defragmenter_give_up(w->defragmenter);
		return LAYER_END;
	}
	walk_payload(w, PACKET_IP);
	return protocol_layer(fragment->next);
}

/* One fragment, whose data is what `in` holds: goes on where it was the last to come. */
static struct layer
fragment_read(struct walk *w, const struct fragment *fragment)
{
	struct packet *packet = w->packet;
	struct whole_packet whole;

	walk_payload(w, PACKET_FRAGMENT);
	if (w->missing > 0)
		return cut_fragment_read(w, fragment);
	const char *wrong = fragment_wrong(fragment);

	if (wrong != NULL)
		return walk_malformed(w, "ip", wrong);
	if (!defragmenter_add(w->defragmenter, fragment, &whole))
		return LAYER_END;
	mend_header(&whole, packet->src.family == 4);
	packet->network = (struct bytes){ whole.at, whole.len };
	packet->was_fragmented = true;
	packet->protocol = whole.next;
	w->next_at = whole.next_at;
	w->in = cursor_from(packet->network, whole.header_len);
	walk_payload(w, PACKET_IP);
	return protocol_layer(whole.next);
}

/* What is the same for both versions, but for the protocol that stands in for IPv6's. */
static struct fragment
fragment_of(const struct walk *w, uint8_t protocol)
{
	struct bytes network = w->packet->network;
	struct bytes data = cursor_rest(&w->in);

	return (struct fragment){
		.key = { .src = w->packet->src,
		    .dst = w->packet->dst,
		    .protocol = protocol,
		    .input = w->frame->input },
		.at_ns = w->frame->at_ns,
		.header = bytes_first(network, network.len - data.len),
		.data = data,
		.next = w->packet->protocol,
	};
}

static struct layer __attribute__((noinline))
ipv4_fragment_read(struct walk *w, uint16_t place)
{
	struct fragment fragment = fragment_of(w, w->packet->protocol);

	fragment.key.id = w->packet->ip_id;
	fragment.offset = (size_t)(place & IPV4_OFFSET) * 8;
	fragment.has_more = (place & IPV4_MORE) != 0;
	return fragment_read(w, &fragment);
}

/* From a header that is known to be whole; written in place, for this is the busiest path.
 */
static inline void
read_address(struct address *address, struct cursor *in, size_t size)
{
	address->family = size == 4 ? 4 : 6;
	memcpy(address->octets, cursor_take(in, size), size);
	memset(address->octets + size, 0, sizeof(address->octets) - size);
}

/* version-and-size service length id place ttl protocol checksum src dst options.  Length
 * 0 is an offloaded segment's: what was captured tells. */
static struct layer
ipv4_read(struct walk *w)
{
	struct packet *packet = w->packet;
	const uint8_t *start = w->in.at;
	struct cursor in = walk_header(w, IPV4_HEADER);

	if (in.at == NULL)
		return walk_short(w, "ip");
	size_t header_len = (cursor_u8(&in) & 0x0fu) * 4;

	cursor_u8(&in);
	size_t total = cursor_u16(&in);
	uint16_t id = cursor_u16(&in);
	uint16_t place = cursor_u16(&in);
	uint8_t ttl = cursor_u8(&in);
	uint8_t protocol = cursor_u8(&in);

	cursor_u16(&in);
	if (header_len < IPV4_HEADER)
		return walk_malformed(w, "ip", "the header length is less than 20 bytes");
	cursor_take(&w->in, header_len - IPV4_HEADER);
	if (w->in.broken)
		return walk_short(w, "ip");
	if (total != 0 && total < header_len)
		return walk_malformed(
		    w, "ip", "the total length is less than the header's");
	if (total != 0)
		walk_limit(w, total - header_len);
	packet->network = (struct bytes){ start, (size_t)(w->in.end - start) };
	read_address(&packet->src, &in, 4);
	read_address(&packet->dst, &in, 4);
	packet->ttl = ttl;
	packet->ip_id = id;
	packet->protocol = protocol;
	if ((place & (IPV4_OFFSET | IPV4_MORE)) != 0)
		return ipv4_fragment_read(w, place);
	walk_payload(w, PACKET_IP);
	return protocol_layer(protocol);
}

/* Goes on with the header that `protocol` names; `at` is where it is named. */
static struct layer
ipv6_next(struct walk *w, const uint8_t *at, uint8_t protocol)
{
	w->next_at = (size_t)(at - w->packet->network.at);
	w->packet->protocol = protocol;
	walk_payload(w, PACKET_IP);
	return protocol_layer(protocol);
}

/* version-class-flow(4) length(2) next hop-limit src dst.  Length 0 is a jumbogram's (RFC
 * 2675) or an offloaded segment's: what was captured tells. */
static struct layer __attribute__((noinline)) ipv6_read(struct walk *w)
{
	struct packet *packet = w->packet;
	const uint8_t *start = w->in.at;
	struct cursor in = walk_header(w, IPV6_HEADER);

	if (in.at == NULL)
		return walk_short(w, "ipv6");
	cursor_u32(&in);
	uint16_t length = cursor_u16(&in);
	const uint8_t *next = cursor_take(&in, 1);
	uint8_t hop_limit = cursor_u8(&in);

	if (length != 0)
		walk_limit(w, length);
	packet->network = (struct bytes){ start, (size_t)(w->in.end - start) };
	read_address(&packet->src, &in, 16);
	read_address(&packet->dst, &in, 16);
	packet->ttl = hop_limit;
	packet->ip_id = 0;
	return ipv6_next(w, next, *next);
}

struct layer
ip_read(struct walk *w)
{
	struct cursor at = w->in;
	uint8_t version = cursor_u8(&at) >> 4;

	if (version == 4)
		return ipv4_read(w);
	if (version == 6)
		return ipv6_read(w);
	if (at.broken)
		return walk_short(w, "ip");
	return walk_malformed(w, "ip", "the version is neither 4 nor 6");
}

/* next size-in-eights-less-one options */
struct layer
ipv6_option_read(struct walk *w)
{
	if (w->packet->src.family != 6)
		return LAYER_END;
	const uint8_t *next = cursor_take(&w->in, 1);
	size_t size = (size_t)cursor_u8(&w->in) * 8 + 6;

	cursor_take(&w->in, size);
	if (w->in.broken)
		return walk_short(w, "ipv6");
	return ipv6_next(w, next, *next);
}

/* next 0 place(2) id(4); a packet may carry the header and be whole (RFC 6946). */
struct layer
ipv6_fragment_read(struct walk *w)
{
	if (w->packet->src.family != 6)
		return LAYER_END;
	size_t header_len = w->packet->network.len - cursor_left(&w->in);
	const uint8_t *next = cursor_take(&w->in, 1);

	cursor_u8(&w->in);
	uint16_t place = cursor_u16(&w->in);
	uint32_t id = cursor_u32(&w->in);

	if (w->in.broken)
		return walk_short(w, "ipv6");
	if ((place & (IPV6_OFFSET | IPV6_MORE)) == 0)
		return ipv6_next(w, next, *next);
	w->packet->protocol = *next;
	struct fragment fragment = fragment_of(w, PROTOCOL_FRAGMENT);

	fragment.key.id = id;
	fragment.offset = place & IPV6_OFFSET;
	fragment.has_more = (place & IPV6_MORE) != 0;
	fragment.header = bytes_first(w->packet->network, header_len);
	fragment.next_at = w->next_at;
	return fragment_read(w, &fragment);
}

/* next size-in-fours-less-two 0(2) index(4) sequence(4) proof */
struct layer
ah_read(struct walk *w)
{
	const uint8_t *next = cursor_take(&w->in, 1);
	size_t size = (size_t)cursor_u8(&w->in) * 4 + 6;

	cursor_take(&w->in, size);
	if (w->in.broken)
		return walk_short(w, "ah");
	return ipv6_next(w, next, *next);
}
