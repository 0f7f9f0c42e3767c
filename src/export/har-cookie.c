/* SPDX-License-Identifier: BSD-2-Clause */
/* Cookies, RFC 6265: Cookie: name=value; name=value …
 *                    Set-Cookie: name=value; Attribute=value; Flag …, one a field */
#include "export/har-parts.h"

enum { COOKIES_MAX = 1000 };

struct cookie_part {
	struct bytes name, value;
};

/* What stands before the next semicolon, which goes too. */
static struct cookie_part
take_part(struct bytes *text)
{
	size_t end = bytes_index(*text, ';');
	struct bytes part = bytes_trim(bytes_first(*text, end));
	size_t equals = bytes_index(part, '=');

	*text = bytes_from(*text, end + 1);
	if (equals == part.len)
		return (struct cookie_part){ .value = part };
	return (struct cookie_part){ bytes_trim(bytes_first(part, equals)),
		bytes_trim(bytes_from(part, equals + 1)) };
}

static void
cookie_begin(struct json *json, struct cookie_part cookie, enum secrets secrets)
{
	json_object(json, NULL);
	json_text(json, "name", cookie.name);
	json_text(json, "value", secrets == SECRETS_MASKED ? BYTES("***") : cookie.value);
}

/* An attribute has a name, a flag is read as a value without one. */
static void
attributes_to_json(struct json *json, struct bytes attributes)
{
	struct cookie_part path = { 0 };
	struct cookie_part domain = { 0 };
	bool http_only = false;
	bool secure = false;

	while (attributes.len > 0) {
		struct cookie_part part = take_part(&attributes);

		if (bytes_equal_nocase(part.name, BYTES("path")))
			path = part;
		if (bytes_equal_nocase(part.name, BYTES("domain")))
			domain = part;
		http_only |=
		    part.name.len == 0 && bytes_equal_nocase(part.value, BYTES("httponly"));
		secure |=
		    part.name.len == 0 && bytes_equal_nocase(part.value, BYTES("secure"));
	}
	if (path.name.len > 0)
		json_text(json, "path", path.value);
	if (domain.name.len > 0)
		json_text(json, "domain", domain.value);
	json_flag(json, "httpOnly", http_only);
	json_flag(json, "secure", secure);
}

static void
field_to_cookies(struct json *json, struct bytes value, bool is_set, enum secrets secrets)
{
	for (int count = 0; value.len > 0 && count < COOKIES_MAX; count++) {
		struct cookie_part cookie = take_part(&value);

		if (cookie.name.len == 0 && cookie.value.len == 0)
			continue;
		cookie_begin(json, cookie, secrets);
		if (is_set)
			attributes_to_json(json, value);
		json_object_end(json);
		if (is_set)
			return;
	}
}

void
har_cookies_to_json(
    struct json *json, const struct list *headers, struct bytes name, enum secrets secrets)
{
	const struct pair *pairs = headers->items;
	bool is_set = bytes_equal(name, BYTES("set-cookie"));

	json_list(json, "cookies");
	for (size_t i = 0; i < headers->count; i++)
		if (bytes_equal_nocase(pairs[i].name, name))
			field_to_cookies(json, pairs[i].value, is_set, secrets);
	json_list_end(json);
}
