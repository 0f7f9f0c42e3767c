/* SPDX-License-Identifier: BSD-2-Clause */
#include <netinet/in.h>

#include "tests/story/telling.h"

enum { TYPE_A = 1, TYPE_AAAA = 28, TYPE_HTTPS = 65 };

static struct address
address(const char *text)
{
	struct address parsed = { 0 };

	address_parse(text, &parsed);
	return parsed;
}

static struct mac
mac(const char *octets)
{
	return mac_of(bytes_of(octets, 6));
}

struct telling
tell_begin(enum story_keep keep, struct story_receiver receiver)
{
	struct story_options options = {
		.keep = keep,
		.keep_headers = true,
		.several_inputs = true,
		.receiver = receiver,
	};

	return (struct telling){
		.story = story_new(&options),
		.at_ns = 1000 * NS_PER_S,
	};
}

void
tell_wait(struct telling *t, uint64_t ms)
{
	t->at_ns += ms * NS_PER_MS;
}

static struct event
head(struct telling *t, enum event_kind kind, const char *src, const char *dst)
{
	struct event event = {
		.kind = kind,
		.frame = ++t->frame,
		.input = t->input,
		.at_ns = t->at_ns,
		.src = address(src),
		.dst = address(dst),
		.client = CLIENT_NONE,
	};

	t->at_ns += 10 * NS_PER_US;
	return event;
}

static void
say(struct telling *t, struct event *event)
{
	t->client = story_add_event(t->story, event);
}

void
tell_arp(struct telling *t, const char *op, const char *sender_mac, const char *sender_ip,
    const char *target_ip)
{
	struct event_arp e = { .head = head(t, EVENT_ARP, "", "") };

	e.op = bytes_of_string(op);
	e.sender_mac = maybe_mac_of(mac(sender_mac));
	e.sender_ip = address(sender_ip);
	e.target_ip = address(target_ip);
	e.probe = strcmp(sender_ip, "0.0.0.0") == 0;
	e.announcement = strcmp(sender_ip, target_ip) == 0;
	say(t, &e.head);
}

void
tell_dhcp(struct telling *t, const char *type, const char *server)
{
	bool by_server = strcmp(type, "offer") == 0 || strcmp(type, "ack") == 0 ||
			 strcmp(type, "nak") == 0;
	bool is_renewal = strcmp(type, "request") == 0 && server == NULL;
	bool gives_back = strcmp(type, "release") == 0;
	struct address router = address(GATEWAY), resolver = address(RESOLVER);
	struct event_dhcp e = { .head = head(t, EVENT_DHCP,
				    by_server                  ? server
				    : is_renewal || gives_back ? LAPTOP
							       : "0.0.0.0",
				    by_server ? LAPTOP : "255.255.255.255") };

	e.type = type;
	e.xid = maybe_of(gives_back ? 2 : is_renewal ? 3 : 0x3370825e);
	e.client_mac = maybe_mac_of(mac(LAPTOP_MAC));
	e.hostname = by_server ? (struct bytes){ 0 } : BYTES("minji-laptop");
	if (server != NULL && strcmp(type, "discover") != 0)
		e.server_id = address(server);
	if (is_renewal || gives_back)
		e.ciaddr = address(LAPTOP);
	if (is_renewal)
		e.head.dst = address(DHCP_SERVER);
	if (by_server && strcmp(type, "nak") != 0) {
		e.yiaddr = address(LAPTOP);
		e.subnet_mask = address("255.255.255.0");
		e.lease = maybe_of(3600);
		e.routers = LIST_OF(&router, 1);
		e.dns = LIST_OF(&resolver, 1);
	}
	say(t, &e.head);
}

void
tell_dora(struct telling *t)
{
	tell_dhcp(t, "discover", NULL);
	tell_arp(t, "request", DHCP_MAC, DHCP_SERVER, LAPTOP);
	tell_wait(t, 1000);
	tell_dhcp(t, "offer", DHCP_SERVER);
	tell_dhcp(t, "request", DHCP_SERVER);
	tell_dhcp(t, "ack", DHCP_SERVER);
}

void
tell_gateway(struct telling *t)
{
	tell_arp(t, "request", LAPTOP_MAC, LAPTOP, GATEWAY);
	tell_arp(t, "reply", GATEWAY_MAC, GATEWAY, LAPTOP);
}

