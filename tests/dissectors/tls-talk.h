/* SPDX-License-Identifier: BSD-2-Clause */
/* TLS conversations to test with: what each side sends, record by record. */
#ifndef TESTS_DISSECTORS_TLS_TALK_H
#define TESTS_DISSECTORS_TLS_TALK_H

#include "tests/dissectors/tls-sample.h"
#include "tests/dissectors/turns.h"

extern const struct dissector dissector_tls;

enum { CHANGE = 20, ALERT = 21, HANDSHAKE = 22, APPLICATION = 23 };

enum { TURNS_MAX = 16 };

/* A conversation: what each side sends, in the order in which it is sent. */
struct talk {
	struct buffer bytes[TURNS_MAX];
	struct turn turns[TURNS_MAX];
	size_t count;
};

/* Where to put what a side says next. */
struct buffer *says(struct talk *, enum side);

void say_record(struct talk *, enum side, uint8_t type, struct bytes contents);
/* A handshake message in a record of its own. */
void say_message(struct talk *, enum side, uint8_t type, struct bytes body);
void say_client_hello(struct talk *, enum sample_hello_kind);
void say_server_hello(struct talk *, unsigned cipher, bool is_13, uint8_t session_id);
/* A chain of one certificate, or of none where `der` is empty. */
void say_certificate(struct talk *, struct bytes der);
void say_opaque(struct talk *, enum side, uint8_t type, size_t size);
/* ChangeCipherSpec and an encrypted Finished. */
void say_change(struct talk *, enum side);
/* 1.2 with ECDHE, up to application data of both sides. */
void say_handshake_12(struct talk *);
/* 1.3, up to the client's Finished. */
void say_handshake_13(struct talk *);

/* Makes the turns ready to be played. */
void talk_end(struct talk *);
struct session *talk_play(struct talk *);
/* Lets go both; the session may be NULL. */
void talk_clear(struct talk *, struct session *);

#endif
