/* SPDX-License-Identifier: BSD-2-Clause */
#include "story/sentence-request.h"
#include "base/clock.h"
#include "base/text.h"
#include "story/sentence-words.h"

static void
add_hidden(struct buffer *out, const struct page *page, const struct connection *connection)
{
	struct bytes host = connection_host(connection);

	buffer_add_string(out, "what ");
	sentence_add_client(out, page->client);
	buffer_add_string(out, " asked of ");
	if (host.len > 0)
		buffer_add(out, host);
	else
		sentence_add_server(out, connection);
	buffer_add_string(out, " is inside TLS");
}

void
text_request(struct buffer *out, const struct page *page, const struct step *step)
{
	const struct request *request = step->request;

	if (request == NULL) {
		add_hidden(out, page, step->connection);
		return;
	}
	sentence_add_client(out, page->client);
	buffer_add_string(out, " asked: ");
	buffer_add(out, request->method);
	buffer_add_char(out, ' ');
	buffer_add(out, request->url.len > 0 ? request->url : request->target);
	if (request->request_bytes > 0) {
		buffer_add_string(out, ", with ");
		text_add_size(out, request->request_bytes);
	}
	if (request->status == 0 && request->reset_by != NULL)
		buffer_printf(
		    out, "; the %s gave it up before an answer", request->reset_by);
}

/* The host may be empty (HTTP/1.0): then nobody is named. */
static void
add_asked(struct buffer *out, const struct request *request)
{
	if (request->host.len > 0) {
		buffer_add(out, request->host);
		buffer_add_string(out, " answered ");
	} else {
		buffer_add_string(out, "answer to ");
	}
	buffer_add(out, request->method);
	buffer_add_char(out, ' ');
	buffer_add(out, request->target);
	buffer_printf(out, ": %llu", (unsigned long long)request->status);
	if (request->status_reason.len == 0)
		return;
	buffer_add_char(out, ' ');
	buffer_add(out, request->status_reason);
}

/* One packet brings a short answer whole. */
static void
add_times(struct buffer *out, const struct request *request)
{
	bool is_whole = request->is_over && !request->is_cut;

	if (is_whole && request->end_ns == request->first_byte_ns) {
		sentence_add_duration(out, ", after ", request->sent_ns, request->end_ns);
		return;
	}
	sentence_add_duration(
	    out, ", first byte after ", request->sent_ns, request->first_byte_ns);
	if (is_whole)
		sentence_add_duration(
		    out, ", whole after ", request->sent_ns, request->end_ns);
	if (request->reset_by != NULL)
		buffer_printf(out, ", given up by the %s", request->reset_by);
	else if (request->is_cut)
		buffer_add_string(out, ", cut off");
}

void
text_response(struct buffer *out, const struct page *page, const struct step *step)
{
	const struct request *request = step->request;

	(void)page;
	add_asked(out, request);
	if (request->location.len > 0) {
		buffer_add_string(out, ", go to ");
		buffer_add(out, request->location);
	}
	if (request->mime.len > 0) {
		buffer_add_string(out, ", ");
		buffer_add(out, request->mime);
	}
	if (request->is_over) {
		buffer_add_string(out, ", ");
		text_add_size(out, request->bytes);
	}
	add_times(out, request);
}