static struct event_dns
dns(struct telling *t, const char *name, const char *type, bool response)
{
	struct event_dns e = { .head = head(t, EVENT_DNS, response ? RESOLVER : LAPTOP,
				   response ? LAPTOP : RESOLVER) };

	e.head.has_macs = true;
	e.head.src_mac = mac(response ? GATEWAY_MAC : LAPTOP_MAC);
	e.head.dst_mac = mac(response ? LAPTOP_MAC : GATEWAY_MAC);
	e.transport = "udp";
	e.rd = true;
	e.response = response;
	e.name = bytes_of_string(name);
	e.qtype = bytes_of_string(type);
	e.qtype_code = strcmp(type, "A") == 0      ? TYPE_A
		       : strcmp(type, "AAAA") == 0 ? TYPE_AAAA
						   : TYPE_HTTPS;
	return e;
}

void
tell_query(struct telling *t, const char *name, const char *type)
{
	struct event_dns e = dns(t, name, type, false);

	e.id = ++t->dns_id;
	say(t, &e.head);
}

static void
say_answer(struct telling *t, struct event_dns *e, const char *given)
{
	struct dns_record record = { .name = e->name, .type = e->qtype, .ttl = 300 };

	e->rcode = maybe_of(given == NULL ? 3 : 0);
	e->rcode_name = given == NULL ? BYTES("NXDOMAIN") : BYTES("NOERROR");
	if (given != NULL) {
		record.type_code = e->qtype_code;
		record.address = address(given);
		record.data = bytes_of_string(given);
		e->answers = LIST_OF(&record, 1);
	}
	say(t, &e->head);
}

void
tell_answer(struct telling *t, const char *name, const char *type, const char *given)
{
	struct event_dns e = dns(t, name, type, true);

	e.query_frame = maybe_of(t->frame);
	say_answer(t, &e, given);
}

void
tell_forgery(struct telling *t, const char *name, const char *given, const char *by)
{
	struct event_dns e = dns(t, name, "A", true);

	e.head.src = address(by);
	say_answer(t, &e, given);
}

void
tell_lookup(struct telling *t, const char *name, const char *given)
{
	tell_query(t, name, "A");
	tell_wait(t, 20);
	tell_answer(t, name, "A", given);
}

static struct flow_ref
flow_of(const struct telling *t, uint32_t number)
{
	return (struct flow_ref){ t->over_udp ? IPPROTO_UDP : IPPROTO_TCP, number };
}

static struct event
flow_head(struct telling *t, enum event_kind kind, enum side side, struct connecting c)
{
	bool by_client = side == SIDE_CLIENT;
	struct event event =
	    head(t, kind, by_client ? c.client : c.server, by_client ? c.server : c.client);

	event.side = side;
	event.has_ports = true;
	event.sport = by_client ? 40000 : c.port;
	event.dport = by_client ? c.port : 40000;
	event.flow = flow_of(t, t->flow);
	return event;
}

void
tell_already_open(struct telling *t, const char *server, uint16_t port)
{
	struct connecting c = { LAPTOP, server, port, 64, 62 };
	struct event_flow_begin begin;

	t->flow++;
	begin = (struct event_flow_begin){ .head = flow_head(
					       t, EVENT_FLOW_BEGIN, SIDE_CLIENT, c) };
	say(t, &begin.head);
}

void
tell_syn_again(struct telling *t, struct connecting c)
{
	struct event_tcp_syn syn = { .head = flow_head(t, EVENT_TCP_SYN, SIDE_CLIENT, c) };

	syn.isn = 1000 + t->flow - (t->input > 0 ? 8 : 0);
	say(t, &syn.head);
}

void
tell_syn(struct telling *t, struct connecting c)
{
	struct event_flow_begin begin;

	t->flow++;
	begin = (struct event_flow_begin){ .head = flow_head(
					       t, EVENT_FLOW_BEGIN, SIDE_CLIENT, c) };
	begin.ttl = maybe_of(c.client_ttl);
	begin.isn = maybe_of(1000 + t->flow - (t->input > 0 ? 8 : 0));
	begin.src_mac = maybe_mac_of(mac(LAPTOP_MAC));
	begin.dst_mac = maybe_mac_of(mac(GATEWAY_MAC));
	say(t, &begin.head);
	t->frame--;
	tell_syn_again(t, c);
}

