/* SPDX-License-Identifier: BSD-2-Clause */
/* Host names: which belong together, and which are nobody's page. */
#include "story/correlator.h"

/* What browsers and systems ask of their own accord: no person typed it.  "*" at the front
 * stands for any labels. */
static const char *const chatter[] = {
	/* Chromium: updates, sign-in, safe browsing, variations, field trials */
	"*clients.google.com", "clients1.google.com", "clients2.google.com",
	"clients3.google.com", "clients4.google.com", "clients5.google.com",
	"clients6.google.com", "accounts.google.com", "update.googleapis.com",
	"safebrowsing.googleapis.com", "content-autofill.googleapis.com",
	"optimizationguide-pa.googleapis.com", "android.clients.google.com",
	"redirector.gvt1.com", "*.gvt1.com", "mtalk.google.com", "dl.google.com",
	/* Firefox */
	"detectportal.firefox.com", "*.services.mozilla.com", "push.services.mozilla.com",
	"*.cdn.mozilla.net", "contile.services.mozilla.com", "aus5.mozilla.org",
	/* Is there a way out?  Asked by systems and browsers */
	"connectivitycheck.gstatic.com", "connectivity-check.ubuntu.com",
	"captive.apple.com", "www.msftconnecttest.com", "www.msftncsi.com",
	"nmcheck.gnome.org", "detectportal.prod.mozaws.net",
	/* Certificates: revocation and issuers */
	"ocsp.*", "*.ocsp.digicert.com", "crl.*", "*.lencr.org", "ctldl.windowsupdate.com",
	/* Systems */
	"*.update.microsoft.com", "*.windowsupdate.com", "*.data.microsoft.com",
	"settings-win.data.microsoft.com", "gateway.icloud.com", "*.push.apple.com", "wpad",
	"wpad.*", "isatap", "isatap.*"
};

static bool
host_matches(struct bytes host, struct bytes pattern)
{
	if (pattern.len > 1 && pattern.at[0] == '*') {
		struct bytes end = bytes_from(pattern, 1);

		return host.len >= end.len &&
		       bytes_equal_nocase(bytes_from(host, host.len - end.len), end);
	}
	if (pattern.len > 1 && pattern.at[pattern.len - 1] == '*')
		return host.len >= pattern.len &&
		       bytes_equal_nocase(bytes_first(host, pattern.len - 1),
			   bytes_first(pattern, pattern.len - 1));
	return bytes_equal_nocase(host, pattern);
}

bool
host_is_chatter(struct bytes host)
{
	for (size_t i = 0; i < COUNT_OF(chatter); i++)
		if (host_matches(host, bytes_of_string(chatter[i])))
			return true;
	return false;
}

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

static bool
host_is_address(struct bytes host)
{
	return host.len > 0 &&
	       (bytes_index(host, ':') < host.len ||
		   (host.at[host.len - 1] >= '0' && host.at[host.len - 1] <= '9'));
}

/* Where the label that ends at `end` begins. */
static size_t
label_start(struct bytes host, size_t end)
{
	while (end > 0 && host.at[end - 1] != '.')
		end--;
	return end;
}

/* The name that somebody registered: the last two labels, or three under a registry. */
static struct bytes
host_site(struct bytes host)
{
	size_t top = label_start(host, host.len);
	size_t second, third;

	if (top == 0 || host_is_address(host))
		return host;
	second = label_start(host, top - 1);
	if (second == 0 || host.len - top != 2 ||
	    !label_is_registry(bytes_of(host.at + second, top - 1 - second)))
		return bytes_from(host, second);
	third = label_start(host, second - 1);
	return bytes_from(host, third);
}

/* The name under which a site is visited, rather than one that serves parts of pages. */
bool
host_is_front_door(struct bytes host)
{
	return bytes_equal(host_site(host), host) ||
	       bytes_start_with(host, BYTES("www.")) || bytes_start_with(host, BYTES("m."));
}

bool
host_same_site(struct bytes a, struct bytes b)
{
	return bytes_equal_nocase(host_site(a), host_site(b));
}
