/* SPDX-License-Identifier: BSD-2-Clause */
/* DER (X.690): tag, length, contents, nested.  Only the definite lengths that DER allows,
 * and one-byte tags, which are all that X.509 uses. */
#ifndef DISSECTORS_DER_H
#define DISSECTORS_DER_H

#include "base/cursor.h"

enum der_tag {
	DER_INTEGER = 0x02,
	DER_BIT_STRING = 0x03,
	DER_OCTET_STRING = 0x04,
	DER_OID = 0x06,
	DER_UTF8 = 0x0c,
	DER_NUMERIC = 0x12,
	DER_PRINTABLE = 0x13,
	DER_T61 = 0x14,
	DER_IA5 = 0x16,
	DER_UTC_TIME = 0x17,
	DER_GENERALIZED_TIME = 0x18,
	DER_VISIBLE = 0x1a,
	DER_UNIVERSAL = 0x1c,
	DER_BMP = 0x1e,
	DER_SEQUENCE = 0x30,
	DER_SET = 0x31,
	DER_CONTEXT = 0x80,             /* [n], primitive */
	DER_CONTEXT_CONSTRUCTED = 0xa0, /* [n], holds further items */
};

struct der {
	uint8_t tag;
	struct bytes whole; /* tag and length included */
	struct bytes contents;
};

/* The next item; tag 0, empty, where there is none, and `in` broken where it is damaged. */
static inline struct der
der_next(struct cursor *in)
{
	const uint8_t *start = in->at;
	struct der item = { .tag = cursor_u8(in) };
	size_t len = cursor_u8(in);

	if ((len & 0x80) != 0) {
		size_t count = len & 0x7f;

		if (count == 0 || count > 4)
			in->broken = true;
		len = 0;
		for (size_t i = 0; i < count && !in->broken; i++)
			len = len << 8 | cursor_u8(in);
	}
	item.contents = cursor_bytes(in, len);
	if (in->broken)
		return (struct der){ 0 };
	item.whole = bytes_of(start, (size_t)(in->at - start));
	return item;
}

/* The next item, which has to have this tag. */
static inline struct bytes
der_expect(struct cursor *in, uint8_t tag)
{
	struct der item = der_next(in);

	if (item.tag != tag)
		in->broken = true;
	return item.tag == tag ? item.contents : (struct bytes){ NULL, 0 };
}

#endif
