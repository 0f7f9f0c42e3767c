/* SPDX-License-Identifier: BSD-2-Clause */
/* What the files of the QUIC dissector share: quic.c follows connections, quic-packet.c
 * reads the headers, quic-keys.c takes protection off, quic-frames.c reads what was
 * under it, quic-hello.c the CRYPTO streams, quic-stream.c the application's, quic-end.c
 * tells how it ended.
 *
 * A datagram is given to the connection of its flow; src/flow finds one that moved to
 * other addresses by its connection ids, which it is told of. */
#ifndef DISSECTORS_QUIC_RECORD_H
#define DISSECTORS_QUIC_RECORD_H

#include "base/buffer.h"
#include "base/reassembly.h"
#include "dissectors/crypto.h"
#include "dissectors/sealed.h"

enum {
	QUIC_CID_MAX = 20,
	QUIC_CIDS_MAX = 16, /* ids of one side that are remembered */
	QUIC_RANDOM_SIZE = 32,
	QUIC_HELLO_MAX = 16 * 1024,
	QUIC_KEPT_MAX = 16, /* packets that wait for the ClientHello */
	QUIC_REASON_MAX = 128,
};

/* Whose keys: the two roles, which need not be the flow's two sides. */
enum quic_role { QUIC_CLIENT, QUIC_SERVER };

/* A level of encryption, with keys of its own. */
enum quic_level { QUIC_INITIAL, QUIC_EARLY, QUIC_HANDSHAKE, QUIC_APPLICATION };

enum { QUIC_LEVELS = 4 };

enum quic_type {
	QUIC_PACKET_INITIAL, /* these four as the levels */
	QUIC_PACKET_EARLY,
	QUIC_PACKET_HANDSHAKE,
	QUIC_PACKET_SHORT,
	QUIC_PACKET_RETRY,
	QUIC_PACKET_NEGOTIATION,
	QUIC_PACKET_UNKNOWN, /* of a version that is not known */
};

/* What differs between versions. */
struct quic_version {
	uint32_t number;
	uint8_t types[4]; /* of long headers, by their bits */
	uint8_t salt[20];
	const char *key, *iv, *mask, *update; /* labels */
};

struct quic_cid {
	uint8_t len;
	uint8_t at[QUIC_CID_MAX];
};

/* A packet whose protection is still on. */
struct quic_packet {
	enum quic_type type;
	uint32_t version_number;
	const struct quic_version *version; /* NULL: not known, or no long header */
	struct quic_cid dcid, scid;
	struct bytes whole; /* up to the next packet of the datagram */
	size_t number_at;   /* where the packet number is */
	bool is_cut;
};

/* The ids that one side wants to be called by. */
struct quic_cids {
	struct quic_cid cids[QUIC_CIDS_MAX];
	size_t count, next;
};

/* Protection of packets in one direction at one level.  All-zero has no keys. */
struct quic_keys {
	struct crypto_key *open, *mask;
	struct crypto_key *open_before; /* of the key phase before this one */
	uint8_t iv[CRYPTO_NONCE_SIZE], iv_before[CRYPTO_NONCE_SIZE];
	uint8_t secret[CRYPTO_HASH_MAX];
	size_t secret_size;
	enum crypto_cipher cipher;
	bool phase;
	uint64_t phase_first; /* packet number that this phase began with, at the latest */
};

/* The message with a side's transport parameters, as much as came of it: ClientHello,
 * EncryptedExtensions. */
struct quic_hello {
	struct buffer bytes;
	bool is_read;
};

/* A packet that came too early. */
struct quic_kept {
	struct quic_kept *next;
	enum side side;
	uint32_t frame;
	uint64_t at_ns;
	size_t size;
	uint8_t bytes[];
};

/* CONNECTION_CLOSE. */
struct quic_close {
	enum side side; /* that sent it */
	uint32_t frame;
	uint64_t at_ns;
	uint64_t error;
	bool is_of_application;
	size_t reason_size;
	uint8_t reason[QUIC_REASON_MAX];
};

struct quic_stream;

struct quic_streams {
	struct quic_stream *first; /* the one used last */
	size_t count;
	size_t kept_bytes;  /* of all of them, out of order */
	uint64_t let_go[4]; /* by kind: ids below were let go */
};

