/* SPDX-License-Identifier: BSD-2-Clause */
/* Ethernet: target, source (6 each), type (2); then ARP, IPv4 (RFC 791) or IPv6 (RFC 8200);
 * then TCP (RFC 9293) or UDP.  All offsets are checked in headers_read, once. */
#include "load-frame.h"

#include <string.h>

enum { ETHER_SIZE = 14, ETHER_IP4 = 0x0800, ETHER_ARP = 0x0806, ETHER_IP6 = 0x86dd };
enum { IP4_SIZE = 20, IP6_SIZE = 40, IP_TCP = 6, IP_UDP = 17, TCP_SIZE = 20, UDP_SIZE = 8 };
enum { MESSAGE_MIN = 12 /* of DNS; DHCP has its xid in the first 8 */ };
enum { PORT_DNS = 53, PORT_DHCP_SERVER = 67, PORT_DHCP_CLIENT = 68 };
enum { TCP_OPTION_END = 0, TCP_OPTION_NOTHING = 1, TCP_OPTION_SACK = 5 };
enum { EPHEMERAL_FIRST = 32768, EPHEMERAL_COUNT = 28232 };

static uint16_t
u16_at(const uint8_t *p)
{
	return (uint16_t)(p[0] << 8 | p[1]);
}

static uint32_t
u32_at(const uint8_t *p)
{
	return (uint32_t)u16_at(p) << 16 | u16_at(p + 2);
}

static void
put_u16(uint8_t *p, uint32_t value)
{
	p[0] = (uint8_t)(value >> 8);
	p[1] = (uint8_t)value;
}

static void
put_u32(uint8_t *p, uint32_t value)
{
	put_u16(p, value >> 16);
	put_u16(p + 2, value);
}

uint32_t
mix(uint32_t a, uint32_t b)
{
	uint64_t h = ((uint64_t)a << 32 | b) + 0x9e3779b97f4a7c15u;

	h = (h ^ h >> 30) * 0xbf58476d1ce4e5b9u;
	h = (h ^ h >> 27) * 0x94d049bb133111ebu;
	return (uint32_t)(h ^ h >> 31);
}

static struct address
address_from_ip4(const uint8_t *p)
{
	struct address a = { { [10] = 0xff, [11] = 0xff } };

	memcpy(a.bytes + 12, p, 4);
	return a;
}

static bool
address_is_ip4(const struct address *a)
{
	static const uint8_t mapped[12] = { [10] = 0xff, [11] = 0xff };

	return memcmp(a->bytes, mapped, sizeof mapped) == 0;
}

/* Reading the headers. */

static void
read_tcp(struct headers *h, const uint8_t *bytes, size_t size)
{
	const uint8_t *tcp = bytes + h->transport;
	size_t head;

	h->kind = FRAME_BROKEN;
	if (size < TCP_SIZE)
		return;
	head = (size_t)(tcp[12] >> 4) * 4;
	if (head < TCP_SIZE || head > size)
		return;
	h->kind = FRAME_TCP;
	h->tcp_flags = tcp[13];
	h->tcp_sequence = u32_at(tcp + 4);
	h->tcp_acknowledged = u32_at(tcp + 8);
	h->payload = (uint16_t)(h->transport + head);
	h->payload_size = (uint16_t)(size - head);
}

static void
read_udp(struct headers *h, const uint8_t *bytes, size_t size)
{
	uint16_t from = u16_at(h->source.port);
	uint16_t to = u16_at(h->target.port);

	h->kind = FRAME_BROKEN;
	if (size < UDP_SIZE || u16_at(bytes + h->transport + 4) != size)
		return;
	h->kind = FRAME_OTHER;
	if (size < UDP_SIZE + MESSAGE_MIN)
		return;
	if (from == PORT_DNS || to == PORT_DNS)
		h->kind = FRAME_DNS;
	if (from == PORT_DHCP_CLIENT || to == PORT_DHCP_CLIENT || to == PORT_DHCP_SERVER)
		h->kind = FRAME_DHCP;
	h->payload = (uint16_t)(h->transport + UDP_SIZE);
	h->payload_size = (uint16_t)(size - UDP_SIZE);
}

