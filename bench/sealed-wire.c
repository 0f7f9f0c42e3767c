/* SPDX-License-Identifier: BSD-2-Clause */
/* A line of 100 Mbit/s: full segments, one acknowledgement for every sixteenth. */
#include "bench/sealed-wire.h"

enum { SEGMENT_SIZE = 1460, SEGMENT_US = 120, ACK_EVERY = 16, WINDOW = 64000 };
enum { ETHER_SIZE = 14, IP_SIZE = 20, IP_TCP = 6, IP_UDP = 17 };
enum { CHECKSUM_TCP = 16, CHECKSUM_UDP = 6 /* where in the header */ };
enum { PORT_SERVER = 443, PORT_CLIENT = 50000, SNAP_SIZE = 262144, LINK_ETHERNET = 1 };
static const uint32_t pcap_magic = 0xa1b2c3d4;

static const uint32_t addresses[] = { 0xc0a83264, 0xcb007164 };

static uint32_t
sum16(uint32_t sum, struct bytes bytes)
{
	for (size_t i = 0; i + 1 < bytes.len; i += 2)
		sum += (uint32_t)bytes.at[i] << 8 | bytes.at[i + 1];
	if (bytes.len % 2 != 0)
		sum += (uint32_t)bytes.at[bytes.len - 1] << 8;
	return sum;
}

static void
checksum_put(uint8_t *at, uint32_t sum)
{
	while (sum >> 16 != 0)
		sum = (sum & 0xffff) + (sum >> 16);
	at[0] = (uint8_t)(~sum >> 8);
	at[1] = (uint8_t)~sum;
}

void
wire_begin(struct wire *wire, FILE *file)
{
	struct buffer head = { 0 };

	*wire = (struct wire){ .file = file, .at_us = UINT64_C(1735689600000000) };
	put_number(&head, pcap_magic, 4);
	put_number(&head, 0x00020004, 4); /* version */
	put_number(&head, 0, 8);
	put_number(&head, SNAP_SIZE, 4);
	put_number(&head, LINK_ETHERNET, 4);
	fwrite(head.at, 1, head.len, file);
	wire->bytes = head.len;
	buffer_clear(&head);
}

void
wire_clear(struct wire *wire)
{
	buffer_clear(&wire->pending);
}

/* Ethernet and IPv4. */
static void
put_network(struct buffer *out, enum side from, uint8_t protocol, size_t size)
{
	enum side to = from == SIDE_CLIENT ? SIDE_SERVER : SIDE_CLIENT;
	uint8_t *ip;

	put_number(out, 0x020000000000 | addresses[to], 6);
	put_number(out, 0x020000000000 | addresses[from], 6);
	put_number(out, 0x0800, 2);
	put_number(out, 0x4500, 2);
	put_number(out, IP_SIZE + size, 2);
	put_number(out, 0x00004000, 4); /* identification 0, do not fragment */
	put_number(out, 64u << 8 | protocol, 2);
	put_number(out, 0, 2);
	put_number(out, addresses[from], 4);
	put_number(out, addresses[to], 4);
	ip = out->at + out->len - IP_SIZE;
	checksum_put(ip + 10, sum16(0, bytes_of(ip, IP_SIZE)));
}

static void
put_ports(struct buffer *out, enum side from)
{
	put_number(out, from == SIDE_CLIENT ? PORT_CLIENT : PORT_SERVER, 2);
	put_number(out, from == SIDE_CLIENT ? PORT_SERVER : PORT_CLIENT, 2);
}

/* The transport's checksum is over its addresses, protocol and size, too. */
static void
frame_write(struct wire *wire, struct buffer *frame, uint8_t protocol, size_t checksum_at)
{
	uint8_t *transport = frame->at + ETHER_SIZE + IP_SIZE;
	size_t size = frame->len - ETHER_SIZE - IP_SIZE;
	uint32_t sum = sum16(protocol + (uint32_t)size, bytes_of(transport - 8, 8));
	struct buffer record = { 0 };

	checksum_put(transport + checksum_at, sum16(sum, bytes_of(transport, size)));
	put_number(&record, wire->at_us / 1000000, 4);
	put_number(&record, wire->at_us % 1000000, 4);
	put_number(&record, frame->len, 4);
	put_number(&record, frame->len, 4);
	fwrite(record.at, 1, record.len, wire->file);
	fwrite(frame->at, 1, frame->len, wire->file);
	wire->at_us += SEGMENT_US;
	wire->frames++;
	wire->bytes += record.len + frame->len;
	buffer_clear(&record);
	buffer_clear(frame);
}

void
wire_segment(struct wire *wire, enum side from, uint8_t flags, struct bytes payload)
{
	enum side to = from == SIDE_CLIENT ? SIDE_SERVER : SIDE_CLIENT;
	struct buffer frame = { 0 };

	put_network(&frame, from, IP_TCP, 20 + payload.len);
	put_ports(&frame, from);
	put_number(&frame, wire->sequence[from], 4);
	put_number(&frame, flags & WIRE_ACK ? wire->sequence[to] : 0, 4);
	put_number(&frame, 0x5000 | flags, 2);
	put_number(&frame, WINDOW, 2);
	put_number(&frame, 0, 4); /* checksum, urgent */
	buffer_add(&frame, payload);
	wire->sequence[from] += (uint32_t)payload.len;
	if ((flags & (WIRE_SYN | WIRE_FIN)) != 0)
		wire->sequence[from]++;
	frame_write(wire, &frame, IP_TCP, CHECKSUM_TCP);
}

static void
stream_segment(struct wire *wire, uint8_t flags, struct bytes payload)
{
	wire_segment(wire, SIDE_SERVER, flags, payload);
	if (++wire->unacknowledged < ACK_EVERY && flags == WIRE_ACK)
		return;
	wire->unacknowledged = 0;
	wire_segment(wire, SIDE_CLIENT, WIRE_ACK, BYTES(""));
}

void
wire_stream(struct wire *wire, struct bytes bytes)
{
	struct bytes rest;

	buffer_add(&wire->pending, bytes);
	rest = buffer_bytes(&wire->pending);
	while (rest.len >= SEGMENT_SIZE) {
		stream_segment(wire, WIRE_ACK, bytes_first(rest, SEGMENT_SIZE));
		rest = bytes_from(rest, SEGMENT_SIZE);
	}
	buffer_drop(&wire->pending, wire->pending.len - rest.len);
}

void
wire_flush(struct wire *wire)
{
	if (wire->pending.len > 0)
		stream_segment(wire, WIRE_ACK | WIRE_PUSH, buffer_bytes(&wire->pending));
	buffer_drop(&wire->pending, wire->pending.len);
}

void
wire_datagram(struct wire *wire, enum side from, struct bytes payload)
{
	struct buffer frame = { 0 };

	put_network(&frame, from, IP_UDP, 8 + payload.len);
	put_ports(&frame, from);
	put_number(&frame, 8 + payload.len, 2);
	put_number(&frame, 0, 2);
	buffer_add(&frame, payload);
	frame_write(wire, &frame, IP_UDP, CHECKSUM_UDP);
}
