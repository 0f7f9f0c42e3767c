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
