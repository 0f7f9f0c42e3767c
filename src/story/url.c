/* SPDX-License-Identifier: BSD-2-Clause */
#include "story/url.h"
#include "base/buffer.h"

struct bytes
host_of_authority(struct bytes authority)
{
	size_t colon = authority.len;

	while (
	    colon > 0 && authority.at[colon - 1] != ':' && authority.at[colon - 1] != ']')
		colon--;
	if (colon > 0 && authority.at[colon - 1] == ':')
		authority.len = colon - 1;
	if (authority.len > 2 && authority.at[0] == '[')
		return bytes_of(authority.at + 1, authority.len - 2);
	return authority;
}

struct bytes
url_authority(struct bytes url)
{
	size_t at = bytes_index(url, ':');
	struct bytes rest = bytes_from(url, at + 3);
	size_t end = 0;

	if (url.len < at + 3 || url.at[at + 1] != '/')
		return (struct bytes){ 0 };
	while (end < rest.len && rest.at[end] != '/' && rest.at[end] != '?' &&
	       rest.at[end] != '#')
		end++;
	return bytes_first(rest, end);
}

struct bytes
url_host(struct bytes url)
{
	return host_of_authority(url_authority(url));
}

struct bytes
url_of_host(struct arena *arena, const char *scheme, uint16_t port, uint16_t usual,
    struct bytes host)
{
	bool is_six = bytes_index(host, ':') < host.len;
	struct buffer url = { 0 };
	struct bytes copy;

	buffer_add_string(&url, scheme);
	buffer_add_string(&url, is_six ? "://[" : "://");
	buffer_add(&url, host);
	if (is_six)
		buffer_add_char(&url, ']');
	if (port != usual)
		buffer_printf(&url, ":%u", port);
	buffer_add_char(&url, '/');
	copy = arena_copy(arena, buffer_bytes(&url));
	buffer_clear(&url);
	return copy;
}
