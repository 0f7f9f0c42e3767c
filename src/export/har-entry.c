/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/clock.h"
#include "export/har-parts.h"

enum { PARAMETERS_MAX = 1000 };

const char *
har_page_id(const struct page *page, char text[HAR_ID_SIZE])
{
	snprintf(text, HAR_ID_SIZE, "page_%u", (unsigned)page->id);
	return text;
}

static void
pair_to_har(struct json *json, struct bytes name, struct bytes value)
{
	json_object(json, NULL);
	json_text(json, "name", name);
	json_text(json, "value", value);
	json_object_end(json);
}

static void
headers_to_har(struct json *json, const struct list *headers, enum secrets secrets)
{
	const struct pair *pairs = headers->items;

	json_list(json, "headers");
	for (size_t i = 0; i < headers->count; i++)
		pair_to_har(json, pairs[i].name,
		    secrets == SECRETS_MASKED && header_is_secret(pairs[i].name)
			? BYTES("***")
			: pairs[i].value);
	json_list_end(json);
}

/* As sent: what is escaped in the URL is escaped here. */
static void
query_to_har(struct json *json, struct bytes url)
{
	struct bytes query;

	url = bytes_first(url, bytes_index(url, '#'));
	query = bytes_from(url, bytes_index(url, '?') + 1);
	json_list(json, "queryString");
	for (int count = 0; query.len > 0 && count < PARAMETERS_MAX; count++) {
		size_t end = bytes_index(query, '&');
		struct bytes part = bytes_first(query, end);
		size_t equals = bytes_index(part, '=');

		query = bytes_from(query, end + 1);
		if (part.len > 0)
			pair_to_har(
			    json, bytes_first(part, equals), bytes_from(part, equals + 1));
	}
	json_list_end(json);
}

/* "HTTP/2" */
static void
version_to_har(struct json *json, struct bytes version)
{
	struct buffer text = { 0 };

	if (version.len > 0)
		buffer_add_string(&text, "HTTP/");
	buffer_add(&text, version);
	json_text(json, "httpVersion", buffer_bytes(&text));
	buffer_clear(&text);
}

/* The body itself is not kept: forms hold passwords. */
static void
post_data_to_har(struct json *json, const struct request *request)
{
	if (request->request_bytes == 0)
		return;
	json_object(json, "postData");
	json_text(json, "mimeType", request->request_mime);
	json_word(json, "text", "");
	json_word(json, "comment", "the body is not kept");
	json_object_end(json);
}

static void
request_to_har(struct json *json, const struct request *request, enum secrets secrets)
{
	json_object(json, "request");
	json_text(json, "method", request->method);
	/* CONNECT and "*" have no URL: what they ask for is their target. */
	json_text(json, "url", request->url.len > 0 ? request->url : request->target);
	version_to_har(json, request->version);
	har_cookies_to_json(json, &request->request_headers, BYTES("cookie"), secrets);
	headers_to_har(json, &request->request_headers, secrets);
	query_to_har(json, request->url);
	post_data_to_har(json, request);
	json_signed(json, "headersSize", -1);
	json_number(json, "bodySize", request->request_bytes);
	json_object_end(json);
}

static void
content_to_har(struct json *json, const struct request *request)
{
	uint64_t size =
	    request->decoded_bytes.known ? request->decoded_bytes.value : request->bytes;

	json_object(json, "content");
	json_number(json, "size", size);
	if (request->decoded_bytes.known)
		json_signed(json, "compression", (int64_t)(size - request->bytes));
	json_text(json, "mimeType", request->mime);
	json_object_end(json);
}

/* Without an answer all of it is empty, and the status 0, as browsers write it. */
static void
response_to_har(struct json *json, const struct request *request, enum secrets secrets)
{
	bool is_whole = request->is_over && !request->is_cut;

	json_object(json, "response");
	json_number(json, "status", request->status);
	json_text(json, "statusText", request->status_reason);
	version_to_har(json, request->status == 0 ? BYTES("") : request->version);
	har_cookies_to_json(json, &request->response_headers, BYTES("set-cookie"), secrets);
	headers_to_har(json, &request->response_headers, secrets);
	content_to_har(json, request);
	json_text(json, "redirectURL", request->location);
	json_signed(json, "headersSize", -1);
	if (is_whole)
		json_number(json, "bodySize", request->bytes);
	else
		json_signed(json, "bodySize", -1);
	json_object_end(json);
}

static void
phase_to_har(struct json *json, const char *key, struct maybe phase)
{
	if (phase.known)
		json_milliseconds(json, key, phase.value);
	else
		json_signed(json, key, -1);
}

static void
timings_to_har(struct json *json, const struct har_timings *timings)
{
	json_object(json, "cache");
	json_object_end(json);
	json_object(json, "timings");
	phase_to_har(json, "blocked", timings->blocked);
	phase_to_har(json, "dns", timings->dns);
	phase_to_har(json, "connect", timings->connect);
	phase_to_har(json, "ssl", timings->ssl);
	json_milliseconds(json, "send", timings->send);
	json_milliseconds(json, "wait", timings->wait);
	json_milliseconds(json, "receive", timings->receive);
	json_object_end(json);
}

static void
connection_to_har(struct json *json, const struct connection *connection)
{
	char id[HAR_ID_SIZE];

	if (connection == NULL)
		return;
	json_address(json, "serverIPAddress", connection->server_address);
	snprintf(id, sizeof(id), "%u", (unsigned)connection->id);
	json_word(json, "connection", id);
}

void
har_entry_to_json(struct json *json, const struct har_entry *entry, enum secrets secrets)
{
	const struct request *request = entry->request;
	char text[CLOCK_TEXT_SIZE];
	char id[HAR_ID_SIZE];

	json_object(json, NULL);
	if (request->page != NULL)
		json_word(json, "pageref", har_page_id(request->page, id));
	json_word(json, "startedDateTime", clock_date(entry->start_ns, HAR_DECIMALS, text));
	json_milliseconds(json, "time", har_timings_sum(&entry->timings));
	request_to_har(json, request, secrets);
	response_to_har(json, request, secrets);
	timings_to_har(json, &entry->timings);
	connection_to_har(json, request->connection);
	json_object_end(json);
}
