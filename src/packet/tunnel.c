/* SPDX-License-Identifier: BSD-2-Clause */
/* Tunnels: MPLS (RFC 3032, 4385), GRE (RFC 2784, 2890, 2637 for PPTP), ERSPAN, VXLAN
 * (RFC 7348), VXLAN-GPE and Geneve (RFC 8926). */
#include "packet/layer.h"

/* Labels of four bytes; the last has BOTTOM set.  What follows is not said: IP shows its
 * version, a control word before Ethernet begins with 0, a control channel with 1. */
struct layer
mpls_read(struct walk *w)
{
	enum { BOTTOM = 0x100, LABELS_MAX = 16 };
	uint32_t label = 0;

	for (int i = 0; i < LABELS_MAX && (label & BOTTOM) == 0; i++) {
		label = cursor_u32(&w->in);
		if (w->in.broken)
			return walk_short(w, "mpls");
	}
	struct cursor at = w->in;
	uint8_t nibble = cursor_u8(&at) >> 4;

	if (at.broken || (label & BOTTOM) == 0 || nibble == 1)
		return LAYER_END;
	if (nibble == 4 || nibble == 6)
		return (struct layer){ ip_read };
	if (nibble == 0)
		cursor_u32(&w->in);
	return walk_next(w, (struct layer){ ethernet_read }, "mpls");
}

enum {
	GRE_CHECKSUM = 0x8000,
	GRE_ROUTING = 0x4000,
	GRE_KEY = 0x2000,
	GRE_SEQUENCE = 0x1000,
	GRE_ACKNOWLEDGMENT = 0x0080,
	GRE_VERSION = 0x0007,
	GRE_ERSPAN = 0x88be,
	GRE_ERSPAN_3 = 0x22eb,
	GRE_WCCP = 0x883e,
};

/* Route entries: family(2) offset size bytes; one of size 0 ends them. */
static void
gre_skip_routes(struct cursor *in)
{
	uint8_t size;

	do {
		cursor_take(in, 3);
		size = cursor_u8(in);
		cursor_take(in, size);
	} while (size > 0);
}

/* Web cache redirection: version 2 puts four bytes before the packet, version 1 none. */
static struct layer
wccp_read(struct walk *w)
{
	struct cursor at = w->in;

	if (cursor_u8(&at) >> 4 != 4)
		cursor_u32(&w->in);
	return walk_next(w, (struct layer){ ip_read }, "wccp");
}

static struct layer
gre_layer(uint16_t flags, uint16_t type)
{
	switch (type) {
	case GRE_ERSPAN:
		/* Type I has neither sequence number nor header. */
		return (struct layer){ (flags & GRE_SEQUENCE) != 0 ? erspan2_read
								   : ethernet_read };
	case GRE_ERSPAN_3: return (struct layer){ erspan3_read };
	case GRE_WCCP: return (struct layer){ wccp_read };
	default: return ethertype_layer(type);
	}
}

/* flags(2) type(2) [checksum(2) offset(2)] [key(4)] [sequence(4)] [routes], in version 1:
 * flags(2) type(2) size(2) call(2) [sequence(4)] [acknowledgment(4)] */
struct layer
gre_read(struct walk *w)
{
	uint16_t flags = cursor_u16(&w->in);
	uint16_t type = cursor_u16(&w->in);
	bool is_pptp = (flags & GRE_VERSION) == 1;
	uint16_t size = 0;

	if ((flags & (GRE_CHECKSUM | GRE_ROUTING)) != 0)
		cursor_u32(&w->in);
	if ((flags & GRE_KEY) != 0) {
		size = cursor_u16(&w->in);
		cursor_u16(&w->in);
	}
	if ((flags & GRE_SEQUENCE) != 0)
		cursor_u32(&w->in);
	if (is_pptp && (flags & GRE_ACKNOWLEDGMENT) != 0)
		cursor_u32(&w->in);
	if ((flags & GRE_ROUTING) != 0)
		gre_skip_routes(&w->in);
	if (w->in.broken)
		return walk_short(w, "gre");
	if (is_pptp)
		walk_limit(w, size);
	if (is_pptp && size == 0)
		return LAYER_END;
	return gre_layer(flags, type);
}

struct layer
erspan2_read(struct walk *w)
{
	cursor_take(&w->in, 8);
	return walk_next(w, (struct layer){ ethernet_read }, "erspan");
}

/* Twelve bytes; the last bit says that a subheader of eight follows. */
struct layer
erspan3_read(struct walk *w)
{
	const uint8_t *header = cursor_take(&w->in, 12);

	if (header != NULL && (header[11] & 1) != 0)
		cursor_take(&w->in, 8);
	return walk_next(w, (struct layer){ ethernet_read }, "erspan");
}

/* A datagram to or from a tunnel's port may be anybody's, so in the readers below a header
 * has to look right; where it does not, the datagram stays what it is. */

/* flags policy(3) network(3) 0; some fill in a policy without setting its flag */
struct layer
vxlan_read(struct walk *w)
{
	enum { HAS_NETWORK = 0x08, HAS_POLICY = 0x80 };
	uint8_t flags = cursor_u8(&w->in);

	cursor_take(&w->in, 6);
	uint8_t reserved = cursor_u8(&w->in);

	if (w->in.broken || (flags & ~HAS_POLICY) != HAS_NETWORK || reserved != 0)
		return LAYER_END;
	return (struct layer){ ethernet_read };
}

/* flags 0(2) protocol network(3) 0; whether the flag for the protocol is set depends on who
 * writes it */
struct layer
vxlan_gpe_read(struct walk *w)
{
	static const struct layer contents[] = {
		[1] = { ip_read },
		[2] = { ip_read },
		[3] = { ethernet_read },
		[5] = { mpls_read },
	};
	enum { HAS_NETWORK = 0x08, HAS_PROTOCOL = 0x04 };
	uint8_t flags = cursor_u8(&w->in);
	uint16_t zero = cursor_u16(&w->in);
	uint8_t protocol = cursor_u8(&w->in);

	cursor_u24(&w->in);
	uint8_t reserved = cursor_u8(&w->in);

	if (w->in.broken || (flags & ~HAS_PROTOCOL) != HAS_NETWORK || zero != 0 ||
	    reserved != 0 || protocol >= COUNT_OF(contents))
		return LAYER_END;
	return contents[protocol];
}

/* version-and-size flags type(2) network(3) 0 options */
struct layer
geneve_read(struct walk *w)
{
	enum { VERSION = 0xc0, SIZE = 0x3f, FLAGS = 0xc0 };
	uint8_t start = cursor_u8(&w->in);
	uint8_t flags = cursor_u8(&w->in);
	uint16_t type = cursor_u16(&w->in);

	cursor_u24(&w->in);
	uint8_t reserved = cursor_u8(&w->in);

	cursor_take(&w->in, 4 * (size_t)(start & SIZE));
	if (w->in.broken || (start & VERSION) != 0 || (flags & ~FLAGS) != 0 ||
	    reserved != 0)
		return LAYER_END;
	return ethertype_layer(type);
}
