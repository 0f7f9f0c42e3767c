/* SPDX-License-Identifier: BSD-2-Clause */
/* Packet headers, RFC 9000 17 (x[1] is a length of one byte with that many behind it, x[v]
 * one of a variable-length integer):
 *
 *	long: first1 version4 dcid[1] scid[1] ...
 *	Initial: ... token[v] length(v) number payload
 *	0-RTT, Handshake: ... length(v) number payload
 *	Retry, Version Negotiation: ... up to the datagram's end
 *	short: first1 dcid number payload, up to the datagram's end */
#include "dissectors/quic-record.h"

enum {
	LONG = 0x80,
	FIXED = 0x40,
	TYPE_SHIFT = 4,
	FIRST_DCID_MIN = 8, /* of a client's first Initial (RFC 9000 7.2) */
};

#define TYPES_V1                                                                           \
	{                                                                                  \
		QUIC_PACKET_INITIAL, QUIC_PACKET_EARLY, QUIC_PACKET_HANDSHAKE,             \
		    QUIC_PACKET_RETRY                                                      \
	}
#define TYPES_V2                                                                           \
	{                                                                                  \
		QUIC_PACKET_RETRY, QUIC_PACKET_INITIAL, QUIC_PACKET_EARLY,                 \
		    QUIC_PACKET_HANDSHAKE                                                  \
	}
#define LABELS_V1 "quic key", "quic iv", "quic hp", "quic ku"
#define LABELS_V2 "quicv2 key", "quicv2 iv", "quicv2 hp", "quicv2 ku"
#define SALT_V1                                                                            \
	{                                                                                  \
		0x38, 0x76, 0x2c, 0xf7, 0xf5, 0x59, 0x34, 0xb3, 0x4d, 0x17, 0x9a, 0xe6,    \
		    0xa4, 0xc8, 0x0c, 0xad, 0xcc, 0xbb, 0x7f, 0x0a                         \
	}
#define SALT_V2                                                                            \
	{                                                                                  \
		0x0d, 0xed, 0xe3, 0xde, 0xf7, 0x00, 0xa6, 0xdb, 0x81, 0x93, 0x81, 0xbe,    \
		    0x6e, 0x26, 0x9d, 0xcb, 0xf9, 0xbd, 0x2e, 0xd9                         \
	}
#define SALT_22                                                                            \
	{                                                                                  \
		0x7f, 0xbc, 0xdb, 0x0e, 0x7c, 0x66, 0xbb, 0xe9, 0x19, 0x3a, 0x96, 0xcd,    \
		    0x21, 0x51, 0x9e, 0xbd, 0x7a, 0x02, 0x64, 0x4a                         \
	}
#define SALT_23                                                                            \
	{                                                                                  \
		0xc3, 0xee, 0xf7, 0x12, 0xc7, 0x2e, 0xbb, 0x5a, 0x11, 0xa7, 0xd2, 0x43,    \
		    0x2b, 0xb4, 0x63, 0x65, 0xbe, 0xf9, 0xf5, 0x02                         \
	}
#define SALT_29                                                                            \
	{                                                                                  \
		0xaf, 0xbf, 0xec, 0x28, 0x99, 0x93, 0xd2, 0x4c, 0x9e, 0x97, 0x86, 0xf1,    \
		    0x9c, 0x61, 0x11, 0xe0, 0x43, 0x90, 0xa8, 0x99                         \
	}
#define VERSION_1(number, salt)                                                            \
	{                                                                                  \
		number, TYPES_V1, salt, LABELS_V1                                          \
	}

/* RFC 9001 5.2, RFC 9369 3, the drafts by their numbers; the last three are mvfst's. */
static const struct quic_version versions[] = {
	VERSION_1(0x00000001, SALT_V1),
	{ 0x6b3343cf, TYPES_V2, SALT_V2, LABELS_V2 },
	VERSION_1(0xff000016, SALT_22),
	VERSION_1(0xff000017, SALT_23),
	VERSION_1(0xff000018, SALT_23),
	VERSION_1(0xff000019, SALT_23),
	VERSION_1(0xff00001a, SALT_23),
	VERSION_1(0xff00001b, SALT_23),
	VERSION_1(0xff00001c, SALT_23),
	VERSION_1(0xff00001d, SALT_29),
	VERSION_1(0xff00001e, SALT_29),
	VERSION_1(0xff00001f, SALT_29),
	VERSION_1(0xff000020, SALT_29),
	VERSION_1(0xff000021, SALT_V1),
	VERSION_1(0xff000022, SALT_V1),
	VERSION_1(0xfaceb001, SALT_22),
	VERSION_1(0xfaceb002, SALT_23),
	VERSION_1(0xfaceb00e, SALT_23),
};

const struct quic_version *
quic_version_find(uint32_t number)
{
	for (size_t i = 0; i < COUNT_OF(versions); i++)
		if (versions[i].number == number)
			return &versions[i];
	return NULL;
}

bool
quic_cid_equal(const struct quic_cid *a, const struct quic_cid *b)
{
	return a->len == b->len && memcmp(a->at, b->at, a->len) == 0;
}

