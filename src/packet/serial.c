/* SPDX-License-Identifier: BSD-2-Clause */
/* Links between two points: PPP (RFC 1661, 1662), PPPoE (RFC 2516), Cisco's HDLC and
 * frame relay (RFC 2427). */
#include "packet/layer.h"

enum {
	ADDRESS_CONTROL = 0xff03, /* all stations, unnumbered information */
	UNNUMBERED = 0x03,
	CHDLC_UNICAST = 0x0f00,
	CHDLC_MULTICAST = 0x8f00,
	SLARP = 0x8035, /* in Cisco's HDLC not what the ethertype says */
};

/* Where the first two bytes are `value` they are taken. */
static bool
take_if(struct cursor *in, uint16_t value)
{
	struct cursor at = *in;

	if (cursor_u16(&at) != value || at.broken)
		return false;
	*in = at;
	return true;
}

/* [address control] protocol(1 or 2): the last byte of the protocol is odd, others even. */
struct layer
ppp_read(struct walk *w)
{
	take_if(&w->in, ADDRESS_CONTROL);
	uint16_t protocol = cursor_u8(&w->in);

	if ((protocol & 1) == 0)
		protocol = (uint16_t)(protocol << 8 | cursor_u8(&w->in));
	return walk_next(w, ppp_layer(protocol), "ppp");
}

struct layer
ppp_with_direction_read(struct walk *w)
{
	cursor_u8(&w->in);
	return walk_next(w, (struct layer){ ppp_read }, "ppp");
}

/* PPP in HDLC framing, or Cisco's HDLC, as the first byte tells. */
struct layer
ppp_hdlc_read(struct walk *w)
{
	struct cursor at = w->in;
	uint16_t start = cursor_u16(&at);

	if (start == CHDLC_UNICAST || start == CHDLC_MULTICAST)
		return (struct layer){ chdlc_read };
	return (struct layer){ ppp_read };
}

/* address control type(2) */
struct layer
chdlc_read(struct walk *w)
{
	cursor_u16(&w->in);
	uint16_t type = cursor_u16(&w->in);

	return walk_next(w, type == SLARP ? LAYER_END : ethertype_layer(type), "chdlc");
}

/* version-and-type code session(2) length(2), then PPP without framing */
struct layer
pppoe_read(struct walk *w)
{
	enum { SESSION_DATA = 0 };

	cursor_u8(&w->in);
	uint8_t code = cursor_u8(&w->in);
	cursor_u16(&w->in);
	uint16_t length = cursor_u16(&w->in);

	if (w->in.broken)
		return walk_short(w, "pppoe");
	if (code != SESSION_DATA)
		return LAYER_END;
	walk_limit(w, length);
	return (struct layer){ ppp_read };
}

static struct layer
network_id_layer(uint8_t id)
{
	static const struct {
		uint8_t id;
		struct layer layer;
	} contents[] = {
		{ 0x80, { snap_read } },
		{ 0x8e, { ip_read } },
		{ 0xcc, { ip_read } },
		{ 0xcf, { ppp_read } },
	};

	for (size_t i = 0; i < COUNT_OF(contents); i++)
		if (contents[i].id == id)
			return contents[i].layer;
	return LAYER_END;
}

/* address(2 to 4; the last byte is odd), then control [pad] network-id, or Cisco's
 * ethertype(2) */
struct layer
frame_relay_read(struct walk *w)
{
	enum { ADDRESS_MAX = 4 };
	int size = 1;

	while ((cursor_u8(&w->in) & 1) == 0)
		if (++size > ADDRESS_MAX)
			return walk_malformed(w, "frame relay", "the address has no end");
	struct cursor cisco = w->in;

	if (cursor_u8(&w->in) != UNNUMBERED) {
		uint16_t type = cursor_u16(&cisco);

		w->in = cisco;
		return walk_next(w, ethertype_layer(type), "frame relay");
	}
	uint8_t id = cursor_u8(&w->in);

	if (id == 0)
		id = cursor_u8(&w->in);
	return walk_next(w, network_id_layer(id), "frame relay");
}
