/* SPDX-License-Identifier: BSD-2-Clause */
#include "tests/export/hostile.h"

#include <netinet/in.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/cursor.h"
#include "base/die.h"
#include "event/dns.h"
#include "event/http.h"
#include "event/lan.h"
#include "event/tcp.h"
#include "event/tls.h"
#include "tests/export/output-fault.h"

#define SERVER 0xc6336450 /* 198.51.100.80 */
#define CLIENT 0xc0a83265 /* 192.168.50.101 */

struct telling {
	struct story *story;
	const struct format *format;
	struct report *report;
	uint64_t at_ns;
	uint32_t frame, flow, request_frame, response_frame;
	struct bytes text; /* of this part */
};

static void
say(struct telling *t, struct event *event)
{
	event->client = story_add_event(t->story, event);
	if (t->format->event != NULL)
		t->format->event(t->report, event);
}

static struct event
head(struct telling *t, enum event_kind kind, enum side side)
{
	bool is_server = side == SIDE_SERVER;
	struct event event = {
		.kind = kind,
		.side = side,
		.frame = ++t->frame,
		.at_ns = t->at_ns += NS_PER_MS,
		.src = address_of_u32(is_server ? SERVER : CLIENT),
		.dst = address_of_u32(is_server ? CLIENT : SERVER),
		.has_ports = true,
		.sport = is_server ? 443 : 40000,
		.dport = is_server ? 40000 : 443,
		.flow = { IPPROTO_TCP, t->flow },
		.client = CLIENT_NONE,
	};

	return event;
}

static void
tell_lease(struct telling *t)
{
	static const char *const types[] = { "discover", "offer", "request", "ack" };

	for (size_t i = 0; i < COUNT_OF(types); i++) {
		struct event_dhcp e = { .head = head(t, EVENT_DHCP,
					    i % 2 == 0 ? SIDE_CLIENT : SIDE_SERVER) };

		e.type = types[i];
		e.xid = maybe_of(t->frame - i);
		e.client_mac = maybe_mac_of((struct mac){ { 2, 0, 0, 0, 0, 1 } });
		e.hostname = e.domain = t->text;
		e.server_id = address_of_u32(SERVER);
		e.yiaddr = address_of_u32(CLIENT);
		say(t, &e.head);
	}
}

static void
tell_lookup(struct telling *t)
{
	struct dns_record records[] = {
		{ .name = t->text,
		    .type = BYTES("CNAME"),
		    .type_code = 5,
		    .data = t->text },
		{ .name = t->text, .type = BYTES("A"), .type_code = 1, .ttl = 9 },
	};

	records[1].address = address_of_u32(SERVER);
	for (enum side side = SIDE_CLIENT; side <= SIDE_SERVER; side++) {
		struct event_dns e = { .head = head(t, EVENT_DNS, side) };

		e.transport = "udp";
		e.response = side == SIDE_SERVER;
		e.name = e.rcode_name = t->text;
		e.qtype = BYTES("A");
		e.qtype_code = 1;
		e.rcode = maybe_of(0);
		if (e.response)
			e.answers = LIST_OF(records, COUNT_OF(records));
		say(t, &e.head);
	}
}

static void
tell_connect(struct telling *t)
{
	struct event_flow_begin begin;
	struct event_tcp_syn syn;
	struct event_tcp_established open;

	t->flow++;
	begin = (struct event_flow_begin){ .head = head(t, EVENT_FLOW_BEGIN, SIDE_CLIENT) };
	say(t, &begin.head);
	syn = (struct event_tcp_syn){ .head = head(t, EVENT_TCP_SYN, SIDE_CLIENT) };
	say(t, &syn.head);
	syn = (struct event_tcp_syn){ .head = head(t, EVENT_TCP_SYN_ACK, SIDE_SERVER) };
	say(t, &syn.head);
	open = (struct event_tcp_established){ .head = head(
						   t, EVENT_TCP_ESTABLISHED, SIDE_CLIENT) };
	open.rtt = maybe_of(NS_PER_MS);
	say(t, &open.head);
}

static void
tell_hello(struct telling *t)
{
	struct event_tls_client_hello hello = { .head = head(t, EVENT_TLS_CLIENT_HELLO,
						    SIDE_CLIENT) };
	struct event_tls_server_hello answer;
	struct event_tls_established done;

	hello.sni = t->text;
	hello.alpn = LIST_OF(&t->text, 1);
	say(t, &hello.head);
	answer = (struct event_tls_server_hello){ .head = head(t, EVENT_TLS_SERVER_HELLO,
						      SIDE_SERVER) };
	answer.alpn = t->text;
	answer.cipher = maybe_of(0x1301);
	say(t, &answer.head);
	done = (struct event_tls_established){ .head = head(
						   t, EVENT_TLS_ESTABLISHED, SIDE_CLIENT) };
	done.alpn = t->text;
	done.duration = maybe_of(NS_PER_MS);
	say(t, &done.head);
}

