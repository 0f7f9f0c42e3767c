/* SPDX-License-Identifier: BSD-2-Clause */
/* Compressed files, told by their first bytes: gzip, zstd, lz4.
 * Several members one after another are one file, as their own programs have it. */
#ifndef CAPTURE_UNPACK_H
#define CAPTURE_UNPACK_H

#include "base/bytes.h"

struct unpacker;

/* One call's bytes: `in` loses what was taken, `out` what was filled. */
struct unpack_room {
	struct bytes in;
	uint8_t *out;
	size_t out_len;
};

struct packing {
	const char *name;
	const char *command; /* that unpacks to standard output */
	const char
	    *package; /* of Debian, to build webflow with; for what is not built in */
	struct bytes magic;
	struct unpacker *(*begin)(void); /* NULL: not built in */
	/* Takes and fills what it can.  NULL, or what is wrong with the data. */
	const char *(*more)(struct unpacker *, struct unpack_room *);
	/* Was the last byte taken the last of a member? */
	bool (*is_whole)(const struct unpacker *);
	void (*end)(struct unpacker *);
};

/* NULL where `start`, the first bytes of a file, are of none. */
const struct packing *packing_find(struct bytes start);

#endif
