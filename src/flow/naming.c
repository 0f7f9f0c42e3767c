/* SPDX-License-Identifier: BSD-2-Clause */
#include <netinet/in.h>

#include "event/http.h"
#include "event/tcp.h"
#include "event/tls.h"
#include "flow/naming.h"

/* What an event says of its flow when no host name says more; nDPI's words. */
static const struct {
	enum event_kind kind;
	uint8_t transport; /* 0: any */
	struct application_names names;
} protocols[] = {
	{ EVENT_DNS, 0, { "DNS", "Network" } },
	{ EVENT_DHCP, 0, { "DHCP", "Network" } },
	{ EVENT_DHCPV6, 0, { "DHCPV6", "Network" } },
	{ EVENT_TLS_CLIENT_HELLO, IPPROTO_UDP, { "QUIC", "Web" } },
	{ EVENT_TLS_SERVER_HELLO, IPPROTO_UDP, { "QUIC", "Web" } },
	{ EVENT_TLS_CLIENT_HELLO, 0, { "TLS", "Web" } },
	{ EVENT_TLS_SERVER_HELLO, 0, { "TLS", "Web" } },
	{ EVENT_HTTP_REQUEST, 0, { "HTTP", "Web" } },
	{ EVENT_HTTP_RESPONSE, 0, { "HTTP", "Web" } },
};

static void
naming_tell(struct context *context, struct flow *flow, struct application_names names,
    const char *by, struct list risks)
{
	struct event_flow_app event = {
		.head = context_head(context, flow, EVENT_FLOW_APP, SIDE_CLIENT),
		.application = bytes_of_string(names.application),
		.category = bytes_of_string(names.category),
		.by = by,
		.risks = risks,
	};

	flow->application_is_told = true;
	context_tell(context, flow, &event.head);
}

static struct bytes
naming_host(const struct event *event)
{
	if (event->kind == EVENT_TLS_CLIENT_HELLO)
		return ((const struct event_tls_client_hello *)(const void *)event)->sni;
	if (event->kind == EVENT_HTTP_REQUEST) {
		struct bytes host =
		    ((const struct event_http_request *)(const void *)event)->host;

		return bytes_first(host, bytes_index(host, ':'));
	}
	return (struct bytes){ NULL, 0 };
}

void
naming_event(struct context *context, struct flow *flow, const struct event *event)
{
	struct application_answer forgotten;
	struct application_names names;
	struct bytes host;

	if (flow->application_is_told)
		return;
	for (size_t i = 0; i < COUNT_OF(protocols); i++) {
		uint8_t transport = protocols[i].transport;

		if (protocols[i].kind != event->kind ||
		    (transport != 0 && transport != flow->ref.protocol))
			continue;
		application_guess_end(context->applications, flow->guess, &forgotten);
		host = naming_host(event);
		if (host.len > 0 &&
		    application_by_host(context->applications, host, &names))
			naming_tell(context, flow, names, "ndpi", (struct list){ NULL, 0 });
		else
			naming_tell(context, flow, protocols[i].names, "us",
			    (struct list){ NULL, 0 });
		return;
	}
}

static void
naming_tell_answer(
    struct context *context, struct flow *flow, const struct application_answer *answer)
{
	struct list risks = { answer->risk_count > 0 ? answer->risks : NULL,
		answer->risk_count };

	naming_tell(context, flow, answer->names, "ndpi", risks);
}

void
naming_packet(struct context *context, struct flow *flow, const struct packet *packet)
{
	struct application_answer answer;
	enum application_state state;

	if (flow->application_is_told || context->applications == NULL)
		return;
	if (!flow->is_guessed) {
		flow->is_guessed = true;
		flow->guess =
		    application_guess_new(context->applications, flow->ref.protocol);
	}
	state = application_guess_packet(context->applications, flow->guess,
	    packet->network, context->frame->at_ns, &answer);
	if (state == APPLICATION_KNOWN)
		naming_tell_answer(context, flow, &answer);
	else if (state == APPLICATION_UNKNOWN)
		flow->application_is_told = true; /* there is nothing to tell */
}

void
naming_end(struct context *context, struct flow *flow)
{
	struct application_answer answer;

	if (flow->application_is_told || !flow->is_guessed)
		return;
	flow->application_is_told = true;
	if (application_guess_end(context->applications, flow->guess, &answer) ==
	    APPLICATION_KNOWN)
		naming_tell_answer(context, flow, &answer);
}
