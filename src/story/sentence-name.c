/* SPDX-License-Identifier: BSD-2-Clause */
#include "story/sentence-name.h"
#include "story/sentence-walk.h"
#include "story/sentence-words.h"

enum { ADDRESSES_SHOWN = 4, RCODE_NXDOMAIN = 3 };

static void
add_over(struct buffer *out, const struct lookup *lookup)
{
	static const struct {
		const char *transport, *words;
	} overs[] = {
		{ "tcp", ", over TCP" },
		{ "tls", ", over TLS" },
		{ "https", ", over HTTPS" },
		{ "quic", ", over QUIC" },
	};

	for (size_t i = 0; lookup->transport != NULL && i < COUNT_OF(overs); i++)
		if (strcmp(lookup->transport, overs[i].transport) == 0)
			buffer_add_string(out, overs[i].words);
	if (lookup->truncated && lookup->transport != NULL &&
	    strcmp(lookup->transport, "tcp") == 0)
		buffer_add_string(out, " as the answer was too long for UDP");
}

static void
add_said(struct buffer *out, const struct lookup *lookup)
{
	sentence_add_address(out, ", said ", lookup->resolver);
	sentence_add_duration(out, " after ", lookup->start_ns, lookup->end_ns);
	add_over(out, lookup);
	if (lookup->silent.family != 0)
		sentence_add_address(out, "; asked first, no answer: ", lookup->silent);
	else if (lookup->tries > 1 && !lookup->truncated)
		buffer_printf(out, ", asked %u times", (unsigned)lookup->tries);
}

/* "a is an alias of b, itself of c, which is 192.0.2.1" */
static void
add_chain(struct buffer *out, const struct lookup *lookup)
{
	uint32_t shown = MIN(lookup->address_count, (uint32_t)ADDRESSES_SHOWN);

	buffer_add(out, lookup->name);
	for (uint32_t i = 0; i < lookup->chain_count; i++) {
		buffer_add_string(out, i == 0 ? " is an alias of " : ", itself of ");
		buffer_add(out, lookup->chain[i]);
	}
	sentence_add_addresses(out, lookup->chain_count > 0 ? ", which is " : " is ",
	    lookup->addresses, shown);
	if (lookup->address_count > shown)
		buffer_printf(
		    out, " and %u more", (unsigned)(lookup->address_count - shown));
}

static void
add_no_answer(struct buffer *out, const struct lookup *lookup)
{
	sentence_add_address(out, "", lookup->resolver);
	if (lookup->icmp_name != NULL)
		buffer_printf(
		    out, " takes no questions (ICMP %s), not that for ", lookup->icmp_name);
	else
		buffer_add_string(out, " did not answer for ");
	buffer_add(out, lookup->name);
	if (lookup->tries > 1)
		buffer_printf(out, ", asked %u times", (unsigned)lookup->tries);
	if (lookup->silent.family != 0)
		sentence_add_address(out, ", nor did ", lookup->silent);
}

static void
add_error(struct buffer *out, const struct lookup *lookup)
{
	if (lookup->rcode.value == RCODE_NXDOMAIN) {
		buffer_add_string(out, "there is no ");
		buffer_add(out, lookup->name);
	} else {
		buffer_add_string(out, "no answer for ");
		buffer_add(out, lookup->name);
		buffer_add_string(out, " (");
		buffer_add(out, lookup->rcode_name);
		buffer_add_char(out, ')');
	}
	add_said(out, lookup);
}

/* Records that are no addresses, or none at all. */
static void
add_records(struct buffer *out, const struct lookup *lookup)
{
	bool has_record = lookup->record_count > 0;

	if (lookup->chain_count > 0)
		add_chain(out, lookup);
	else
		buffer_add(out, lookup->name);
	buffer_add_string(out, lookup->chain_count > 0 ? ", which" : "");
	buffer_add_string(
	    out, has_record ? " has a record of type " : " has no record of type ");
	buffer_add(out, lookup->type);
	add_said(out, lookup);
}

void
text_name(struct buffer *out, const struct page *page, const struct step *step)
{
	const struct lookup *lookup = step->lookup;

	if (lookup == NULL) {
		sentence_add_client(out, page->client);
		buffer_add_string(out, " knew the address of ");
		buffer_add(out, step->name);
	} else if (lookup->is.certainty == CERTAINTY_INFERRED) {
		add_chain(out, lookup);
		buffer_add_string(out, ", still known");
		if (lookup->from != NULL)
			buffer_printf(
			    out, " from frame %u", (unsigned)lookup->from->answer.number);
	} else if (lookup->end_ns == 0) {
		add_no_answer(out, lookup);
	} else if (lookup->rcode.known && lookup->rcode.value != 0) {
		add_error(out, lookup);
	} else if (lookup->address_count > 0) {
		add_chain(out, lookup);
		add_said(out, lookup);
	} else {
		add_records(out, lookup);
	}
	if (lookup != NULL)
		sentence_add_walk(out, &lookup->walk);
}