/* Takes `len` bytes, no more than an id may have. */
static bool
cid_read(struct cursor *in, size_t len, struct quic_cid *cid)
{
	struct bytes bytes = cursor_bytes(in, len);

	if (in->broken || len > QUIC_CID_MAX)
		return false;
	cid->len = (uint8_t)len;
	if (len > 0)
		memcpy(cid->at, bytes.at, len);
	return true;
}

void
quic_cid_learn(const struct quic_call *call, enum side side, const struct quic_cid *cid)
{
	struct quic_cids *cids = &call->connection->cids[side];

	for (size_t i = 0; i < cids->count; i++)
		if (quic_cid_equal(&cids->cids[i], cid))
			return;
	sink_id(call->sink, side, bytes_of(cid->at, cid->len));
	cids->cids[cids->next] = *cid;
	cids->next = (cids->next + 1) % QUIC_CIDS_MAX;
	cids->count = MIN(cids->count + 1, (size_t)QUIC_CIDS_MAX);
}

/* How long the id of a short header is: that of an id that stands there, else that of the
 * ones known, which rarely differ in length. */
static size_t
short_cid_size(const struct quic_cids *known, struct bytes rest)
{
	for (size_t i = 0; i < known->count; i++) {
		const struct quic_cid *cid = &known->cids[i];

		if (cid->len > 0 && bytes_start_with(rest, bytes_of(cid->at, cid->len)))
			return cid->len;
	}
	return known->count == 0 ? 0 : known->cids[0].len;
}

static bool
short_read(struct cursor *in, const struct quic_cids *known, struct quic_packet *packet)
{
	struct bytes rest = bytes_from(packet->whole, 1);
	struct cursor at = cursor_of(rest);

	cursor_take(in, cursor_left(in));
	packet->type = QUIC_PACKET_SHORT;
	if (!cid_read(&at, short_cid_size(known, rest), &packet->dcid))
		return false;
	packet->number_at = (size_t)(at.at - packet->whole.at);
	return true;
}

static enum quic_type
long_type(const struct quic_packet *packet, uint8_t first)
{
	if (packet->version_number == 0)
		return QUIC_PACKET_NEGOTIATION;
	if (packet->version == NULL)
		return QUIC_PACKET_UNKNOWN;
	return (enum quic_type)packet->version->types[first >> TYPE_SHIFT & 3];
}

/* The header up to the ids. */
static bool
long_begin(struct cursor *in, struct quic_packet *packet)
{
	uint8_t first = cursor_u8(in);

	packet->version_number = cursor_u32(in);
	packet->version = quic_version_find(packet->version_number);
	packet->type = long_type(packet, first);
	return cid_read(in, cursor_u8(in), &packet->dcid) &&
	       cid_read(in, cursor_u8(in), &packet->scid);
}

static bool
long_read(struct cursor *in, bool is_cut, struct quic_packet *packet)
{
	uint64_t size;

	if (!long_begin(in, packet))
		return false;
	if (packet->type > QUIC_PACKET_HANDSHAKE) {
		cursor_take(in, cursor_left(in));
		return true;
	}
	if (packet->type == QUIC_PACKET_INITIAL) {
		uint64_t token_size = cursor_varint(in);

		cursor_take(in, (size_t)MIN(token_size, SIZE_MAX));
	}
	size = cursor_varint(in);
	packet->number_at = (size_t)(in->at - packet->whole.at);
	if (in->broken)
		return is_cut;
	if (size > cursor_left(in) && !is_cut)
		return false;
	packet->is_cut = size > cursor_left(in);
	cursor_take(in, (size_t)MIN(size, cursor_left(in)));
	packet->whole.len = (size_t)(in->at - packet->whole.at);
	return true;
}

bool
quic_packet_read(struct cursor *in, const struct quic_cids *known, bool is_cut,
    struct quic_packet *packet)
{
	*packet = (struct quic_packet){ .whole = cursor_rest(in), .is_cut = is_cut };
	if (packet->whole.len == 0)
		return false;
	if ((packet->whole.at[0] & LONG) == 0)
		return short_read(in, known, packet);
	return long_read(in, is_cut, packet);
}

bool
quic_packet_is_first(struct bytes datagram)
{
	struct quic_packet packet = { .whole = datagram };
	struct cursor in = cursor_of(datagram);

	/* Once they know each other, ends may agree to leave FIXED unset (RFC 9287). */
	if (datagram.len == 0 || (datagram.at[0] & (LONG | FIXED)) != (LONG | FIXED) ||
	    !long_begin(&in, &packet))
		return false;
	switch (packet.type) {
	case QUIC_PACKET_INITIAL: return packet.dcid.len + packet.scid.len > 0;
	case QUIC_PACKET_EARLY: return packet.dcid.len >= FIRST_DCID_MIN;
	case QUIC_PACKET_HANDSHAKE:
	case QUIC_PACKET_RETRY: return packet.dcid.len + packet.scid.len > 0;
	default: return false;
	}
}

struct bytes
quic_packet_find_id(struct bytes datagram, size_t *size)
{
	struct cursor in = cursor_of(datagram);
	uint8_t first = cursor_u8(&in);

	*size = 0;
	if ((first & LONG) == 0)
		return cursor_rest(&in);
	cursor_u32(&in); /* version */
	*size = cursor_u8(&in);
	return cursor_bytes(&in, *size);
}
