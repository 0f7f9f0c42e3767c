/* SPDX-License-Identifier: BSD-2-Clause */
#include "dissectors/http-reset.h"
#include "event/http.h"

/* RFC 9113 7 and RFC 9114 8.1 number them from here on, without a hole. */
enum { HTTP3_FIRST = 0x100 };

static const char *const http2_errors[] = { "NO_ERROR", "PROTOCOL_ERROR", "INTERNAL_ERROR",
	"FLOW_CONTROL_ERROR", "SETTINGS_TIMEOUT", "STREAM_CLOSED", "FRAME_SIZE_ERROR",
	"REFUSED_STREAM", "CANCEL", "COMPRESSION_ERROR", "CONNECT_ERROR",
	"ENHANCE_YOUR_CALM", "INADEQUATE_SECURITY", "HTTP_1_1_REQUIRED" };

static const char *const http3_errors[] = { "H3_NO_ERROR", "H3_GENERAL_PROTOCOL_ERROR",
	"H3_INTERNAL_ERROR", "H3_STREAM_CREATION_ERROR", "H3_CLOSED_CRITICAL_STREAM",
	"H3_FRAME_UNEXPECTED", "H3_FRAME_ERROR", "H3_EXCESSIVE_LOAD", "H3_ID_ERROR",
	"H3_SETTINGS_ERROR", "H3_MISSING_SETTINGS", "H3_REQUEST_REJECTED",
	"H3_REQUEST_CANCELLED", "H3_REQUEST_INCOMPLETE", "H3_MESSAGE_ERROR",
	"H3_CONNECT_ERROR", "H3_VERSION_FALLBACK" };

static const char *
error_name(struct bytes version, uint64_t error)
{
	if (bytes_equal(version, BYTES("2")))
		return error < COUNT_OF(http2_errors) ? http2_errors[error] : NULL;
	return error >= HTTP3_FIRST && error - HTTP3_FIRST < COUNT_OF(http3_errors)
		   ? http3_errors[error - HTTP3_FIRST]
		   : NULL;
}

void
http_reset_tell(const struct http_call *call, struct reset reset)
{
	struct http_exchange *exchange = call->exchange;
	const struct http_message *request = &exchange->sides[SIDE_CLIENT];
	struct event_http_reset event = {
		.head = event_head(EVENT_HTTP_RESET, call->chunk),
		.version = call->version,
		.stream = maybe_of(call->stream),
		.url = buffer_bytes(&exchange->url),
		.request_frame = maybe_of(request->head_frame),
		.by = reset.by == SIDE_CLIENT ? "client" : "server",
		.error = maybe_of(reset.error),
		.error_name = error_name(call->version, reset.error),
	};

	if (!request->has_head || exchange->is_reset || http_exchange_is_over(exchange))
		return;
	exchange->is_reset = true;
	event.head.side = reset.by;
	sink_event(call->sink, &event.head);
}