void
tell_connect_as(struct telling *t, struct connecting c)
{
	struct event_tcp_syn syn_ack;
	struct event_tcp_established e;

	tell_syn(t, c);
	tell_wait(t, 40);
	syn_ack = (struct event_tcp_syn){ .head = flow_head(
					      t, EVENT_TCP_SYN_ACK, SIDE_SERVER, c) };
	syn_ack.isn = 2000 + t->flow;
	say(t, &syn_ack.head);
	e = (struct event_tcp_established){ .head = flow_head(
						t, EVENT_TCP_ESTABLISHED, SIDE_CLIENT, c) };
	e.isn_client = 1000 + t->flow;
	e.isn_server = 2000 + t->flow;
	e.rtt = maybe_of(40 * NS_PER_MS);
	e.server_ttl = c.server_ttl;
	say(t, &e.head);
}

void
tell_connect(struct telling *t, const char *server, uint16_t port)
{
	tell_connect_as(t, (struct connecting){ LAPTOP, server, port, 64, 62 });
}

void
tell_refused(struct telling *t, struct connecting c)
{
	struct event_tcp_refused e;

	tell_syn(t, c);
	tell_wait(t, 40);
	e = (struct event_tcp_refused){ .head = flow_head(
					    t, EVENT_TCP_REFUSED, SIDE_SERVER, c) };
	e.by = "rst";
	say(t, &e.head);
	tell_closed(t, t->flow, "rst", c.server);
}

void
tell_closed_unused(struct telling *t, uint32_t flow, const char *how)
{
	struct event_tcp_closed e = { .head = head(t, EVENT_TCP_CLOSED, LAPTOP, WEB) };

	e.head.flow = flow_of(t, flow);
	e.how = how;
	e.by = address(LAPTOP);
	e.packets_server = 2;
	say(t, &e.head);
}

void
tell_closed_half(struct telling *t, uint32_t flow, const char *how)
{
	struct event_tcp_closed e = { .head = head(t, EVENT_TCP_CLOSED, LAPTOP, WEB) };

	e.head.flow = flow_of(t, flow);
	e.how = how;
	e.bytes_client = 500;
	e.packets_client = 5;
	say(t, &e.head);
}

void
tell_closed(struct telling *t, uint32_t flow, const char *how, const char *by)
{
	struct event_tcp_closed e = { .head = head(t, EVENT_TCP_CLOSED, LAPTOP, WEB) };

	e.head.flow = flow_of(t, flow);
	e.how = how;
	e.by = by == NULL ? (struct address){ 0 } : address(by);
	e.bytes_client = 500;
	e.bytes_server = 5000;
	e.packets_server = strcmp(how, "timeout") == 0 ? 0 : 5;
	say(t, &e.head);
}

void
tell_tls(struct telling *t, const char *server, const char *sni)
{
	struct connecting c = { LAPTOP, server, 443, 64, 62 };
	struct bytes alpn = t->over_udp ? BYTES("h3") : BYTES("h2");
	struct event_tls_client_hello hello = { .head = flow_head(t, EVENT_TLS_CLIENT_HELLO,
						    SIDE_CLIENT, c) };
	struct event_tls_server_hello answer;
	struct event_tls_established e;

	hello.sni = bytes_of_string(sni);
	hello.alpn = LIST_OF(&alpn, 1);
	hello.has_keys = t->has_keys;
	say(t, &hello.head);
	tell_wait(t, 40);
	answer = (struct event_tls_server_hello){
		.head = flow_head(t, EVENT_TLS_SERVER_HELLO, SIDE_SERVER, c)
	};
	answer.selected_version = maybe_of(0x0304);
	answer.cipher = maybe_of(0x1301);
	say(t, &answer.head);
	e = (struct event_tls_established){ .head = flow_head(
						t, EVENT_TLS_ESTABLISHED, SIDE_CLIENT, c) };
	e.duration = maybe_of(41 * NS_PER_MS);
	say(t, &e.head);
}

void
tell_sealed(
    struct telling *t, uint32_t flow, const char *server, enum side side, uint64_t size)
{
	struct connecting c = { LAPTOP, server, 443, 64, 62 };
	struct event_sealed e = { .head = flow_head(t, EVENT_SEALED, side, c) };

	e.head.flow = flow_of(t, flow);
	e.size = e.bytes = size;
	say(t, &e.head);
}

void
tell_certificate(struct telling *t, const char *server, const char *name)
{
	struct connecting c = { LAPTOP, server, 443, 64, 62 };
	struct event_tls_certificate e = { .head = flow_head(
					       t, EVENT_TLS_CERTIFICATE, SIDE_SERVER, c) };
	struct bytes san = bytes_of_string(name);
	struct certificate leaf = { .subject = BYTES("CN=test"), .issuer = BYTES("CN=CA") };

	leaf.not_before = maybe_of(10);
	leaf.not_after = maybe_of(20);
	leaf.san = LIST_OF(&san, 1);
	e.of = "server";
	e.chain = LIST_OF(&leaf, 1);
	say(t, &e.head);
}

