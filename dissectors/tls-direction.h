/* SPDX-License-Identifier: BSD-2-Clause */
/* One direction of an encrypted connection: which of its keys opens the next record.
 * Mostly that is the key in use and the next sequence number.  Behind a gap the number is
 * looked for, and where the key log holds only some of the secrets, or the message that
 * ends a phase was lost, the keys of later phases are tried. */
#ifndef DISSECTORS_TLS_DIRECTION_H
#define DISSECTORS_TLS_DIRECTION_H

#include "dissectors/tls-keys.h"

/* Of 1.3; up to 1.2 there is only the last. */
enum tls_phase { TLS_PHASE_EARLY, TLS_PHASE_HANDSHAKE, TLS_PHASE_TRAFFIC };

/* All-zero is one that has sent nothing yet. */
struct tls_direction {
	enum tls_phase phase;
	struct tls_keys keys;
	uint8_t secret[SECRET_SIZE_MAX]; /* that they were made from (1.3) */
	bool is_lost;                    /* records were lost since the last that opened */
	uint64_t lost;                   /* bytes of them */
	uint32_t failures;               /* records in a row that did not open */
};

enum tls_opening {
	TLS_OPENED,
	TLS_NO_KEY, /* no secret for this phase or a later one */
	TLS_FAILED,
};

struct tls_opened {
	enum tls_opening opening;
	struct tls_content content;
	bool is_other_phase; /* than the record before; `missed` is not known then */
	uint64_t missed;     /* records between that one and this */
};

/* What a 1.3 direction's keys are made from. */
struct tls_phases {
	const struct tls_secrets *secrets;
	const struct tls_suite *suite; /* NULL: not known yet, all are tried */
	bool of_client;
};

/* Goes on to this phase, with keys where its secret is known. */
void tls_direction_begin(struct tls_direction *, const struct tls_phases *, enum tls_phase);
/* The key behind the one in use (KeyUpdate). */
void tls_direction_update(struct tls_direction *);

/* Is the phase's secret in the key log? */
bool tls_direction_has_secret(const struct tls_direction *, const struct tls_phases *);

/* `phases` is NULL up to 1.2. */
struct tls_opened tls_direction_open(struct tls_direction *, const struct tls_phases *,
    const struct tls_record *, uint8_t *room);

#endif
