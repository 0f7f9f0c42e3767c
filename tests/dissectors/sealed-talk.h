/* SPDX-License-Identifier: BSD-2-Clause */
/* Sealed conversations: one request, one answer, and the handshakes that come before. */
#ifndef TESTS_DISSECTORS_SEALED_TALK_H
#define TESTS_DISSECTORS_SEALED_TALK_H

#include "tests/dissectors/tls-seal.h"

#define ASKED BYTES("GET / HTTP/1.1\r\n\r\n")
#define ANSWERED BYTES("HTTP/1.1 200 OK\r\n\r\n")
/* EncryptedExtensions: http/1.1; early data are accepted. */
#define EXTENSIONS BYTES("\x00\x0f\x00\x10\x00\x0b\x00\x09\x08http/1.1")
#define EXTENSIONS_EARLY BYTES("\x00\x04\x00\x2a\x00\x00")

enum { SUITE = 0x1301 };

/* A conversation, the secrets of which somebody may know all, some or none. */
struct sealed_talk {
	struct talk talk;
	struct tls_secrets secrets;
	struct sealer early, client, server; /* of the phase at hand */
};

/* A conversation of 1.3 that has not begun. */
struct sealed_talk talk_13(uint16_t suite);
void say_hello(struct talk *, bool has_early_data);
void say_answer(struct talk *, uint16_t version, uint16_t suite, bool encrypt_then_mac);
/* EncryptedExtensions up to the Finished; from there on traffic keys. */
void say_server_part(struct sealed_talk *, struct bytes extensions);
void say_client_part(struct sealed_talk *);
/* All of it. */
void say_handshake(struct sealed_talk *);
/* A conversation of 1.2 or before, up to application data of both sides. */
struct sealed_talk talk_12(uint16_t version, uint16_t suite, bool encrypt_then_mac);

void ask(struct sealed_talk *);
void answer(struct sealed_talk *);

struct session *play(struct sealed_talk *);
struct session *play_with(struct sealed_talk *, const struct tls_secrets *);
/* Plays all but `lost` bytes from `from` on of the last turn. */
struct session *play_with_gap(struct sealed_talk *, size_t from, size_t lost);

void assert_inside(struct session *, enum side, struct bytes expected);
/* ... and nobody was warned. */
void assert_asked_and_answered(struct session *);

#endif