static void
read_transport(struct headers *h, uint8_t protocol, const uint8_t *bytes, size_t size)
{
	if (protocol != IP_TCP && protocol != IP_UDP)
		return;
	if (memcmp(&h->source.address, &h->target.address, 16) == 0) /* itself: no sides */
		return;
	h->kind = FRAME_BROKEN;
	if (size < 4)
		return;
	memcpy(h->source.port, bytes + h->transport, 2);
	memcpy(h->target.port, bytes + h->transport + 2, 2);
	if (protocol == IP_TCP)
		read_tcp(h, bytes, size);
	else
		read_udp(h, bytes, size);
}

static void
read_ip4(struct headers *h, const uint8_t *bytes, size_t size)
{
	const uint8_t *ip = bytes + h->network;
	size_t head;
	size_t total;

	h->kind = FRAME_BROKEN;
	if (size < IP4_SIZE || ip[0] >> 4 != 4)
		return;
	head = (size_t)(ip[0] & 15) * 4;
	total = u16_at(ip + 2);
	if (head < IP4_SIZE || head > total || total > size)
		return;
	h->kind = FRAME_OTHER;
	if ((u16_at(ip + 6) & 0x3fff) != 0) /* a fragment */
		return;
	h->source.address = address_from_ip4(ip + 12);
	h->target.address = address_from_ip4(ip + 16);
	h->transport = (uint16_t)(h->network + head);
	read_transport(h, ip[9], bytes, total - head);
}

static void
read_ip6(struct headers *h, const uint8_t *bytes, size_t size)
{
	const uint8_t *ip = bytes + h->network;

	h->kind = FRAME_BROKEN;
	if (size < IP6_SIZE || ip[0] >> 4 != 6)
		return;
	if ((size_t)u16_at(ip + 4) > size - IP6_SIZE)
		return;
	h->kind = FRAME_OTHER;
	memcpy(h->source.address.bytes, ip + 8, 16);
	memcpy(h->target.address.bytes, ip + 24, 16);
	h->transport = (uint16_t)(h->network + IP6_SIZE);
	read_transport(h, ip[6], bytes, u16_at(ip + 4));
}

void
headers_read(struct headers *h, const uint8_t *bytes, size_t size)
{
	*h = (struct headers){ .kind = FRAME_BROKEN, .network = ETHER_SIZE };
	if (size < ETHER_SIZE)
		return;
	switch (u16_at(bytes + 12)) {
	case ETHER_ARP: h->kind = FRAME_ARP; break;
	case ETHER_IP4: read_ip4(h, bytes, size - ETHER_SIZE); break;
	case ETHER_IP6: read_ip6(h, bytes, size - ETHER_SIZE); break;
	default: h->kind = FRAME_OTHER; break;
	}
}

/* Whether ARP or DHCP speaks of this client, by either of its addresses. */
bool
headers_mention(
    const struct headers *h, const uint8_t *bytes, size_t size, const struct client *client)
{
	if (h->kind != FRAME_ARP && h->kind != FRAME_DHCP)
		return false;
	if (memmem(bytes, size, client->mac, sizeof client->mac) != NULL)
		return true;
	return address_is_ip4(&client->address) &&
	       memmem(bytes, size, client->address.bytes + 12, 4) != NULL;
}

/* Finding what belongs to the sender. */

static void
add_patch(struct frame *f, enum patch_kind kind, size_t at)
{
	if (f->patch_count < PATCHES_MAX)
		f->patches[f->patch_count++] =
		    (struct patch){ (uint16_t)at, (uint16_t)kind };
}

static void
add_patch_mac(struct frame *f, size_t at)
{
	bool is_group = f->bytes[at] & 1;

	if (!is_group)
		add_patch(f, PATCH_MAC, at);
}

/* The whole LAN of the client moves with it: its router stays its neighbour. */
static void
add_patch_address(
    struct frame *f, size_t at, const struct address *address, const struct client *client)
{
	bool is_local = client->address.bytes[0] == 0xfe;

	if (address_is_ip4(address)) {
		if (memcmp(address->bytes, client->address.bytes, 15) == 0)
			add_patch(f, PATCH_LAN4, at);
	} else if (!is_local && memcmp(address->bytes, client->address.bytes, 8) == 0) {
		add_patch(f, PATCH_LAN6, at + 4);
	}
}

