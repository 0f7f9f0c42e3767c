/* SPDX-License-Identifier: BSD-2-Clause */
#include "export/json.h"
#include "export/json-parts.h"

enum { FORMAT_VERSION = 1 };

void
finding_to_json(struct story_json *out, const struct finding *finding)
{
	static const char *const severities[] = { "info", "warning", "problem" };
	struct json *json = &out->json;

	json_object(json, NULL);
	json_number(json, "id", finding->id);
	json_word(json, "severity", severities[finding->severity]);
	json_word(json, "kind", finding->kind);
	if (finding->client != 0)
		json_number(json, "client", finding->client);
	if (finding->page != 0)
		json_number(json, "page", finding->page);
	add_text(out, "text", finding->text);
	add_text(out, "advice", finding->advice);
	add_frames(out, "frames", &finding->frames);
	json_object_end(json);
}

static void
captures_to_json(struct story_json *out, struct story_captures captures)
{
	struct json *json = &out->json;

	json_list(json, "captures");
	for (size_t i = 0; i < captures.count; i++) {
		const struct story_capture *capture = &captures.items[i];

		json_object(json, NULL);
		json_number(json, "input", i);
		add_word(out, "file", capture->file);
		add_word(out, "link", capture->link);
		json_number(json, "frames", capture->frames);
		json_number(json, "bytes", capture->bytes);
		add_time(out, "first", capture->first_ns);
		add_time(out, "last", capture->last_ns);
		json_flag(json, "damaged", capture->damaged);
		json_object_end(json);
	}
	json_list_end(json);
}

static void
connections_to_json(
    struct story_json *out, const struct story *story, const struct selection *selection)
{
	const struct connection *connection;
	const struct request *request;
	const struct lookup *lookup;
	struct json *json = &out->json;

	json_list(json, "connections");
	TAILQ_FOREACH (connection, story_connections(story), entry) {
		if (selection_has_connection(selection, connection))
			connection_to_json(out, connection);
	}
	json_list_end(json);
	json_list(json, "other_requests");
	TAILQ_FOREACH (request, story_other_requests(story), entry) {
		if (selection_has_other_request(selection, request))
			request_to_json(out, request);
	}
	json_list_end(json);
	json_list(json, "lookups");
	TAILQ_FOREACH (lookup, story_lookups(story), entry) {
		if (selection_has_lookup(selection, story, lookup))
			lookup_to_json(out, lookup);
	}
	json_list_end(json);
}

/* One page has one client. */
static bool
client_is_told(const struct selection *selection, const struct story *story,
    const struct client *client)
{
	const struct page *page;

	if (selection->page == 0)
		return selection_has_client(selection, client);
	TAILQ_FOREACH (page, story_pages(story), entry) {
		if (page->client == client && selection_has_page(selection, page))
			return true;
	}
	return false;
}

static void
pages_to_json(
    struct story_json *out, const struct story *story, const struct selection *selection)
{
	struct json *json = &out->json;
	const struct client *client;
	const struct page *page;

	json_list(json, "clients");
	TAILQ_FOREACH (client, story_clients(story), entry) {
		if (client_is_told(selection, story, client))
			client_to_json(out, client);
	}
	json_list_end(json);
	json_list(json, "pages");
	TAILQ_FOREACH (page, story_pages(story), entry) {
		if (selection_has_page(selection, page))
			page_to_json(out, page);
	}
	json_list_end(json);
}

static void
findings_to_json(
    struct story_json *out, const struct story *story, const struct selection *selection)
{
	const struct finding *finding;

	json_list(&out->json, "findings");
	TAILQ_FOREACH (finding, story_findings(story), entry) {
		if (selection_has_finding(selection, story, finding))
			finding_to_json(out, finding);
	}
	json_list_end(&out->json);
}

void
story_to_json(struct buffer *buffer, const struct story *story,
    struct story_captures captures, const struct selection *selection)
{
	struct story_json out = { json_to(buffer), captures.count > 1, false };
	struct json *json = &out.json;

	json_object(json, NULL);
	json_number(json, "webflow", FORMAT_VERSION);
	captures_to_json(&out, captures);
	pages_to_json(&out, story, selection);
	connections_to_json(&out, story, selection);
	nat_to_json(&out, story, selection);
	findings_to_json(&out, story, selection);
	json_object_end(json);
	buffer_add_char(buffer, '\n');
}
