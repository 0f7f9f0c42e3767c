/* SPDX-License-Identifier: BSD-2-Clause */
#include "story/findings-certificate.h"
#include "base/clock.h"
#include "story/findings.h"

/* Does a name of the certificate, which may begin with "*.", cover this host? */
static bool
name_covers(struct bytes name, struct bytes host)
{
	size_t dot = bytes_index(host, '.');

	if (!bytes_start_with(name, BYTES("*.")))
		return bytes_equal_nocase(name, host);
	return dot < host.len &&
	       bytes_equal_nocase(bytes_from(name, 1), bytes_from(host, dot));
}

static bool
certificate_covers(const struct certificate *certificate, struct bytes host)
{
	const struct bytes *names = certificate->san.items;

	for (size_t i = 0; i < certificate->san.count; i++)
		if (name_covers(names[i], host))
			return true;
	return false;
}

static bool
is_expired(const struct certificate *certificate, struct bytes host, uint64_t at_ns)
{
	(void)host;
	return certificate->not_after.known &&
	       (int64_t)certificate->not_after.value < (int64_t)(at_ns / NS_PER_S);
}

static bool
is_not_yet_valid(const struct certificate *certificate, struct bytes host, uint64_t at_ns)
{
	(void)host;
	return certificate->not_before.known &&
	       (int64_t)certificate->not_before.value > (int64_t)(at_ns / NS_PER_S);
}

static bool
is_self_signed(const struct certificate *certificate, struct bytes host, uint64_t at_ns)
{
	(void)host;
	(void)at_ns;
	return certificate->self_signed;
}

static bool
is_of_another_name(const struct certificate *certificate, struct bytes host, uint64_t at_ns)
{
	(void)at_ns;
	return host.len > 0 && certificate->san.count > 0 &&
	       !certificate_covers(certificate, host);
}

void
findings_of_certificate(
    struct story *story, const struct connection *connection, uint64_t at_ns)
{
	static const struct {
		const char *kind, *text;
		bool (*holds)(
		    const struct certificate *, struct bytes host, uint64_t at_ns);
	} checks[] = {
		{ "certificate_expired", "had expired", is_expired },
		{ "certificate_not_yet_valid", "was not valid yet", is_not_yet_valid },
		{ "certificate_self_signed", "is signed by itself", is_self_signed },
		{ "certificate_name", "does not name the host", is_of_another_name },
	};
	const struct connection_tls *tls = connection->tls;
	char address[ADDRESS_TEXT_SIZE];
	struct bytes server =
	    tls->sni.len > 0
		? bytes_first(tls->sni, 256)
		: bytes_of_string(address_text(connection->server_address, address));

	for (size_t i = 0; i < COUNT_OF(checks); i++) {
		struct finding *finding;

		if (!checks[i].holds(tls->certificate, tls->sni, at_ns))
			continue;
		finding =
		    finding_new(story, SEVERITY_WARNING, checks[i].kind, connection->page);
		if (finding == NULL)
			return;
		finding->client = connection->client->id;
		finding->text = arena_format(&finding->arena, "the certificate of %.*s %s",
		    (int)server.len, server.at, checks[i].text);
		frame_list_add(&finding->frames, tls->certificate_frame);
	}
}