static void
add_patches_inside(struct frame *f, enum patch_kind kind, const uint8_t *what, size_t size)
{
	const uint8_t *end = f->bytes + f->size;
	const uint8_t *at = f->bytes + f->headers.network;

	if (f->headers.payload != 0)
		at = f->bytes + f->headers.payload;
	while ((at = memmem(at, (size_t)(end - at), what, size)) != NULL) {
		add_patch(f, kind, (size_t)(at - f->bytes));
		at += size;
	}
}

/* ARP and DHCP carry addresses in their payload: replace them wherever they stand. */
static void
find_patches_inside(struct frame *f, const struct client *client)
{
	const uint8_t *target = f->bytes;
	const uint8_t *source = f->bytes + 6;

	add_patches_inside(f, PATCH_MAC, client->mac, 6);
	if (memcmp(source, client->mac, 6) != 0)
		add_patches_inside(f, PATCH_MAC, source, 6);
	if (!(target[0] & 1) && memcmp(target, client->mac, 6) != 0)
		add_patches_inside(f, PATCH_MAC, target, 6);
	if (address_is_ip4(&client->address))
		add_patches_inside(f, PATCH_LAN4, client->address.bytes + 12, 3);
}

static void
find_sack_patches(struct frame *f, enum patch_kind kind)
{
	size_t at = (size_t)f->headers.transport + TCP_SIZE;

	while (at + 1 < f->headers.payload && f->bytes[at] != TCP_OPTION_END) {
		size_t size = f->bytes[at] == TCP_OPTION_NOTHING ? 1 : f->bytes[at + 1];

		if (size == 0 || at + size > f->headers.payload)
			return;
		if (f->bytes[at] == TCP_OPTION_SACK)
			for (size_t edge = 2; edge + 4 <= size; edge += 4)
				add_patch(f, kind, at + edge);
		at += size;
	}
}

static void
find_tcp_patches(struct frame *f, bool from_client)
{
	enum patch_kind own = from_client ? PATCH_CLIENT_SEQUENCE : PATCH_SERVER_SEQUENCE;
	enum patch_kind other = from_client ? PATCH_SERVER_SEQUENCE : PATCH_CLIENT_SEQUENCE;

	add_patch(f, own, (size_t)f->headers.transport + 4);
	if (f->headers.tcp_flags & TCP_ACK)
		add_patch(f, other, (size_t)f->headers.transport + 8);
	find_sack_patches(f, other);
}

void
frame_find_patches(struct frame *f, const struct client *client)
{
	const struct headers *h = &f->headers;
	bool is_ip4 = address_is_ip4(&h->source.address);
	bool from_client = memcmp(&h->source.address, &client->address, 16) == 0;

	f->patch_count = 0;
	add_patch_mac(f, 0);
	add_patch_mac(f, 6);
	if (h->kind == FRAME_ARP || h->kind == FRAME_DHCP)
		find_patches_inside(f, client);
	if (h->kind == FRAME_ARP)
		return;
	add_patch_address(f, h->network + (is_ip4 ? 12u : 8u), &h->source.address, client);
	add_patch_address(f, h->network + (is_ip4 ? 16u : 24u), &h->target.address, client);
	if (h->kind == FRAME_DHCP) {
		add_patch(f, PATCH_CLIENT_SEQUENCE, (size_t)h->payload + 4); /* its xid */
		return;
	}
	add_patch(f, PATCH_PORT, (size_t)h->transport + (from_client ? 0 : 2));
	if (h->kind == FRAME_TCP)
		find_tcp_patches(f, from_client);
}

/* Writing it again. */

static void
put_mac(uint8_t *out, const uint8_t *old, uint32_t house)
{
	uint8_t mac[6] = { 0x02, old[1], old[5], (uint8_t)(house >> 16),
		(uint8_t)(house >> 8), (uint8_t)house };

	memcpy(out, mac, sizeof mac);
}

static void
put_lan4(uint8_t *out, uint32_t house)
{
	out[0] = 10;
	put_u16(out + 1, house);
}

