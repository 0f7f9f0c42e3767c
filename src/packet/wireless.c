/* SPDX-License-Identifier: BSD-2-Clause */
/* IEEE 802.11 data frames that are not encrypted, and what receivers put before them.
 * A frame gives one packet: of several put together (A-MSDU) the first is taken. */
#include "packet/layer.h"

enum { MAC_SIZE = 6 };

/* Of the frame control field, read as a little-endian number. */
enum {
	VERSION = 0x0003,
	TYPE = 0x000c,
	TYPE_DATA = 0x0008,
	NO_DATA = 0x0040,
	HAS_QOS = 0x0080,
	TO_DS = 0x0100,
	FROM_DS = 0x0200,
	MORE_FRAGMENTS = 0x0400,
	PROTECTED = 0x4000,
	HAS_HT = 0x8000,
};

enum { FRAGMENT_NUMBER = 0x000f, QOS_AGGREGATE = 0x0080 };

/* Which of the four addresses is whose depends on the way through the access point. */
static void
note_addresses(struct packet *packet, uint16_t control, const uint8_t *const addresses[4])
{
	int dst = (control & TO_DS) != 0 ? 2 : 0;
	int src = 1;

	if ((control & FROM_DS) != 0)
		src = (control & TO_DS) != 0 ? 3 : 2;
	packet->has_macs = true;
	memcpy(packet->dst_mac.octets, addresses[dst], MAC_SIZE);
	memcpy(packet->src_mac.octets, addresses[src], MAC_SIZE);
}

/* dst src length(2), then LLC */
static struct layer
aggregate_read(struct walk *w)
{
	const uint8_t *dst = cursor_take(&w->in, MAC_SIZE);
	const uint8_t *src = cursor_take(&w->in, MAC_SIZE);
	uint16_t length = cursor_u16(&w->in);

	if (w->in.broken)
		return walk_short(w, "wlan");
	memcpy(w->packet->dst_mac.octets, dst, MAC_SIZE);
	memcpy(w->packet->src_mac.octets, src, MAC_SIZE);
	walk_limit(w, length);
	return (struct layer){ llc_read };
}

static struct layer
data_read(struct walk *w, size_t align)
{
	const uint8_t *start = w->in.at;
	const uint8_t *addresses[4] = { NULL };
	uint16_t control = cursor_u16le(&w->in);
	uint16_t qos = 0;

	cursor_u16(&w->in); /* how long the air stays taken */
	for (int i = 0; i < 3; i++)
		addresses[i] = cursor_take(&w->in, MAC_SIZE);
	uint16_t sequence = cursor_u16le(&w->in);

	if ((control & TO_DS) != 0 && (control & FROM_DS) != 0)
		addresses[3] = cursor_take(&w->in, MAC_SIZE);
	if ((control & HAS_QOS) != 0) {
		qos = cursor_u16le(&w->in);
		if ((control & HAS_HT) != 0)
			cursor_u32(&w->in);
	}
	if (align > 1 && !w->in.broken)
		cursor_take(&w->in, -(size_t)(w->in.at - start) & (align - 1));
	if (w->in.broken)
		return walk_short(w, "wlan");
	note_addresses(w->packet, control, addresses);
	if ((control & (NO_DATA | PROTECTED | MORE_FRAGMENTS)) != 0 ||
	    (sequence & FRAGMENT_NUMBER) != 0)
		return LAYER_END;
	return (struct layer){ (qos & QOS_AGGREGATE) != 0 ? aggregate_read : llc_read };
}

/* The header is padded to a multiple of `align` where the receiver says so. */
static struct layer
wlan_read_aligned(struct walk *w, size_t align)
{
	struct cursor at = w->in;
	uint16_t control = cursor_u16le(&at);

	if (at.broken)
		return walk_short(w, "wlan");
	if ((control & VERSION) != 0 || (control & TYPE) != TYPE_DATA)
		return LAYER_END;
	return data_read(w, align);
}

struct layer
wlan_read(struct walk *w)
{
	return wlan_read_aligned(w, 1);
}

static struct layer
wlan_padded_read(struct walk *w)
{
	return wlan_read_aligned(w, 4);
}

/* The flags of a radiotap header, from the words that say what is present on.
 * A time of eight bytes, aligned to its size, comes first where there is one. */
static uint8_t
radiotap_flags(struct bytes header)
{
	enum { PRESENT = 4, HAS_TIME = 1, HAS_FLAGS = 2 };
	struct cursor in = cursor_from(header, PRESENT);
	uint32_t present = cursor_u32le(&in);
	uint32_t more = present;

	while ((more & UINT32_C(0x80000000)) != 0)
		more = cursor_u32le(&in);
	if ((present & HAS_FLAGS) == 0 || in.broken)
		return 0;
	if ((present & HAS_TIME) != 0) {
		size_t at = header.len - cursor_left(&in);

		cursor_take(&in, (-at & 7) + 8);
	}
	return cursor_u8(&in);
}

/* version pad size(2) present(4 each) fields, all little-endian */
struct layer
radiotap_read(struct walk *w)
{
	enum { SIZE_MIN = 8, DATA_PAD = 0x20 };
	struct cursor at = w->in;

	cursor_u16(&at);
	size_t size = cursor_u16le(&at);
	struct bytes header = cursor_bytes(&w->in, size);

	if (at.broken || w->in.broken)
		return walk_short(w, "radiotap");
	if (size < SIZE_MIN)
		return walk_malformed(w, "radiotap", "the header is too short");
	if ((radiotap_flags(header) & DATA_PAD) != 0)
		return (struct layer){ wlan_padded_read };
	return (struct layer){ wlan_read };
}

/* code(4) size(4) fields, in the order of the machine; some write AVS headers here */
struct layer
prism_read(struct walk *w)
{
	enum { SIZE_MIN = 8, AVS = 0x80211 };
	struct cursor at = w->in;
	uint32_t code = cursor_u32(&at);
	uint32_t size = cursor_u32(&at);

	if (code >> 12 == AVS)
		return (struct layer){ avs_read };
	if (size > UINT16_MAX)
		size = __builtin_bswap32(size);
	cursor_take(&w->in, MAX(size, SIZE_MIN));
	return walk_next(w, (struct layer){ wlan_read }, "prism");
}

/* version(4) size(4) fields */
struct layer
avs_read(struct walk *w)
{
	enum { SIZE_MIN = 8 };
	struct cursor at = w->in;

	cursor_u32(&at);
	uint32_t size = cursor_u32(&at);

	cursor_take(&w->in, MAX(size, SIZE_MIN));
	return walk_next(w, (struct layer){ wlan_read }, "avs");
}