void
tell_initial(struct telling *t, enum side side, const char *server)
{
	struct connecting c = { LAPTOP, server, 443, 64, 62 };
	struct event_quic_initial e;

	t->over_udp = true;
	if (side == SIDE_CLIENT)
		t->flow++;
	e = (struct event_quic_initial){ .head =
					     flow_head(t, EVENT_QUIC_INITIAL, side, c) };
	say(t, &e.head);
}

void
tell_quic(struct telling *t, const char *server, const char *sni)
{
	tell_initial(t, SIDE_CLIENT, server);
	tell_wait(t, 40);
	tell_initial(t, SIDE_SERVER, server);
	tell_tls(t, server, sni);
}

void
tell_moved(struct telling *t, uint32_t flow)
{
	struct event_flow_moved e = { .head = head(t, EVENT_FLOW_MOVED, LAPTOP, WEB),
		.who = "client" };

	t->over_udp = true;
	e.head.flow = flow_of(t, flow);
	say(t, &e.head);
}

void
tell_quic_closed(struct telling *t, uint32_t flow, const char *how, const char *by)
{
	struct event_quic_closed e = { .head = head(t, EVENT_QUIC_CLOSED, LAPTOP, WEB) };

	t->over_udp = true;
	e.head.flow = flow_of(t, flow);
	e.how = how;
	e.by = by == NULL ? (struct address){ 0 } : address(by);
	e.bytes_client = 600;
	e.bytes_server = 6000;
	e.packets_client = 6;
	e.packets_server = 7;
	say(t, &e.head);
}

void
tell_request(struct telling *t, uint32_t flow, struct asking a)
{
	struct event_http_request e = { .head = head(t, EVENT_HTTP_REQUEST,
					    a.client == NULL ? LAPTOP : a.client,
					    a.server == NULL ? WEB : a.server) };
	struct pair pairs[8];
	size_t count = 0;

	for (; count < COUNT_OF(pairs) && a.headers[count][0] != NULL; count++)
		pairs[count] = (struct pair){ bytes_of_string(a.headers[count][0]),
			bytes_of_string(a.headers[count][1]) };
	e.head.flow = flow_of(t, flow);
	e.method = bytes_of_string(a.method);
	e.url = bytes_of_string(a.url);
	e.host = bytes_of_string(a.host);
	e.target = bytes_of_string(a.target);
	e.version = BYTES("1.1");
	e.headers = LIST_OF(pairs, count);
	say(t, &e.head);
}

void
tell_response_with(struct telling *t, uint32_t flow, uint64_t status,
    const char *const headers[][2], size_t count)
{
	struct event_http_response e = { .head =
					     head(t, EVENT_HTTP_RESPONSE, WEB, LAPTOP) };
	struct pair pairs[8];

	for (size_t i = 0; i < count; i++)
		pairs[i] = (struct pair){ bytes_of_string(headers[i][0]),
			bytes_of_string(headers[i][1]) };
	e.head.side = SIDE_SERVER;
	e.head.flow = flow_of(t, flow);
	e.status = status;
	e.headers = LIST_OF(pairs, count);
	say(t, &e.head);
	t->response_frame = t->frame;
}

void
tell_response(struct telling *t, uint32_t flow, uint64_t status, const char *mime,
    const char *location)
{
	const char *const headers[][2] = { { "Content-Type", mime },
		{ "Location", location } };

	tell_response_with(t, flow, status, headers, location == NULL ? 1 : 2);
}

static struct event_http_body
body_of(struct telling *t, uint32_t flow, uint64_t size)
{
	struct event_http_body e = { .head = head(t, EVENT_HTTP_BODY, WEB, LAPTOP) };

	e.head.side = SIDE_SERVER;
	e.head.flow = flow_of(t, flow);
	e.direction = "response";
	e.bytes = size;
	e.head_frame = t->response_frame;
	return e;
}

void
tell_body(struct telling *t, uint32_t flow, uint64_t size, bool complete)
{
	struct event_http_body e = body_of(t, flow, size);

	e.complete = complete;
	say(t, &e.head);
}

void
tell_links(struct telling *t, uint32_t flow, const char *const *links)
{
	struct event_http_body e = body_of(t, flow, 1000);
	struct bytes items[8];
	size_t count = 0;

	for (; count < COUNT_OF(items) && links[count] != NULL; count++)
		items[count] = bytes_of_string(links[count]);
	e.complete = true;
	e.links = LIST_OF(items, count);
	say(t, &e.head);
}