static void
apply_patch(
    const struct frame *f, const struct patch *p, const struct sender *sender, uint8_t *out)
{
	const uint8_t *old = f->bytes + p->at;
	uint32_t port = (sender->port_base + f->flow) % EPHEMERAL_COUNT;
	uint32_t offset =
	    mix(sender->visit, f->flow * 2 + (p->kind == PATCH_CLIENT_SEQUENCE));

	out += p->at;
	switch ((enum patch_kind)p->kind) {
	case PATCH_MAC: put_mac(out, old, sender->house); break;
	case PATCH_LAN4: put_lan4(out, sender->house); break;
	case PATCH_LAN6: put_u32(out, sender->house); break;
	case PATCH_PORT: put_u16(out, EPHEMERAL_FIRST + port); break;
	case PATCH_CLIENT_SEQUENCE:
	case PATCH_SERVER_SEQUENCE: put_u32(out, u32_at(old) + offset); break;
	}
}

/* The sum of RFC 1071, in the machine's byte order: it comes out right in memory. */
static uint64_t
sum_bytes(uint64_t sum, const uint8_t *p, size_t size)
{
	uint32_t word;

	for (; size >= sizeof word; p += sizeof word, size -= sizeof word) {
		memcpy(&word, p, sizeof word);
		sum += word;
	}
	word = 0;
	memcpy(&word, p, size);
	return sum + word;
}

static void
put_checksum(uint8_t *at, uint64_t sum)
{
	uint16_t folded;

	while (sum >> 16 != 0)
		sum = (sum & 0xffff) + (sum >> 16);
	folded = (uint16_t)~sum;
	memcpy(at, &folded, sizeof folded);
}

static void
mend_ip4(uint8_t *ip)
{
	put_u16(ip + 10, 0);
	put_checksum(ip + 10, sum_bytes(0, ip, (size_t)(ip[0] & 15) * 4));
}

static void
mend_transport(const struct headers *h, uint8_t *out)
{
	uint8_t *ip = out + h->network;
	bool is_ip4 = ip[0] >> 4 == 4;
	bool is_tcp = h->kind == FRAME_TCP;
	uint8_t *field = out + h->transport + (is_tcp ? 16 : 6);
	size_t size = (size_t)(h->payload - h->transport) + h->payload_size;
	uint8_t pseudo[4] = { 0, is_tcp ? IP_TCP : IP_UDP };
	uint64_t sum;

	put_u16(pseudo + 2, (uint32_t)size);
	put_u16(field, 0);
	sum = sum_bytes(0, pseudo, sizeof pseudo);
	sum = sum_bytes(sum, ip + (is_ip4 ? 12 : 8), is_ip4 ? 8 : 32);
	put_checksum(field, sum_bytes(sum, out + h->transport, size));
	if (!is_tcp && u16_at(field) == 0)
		put_u16(field, 0xffff); /* zero would say: no checksum */
}

void
frame_write(const struct frame *f, const struct sender *sender, uint8_t *out)
{
	memcpy(out, f->bytes, f->size);
	for (int i = 0; i < f->patch_count; i++)
		apply_patch(f, &f->patches[i], sender, out);
	if (f->headers.kind == FRAME_ARP)
		return;
	if (out[f->headers.network] >> 4 == 4)
		mend_ip4(out + f->headers.network);
	mend_transport(&f->headers, out);
}

size_t
segment_write(
    const struct segment *s, const struct headers *like, const uint8_t *bytes, uint8_t *out)
{
	size_t head = (size_t)like->transport + TCP_SIZE;
	size_t tcp_size = TCP_SIZE + s->payload_size;
	uint8_t *ip = out + like->network;
	uint8_t *tcp = out + like->transport;

	memcpy(out, bytes, head);
	if (ip[0] >> 4 == 4)
		put_u16(ip + 2, (uint32_t)(like->transport - like->network + tcp_size));
	else
		put_u16(ip + 4, (uint32_t)tcp_size);
	put_u32(tcp + 4, s->sequence);
	put_u32(tcp + 8, s->acknowledged);
	tcp[12] = TCP_SIZE / 4 << 4;
	tcp[13] = s->flags;
	if (s->payload_size > 0)
		memcpy(out + head, s->payload, s->payload_size);
	return head + s->payload_size;
}

void
tcp_move(struct headers *h, uint8_t *bytes, uint32_t sequence_by, uint32_t acknowledged_by)
{
	uint8_t *tcp = bytes + h->transport;

	h->tcp_sequence += sequence_by;
	h->tcp_acknowledged += acknowledged_by;
	put_u32(tcp + 4, h->tcp_sequence);
	put_u32(tcp + 8, h->tcp_acknowledged);
}
