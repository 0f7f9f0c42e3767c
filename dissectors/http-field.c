/* SPDX-License-Identifier: BSD-2-Clause */
#include "dissectors/http-field.h"

struct bytes
http_field(struct list fields, struct bytes name)
{
	const struct pair *pairs = fields.items;

	for (size_t i = 0; i < fields.count; i++)
		if (bytes_equal_nocase(pairs[i].name, name))
			return pairs[i].value;
	return (struct bytes){ NULL, 0 };
}

struct bytes
http_mime(struct list fields)
{
	struct bytes value = http_field(fields, BYTES("content-type"));

	return bytes_trim(bytes_first(value, bytes_index(value, ';')));
}

bool
http_agrees_on_deflate(struct list fields)
{
	struct bytes value = http_field(fields, BYTES("sec-websocket-extensions"));

	while (value.len > 0) {
		struct bytes one = bytes_first(value, bytes_index(value, ','));
		struct bytes token = bytes_trim(bytes_first(one, bytes_index(one, ';')));

		if (bytes_equal_nocase(token, BYTES("permessage-deflate")))
			return true;
		value = bytes_from(value, one.len + 1);
	}
	return false;
}
