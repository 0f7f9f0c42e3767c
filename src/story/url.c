/* SPDX-License-Identifier: BSD-2-Clause */
#include "story/url.h"
#include "base/buffer.h"

enum { URL_MAX = 4096 };

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

struct bytes
url_without_fragment(struct bytes url)
{
	return bytes_first(url, bytes_index(url, '#'));
}

struct bytes
url_origin(struct bytes url)
{
	struct bytes authority = url_authority(url);

	if (authority.len == 0)
		return authority;
	return bytes_first(url, (size_t)(authority.at - url.at) + authority.len);
}

struct bytes
url_folder(struct bytes url)
{
	size_t origin = url_origin(url).len;
	size_t end = bytes_index(url, '?');

	while (end > origin && url.at[end - 1] != '/')
		end--;
	return end > origin + 1 ? bytes_first(url, end) : (struct bytes){ 0 };
}

bool
url_is_origin(struct bytes url)
{
	struct bytes path = bytes_from(url, url_origin(url).len);

	return path.len == 0 || (path.len == 1 && path.at[0] == '/');
}

/* "mailto:", "https:": a scheme of its own at the front. */
static bool
has_scheme(struct bytes url)
{
	for (size_t i = 0; i < url.len; i++) {
		if (url.at[i] == ':')
			return i > 0;
		if (url.at[i] == '/' || url.at[i] == '?' || url.at[i] == '#')
			return false;
	}
	return false;
}

/* What stays of the base in front of a reference that has neither scheme nor host. */
static struct bytes
base_kept(struct bytes base, struct bytes to, size_t origin)
{
	size_t path = bytes_index(base, '?');

	if (to.at[0] == '/')
		return bytes_first(base, origin);
	if (to.at[0] == '?')
		return bytes_first(base, path);
	while (path > origin && base.at[path - 1] != '/')
		path--;
	return bytes_first(base, path);
}

/* Takes "." and ".." out of the path that begins at `start` (RFC 3986 5.2.4). */
static void
remove_dots(struct buffer *out, size_t start)
{
	size_t to = start;
	size_t end = start;

	while (end < out->len && out->at[end] != '?')
		end++;
	for (size_t at = start; at < end;) {
		size_t next = at + 1;
		struct bytes segment;

		while (next < end && out->at[next] != '/')
			next++;
		segment = bytes_of(out->at + at, next - at);
		if (bytes_equal(segment, BYTES("/..")))
			while (to > start && out->at[--to] != '/')
				;
		else if (!bytes_equal(segment, BYTES("/."))) {
			memmove(out->at + to, segment.at, segment.len);
			to += segment.len;
			at = next;
			continue;
		}
		at = next;
		if (at == end && to < end)
			out->at[to++] = '/';
	}
	memmove(out->at + to, out->at + end, out->len - end);
	out->len = to + (out->len - end);
}

void
url_resolve(struct buffer *out, struct bytes base, struct bytes to)
{
	size_t start = out->len;
	size_t origin = url_origin(base).len;
	size_t path;

	base = url_without_fragment(bytes_first(base, URL_MAX));
	to = url_without_fragment(bytes_first(to, URL_MAX));
	if (has_scheme(to) || origin == 0 || origin > base.len)
		buffer_add(out, to);
	else if (to.len == 0)
		buffer_add(out, base);
	else if (bytes_start_with(to, BYTES("//"))) {
		buffer_add(out, bytes_first(base, bytes_index(base, ':') + 1));
		buffer_add(out, to);
	} else {
		buffer_add(out, base_kept(base, to, origin));
		if (out->len - start == origin && to.at[0] != '/')
			buffer_add_char(out, '/');
		buffer_add(out, to);
	}
	path = url_origin(bytes_from(buffer_bytes(out), start)).len;
	if (path == 0)
		return;
	if (start + path == out->len)
		buffer_add_char(out, '/');
	remove_dots(out, start + path);
}