struct quic_connection {
	bool has_client; /* it is known which side the client is */
	enum side client_side;
	bool has_told[2]; /* its first Initial; by side */
	const struct quic_version *version;
	struct quic_cid first_dcid; /* that the Initial keys come from */
	const struct quic_version *initial_version;
	bool has_retry;
	uint64_t opened_ns; /* the last packet that not everybody could have sealed */
	struct quic_keys keys[2][QUIC_LEVELS];    /* by role */
	uint64_t numbers[2][QUIC_LEVELS];         /* next packet number, by role */
	struct reassembly crypto[2][QUIC_LEVELS]; /* by role */
	enum quic_level crypto_level[2];          /* whose bytes were handed on last */
	struct quic_cids cids[2];                 /* by side that chose them */
	struct quic_hello hellos[2];              /* by role */
	bool has_random;
	uint8_t random[QUIC_RANDOM_SIZE];
	const char *inner;                  /* who reads the streams; NULL: nobody known */
	uint32_t asked;                     /* how often for secrets, in vain */
	struct quic_kept *kept, **kept_end; /* the packets that wait */
	size_t kept_count, kept_bytes;
	struct secrets_wait *wait; /* that counts them, too; or NULL */
	bool is_too_late;          /* its packets wait no longer */
	struct quic_streams streams;
	struct sealed sealed; /* what is sent unread */
	bool is_closed;       /* its streams are */
	uint64_t begun_ns;
	uint64_t datagrams[2], bytes[2]; /* by side */
	uint64_t idle_ns[2]; /* max_idle_timeout, by role; 0: none, or not known */
	bool has_close;
	struct quic_close close; /* that nothing has belied yet */
	bool has_told_end;
};

/* One call of the dissector. */
struct quic_call {
	struct quic_connection *connection;
	struct sink *sink;
	const struct chunk *chunk;
	enum side side;
	enum quic_role role;
};

/* The packet in hand, which may have been kept for a while. */
static inline struct arrival
quic_arrival(const struct quic_call *call)
{
	return (struct arrival){ call->chunk->at_ns, call->chunk->frame };
}

static inline void
quic_hand_on(const struct quic_call *call, struct arrival arrival, struct inner inner)
{
	inner.frame = arrival.frame;
	inner.at_ns = arrival.at_ns;
	call->sink->inner(call->sink, &inner);
}

/* quic-packet.c */
const struct quic_version *quic_version_find(uint32_t number);
bool quic_cid_equal(const struct quic_cid *, const struct quic_cid *);
/* Reads the header of the next packet and takes all of the packet; `known` are the ids by
 * which its receiver may be called.  False where it cannot be one. */
bool quic_packet_read(
    struct cursor *in, const struct quic_cids *known, bool is_cut, struct quic_packet *);
/* Is it a packet that may begin a connection? */
bool quic_packet_is_first(struct bytes datagram);
/* This side may be called by this id, too. */
void quic_cid_learn(const struct quic_call *, enum side, const struct quic_cid *);
/* Where its receiver's id is, for src/flow (dissector.find_id). */
struct bytes quic_packet_find_id(struct bytes datagram, size_t *size);

/* quic-keys.c */
void quic_keys_clear(struct quic_keys *);
/* Both sides' keys of the Initial packets; nothing happens where they are there. */
void quic_keys_initial(
    struct quic_connection *, const struct quic_version *, const struct quic_cid *dcid);
/* Takes protection off with the keys of this level; false where they do not fit.
 * `plain` lies in the scratch arena. */
bool quic_keys_open(const struct quic_call *, const struct quic_packet *, enum quic_level,
    struct bytes *plain);

/* quic-frames.c */
void quic_frames_read(const struct quic_call *, enum quic_level, struct bytes plain);

/* quic-hello.c */
void quic_crypto_add(
    const struct quic_call *, enum quic_level, uint64_t offset, struct bytes);
void quic_crypto_clear(struct quic_connection *);

/* quic-stream.c */
void quic_stream_add(const struct quic_call *, uint64_t id, uint64_t offset,
    struct bytes bytes, bool is_last);
/* The sender gives the stream up. */
void quic_stream_reset(const struct quic_call *, uint64_t id, uint64_t error);
/* Its receiver does not want the rest. */
void quic_stream_stop(const struct quic_call *, uint64_t id, uint64_t error);
/* Nothing more will come: what waits is handed on, around what is missing. */
void quic_streams_end(const struct quic_call *);
void quic_streams_clear(struct quic_streams *);

/* quic-kept.c */
/* May packets that cannot be opened wait? */
bool quic_kept_waits(const struct quic_call *);
/* Have they waited for too long? */
bool quic_kept_is_old(const struct quic_call *);
/* False where this one may not, nor any after it: what they wait for is too late. */
bool quic_kept_add(const struct quic_call *, struct bytes packet);
/* All of them, which are the caller's to free, if what they waited for is there, or too
 * late; else NULL. */
struct quic_kept *quic_kept_take(const struct quic_call *);
void quic_kept_clear(struct quic_connection *);

/* quic-end.c */
/* A datagram came. */
void quic_end_count(const struct quic_call *, size_t size);
void quic_end_close(const struct quic_call *, enum quic_level, const struct quic_close *);
/* What came now belies an end that nobody vouched for. */
void quic_end_go_on(const struct quic_call *);
/* Nothing has come for so long, and nothing more will. */
void quic_end_silence(const struct quic_call *, uint64_t silent_ns);

#endif
