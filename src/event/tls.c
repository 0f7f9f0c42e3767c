/* SPDX-License-Identifier: BSD-2-Clause */
#include "event/tls.h"
#include "event/tables.h"

static const struct field tls_client_hello_fields_rows[] = {
	FIELD(struct event_tls_client_hello, transport, FIELD_WORD, "tcp or quic"),
	FIELD(struct event_tls_client_hello, record_version, FIELD_CODE16,
	    "version of the record layer"),
	FIELD(struct event_tls_client_hello, version, FIELD_CODE16,
	    "legacy version of the hello"),
	FIELD_ITEMS(
	    struct event_tls_client_hello, versions, FIELD_CODE16, "supported_versions"),
	FIELD(struct event_tls_client_hello, random, FIELD_HEX, "client random"),
	FIELD(struct event_tls_client_hello, session_id, FIELD_HEX, "legacy session id"),
	FIELD_ITEMS(struct event_tls_client_hello, ciphers, FIELD_CODE16, "cipher suites"),
	FIELD_ITEMS(struct event_tls_client_hello, extensions, FIELD_U16,
	    "extension numbers in order"),
	FIELD(struct event_tls_client_hello, sni, FIELD_TEXT, "server name (RFC 6066)"),
	FIELD_ITEMS(struct event_tls_client_hello, alpn, FIELD_TEXT,
	    "protocols offered (RFC 7301)"),
	FIELD_ITEMS(struct event_tls_client_hello, groups, FIELD_U16, "supported groups"),
	FIELD_ITEMS(struct event_tls_client_hello, key_shares, FIELD_U16,
	    "groups of the key shares"),
	FIELD(struct event_tls_client_hello, psk, FIELD_FLAG,
	    "a pre-shared key is offered: resumption"),
	FIELD(struct event_tls_client_hello, early_data, FIELD_FLAG, "early data follow"),
	FIELD(struct event_tls_client_hello, ech, FIELD_FLAG,
	    "the encrypted client hello extension is there"),
	FIELD(struct event_tls_client_hello, ja3, FIELD_TEXT, "JA3 fingerprint (MD5)"),
	FIELD(struct event_tls_client_hello, ja4, FIELD_TEXT, "JA4 fingerprint"),
};

const struct field_table tls_client_hello_fields =
    FIELD_TABLE(tls_client_hello_fields_rows, struct event_tls_client_hello);

static const struct field tls_server_hello_fields_rows[] = {
	FIELD(struct event_tls_server_hello, transport, FIELD_WORD, "tcp or quic"),
	FIELD(struct event_tls_server_hello, version, FIELD_CODE16,
	    "legacy version of the hello"),
	FIELD(struct event_tls_server_hello, selected_version, FIELD_CODE16,
	    "supported_versions: what was chosen"),
	FIELD(struct event_tls_server_hello, cipher, FIELD_CODE16, "cipher suite chosen"),
	FIELD(struct event_tls_server_hello, random, FIELD_HEX, "server random"),
	FIELD(struct event_tls_server_hello, session_id, FIELD_HEX, "legacy session id"),
	FIELD(struct event_tls_server_hello, alpn, FIELD_TEXT, "protocol chosen"),
	FIELD(struct event_tls_server_hello, group, FIELD_MAYBE, "group of the key share"),
	FIELD(struct event_tls_server_hello, hello_retry, FIELD_FLAG,
	    "it is a HelloRetryRequest"),
	FIELD(struct event_tls_server_hello, resumed, FIELD_FLAG,
	    "the session is an earlier one"),
	FIELD(struct event_tls_server_hello, ja3s, FIELD_TEXT, "JA3S fingerprint (MD5)"),
};

const struct field_table tls_server_hello_fields =
    FIELD_TABLE(tls_server_hello_fields_rows, struct event_tls_server_hello);

static const struct field certificate_fields_rows[] = {
	FIELD(struct certificate, subject, FIELD_TEXT, "subject (RFC 2253)"),
	FIELD(struct certificate, issuer, FIELD_TEXT, "issuer (RFC 2253)"),
	FIELD(struct certificate, serial, FIELD_HEX, "serial number"),
	FIELD(struct certificate, not_before, FIELD_DATE, "valid from"),
	FIELD(struct certificate, not_after, FIELD_DATE, "valid until"),
	FIELD_ITEMS(struct certificate, san, FIELD_TEXT, "DNS names and IP addresses"),
	FIELD(struct certificate, key, FIELD_TEXT, "rsa2048, ecdsa-p256, ed25519, ..."),
	FIELD(struct certificate, sha256, FIELD_HEX, "SHA-256 of the certificate"),
};

const struct field_table certificate_fields =
    FIELD_TABLE(certificate_fields_rows, struct certificate);

static const struct field tls_certificate_fields_rows[] = {
	FIELD(struct event_tls_certificate, of, FIELD_WORD, "server or client"),
	FIELD_OBJECTS(struct event_tls_certificate, chain, certificate_fields,
	    "the chain, leaf first"),
};

const struct field_table tls_certificate_fields =
    FIELD_TABLE(tls_certificate_fields_rows, struct event_tls_certificate);

static const struct field tls_key_exchange_fields_rows[] = {
	FIELD(struct event_tls_key_exchange, method, FIELD_WORD, "rsa, ecdhe, dhe or psk"),
	FIELD(struct event_tls_key_exchange, group, FIELD_MAYBE, "number of the group"),
};

const struct field_table tls_key_exchange_fields =
    FIELD_TABLE(tls_key_exchange_fields_rows, struct event_tls_key_exchange);

static const struct field tls_established_fields_rows[] = {
	FIELD(struct event_tls_established, version, FIELD_CODE16, "version in use"),
	FIELD(struct event_tls_established, duration, FIELD_SECONDS,
	    "seconds from the ClientHello to the first application data"),
	FIELD(struct event_tls_established, early_data, FIELD_FLAG,
	    "the server accepted early data; seen only with keys"),
};

const struct field_table tls_established_fields =
    FIELD_TABLE(tls_established_fields_rows, struct event_tls_established);

static const struct field tls_alert_fields_rows[] = {
	FIELD(struct event_tls_alert, level, FIELD_NAMED, "warning, fatal, or the number"),
	FIELD(struct event_tls_alert, description, FIELD_NAMED,
	    "RFC 8446's name, or the number"),
};

const struct field_table tls_alert_fields =
    FIELD_TABLE(tls_alert_fields_rows, struct event_tls_alert);
