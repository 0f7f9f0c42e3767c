/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdlib.h>

#include "base/clock.h"
#include "base/die.h"
#include "base/text.h"
#include "view/connection-line.h"
#include "view/heading.h"
#include "view/narrative.h"
#include "view/nat-table.h"
#include "view/rest.h"
#include "view/step-line.h"
#include "view/told.h"

enum { HEADING_INDENT = 4 };

/* What stands above what is added next: blocks are set apart by an empty line. */
enum block { BLOCK_NONE, BLOCK_CLIENT, BLOCK_PAGE, BLOCK_CONNECTIONS };

struct narrative {
	struct narrative_options options;
	uint32_t client; /* under whose heading we are; 0: under none */
	enum block block;
	struct buffer scratch;
	struct told_list told;
};

static const struct selection everything;

struct narrative *
narrative_new(const struct narrative_options *options)
{
	struct narrative *narrative = alloc_zeroed(1, sizeof(*narrative));

	narrative->options = *options;
	if (narrative->options.selection == NULL)
		narrative->options.selection = &everything;
	return narrative;
}

void
narrative_free(struct narrative *narrative)
{
	if (narrative == NULL)
		return;
	buffer_clear(&narrative->scratch);
	told_clear(&narrative->told);
	free(narrative);
}

/* The lines made in the scratch, each within the right margin. */
static void
narrative_flush(struct narrative *narrative, struct buffer *out)
{
	struct bytes lines = buffer_bytes(&narrative->scratch);

	while (lines.len > 0) {
		size_t len = bytes_index(lines, '\n');

		line_add_wrapped(out, bytes_first(lines, len), HEADING_INDENT,
		    narrative->options.columns);
		buffer_add_char(out, '\n');
		lines = bytes_from(lines, len + 1);
	}
	narrative->scratch.len = 0;
}

static void
narrative_begin(struct narrative *narrative, struct buffer *out, enum block block)
{
	bool goes_on = block == BLOCK_CONNECTIONS && narrative->block == block;

	if (narrative->block != BLOCK_NONE && !goes_on)
		buffer_add_char(out, '\n');
	narrative->block = block;
}

/* The network is told where it is new: with the first heading, and with a new lease. */
static void
narrative_enter(struct narrative *narrative, struct buffer *out,
    const struct client *client, uint64_t at_ns)
{
	const struct lease *lease = client_lease_at(client, at_ns);
	struct told *told = told_get(&narrative->told, client->id);
	uint64_t lease_ns = lease == NULL ? 0 : lease->start_ns;
	bool is_news =
	    !told->has_heading || (lease != NULL && told->heading_ns != lease_ns);

	if (narrative->client == client->id && !is_news)
		return;
	narrative_begin(narrative, out, BLOCK_CLIENT);
	heading_add_client(&narrative->scratch, client);
	if (is_news)
		heading_add_network(&narrative->scratch, client, lease);
	narrative_flush(narrative, out);
	told->has_heading = true;
	told->heading_ns = MAX(told->heading_ns, lease_ns);
	narrative->client = client->id;
}

static struct step_line
narrative_step_line(
    const struct narrative *narrative, struct buffer *out, uint64_t start_ns)
{
	return (struct step_line){ out, narrative->options.inputs,
		narrative->options.columns, start_ns };
}

static void
narrative_step(struct narrative *narrative, const struct step_line *line,
    const struct page *page, const struct step *step)
{
	struct told *told = told_get(&narrative->told, page->client->id);
	uint64_t key = rest_step_key(page->client, step);

	if (key != 0 && told_has(told, key) && step->start_ns < page->start_ns)
		return;
	if (key != 0)
		told_add(told, key);
	step_line_add(line, page, step);
}

static void
narrative_finding(struct narrative *narrative, const struct finding *finding)
{
	static const char *const words[] = { "note", "warning", "problem" };
	struct buffer *scratch = &narrative->scratch;

	buffer_printf(scratch, "  %s: ", words[finding->severity]);
	line_add_text(scratch, finding->text);
	if (finding->advice.len > 0) {
		buffer_add_string(scratch, " – ");
		line_add_text(scratch, finding->advice);
	}
	buffer_add_string(scratch, "  [");
	line_add_frames(scratch, &finding->frames, narrative->options.inputs);
	buffer_add_string(scratch, "]\n");
}

/* Those of a client and of no page of it; `client` 0: those of clients that are gone, and
 * of none. */
static void
narrative_findings(struct narrative *narrative, struct buffer *out,
    const struct story *story, uint32_t client)
{
	const struct finding *finding;

	TAILQ_FOREACH (finding, story_findings(story), entry) {
		bool is_told = finding->client != 0 &&
			       told_get(&narrative->told, finding->client)->is_at_end;

		if (finding->page == 0 &&
		    (client == 0 ? !is_told : finding->client == client) &&
		    selection_has_finding(narrative->options.selection, story, finding))
			narrative_finding(narrative, finding);
	}
	narrative_flush(narrative, out);
}

