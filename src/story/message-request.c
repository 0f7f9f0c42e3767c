/* SPDX-License-Identifier: BSD-2-Clause */
#include "story/message-request.h"
#include "base/text.h"
#include "story/message-connection.h"

/* Who is asked has no address where its connection was let go. */
static struct party
asked_party(const struct step *step)
{
	struct party party = { .role = ROLE_SERVER };

	if (step->connection != NULL)
		return connection_server_party(step->connection);
	party.name = step->request == NULL ? party.name : step->request->host;
	return party;
}

void
messages_request(struct messages *messages)
{
	const struct step *step = messages->step;
	const struct request *request = step->request;
	struct message *message;

	if (request == NULL) {
		buffer_add_string(&messages->label, "requests inside TLS");
	} else {
		buffer_add(&messages->label, request->method);
		buffer_add_char(&messages->label, ' ');
		buffer_add(&messages->label, request->target);
	}
	message = message_add(messages, EVENT_HTTP_REQUEST, step->start_ns,
	    request == NULL ? (struct frame_ref){ 0 } : request->frame);
	message_between(messages, message, FROM_CLIENT, asked_party(step));
	if (request == NULL)
		message->frames = step->is.frames;
	else
		message->is_lost = request->status == 0;
}

static void
label_response(struct messages *messages, const struct request *request)
{
	buffer_printf(&messages->label, "%llu", (unsigned long long)request->status);
	if (request->status_reason.len > 0)
		buffer_add_char(&messages->label, ' ');
	buffer_add(&messages->label, request->status_reason);
	if (request->mime.len > 0)
		buffer_add_string(&messages->label, ", ");
	buffer_add(&messages->label, request->mime);
	if (request->is_over) {
		buffer_add_string(&messages->label, ", ");
		text_add_size(&messages->label, request->bytes);
	}
	buffer_add_string(&messages->label, request->is_cut ? ", cut off" : "");
}

void
messages_response(struct messages *messages)
{
	const struct step *step = messages->step;
	const struct request *request = step->request;
	struct message *message;

	if (request == NULL)
		buffer_add_string(&messages->label, "responses inside TLS");
	else
		label_response(messages, request);
	message = message_add(
	    messages, EVENT_HTTP_RESPONSE, step->start_ns, (struct frame_ref){ 0 });
	message->end_ns = step->end_ns;
	message->frames = step->is.frames;
	message_between(messages, message, TO_CLIENT, asked_party(step));
}