static void
tell_certificate(struct telling *t)
{
	struct event_tls_certificate e = { .head = head(
					       t, EVENT_TLS_CERTIFICATE, SIDE_SERVER) };
	struct certificate leaf = { .subject = t->text,
		.issuer = t->text,
		.serial = t->text,
		.san = LIST_OF(&t->text, 1),
		.key = t->text };

	leaf.not_after = maybe_of(t->frame);
	e.of = "server";
	e.chain = LIST_OF(&leaf, 1);
	say(t, &e.head);
}

static void
tell_alert(struct telling *t)
{
	struct event_tls_alert e = { .head = head(t, EVENT_TLS_ALERT, SIDE_CLIENT) };

	e.level = BYTES("fatal");
	e.description = t->text;
	say(t, &e.head);
}

static void
tell_request(struct telling *t)
{
	struct event_http_request e = { .head = head(t, EVENT_HTTP_REQUEST, SIDE_CLIENT) };
	struct pair pairs[] = { { BYTES("Accept"), BYTES("text/html") },
		{ BYTES("Cookie"), t->text }, { BYTES("Referer"), t->text },
		{ BYTES("User-Agent"), t->text }, { t->text, t->text } };
	struct buffer url = { 0 };

	buffer_add_string(&url, "http://a.test/");
	buffer_add(&url, t->text);
	e.version = t->frame % 2 == 0 ? BYTES("1.1") : t->text;
	e.method = t->frame % 2 == 0 ? BYTES("GET") : t->text;
	e.host = t->frame % 3 == 0 ? BYTES("a.test") : t->text;
	e.url = t->frame % 3 == 0 ? buffer_bytes(&url) : t->text;
	e.target = t->text;
	e.headers = LIST_OF(pairs, COUNT_OF(pairs));
	t->request_frame = e.head.frame;
	say(t, &e.head);
	buffer_clear(&url);
}

static void
tell_response(struct telling *t)
{
	struct event_http_response e = { .head =
					     head(t, EVENT_HTTP_RESPONSE, SIDE_SERVER) };
	struct pair pairs[] = { { BYTES("Content-Type"), t->text },
		{ BYTES("Location"), t->text }, { BYTES("Set-Cookie"), t->text },
		{ BYTES("Server"), t->text } };

	e.version = BYTES("1.1");
	e.status = t->text.len % 2 == 0 ? 200 : 302;
	e.reason = t->text;
	e.headers = LIST_OF(pairs, COUNT_OF(pairs));
	t->response_frame = e.head.frame;
	say(t, &e.head);
}

/* The text is where secrets are, and nowhere else. */
static void
tell_secrets(struct telling *t)
{
	struct pair asked[] = { { BYTES("Accept"), BYTES("text/html") },
		{ BYTES("cookie"), t->text }, { BYTES("Cookie"), t->text },
		{ BYTES("AUTHORIZATION"), t->text },
		{ BYTES("Proxy-Authorization"), t->text } };
	struct pair answered[] = { { BYTES("Content-Type"), BYTES("text/html") },
		{ BYTES("set-cookie"), t->text } };
	struct event_http_request request = { .head = head(
						  t, EVENT_HTTP_REQUEST, SIDE_CLIENT) };
	struct event_http_response response = { .head = head(
						    t, EVENT_HTTP_RESPONSE, SIDE_SERVER) };
	struct event_http_body body = { .head = head(t, EVENT_HTTP_BODY, SIDE_SERVER) };

	request.version = response.version = BYTES("1.1");
	request.method = BYTES("GET");
	request.host = BYTES("a.test");
	request.url = BYTES("http://a.test/");
	request.target = BYTES("/");
	request.headers = LIST_OF(asked, COUNT_OF(asked));
	response.status = 200;
	response.headers = LIST_OF(answered, COUNT_OF(answered));
	body.direction = "response";
	body.complete = true;
	body.head_frame = response.head.frame;
	body.trailers = LIST_OF(asked, COUNT_OF(asked));
	say(t, &request.head);
	say(t, &response.head);
	say(t, &body.head);
}

static void
tell_body(struct telling *t)
{
	struct event_http_body e = { .head = head(t, EVENT_HTTP_BODY, SIDE_SERVER) };

	e.direction = "response";
	e.bytes = t->frame;
	e.decoded_bytes = maybe_of(t->text.len);
	e.mime = e.url = t->text;
	e.complete = t->text.len % 2 == 0;
	e.links = LIST_OF(&t->text, 1);
	e.head_frame = t->response_frame;
	say(t, &e.head);
}