void
narrative_page(struct narrative *narrative, struct buffer *out, const struct story *story,
    const struct page *page)
{
	struct step_line line = narrative_step_line(narrative, out, page->start_ns);
	const struct finding *finding;

	(void)story;
	narrative_enter(narrative, out, page->client, page->start_ns);
	narrative_begin(narrative, out, BLOCK_PAGE);
	heading_add_page(&narrative->scratch, page);
	narrative_flush(narrative, out);
	for (uint32_t i = 0; i < page->step_count; i++)
		narrative_step(narrative, &line, page, &page->steps[i]);
	TAILQ_FOREACH (finding, &page->findings, of_page)
		narrative_finding(narrative, finding);
	narrative_flush(narrative, out);
}

void
narrative_connection(struct narrative *narrative, struct buffer *out,
    const struct story *story, const struct connection *connection)
{
	(void)story;
	if (!connection_is_worth_a_line(connection))
		return;
	narrative_enter(narrative, out, connection->client, connection->start_ns);
	narrative_begin(narrative, out, BLOCK_CONNECTIONS);
	connection_line_add(&narrative->scratch, connection, narrative->options.inputs);
	narrative_flush(narrative, out);
}

static void
narrative_rest(struct narrative *narrative, struct buffer *out, struct client *client)
{
	struct told *told = told_get(&narrative->told, client->id);
	struct rest rest = rest_of(client, told);
	struct page none = { .client = client };
	struct step_line line;

	if (rest.count > 0) {
		line = narrative_step_line(narrative, out, rest.steps[0].start_ns);
		narrative_enter(narrative, out, client, UINT64_MAX);
		narrative_begin(narrative, out, BLOCK_PAGE);
		buffer_add_string(&narrative->scratch,
		    client->page_count > 0 ? "Besides the pages, from " : "From ");
		heading_add_date(&narrative->scratch, rest.steps[0].start_ns);
		buffer_add_string(&narrative->scratch, " on\n");
		narrative_flush(narrative, out);
		for (uint32_t i = 0; i < rest.count; i++)
			step_line_add(&line, &none, &rest.steps[i]);
	}
	rest_clear(&rest);
}

static bool
story_has_findings_of(const struct story *story, const struct client *client)
{
	const struct finding *finding;

	TAILQ_FOREACH (finding, story_findings(story), entry)
		if (finding->page == 0 && finding->client == client->id)
			return true;
	return false;
}

/* What was found about it, beside its pages. */
static void
narrative_of_client(struct narrative *narrative, struct buffer *out,
    const struct story *story, struct client *client)
{
	if (!story_has_findings_of(story, client))
		return;
	if (narrative->client != client->id) {
		narrative_enter(narrative, out, client, UINT64_MAX);
		narrative_begin(narrative, out, BLOCK_PAGE);
	}
	narrative_findings(narrative, out, story, client->id);
	told_get(&narrative->told, client->id)->is_at_end = true;
}

static void
add_count(struct buffer *out, const char *before, uint64_t count, const char *one,
    const char *many)
{
	buffer_printf(
	    out, "%s%llu %s", before, (unsigned long long)count, count == 1 ? one : many);
}

static void
narrative_totals(
    struct narrative *narrative, struct buffer *out, const struct story_counts *counts)
{
	struct buffer *scratch = &narrative->scratch;

	narrative_begin(narrative, out, BLOCK_PAGE);
	add_count(scratch, "", counts->clients, "client", "clients");
	add_count(scratch, ", ", counts->pages, "page", "pages");
	add_count(scratch, ", ", counts->connections, "connection", "connections");
	add_count(scratch, ", ", counts->lookups, "look-up", "look-ups");
	if (counts->clients_evicted + counts->lookups_evicted > 0)
		buffer_printf(scratch,
		    "; %llu clients and %llu look-ups were let go for want of room",
		    (unsigned long long)counts->clients_evicted,
		    (unsigned long long)counts->lookups_evicted);
	buffer_add_char(scratch, '\n');
	narrative_flush(narrative, out);
}

static void
narrative_nat(struct narrative *narrative, struct buffer *out, const struct story *story)
{
	nat_table_add(&narrative->scratch, story);
	if (narrative->scratch.len == 0)
		return;
	narrative_begin(narrative, out, BLOCK_PAGE);
	narrative_flush(narrative, out);
}

void
narrative_end(struct narrative *narrative, struct buffer *out, const struct story *story)
{
	const struct selection *selection = narrative->options.selection;
	struct story_counts counts = story_counts(story);
	struct client *client;

	if (counts.clients == 0) {
		buffer_add_string(out, "No client was heard: there is no story to tell.\n");
		return;
	}
	TAILQ_FOREACH (client, story_clients(story), entry) {
		if (selection->page == 0 && selection_has_client(selection, client)) {
			narrative_rest(narrative, out, client);
			narrative_of_client(narrative, out, story, client);
		}
	}
	narrative_findings(narrative, out, story, 0);
	if (selection_is_all(selection)) {
		narrative_nat(narrative, out, story);
		narrative_totals(narrative, out, &counts);
	}
}
