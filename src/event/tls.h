/* SPDX-License-Identifier: BSD-2-Clause */
/* The TLS handshake as far as it is clear: RFC 5246, RFC 8446. */
#ifndef EVENT_TLS_H
#define EVENT_TLS_H

#include "event/event.h"

struct event_tls_client_hello {
	struct event head;
	const char *transport;
	struct maybe record_version;
	struct maybe version;
	struct list versions;
	struct bytes random;
	struct bytes session_id;
	struct list ciphers;
	struct list extensions;
	struct bytes sni;
	struct list alpn;
	struct list groups;
	struct list key_shares;
	bool psk;
	bool early_data;
	bool ech;
	struct bytes ja3;
	struct bytes ja4;
	bool has_keys; /* the session's secrets are known or may come; for the correlator */
};

struct event_tls_server_hello {
	struct event head;
	const char *transport;
	struct maybe version;
	struct maybe selected_version;
	struct maybe cipher;
	struct bytes random;
	struct bytes session_id;
	struct bytes alpn;
	struct maybe group;
	bool hello_retry;
	bool resumed;
	struct bytes ja3s;
};

/* One certificate */
struct certificate {
	struct bytes subject;
	struct bytes issuer;
	struct bytes serial;
	struct maybe not_before;
	struct maybe not_after;
	struct list san;
	struct bytes key;
	struct bytes sha256;
	bool self_signed; /* for the correlator */
};

struct event_tls_certificate {
	struct event head;
	const char *of;
	struct list chain;
};

struct event_tls_key_exchange {
	struct event head;
	const char *method;
	struct maybe group;
};

struct event_tls_established {
	struct event head;
	struct maybe version;
	struct maybe duration;
	bool early_data;
	struct bytes alpn;    /* chosen, also where it is encrypted; for the correlator */
	const char *unopened; /* why what follows stays unread, or NULL; likewise */
	bool has_keys;        /* the session's secrets are known; likewise */
};

struct event_tls_alert {
	struct event head;
	struct bytes level;
	struct bytes description;
};

#endif