static void
tell_stream(struct telling *t)
{
	struct event_websocket websocket = { .head =
						 head(t, EVENT_WEBSOCKET, SIDE_SERVER) };
	struct event_sse sse = { .head = head(t, EVENT_SSE, SIDE_SERVER) };
	struct event_grpc grpc = { .head = head(t, EVENT_GRPC, SIDE_SERVER) };

	websocket.url = sse.url = sse.type = t->text;
	grpc.service = grpc.method = t->text;
	websocket.direction = "received";
	websocket.request_frame = sse.request_frame = grpc.head_frame = t->request_frame;
	say(t, &websocket.head);
	say(t, &sse.head);
	say(t, &grpc.head);
}

static void
tell_application(struct telling *t)
{
	struct event_flow_app e = { .head = head(t, EVENT_FLOW_APP, SIDE_CLIENT) };

	e.application = e.category = t->text;
	e.by = "ndpi";
	say(t, &e.head);
}

static void
tell_close(struct telling *t)
{
	struct event_tcp_closed e = { .head = head(t, EVENT_TCP_CLOSED, SIDE_CLIENT) };

	e.how = "fin";
	e.by = e.head.src;
	e.packets_client = e.packets_server = 3;
	say(t, &e.head);
}

static void
tell_wait(struct telling *t)
{
	t->at_ns += t->text.len * NS_PER_S;
}

static void
tell_part(struct telling *t, uint8_t what)
{
	static void (*const tells[HOSTILE_PART_COUNT])(struct telling *) = {
		[HOSTILE_LEASE] = tell_lease,
		[HOSTILE_LOOKUP] = tell_lookup,
		[HOSTILE_CONNECT] = tell_connect,
		[HOSTILE_HELLO] = tell_hello,
		[HOSTILE_CERTIFICATE] = tell_certificate,
		[HOSTILE_ALERT] = tell_alert,
		[HOSTILE_REQUEST] = tell_request,
		[HOSTILE_RESPONSE] = tell_response,
		[HOSTILE_SECRETS] = tell_secrets,
		[HOSTILE_BODY] = tell_body,
		[HOSTILE_STREAM] = tell_stream,
		[HOSTILE_APPLICATION] = tell_application,
		[HOSTILE_CLOSE] = tell_close,
		[HOSTILE_WAIT] = tell_wait,
	};

	tells[what % HOSTILE_PART_COUNT](t);
}

void
hostile_add(struct buffer *script, enum hostile_part part, struct bytes text)
{
	size_t len = MIN(text.len, (size_t)UINT8_MAX);

	buffer_add_char(script, (char)part);
	buffer_add_char(script, (char)len);
	buffer_add(script, bytes_first(text, len));
}

static void
tell_page(void *receiver, const struct story *story, const struct page *page)
{
	struct telling *t = receiver;

	if (t->format->page != NULL)
		t->format->page(t->report, story, page);
}

static void
tell_connection(
    void *receiver, const struct story *story, const struct connection *connection)
{
	struct telling *t = receiver;

	if (t->format->connection != NULL)
		t->format->connection(t->report, story, connection);
}

static void
tell_script(struct telling *t, struct bytes script)
{
	struct story_options options = {
		.keep = t->format->keep,
		.keep_headers = t->format->keep_headers,
		.receiver = { .receiver = t,
		    .page_over = tell_page,
		    .connection_over = tell_connection },
	};
	struct cursor in = cursor_of(script);

	t->story = story_new(&options);
	if (t->format->begin != NULL)
		t->format->begin(t->report);
	while (cursor_left(&in) >= 2) {
		uint8_t what = cursor_u8(&in);
		size_t len = cursor_u8(&in);

		t->text = cursor_bytes(&in, MIN(len, cursor_left(&in)));
		tell_part(t, what);
	}
	story_end(t->story);
	if (t->format->end != NULL)
		t->format->end(t->report, t->story);
	story_free(t->story);
}

/* What stands in the file. */
static void
add_file(struct buffer *out, int fd)
{
	struct stat status;
	size_t len = fstat(fd, &status) == 0 ? (size_t)status.st_size : 0;
	ssize_t got = pread(fd, buffer_reserve(out, len), len, 0);

	out->len += got > 0 ? (size_t)got : 0;
}

void
hostile_tell(struct buffer *out, const struct format *format, struct bytes script)
{
	struct report report = { 0 };
	struct telling t = { .format = format, .report = &report, .at_ns = NS_PER_S };
	int fd = memfd_create("output", 0);
	char path[32];

	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	if (fd < 0 || output_open(&report.output, path, OUTPUT_LINES) < 0)
		die(EXIT_CANNOT, "no room for the output");
	tell_script(&t, script);
	output_close(&report.output);
	add_file(out, fd);
	close(fd);
}

const char *
hostile_fault(
    const struct format *format, struct bytes script, char fault[OUTPUT_FAULT_SIZE])
{
	struct buffer out = { 0 };
	const char *answer;

	hostile_tell(&out, format, script);
	answer = output_fault(format->name, buffer_bytes(&out), fault);
	buffer_clear(&out);
	return answer;
}
