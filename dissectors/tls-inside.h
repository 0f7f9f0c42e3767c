/* SPDX-License-Identifier: BSD-2-Clause */
/* The keys to what is inside of encrypted records, where the session's secrets are known:
 * which are in use at each side.  Connections without secrets have none of this:
 * tls->inside is NULL. */
#ifndef DISSECTORS_TLS_INSIDE_H
#define DISSECTORS_TLS_INSIDE_H

#include "dissectors/tls-direction.h"
#include "dissectors/tls-state.h"

struct tls_inside {
	struct tls_secrets secrets;
	const struct tls_suite *suite; /* that the server chose */
	bool is_given_up;
	bool is_early_refused;
	struct inside_side {
		struct tls_direction direction;
		struct buffer message; /* a handshake message that is not whole */
		size_t waiting;        /* bytes that did not make a whole record */
	} sides[2];
};

static inline struct tls_phases
tls_phases_of(const struct tls *tls, enum side side)
{
	const struct tls_inside *inside = tls->inside;

	return (
	    struct tls_phases){ &inside->secrets, inside->suite, side == tls->client_side };
}

/* Told of the hellos, after tls has taken their members over, and of ChangeCipherSpec. */
void tls_inside_client_hello(struct tls *, struct sink *);
void tls_inside_server_hello(struct tls *, struct sink *, const struct chunk *);
void tls_inside_change_cipher(struct tls *, enum side);
/* So many bytes of this side wait for more, and are lost if more is. */
void tls_inside_wait(struct tls *, enum side, size_t size);
/* So many bytes of this side were lost, beside those that waited. */
void tls_inside_lose(struct tls *, enum side, uint64_t size);

/* Looks again for secrets, which may have come.  True where there are any. */
bool tls_inside_take_secrets(struct tls *, struct sink *, const struct chunk *);

/* Says so once, and leaves the connection's records unread from here on. */
void tls_inside_give_up(
    struct tls *, struct sink *, const struct chunk *, const char *why, const char *text);

void tls_inside_free(struct tls_inside *);

#endif
