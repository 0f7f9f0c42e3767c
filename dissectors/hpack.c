/* SPDX-License-Identifier: BSD-2-Clause */
#include <nghttp2/nghttp2.h>

#include "base/buffer.h"
#include "dissectors/hpack.h"

enum { TABLE_MAX = 64 * 1024, UNKNOWN_COUNT = 256, LOSSES_MAX = 256 };

/* The name of a field that is not known: no field is called that. */
#define UNKNOWN "?"

/* The encoder itself says when it uses a larger table than the first 4096 bytes (RFC 7541
 * 4.2), so the peer's SETTINGS need not be waited for; this is only our own limit. */
static struct nghttp2_hd_inflater *
inflater_new(void)
{
	nghttp2_hd_inflater *inflater;

	if (nghttp2_hd_inflate_new(&inflater) != 0)
		return NULL;
	nghttp2_hd_inflate_change_table_size(inflater, TABLE_MAX);
	return inflater;
}

static enum hpack_result
inflate(const struct hpack *hpack, struct arena *arena, struct bytes block,
    struct http_fields *fields)
{
	enum hpack_result result = HPACK_WHOLE;
	int flags = 0;

	while ((flags & NGHTTP2_HD_INFLATE_FINAL) == 0) {
		struct bytes name;
		nghttp2_nv field;
		ssize_t taken;

		flags = 0;
		taken = nghttp2_hd_inflate_hd2(
		    hpack->inflater, &field, &flags, block.at, block.len, 1);
		if (taken < 0 || (taken == 0 && flags == 0))
			return HPACK_BROKEN;
		block = bytes_from(block, (size_t)taken);
		if ((flags & NGHTTP2_HD_INFLATE_EMIT) == 0)
			continue;
		name = bytes_of(field.name, field.namelen);
		if (hpack->loss_count > 0 && bytes_equal(name, BYTES(UNKNOWN)))
			result = HPACK_PARTLY;
		else
			http_fields_add(
			    arena, fields, name, bytes_of(field.value, field.valuelen));
	}
	nghttp2_hd_inflate_end_headers(hpack->inflater);
	return result;
}

/* New entries go in front of the table, so whatever was in it before may be anything: a
 * table full of unknown fields says what is known, and no more.  It is made as large as
 * may be, for the encoder's is not known either. */
static void
fill_with_unknown(const struct hpack *hpack)
{
	struct buffer block = { 0 };
	struct arena arena = { 0 };
	struct http_fields fields = { 0 };

	buffer_add(&block, BYTES("\x3f\xe1\xff\x03")); /* a table of 65536 bytes */
	for (int i = 0; i < UNKNOWN_COUNT; i++)
		buffer_add(&block, BYTES("\x40\x01" UNKNOWN "\x00"));
	inflate(hpack, &arena, buffer_bytes(&block), &fields);
	buffer_clear(&block);
	arena_clear(&arena);
}

enum hpack_result
hpack_read(struct hpack *hpack, struct arena *arena, struct bytes block,
    struct http_fields *fields)
{
	enum hpack_result result;

	if (hpack->loss_count > LOSSES_MAX)
		return HPACK_BROKEN;
	if (hpack->inflater == NULL) {
		hpack->inflater = inflater_new();
		if (hpack->inflater != NULL && hpack->loss_count > 0)
			fill_with_unknown(hpack);
	}
	if (hpack->inflater == NULL)
		return HPACK_BROKEN;
	result = inflate(hpack, arena, block, fields);
	if (result == HPACK_BROKEN)
		hpack_lose(hpack);
	return result;
}

void
hpack_lose(struct hpack *hpack)
{
	int loss_count = hpack->loss_count;

	hpack_clear(hpack);
	hpack->loss_count = MIN(loss_count, LOSSES_MAX) + 1;
}

void
hpack_clear(struct hpack *hpack)
{
	if (hpack->inflater != NULL)
		nghttp2_hd_inflate_del(hpack->inflater);
	*hpack = (struct hpack){ 0 };
}
