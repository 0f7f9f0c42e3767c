/* SPDX-License-Identifier: BSD-2-Clause */
/* row = cell ("," cell)* LF; cell = text | '"' text with '"' doubled '"' */
#include "export/csv.h"

#include <stdlib.h>

#include "base/clock.h"
#include "base/text.h"
#include "export/har-parts.h"
#include "view/heading.h"

enum { NS_PER_MS_DECIMALS = 6 };

/* A column: its name, and what fills it; a cell stays empty where nothing is known. */
struct column {
	const char *name;
	void (*add)(struct buffer *cell, const struct har_entry *entry);
};

static void
add_number(struct buffer *cell, uint64_t number)
{
	buffer_printf(cell, "%llu", (unsigned long long)number);
}

static void
add_milliseconds(struct buffer *cell, struct maybe ns)
{
	if (ns.known)
		buffer_printf(cell, "%llu.%0*llu",
		    (unsigned long long)(ns.value / NS_PER_MS), NS_PER_MS_DECIMALS,
		    (unsigned long long)(ns.value % NS_PER_MS));
}

static void
add_page(struct buffer *cell, const struct har_entry *entry)
{
	if (entry->request->page != NULL)
		add_number(cell, entry->request->page->id);
}

static void
add_page_url(struct buffer *cell, const struct har_entry *entry)
{
	if (entry->request->page != NULL)
		text_add_safe(cell, entry->request->page->url);
}

static void
add_client(struct buffer *cell, const struct har_entry *entry)
{
	if (entry->request->connection != NULL)
		heading_add_who(cell, entry->request->connection->client);
}

static void
add_start(struct buffer *cell, const struct har_entry *entry)
{
	char text[CLOCK_TEXT_SIZE];

	buffer_add_string(cell, clock_date(entry->start_ns, HAR_DECIMALS, text));
}

static void
add_method(struct buffer *cell, const struct har_entry *entry)
{
	text_add_safe(cell, entry->request->method);
}

static void
add_url(struct buffer *cell, const struct har_entry *entry)
{
	text_add_safe(cell,
	    entry->request->url.len > 0 ? entry->request->url : entry->request->target);
}

static void
add_version(struct buffer *cell, const struct har_entry *entry)
{
	text_add_safe(cell, entry->request->version);
}

static void
add_status(struct buffer *cell, const struct har_entry *entry)
{
	if (entry->request->status != 0)
		add_number(cell, entry->request->status);
}

static void
add_mime(struct buffer *cell, const struct har_entry *entry)
{
	text_add_safe(cell, entry->request->mime);
}

static void
add_role(struct buffer *cell, const struct har_entry *entry)
{
	if (entry->request->role != NULL)
		buffer_add_string(cell, entry->request->role);
}

static void
add_initiator(struct buffer *cell, const struct har_entry *entry)
{
	if (entry->request->initiator != NULL)
		text_add_safe(cell, entry->request->initiator->url);
}

static void
add_bytes(struct buffer *cell, const struct har_entry *entry)
{
	if (entry->request->is_over)
		add_number(cell, entry->request->bytes);
}

static void
add_decoded_bytes(struct buffer *cell, const struct har_entry *entry)
{
	if (entry->request->decoded_bytes.known)
		add_number(cell, entry->request->decoded_bytes.value);
}

static void
add_server(struct buffer *cell, const struct har_entry *entry)
{
	char text[ADDRESS_TEXT_SIZE];

	if (entry->request->connection != NULL)
		buffer_add_string(
		    cell, address_text(entry->request->connection->server_address, text));
}

static void
add_port(struct buffer *cell, const struct har_entry *entry)
{
	if (entry->request->connection != NULL)
		add_number(cell, entry->request->connection->server_port);
}

static void
add_transport(struct buffer *cell, const struct har_entry *entry)
{
	if (entry->request->connection != NULL)
		buffer_add_string(cell, entry->request->connection->transport);
}

static void
add_connection(struct buffer *cell, const struct har_entry *entry)
{
	if (entry->request->connection != NULL)
		add_number(cell, entry->request->connection->id);
}

static void
add_time(struct buffer *cell, const struct har_entry *entry)
{
	add_milliseconds(cell, maybe_of(har_timings_sum(&entry->timings)));
}