void
tell_retransmission(struct telling *t, uint32_t flow, uint64_t delay_ms)
{
	struct event_tcp_retransmission e = { .head = head(t, EVENT_TCP_RETRANSMISSION, WEB,
						  LAPTOP) };

	e.head.side = SIDE_SERVER;
	e.head.flow = flow_of(t, flow);
	e.side = "server";
	e.bytes = 1448;
	e.kind = "timeout";
	e.delay = maybe_of(delay_ms * NS_PER_MS);
	say(t, &e.head);
}

void
tell_reset(struct telling *t, uint32_t flow, uint32_t request_frame, const char *by)
{
	struct event_http_reset e = { .head = head(t, EVENT_HTTP_RESET, LAPTOP, WEB) };

	e.head.flow = flow_of(t, flow);
	e.by = by;
	e.request_frame = maybe_of(request_frame);
	say(t, &e.head);
}

void
tell_query_body(struct telling *t, uint32_t flow, bool is_graphql)
{
	uint32_t request_frame = t->frame;
	struct event_http_body e = { .head = head(t, EVENT_HTTP_BODY, LAPTOP, WEB) };

	e.head.flow = flow_of(t, flow);
	e.direction = "request";
	e.head_frame = request_frame;
	e.is_graphql = is_graphql;
	say(t, &e.head);
}

void
tell_form_body(struct telling *t, uint32_t flow)
{
	uint32_t request_frame = t->frame;
	struct event_http_body e = { .head = head(t, EVENT_HTTP_BODY, LAPTOP, WEB) };

	e.head.flow = flow_of(t, flow);
	e.direction = "request";
	e.head_frame = request_frame;
	e.has_password = true;
	say(t, &e.head);
}

void
tell_gap(struct telling *t, uint32_t flow, uint64_t bytes)
{
	struct event_tcp_gap e = { .head = head(t, EVENT_TCP_GAP, WEB, LAPTOP) };

	e.head.side = SIDE_SERVER;
	e.head.flow = flow_of(t, flow);
	e.side = "server";
	e.bytes = bytes;
	say(t, &e.head);
}

void
tell_websocket(struct telling *t, uint32_t flow, const char *url, uint32_t request_frame)
{
	struct event_websocket e = { .head = head(t, EVENT_WEBSOCKET, WEB, LAPTOP) };

	e.head.side = SIDE_SERVER;
	e.head.flow = flow_of(t, flow);
	e.url = bytes_of_string(url);
	e.request_frame = request_frame;
	say(t, &e.head);
}

void
tell_get(struct telling *t, uint32_t flow, const char *url, const char *host,
    const char *referer)
{
	struct asking a = { .method = "GET", .url = url, .host = host, .target = "/" };

	a.headers[0][0] = "Accept";
	a.headers[0][1] = "text/html,*/*";
	if (referer != NULL) {
		a.headers[1][0] = "Referer";
		a.headers[1][1] = referer;
	}
	tell_request(t, flow, a);
	tell_wait(t, 30);
	tell_response(t, flow, 200, "text/html", NULL);
	tell_body(t, flow, 1000, true);
}

const struct page *
told_page(const struct telling *t, uint32_t id)
{
	const struct page *page;

	TAILQ_FOREACH (page, story_pages(t->story), entry) {
		if (page->id == id)
			return page;
	}
	return NULL;
}

const struct step *
told_step(const struct page *page, enum step_kind kind)
{
	for (uint32_t i = 0; i < page->step_count; i++)
		if (page->steps[i].kind == kind)
			return &page->steps[i];
	return NULL;
}

void
assert_text(struct bytes bytes, const char *text)
{
	char copy[512] = { 0 };

	assert_true(bytes.len < sizeof(copy));
	if (bytes.len > 0)
		memcpy(copy, bytes.at, bytes.len);
	assert_string_equal(copy, text);
}

struct telling
a_laptop_that_joined(void)
{
	struct telling t = tell_begin(STORY_KEEP_ALL, (struct story_receiver){ 0 });

	tell_dora(&t);
	tell_gateway(&t);
	tell_wait(&t, 2000);
	return t;
}

struct telling
a_first_visit(void)
{
	struct telling t = a_laptop_that_joined();

	tell_lookup(&t, "www.youtube.test", WEB);
	tell_connect(&t, WEB, 443);
	tell_tls(&t, WEB, "www.youtube.test");
	return t;
}
