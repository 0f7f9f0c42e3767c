/* SPDX-License-Identifier: BSD-2-Clause */
/* What is inside of encrypted records, where the session's secrets are known: which keys
 * are in use at each side, what to do where records are lost, and who reads the content.
 * Connections without secrets have none of this: tls->inside is NULL. */
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

/* Is a record of this type sealed, and perhaps to be opened? */
bool tls_inside_reads(
    const struct tls *, const struct sink *, enum side, uint8_t record_type);
/* Takes a whole record, header and all.  False, and nothing taken, where there is no secret
 * for it. */
bool tls_inside_record(
    struct tls *, struct sink *, const struct chunk *, struct cursor *in);
/* What stays closed. */
void tls_inside_pass(
    struct tls *, struct sink *, const struct chunk *, struct bytes record);

/* Were bytes lost since the last record that could be opened?  Then a record is looked for:
 * CLAIM_YES: one may begin here; CLAIM_NO: bytes that are none were taken. */
bool tls_inside_is_lost(const struct tls *, enum side);
enum claim tls_inside_seek(struct tls *, enum side, struct cursor *in);

void tls_inside_free(struct tls_inside *);

#endif
