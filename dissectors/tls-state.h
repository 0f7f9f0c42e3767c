/* SPDX-License-Identifier: BSD-2-Clause */
/* What is known of a TLS connection, for all files of its dissector.  From the top: tls.c
 * reads records; tls-late.c keeps those that wait for a secret, tls-sealed.c opens them and
 * tls-content.c reads what was inside, with the keys that tls-inside.c has; tls-handshake.c
 * reads messages, tls-hello.c the two hellos, tls-fingerprint.c takes their prints. */
#ifndef DISSECTORS_TLS_STATE_H
#define DISSECTORS_TLS_STATE_H

#include "base/buffer.h"
#include "dissectors/sealed.h"

enum {
	TLS_RANDOM_SIZE = 32,
	TLS_SESSION_ID_MAX = 32,
	TLS_ALERT_SIZE = 2,
	TLS_ALPN_MAX = 32, /* longer names are none that we know */
};

enum tls_record_type {
	TLS_RECORD_CHANGE_CIPHER_SPEC = 20,
	TLS_RECORD_ALERT = 21,
	TLS_RECORD_HANDSHAKE = 22,
	TLS_RECORD_APPLICATION = 23,
	TLS_RECORD_HEARTBEAT = 24,
};

enum { TLS_1_2 = 0x0303, TLS_1_3 = 0x0304 };

enum tls_handshake_type {
	TLS_HELLO_REQUEST = 0,
	TLS_CLIENT_HELLO = 1,
	TLS_SERVER_HELLO = 2,
	TLS_NEW_SESSION_TICKET = 4,
	TLS_END_OF_EARLY_DATA = 5,
	TLS_ENCRYPTED_EXTENSIONS = 8,
	TLS_CERTIFICATE = 11,
	TLS_SERVER_KEY_EXCHANGE = 12,
	TLS_CERTIFICATE_REQUEST = 13,
	TLS_SERVER_HELLO_DONE = 14,
	TLS_CERTIFICATE_VERIFY = 15,
	TLS_CLIENT_KEY_EXCHANGE = 16,
	TLS_FINISHED = 20,
	TLS_CERTIFICATE_URL = 21,
	TLS_CERTIFICATE_STATUS = 22,
	TLS_KEY_UPDATE = 24,
	TLS_COMPRESSED_CERTIFICATE = 25,
	TLS_NEXT_PROTOCOL = 67,
};

enum tls_extension {
	TLS_SERVER_NAME = 0,
	TLS_GROUPS = 10,
	TLS_POINT_FORMATS = 11,
	TLS_SIGNATURES = 13,
	TLS_ALPN = 16,
	TLS_ENCRYPT_THEN_MAC = 22,
	TLS_SESSION_TICKET = 35,
	TLS_PSK = 41,
	TLS_EARLY_DATA = 42,
	TLS_VERSIONS = 43,
	TLS_KEY_SHARE = 51,
	TLS_ECH = 0xfe0d,
};

struct tls_side {
	uint16_t record_version;
	uint16_t record_left;  /* of a record with handshake messages: not read yet */
	struct buffer message; /* a handshake message that lies in several records */
	bool is_encrypted;     /* up to 1.2: a ChangeCipherSpec was sent */
	bool is_lost;          /* bytes are missing: a record header is looked for */
	uint32_t opaque_count; /* 1.3: encrypted records so far */
};

struct tls {
	struct tls_side sides[2];
	bool is_ours;   /* a record was read: later ones that are none are broken */
	bool has_hello; /* the ClientHello was seen, at ... */
	uint64_t hello_ns;
	enum side client_side; /* that sent it */
	uint8_t session_id[TLS_SESSION_ID_MAX];
	size_t session_id_size;
	bool has_ticket;  /* the ClientHello offers one (RFC 5077) */
	uint16_t version; /* that the server chose; 0 before */
	uint16_t cipher;
	bool has_key_exchange;  /* it was told */
	bool has_established;   /* it was told */
	bool has_finished;      /* 1.3: the client's part of the handshake is over */
	uint32_t waiting_frame; /* of a ServerHello that waits for what follows; 0: none */
	uint64_t waiting_ns;
	uint8_t client_random[TLS_RANDOM_SIZE];
	uint8_t server_random[TLS_RANDOM_SIZE];
	uint8_t alpn[TLS_ALPN_MAX]; /* that the server chose */
	size_t alpn_size;
	uint8_t compression; /* that the server chose */
	bool encrypt_then_mac;
	bool has_early_data; /* the ClientHello says that they follow */
	bool is_early_accepted;
	struct tls_inside *inside; /* NULL: there are no secrets */
	struct tls_late *late;     /* what waits for them; NULL: nothing did */
	struct sealed sealed;      /* what is sent unread */
	const char *unopened; /* why what is encrypted stays unread; NULL: it does not */
};

static inline struct bytes
tls_alpn(const struct tls *tls)
{
	return bytes_of(tls->alpn, tls->alpn_size);
}

/* A handshake message without its header. */
struct tls_message {
	uint8_t type;
	uint16_t record_version;
	bool ticket_taken; /* ServerHello: what follows it shows that */
	struct bytes body;
};

static inline bool
tls_is_quic(const struct chunk *chunk)
{
	return strcmp(chunk->transport, "quic") == 0;
}

#endif
