/* SPDX-License-Identifier: BSD-2-Clause */
#include "story/findings-name.h"
#include "base/buffer.h"
#include "base/clock.h"
#include "story/findings.h"

enum { NAME_TOLD_MAX = 256 };

/* Its first address; family 0: it has none. */
static struct address
answer_address(const struct event_dns *e)
{
	const struct dns_record *records = e->answers.items;

	for (size_t i = 0; i < e->answers.count; i++)
		if (records[i].address.family != 0)
			return records[i].address;
	return (struct address){ 0 };
}

/* The same addresses in another order, or some of many, are no other answer. */
static bool
answer_agrees(const struct lookup *lookup, const struct event_dns *e)
{
	const struct dns_record *records = e->answers.items;
	bool has_address = false;

	if (lookup->rcode.known && e->rcode.known && lookup->rcode.value != e->rcode.value)
		return false;
	for (size_t i = 0; i < e->answers.count; i++) {
		if (records[i].address.family == 0)
			continue;
		has_address = true;
		if (lookup_has_address(lookup, records[i].address))
			return true;
	}
	return !has_address || lookup->address_count == 0;
}

/* "198.51.100.80", or the code where there is no address. */
static void
add_answer(struct buffer *out, struct address address, struct bytes rcode_name)
{
	char text[ADDRESS_TEXT_SIZE];

	if (address.family != 0)
		buffer_add_string(out, address_text(address, text));
	else
		buffer_add(out, rcode_name);
}

static void
add_differing(struct buffer *out, const struct lookup *first, const struct event_dns *e)
{
	char text[CLOCK_TEXT_SIZE], server[ADDRESS_TEXT_SIZE];
	struct address address =
	    first->address_count > 0 ? first->addresses[0] : (struct address){ 0 };

	buffer_add_string(out, "two answers to one question for ");
	buffer_add(out, bytes_first(first->name, NAME_TOLD_MAX));
	buffer_add_string(out, ": ");
	add_answer(out, address, first->rcode_name);
	buffer_printf(out, ", said %s, and ", address_text(first->resolver, server));
	add_answer(out, answer_address(e), e->rcode_name);
	buffer_printf(out, ", said %s %s later", address_text(e->head.src, server),
	    clock_duration(clock_between(first->end_ns, e->head.at_ns), text));
}

void
finding_second_answer(
    struct story *story, const struct lookup *answered, const struct event_dns *e)
{
	struct finding *finding;
	struct buffer text = { 0 };

	/* Who asks twice gets two answers, and they may differ. */
	if (answered->answers <= answered->tries || answered->tries == 0 ||
	    answer_agrees(answered, e))
		return;
	finding = finding_new(story, SEVERITY_PROBLEM, "dns_two_answers", NULL);
	if (finding == NULL)
		return;
	finding->client = answered->client->id;
	add_differing(&text, answered, e);
	finding->text = arena_copy(&finding->arena, buffer_bytes(&text));
	buffer_clear(&text);
	finding->advice =
	    BYTES("one of them is forged, and the client takes the first that "
		  "fits: find who sends the other (DNSSEC, or DNS over TLS, "
		  "makes forging useless)");
	frame_list_add(&finding->frames, answered->query);
	frame_list_add(&finding->frames, answered->answer);
	frame_list_add(&finding->frames, frame_of(&e->head));
}

static const char *
unasked_reason(const struct lookup *lookup, const struct event_dns *e)
{
	if (lookup == NULL)
		return "nobody had asked for it";
	if (!address_equal(lookup->resolver, e->head.src))
		return "it was not the one that was asked";
	return "its id or port is not that of the question";
}

void
finding_unasked_answer(struct story *story, const struct client *client,
    const struct lookup *lookup, const struct event_dns *e)
{
	struct finding *finding =
	    finding_new(story, SEVERITY_WARNING, "dns_unasked_answer", NULL);
	char server[ADDRESS_TEXT_SIZE];
	struct buffer text = { 0 };

	if (finding == NULL)
		return;
	finding->client = client->id;
	buffer_printf(&text, "%s answered for ", address_text(e->head.src, server));
	buffer_add(&text, bytes_first(e->name, NAME_TOLD_MAX));
	buffer_add_string(&text, " (");
	add_answer(&text, answer_address(e), e->rcode_name);
	buffer_printf(&text, "), but %s", unasked_reason(lookup, e));
	finding->text = arena_copy(&finding->arena, buffer_bytes(&text));
	buffer_clear(&text);
	finding->advice =
	    BYTES("somebody may be guessing answers to put a false one into a "
		  "cache: find out who sends it");
	if (lookup != NULL)
		frame_list_add(&finding->frames, lookup->query);
	frame_list_add(&finding->frames, frame_of(&e->head));
}
