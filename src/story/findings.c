/* SPDX-License-Identifier: BSD-2-Clause */
#include "story/findings.h"
#include "base/clock.h"
#include "story/page.h"

enum { FINDINGS_MAX = 1000 /* kept, unless all is kept */ };

static struct finding *
finding_new(struct story *story, enum severity severity, const char *kind)
{
	struct arena arena = { .block_size = 1024 };
	struct finding *finding;

	if (story->finding_count == FINDINGS_MAX && story->options.keep != STORY_KEEP_ALL)
		return NULL;
	finding = arena_alloc(&arena, sizeof(*finding));
	finding->arena = arena;
	finding->id = ++story->last_finding_id;
	finding->severity = severity;
	finding->kind = kind;
	TAILQ_INSERT_TAIL(&story->findings, finding, entry);
	story->finding_count++;
	return finding;
}

static void
finding_free(struct story *story, struct finding *finding)
{
	struct arena arena = finding->arena;

	TAILQ_REMOVE(&story->findings, finding, entry);
	story->finding_count--;
	arena_clear(&arena);
}

void
findings_clear(struct story *story)
{
	while (story->finding_count > 0)
		finding_free(story, TAILQ_FIRST(&story->findings));
}

void
findings_free_page(struct story *story, uint32_t page)
{
	struct finding *finding = TAILQ_FIRST(&story->findings);

	while (finding != NULL) {
		struct finding *next = TAILQ_NEXT(finding, entry);

		if (finding->page == page)
			finding_free(story, finding);
		finding = next;
	}
}

void
finding_second_server(
    struct story *story, const struct client *client, const struct offer *offer)
{
	struct finding *finding =
	    finding_new(story, SEVERITY_WARNING, "second_dhcp_server");
	char server[ADDRESS_TEXT_SIZE], address[ADDRESS_TEXT_SIZE];

	if (finding == NULL)
		return;
	finding->client = client->id;
	finding->text = arena_format(&finding->arena, "%s offered the address %s as well",
	    address_text(offer->server, server), address_text(offer->address, address));
	finding->advice =
	    BYTES("one network has one DHCP server, or several that know of each other: "
		  "find out who runs this one");
	frame_list_add(&finding->frames, offer->frame);
}

void
finding_duplicate_address(struct story *story, const struct client *client,
    const struct lease *lease, struct mac other)
{
	struct finding *finding = finding_new(story, SEVERITY_PROBLEM, "duplicate_address");
	char address[ADDRESS_TEXT_SIZE], mac[MAC_TEXT_SIZE];

	if (finding == NULL)
		return;
	finding->client = client->id;
	finding->text =
	    arena_format(&finding->arena, "%s was leased, but %s says that it has it",
		address_text(lease->address, address), mac_text(other, mac));
	finding->advice =
	    BYTES("an address set by hand lies in the server's range: take it "
		  "out of the range, or let that host ask the server");
	finding->frames = lease->client_probe.frames;
}

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
		finding = finding_new(story, SEVERITY_WARNING, checks[i].kind);
		if (finding == NULL)
			return;
		finding->client = connection->client->id;
		finding->page = connection->page == NULL ? 0 : connection->page->id;
		finding->text = arena_format(&finding->arena, "the certificate of %.*s %s",
		    (int)server.len, server.at, checks[i].text);
		frame_list_add(&finding->frames, tls->certificate_frame);
	}
}
