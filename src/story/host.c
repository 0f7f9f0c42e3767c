/* SPDX-License-Identifier: BSD-2-Clause */
#include "story/host.h"

/* What browsers and systems ask of their own accord: no person typed it.  "*" at the front
 * stands for any labels. */
#define PATTERN(literal)                                                                   \
	{                                                                                  \
		literal, sizeof(literal) - 1                                               \
	}

static const struct pattern {
	const char *text;
	size_t len;
} chatter[] = {
	/* Chromium: updates, sign-in, safe browsing, variations, field trials */
	PATTERN("*clients.google.com"), PATTERN("clients1.google.com"),
	PATTERN("clients2.google.com"), PATTERN("clients3.google.com"),
	PATTERN("clients4.google.com"), PATTERN("clients5.google.com"),
	PATTERN("clients6.google.com"), PATTERN("accounts.google.com"),
	PATTERN("update.googleapis.com"), PATTERN("safebrowsing.googleapis.com"),
	PATTERN("content-autofill.googleapis.com"),
	PATTERN("optimizationguide-pa.googleapis.com"),
	PATTERN("android.clients.google.com"), PATTERN("redirector.gvt1.com"),
	PATTERN("*.gvt1.com"), PATTERN("mtalk.google.com"), PATTERN("dl.google.com"),
	/* Firefox */
	PATTERN("detectportal.firefox.com"), PATTERN("*.services.mozilla.com"),
	PATTERN("push.services.mozilla.com"), PATTERN("*.cdn.mozilla.net"),
	PATTERN("contile.services.mozilla.com"), PATTERN("aus5.mozilla.org"),
	/* Is there a way out?  Asked by systems and browsers */
	PATTERN("connectivitycheck.gstatic.com"), PATTERN("connectivity-check.ubuntu.com"),
	PATTERN("captive.apple.com"), PATTERN("www.msftconnecttest.com"),
	PATTERN("www.msftncsi.com"), PATTERN("nmcheck.gnome.org"),
	PATTERN("detectportal.prod.mozaws.net"),
	/* Certificates: revocation and issuers */
	PATTERN("ocsp.*"), PATTERN("*.ocsp.digicert.com"), PATTERN("crl.*"),
	PATTERN("*.lencr.org"), PATTERN("ctldl.windowsupdate.com"),
	/* Systems */
	PATTERN("*.update.microsoft.com"), PATTERN("*.windowsupdate.com"),
	PATTERN("*.data.microsoft.com"), PATTERN("settings-win.data.microsoft.com"),
	PATTERN("gateway.icloud.com"), PATTERN("*.push.apple.com"), PATTERN("wpad"),
	PATTERN("wpad.*"), PATTERN("isatap"), PATTERN("isatap.*")
};

/* Public name servers that answer over HTTPS, TLS or QUIC, and are nothing else. */
static const struct pattern resolvers[] = { PATTERN("dns.google"),
	PATTERN("dns64.dns.google"), PATTERN("cloudflare-dns.com"),
	PATTERN("*.cloudflare-dns.com"), PATTERN("*cloudflare-gateway.com"),
	PATTERN("one.one.one.one"), PATTERN("1dot1dot1dot1.cloudflare-dns.com"),
	PATTERN("dns.quad9.net"), PATTERN("dns9.quad9.net"), PATTERN("dns10.quad9.net"),
	PATTERN("dns11.quad9.net"), PATTERN("*.dns.nextdns.io"), PATTERN("dns.nextdns.io"),
	PATTERN("doh.opendns.com"), PATTERN("dns.opendns.com"), PATTERN("dns.umbrella.com"),
	PATTERN("*dns.adguard.com"), PATTERN("*.adguard-dns.com"),
	PATTERN("doh.cleanbrowsing.org"), PATTERN("*.controld.com"),
	PATTERN("*dns.mullvad.net"), PATTERN("*.doh.mullvad.net"), PATTERN("doh.dns.sb"),
	PATTERN("dot.sb"), PATTERN("dns.alidns.com"), PATTERN("doh.pub"),
	PATTERN("dot.pub"), PATTERN("doh.360.cn"), PATTERN("doh.xfinity.com"),
	PATTERN("dns.twnic.tw"), PATTERN("doh.libredns.gr"), PATTERN("doh.la.ahadns.net"),
	PATTERN("dns.switch.ch"), PATTERN("*.dns0.eu"), PATTERN("dns0.eu"),
	PATTERN("doh.dns.apple.com"), PATTERN("doh.appliedprivacy.net") };

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

static bool
host_is_listed(struct bytes host, const struct pattern *patterns, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (host_matches(host, bytes_of(patterns[i].text, patterns[i].len)))
			return true;
	return false;
}

bool
host_is_chatter(struct bytes host)
{
	return host_is_listed(host, chatter, COUNT_OF(chatter));
}

bool
target_is_probe(struct bytes target)
{
	/* Android and Chromium, Windows, Apple, GNOME, KDE, Kindle */
	static const struct pattern probes[] = { PATTERN("/generate_204"),
		PATTERN("/gen_204"), PATTERN("/connecttest.txt"), PATTERN("/ncsi.txt"),
		PATTERN("/hotspot-detect.html"), PATTERN("/library/test/success.html"),
		PATTERN("/check_network_status.txt"), PATTERN("/nm-check.txt"),
		PATTERN("/kindle-wifi/wifistub.html") };

	return host_is_listed(
	    bytes_first(target, bytes_index(target, '?')), probes, COUNT_OF(probes));
}

bool
host_is_resolver(struct bytes host)
{
	return host_is_listed(host, resolvers, COUNT_OF(resolvers));
}

bool
host_is_address(struct bytes host)
{
	size_t at = host.len;

	while (at > 0 && host.at[at - 1] != '.')
		at--;
	if (bytes_index(host, ':') < host.len)
		return true;
	for (size_t i = at; i < host.len; i++)
		if (host.at[i] < '0' || host.at[i] > '9')
			return false;
	return at < host.len;
}