static void
add_blocked(struct buffer *cell, const struct har_entry *entry)
{
	add_milliseconds(cell, entry->timings.blocked);
}

static void
add_dns(struct buffer *cell, const struct har_entry *entry)
{
	add_milliseconds(cell, entry->timings.dns);
}

static void
add_connect(struct buffer *cell, const struct har_entry *entry)
{
	add_milliseconds(cell, entry->timings.connect);
}

static void
add_ssl(struct buffer *cell, const struct har_entry *entry)
{
	add_milliseconds(cell, entry->timings.ssl);
}

static void
add_send(struct buffer *cell, const struct har_entry *entry)
{
	add_milliseconds(cell, maybe_of(entry->timings.send));
}

static void
add_wait(struct buffer *cell, const struct har_entry *entry)
{
	add_milliseconds(cell, maybe_of(entry->timings.wait));
}

static void
add_receive(struct buffer *cell, const struct har_entry *entry)
{
	add_milliseconds(cell, maybe_of(entry->timings.receive));
}

static void
add_frame(struct buffer *cell, const struct har_entry *entry)
{
	if (entry->request->frame.number != 0)
		add_number(cell, entry->request->frame.number);
}

static void
add_input(struct buffer *cell, const struct har_entry *entry)
{
	if (entry->request->frame.number != 0)
		add_number(cell, entry->request->frame.input);
}

/* Phases in milliseconds, as in HAR. */
static const struct column columns[] = {
	{ "page", add_page },
	{ "page_url", add_page_url },
	{ "client", add_client },
	{ "start", add_start },
	{ "method", add_method },
	{ "url", add_url },
	{ "version", add_version },
	{ "status", add_status },
	{ "mime", add_mime },
	{ "role", add_role },
	{ "initiator", add_initiator },
	{ "bytes", add_bytes },
	{ "decoded_bytes", add_decoded_bytes },
	{ "time_ms", add_time },
	{ "blocked_ms", add_blocked },
	{ "dns_ms", add_dns },
	{ "connect_ms", add_connect },
	{ "ssl_ms", add_ssl },
	{ "send_ms", add_send },
	{ "wait_ms", add_wait },
	{ "receive_ms", add_receive },
	{ "server", add_server },
	{ "port", add_port },
	{ "transport", add_transport },
	{ "connection", add_connection },
	{ "input", add_input },
	{ "frame", add_frame },
};

static bool
is_formula(struct bytes text)
{
	return text.len > 0 && strchr("=+-@", text.at[0]) != NULL;
}

static bool
needs_quotes(struct bytes text)
{
	for (size_t i = 0; i < text.len; i++)
		if (text.at[i] == ',' || text.at[i] == '"')
			return true;
	return false;
}

/* The text is safe: no line ends within it. */
static void
add_cell(struct buffer *out, struct bytes text)
{
	bool is_quoted = needs_quotes(text);

	if (is_quoted)
		buffer_add_char(out, '"');
	if (is_formula(text))
		buffer_add_char(out, '\'');
	for (size_t i = 0; i < text.len; i++) {
		if (text.at[i] == '"')
			buffer_add_char(out, '"');
		buffer_add_char(out, (char)text.at[i]);
	}
	if (is_quoted)
		buffer_add_char(out, '"');
}

static void
add_row(struct buffer *out, struct buffer *cell, const struct har_entry *entry)
{
	for (size_t i = 0; i < COUNT_OF(columns); i++) {
		cell->len = 0;
		columns[i].add(cell, entry);
		if (i > 0)
			buffer_add_char(out, ',');
		add_cell(out, buffer_bytes(cell));
	}
	buffer_add_char(out, '\n');
}

void
story_to_csv(
    struct buffer *out, const struct story *story, const struct selection *selection)
{
	struct har_entry *entries;
	size_t count = har_entries(story, selection, &entries);
	struct buffer cell = { 0 };

	for (size_t i = 0; i < COUNT_OF(columns); i++)
		buffer_printf(out, "%s%s", i > 0 ? "," : "", columns[i].name);
	buffer_add_char(out, '\n');
	for (size_t i = 0; i < count; i++)
		add_row(out, &cell, &entries[i]);
	buffer_clear(&cell);
	free(entries);
}
