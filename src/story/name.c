/* SPDX-License-Identifier: BSD-2-Clause */
#include "story/name.h"

static bool
name_is_root(struct bytes name)
{
	return name.len == 0 || bytes_equal(name, BYTES("."));
}

uint32_t
name_labels(struct bytes name)
{
	uint32_t count = 1;

	if (name_is_root(name))
		return 0;
	for (size_t i = 0; i < name.len; i++)
		count += name.at[i] == '.';
	return count;
}

struct bytes
name_parent(struct bytes name)
{
	size_t len = bytes_index(name, '.');

	return len + 1 < name.len ? bytes_from(name, len + 1) : BYTES(".");
}

bool
name_is_under(struct bytes name, struct bytes zone)
{
	size_t before = name.len - zone.len;

	if (name_is_root(zone))
		return true;
	if (zone.len > name.len || (before > 0 && name.at[before - 1] != '.'))
		return false;
	return bytes_equal_nocase(bytes_from(name, before), zone);
}
