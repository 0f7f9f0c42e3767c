/* SPDX-License-Identifier: BSD-2-Clause */
#include "event/tables.h"
#include "export/json-parts.h"
#include "story/tls-names.h"

void
lookup_to_json(struct story_json *out, const struct lookup *lookup)
{
	struct json *json = &out->json;

	json_object(json, NULL);
	json_number(json, "id", lookup->id);
	json_number(json, "client", lookup->client->id);
	json_text(json, "name", lookup->name);
	add_text(out, "type", lookup->type);
	add_statement(out, &lookup->is);
	if (lookup->from != NULL)
		json_number(json, "from", lookup->from->id);
	add_number(out, "ttl_left", lookup->ttl_left);
	add_address(out, "resolver", lookup->resolver);
	add_word(out, "transport", lookup->transport);
	add_time(out, "start", lookup->start_ns);
	add_time(out, "end", lookup->end_ns);
	add_text(out, "rcode", lookup->rcode_name);
	if (lookup->chain_count > 0) {
		json_list(json, "chain");
		for (uint32_t i = 0; i < lookup->chain_count; i++)
			json_text(json, NULL, lookup->chain[i]);
		json_list_end(json);
	}
	add_addresses(out, "addresses", lookup->addresses, lookup->address_count);
	add_number(out, "ttl", lookup->ttl);
	if (lookup->tries > 0)
		json_number(json, "tries", lookup->tries);
	if (lookup->truncated)
		json_flag(json, "truncated", true);
	walk_to_json(out, &lookup->walk);
	json_object_end(json);
}

static void
names_to_json(struct story_json *out, const struct connection *connection)
{
	if (connection->name_count == 0)
		return;
	json_list(&out->json, "names");
	for (uint32_t i = 0; i < connection->name_count; i++) {
		json_object(&out->json, NULL);
		json_text(&out->json, "name", connection->names[i].name);
		json_word(&out->json, "by", name_by_word(connection->names[i].by));
		json_object_end(&out->json);
	}
	json_list_end(&out->json);
}

static void
alerts_to_json(struct story_json *out, const struct connection_tls *tls)
{
	if (tls->alert_count == 0)
		return;
	json_list(&out->json, "alerts");
	for (uint32_t i = 0; i < tls->alert_count; i++) {
		json_object(&out->json, NULL);
		add_text(out, "description", tls->alerts[i].description);
		add_address(out, "by", tls->alerts[i].by);
		add_frame(out, "frame", tls->alerts[i].frame);
		json_object_end(&out->json);
	}
	json_list_end(&out->json);
}

static void
code_to_json(struct story_json *out, const char *key, const char *name, unsigned code)
{
	struct buffer text = { 0 };

	if (name != NULL)
		buffer_add_string(&text, name);
	else
		buffer_printf(&text, "0x%04x", code);
	json_text(&out->json, key, buffer_bytes(&text));
	buffer_clear(&text);
}

static void
tls_to_json(struct story_json *out, const struct connection_tls *tls)
{
	struct json *json = &out->json;

	json_object(json, "tls");
	if (tls->server_hello.number != 0) {
		code_to_json(out, "version", tls_version_name(tls->version), tls->version);
		code_to_json(out, "cipher", tls_cipher_name(tls->cipher), tls->cipher);
		json_flag(json, "resumed", tls->resumed);
		json_flag(json, "early_data", tls->early_data);
	}
	add_text(out, "sni", tls->sni);
	add_text(out, "alpn", tls->alpn);
	add_word(out, "key_exchange", tls->key_exchange);
	json_word(json, "keys", tls->keys_found ? "found" : "missing");
	add_duration(out, "duration", tls->duration);
	if (tls->certificate != NULL) {
		json_object(json, "certificate");
		fields_to_json(json, &certificate_fields, tls->certificate, SECRETS_MASKED);
		json_object_end(json);
	}
	alerts_to_json(out, tls);
	json_object_end(json);
}

static void
closed_to_json(struct story_json *out, const struct connection *connection)
{
	json_object(&out->json, "closed");
	add_word(out, "how", connection->closed_how);
	add_word(out, "by", connection_closer(connection));
	if (connection->closed_how == NULL ||
	    strcmp(connection->closed_how, "capture_end") != 0)
		add_time(out, "time", connection->closed_ns);
	add_frame(out, "frame", connection->closed_frame);
	json_object_end(&out->json);
}

static void
because_to_json(struct story_json *out, struct because because)
{
	static const char *const words[] = {
		[BECAUSE_ALT_SVC] = "alt_svc",
		[BECAUSE_HTTPS_RECORD] = "https_record",
		[BECAUSE_FALLBACK] = "fallback",
		[BECAUSE_RACE] = "race",
	};

	if (because.why == BECAUSE_UNKNOWN)
		return;
	json_object(&out->json, "because");
	json_word(&out->json, "why", words[because.why]);
	json_list(&out->json, "frames");
	add_frame(out, NULL, because.frame);
	json_list_end(&out->json);
	json_object_end(&out->json);
}

/* What is known when it is over. */
static void
connection_end_to_json(struct story_json *out, const struct connection *connection)
{
	struct json *json = &out->json;
	struct maybe hops = connection_hops(connection);

	if (connection->packets_client + connection->packets_server > 0) {
		json_number(json, "bytes_client", connection->bytes_client);
		json_number(json, "bytes_server", connection->bytes_server);
	}
	if (!connection_is_quic(connection)) /* which does not show them */
		json_number(json, "retransmissions", connection->retransmissions);
	if (connection->closed_how != NULL)
		closed_to_json(out, connection);
	if (connection->is_closed || connection->used)
		json_flag(json, "used", connection->used);
	json_list(json, "pages");
	for (uint32_t i = 0; i < connection->page_count; i++)
		json_number(json, NULL, connection->pages[i]);
	json_list_end(json);
	if (!hops.known)
		return;
	json_object(json, "hops");
	json_number(json, "count", hops.value);
	json_word(json, "certainty", certainty_word(CERTAINTY_INFERRED));
	json_word(json, "rule", "ttl");
	json_word(json, "reason",
	    connection_seen_from(connection) == SIDE_CLIENT
		? "64, 128 or 255 less the TTL of what the server sends"
		: "64, 128 or 255 less the TTL of what the client sends");
	json_object_end(json);
}

void
connection_to_json(struct story_json *out, const struct connection *connection)
{
	struct json *json = &out->json;

	json_object(json, NULL);
	json_number(json, "id", connection->id);
	flow_ref_to_json(json, "flow", connection->flow);
	json_number(json, "client", connection->client->id);
	add_statement(out, &connection->is);
	add_address(out, "client_address", connection->client_address);
	json_number(json, "client_port", connection->client_port);
	because_to_json(out, connection->because);
	json_object(json, "server");
	add_address(out, "address", connection->server_address);
	json_number(json, "port", connection->server_port);
	names_to_json(out, connection);
	json_object_end(json);
	json_word(json, "transport", connection->transport);
	add_text(out, "application", connection->application);
	add_text(out, "category", connection->category);
	if (connection->lookup != NULL)
		json_number(json, "lookup", connection->lookup->id);
	add_time(out, "start", connection->start_ns);
	add_time(out, "established", connection->established_ns);
	add_number(out, "isn_client", connection->isn_client);
	add_number(out, "isn_server", connection->isn_server);
	add_duration(out, "rtt", connection->rtt);
	if (connection->tls != NULL)
		tls_to_json(out, connection->tls);
	connection_end_to_json(out, connection);
	json_object_end(json);
}
