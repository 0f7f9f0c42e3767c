/* SPDX-License-Identifier: BSD-2-Clause */
#include "export/json-parts.h"
#include "export/json.h"
#include "story/sentence.h"

/* "/service/method" */
static void
grpc_to_json(struct story_json *out, const struct request *request)
{
	struct bytes path = bytes_from(request->target, 1);
	struct bytes service = bytes_first(path, bytes_index(path, '/'));

	if (request->pattern == NULL || strcmp(request->pattern, "grpc") != 0)
		return;
	json_object(&out->json, "grpc");
	add_text(out, "service", service);
	add_text(out, "method", bytes_from(path, service.len + 1));
	add_number(out, "status", request->grpc_status);
	json_object_end(&out->json);
}

void
request_to_json(struct story_json *out, const struct request *request)
{
	struct json *json = &out->json;

	json_object(json, NULL);
	json_number(json, "id", request->id);
	add_text(out, "method", request->method);
	add_text(out, "url", request->url);
	add_text(out, "version", request->version);
	if (request->status != 0)
		json_number(json, "status", request->status);
	add_text(out, "mime", request->mime);
	add_word(out, "role", request->role);
	add_statement(out, &request->is);
	if (request->initiator != NULL)
		json_number(json, "initiator", request->initiator->id);
	if (request->connection != NULL)
		json_number(json, "connection", request->connection->id);
	add_time(out, "start", request->start_ns);
	add_time(out, "sent", request->sent_ns);
	add_time(out, "first_byte", request->first_byte_ns);
	add_time(out, "end", request->end_ns);
	if (request->is_over)
		json_number(json, "bytes", request->bytes);
	add_number(out, "decoded_bytes", request->decoded_bytes);
	add_frame(out, "frame", request->frame);
	add_frame(out, "response_frame", request->response_frame);
	add_word(out, "pattern", request->pattern);
	grpc_to_json(out, request);
	if (request->reset_by != NULL) {
		json_object(json, "reset");
		json_word(json, "by", request->reset_by);
		add_word(out, "error", request->reset_error);
		json_object_end(json);
	}
	json_object_end(json);
}

static void
step_facts_to_json(struct story_json *out, const struct step *step)
{
	struct json *json = &out->json;

	add_address(out, "for", step->for_address);
	add_address(out, "address", step->address);
	if (step->has_mac)
		json_mac(json, "mac", step->mac);
	if (step->lookup != NULL)
		json_number(json, "lookup", step->lookup->id);
	add_text(out, "name", step->name);
	if (step->connection != NULL)
		json_number(json, "connection", step->connection->id);
	if (step->request != NULL)
		json_number(json, "request", step->request->id);
}

static void
step_to_json(struct story_json *out, const struct page *page, const struct step *step)
{
	struct json *json = &out->json;
	struct buffer text = { 0 };

	json_object(json, NULL);
	json_number(json, "id", step->id);
	json_word(json, "kind", step_kind_word(step->kind));
	add_statement(out, &step->is);
	add_time(out, "start", step->start_ns);
	add_time(out, "end", step->end_ns);
	json_list(json, "needs");
	for (uint32_t i = 0; i < step->need_count; i++)
		json_number(json, NULL, step->needs[i]);
	json_list_end(json);
	step_text(&text, page, step);
	json_text(json, "text", buffer_bytes(&text));
	buffer_clear(&text);
	step_facts_to_json(out, step);
	json_object_end(json);
}

static void
redirects_to_json(struct story_json *out, const struct page *page)
{
	if (page->redirect_count == 0)
		return;
	json_list(&out->json, "redirects");
	for (uint32_t i = 0; i < page->redirect_count; i++) {
		const struct redirect *redirect = &page->redirects[i];

		json_object(&out->json, NULL);
		add_text(out, "url", redirect->url);
		if (redirect->status != 0)
			json_number(&out->json, "status", redirect->status);
		add_text(out, "to", redirect->to);
		add_word(out, "why", redirect->why);
		add_statement(out, &redirect->is);
		json_object_end(&out->json);
	}
	json_list_end(&out->json);
}

static void
failure_to_json(struct story_json *out, const struct page *page)
{
	if (page->failure == FAILURE_NONE)
		return;
	json_object(&out->json, "failed");
	json_word(&out->json, "why", failure_word(page->failure));
	add_text(out, "detail", page->failure_detail);
	add_statement(out, &page->failure_is);
	json_object_end(&out->json);
}

static void
hosts_to_json(struct story_json *out, const struct page *page)
{
	json_list(&out->json, "hosts");
	for (uint32_t i = 0; i < page->host_count; i++) {
		json_object(&out->json, NULL);
		json_text(&out->json, "name", page->hosts[i].name);
		json_word(&out->json, "party", page->hosts[i].party);
		json_object_end(&out->json);
	}
	json_list_end(&out->json);
}

void
page_to_json(struct story_json *out, const struct page *page)
{
	struct json *json = &out->json;
	const struct request *request;

	json_object(json, NULL);
	json_number(json, "id", page->id);
	add_client(out, page->client);
	json_text(json, "url", page->url);
	add_text(out, "final_url", page->final_url);
	if (page->status != 0)
		json_number(json, "status", page->status);
	add_word(out, "how", page->how);
	add_statement(out, &page->is);
	add_time(out, "start", page->start_ns);
	add_time(out, "first_byte", page->first_byte_ns);
	add_time(out, "loaded", page->loaded_ns);
	add_time(out, "over", page->over_ns);
	failure_to_json(out, page);
	redirects_to_json(out, page);
	hosts_to_json(out, page);
	json_list(json, "steps");
	for (uint32_t i = 0; i < page->step_count; i++)
		step_to_json(out, page, &page->steps[i]);
	json_list_end(json);
	json_list(json, "requests");
	TAILQ_FOREACH (request, &page->requests, entry) {
		request_to_json(out, request);
	}
	json_list_end(json);
	path_to_json(out, page);
	page_findings_to_json(out, page);
	json_object_end(json);
}

void
page_to_json_line(struct buffer *buffer, const struct page *page, bool several_inputs)
{
	struct story_json out = { json_to(buffer), several_inputs, true };

	page_to_json(&out, page);
	buffer_add_char(buffer, '\n');
}
