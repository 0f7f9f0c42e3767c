/* SPDX-License-Identifier: BSD-2-Clause */
#include "config.h"

#include "story/host.h"
#include "story/site.h"

/* Where the label that ends at `end` begins. */
static size_t
label_start(struct bytes host, size_t end)
{
	while (end > 0 && host.at[end - 1] != '.')
		end--;
	return end;
}

#ifdef HAVE_PSL

#include <libpsl.h>

enum { NAME_MAX_LENGTH = 253 }; /* RFC 1035 2.3.4, as text */

static struct bytes
name_site(struct bytes host)
{
	char name[NAME_MAX_LENGTH + 1];
	const char *site;

	if (host.len > NAME_MAX_LENGTH)
		return host;
	for (size_t i = 0; i < host.len; i++) {
		uint8_t c = host.at[i];

		name[i] = (char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
	}
	name[host.len] = '\0';
	site = psl_registrable_domain(psl_builtin(), name);
	return site == NULL ? host : bytes_from(host, (size_t)(site - name));
}

#else

/* Second-level labels under which names are given out to many, as in "co.kr". */
static bool
label_is_registry(struct bytes label)
{
	static const char *const labels[] = { "ac", "co", "com", "edu", "go", "gob", "gov",
		"mil", "ne", "net", "nom", "or", "org", "pe", "re" };

	for (size_t i = 0; i < COUNT_OF(labels); i++)
		if (bytes_equal_nocase(label, bytes_of_string(labels[i])))
			return true;
	return false;
}

/* The last two labels, or three under a registry. */
static struct bytes
name_site(struct bytes host)
{
	size_t top = label_start(host, host.len);
	size_t second;

	if (top == 0)
		return host;
	second = label_start(host, top - 1);
	if (second == 0 || host.len - top != 2 ||
	    !label_is_registry(bytes_of(host.at + second, top - 1 - second)))
		return bytes_from(host, second);
	return bytes_from(host, label_start(host, second - 1));
}

#endif

struct bytes
host_site(struct bytes host)
{
	return host_is_address(host) ? host : name_site(host);
}

/* Somebody registered at least these. */
static struct bytes
last_two_labels(struct bytes host)
{
	size_t top = label_start(host, host.len);

	return bytes_from(host, top == 0 ? 0 : label_start(host, top - 1));
}

bool
host_same_site(struct bytes a, struct bytes b)
{
	if (!bytes_equal_nocase(last_two_labels(a), last_two_labels(b)))
		return false;
	return bytes_equal_nocase(a, b) || bytes_equal_nocase(host_site(a), host_site(b));
}

bool
host_is_front_door(struct bytes host)
{
	return bytes_start_with(host, BYTES("www.")) ||
	       bytes_start_with(host, BYTES("m.")) || host_site(host).len == host.len;
}
