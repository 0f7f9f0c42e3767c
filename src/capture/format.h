/* SPDX-License-Identifier: BSD-2-Clause */
/* What a format of capture files has to offer: the record that its .c file ends with. */
#ifndef CAPTURE_FORMAT_H
#define CAPTURE_FORMAT_H

#include "base/address.h"
#include "capture/source.h"

enum comment_on { COMMENT_ON_SECTION, COMMENT_ON_INTERFACE, COMMENT_ON_FRAME };

struct comment {
	enum comment_on on;
	uint16_t link_type; /* of the interface */
	struct bytes text;  /* less than 64 KiB */
};

/* Whom to give what a file holds besides frames; all of it is borrowed. */
struct extras_sink {
	void *receiver;
	/* The data of a secrets block; its type is SECRETS_ or another. */
	void (*secrets)(void *receiver, uint32_t type, struct bytes data);
	void (*name)(void *receiver, struct address address, struct bytes name);
	/* Those on a frame come right before it. */
	void (*comment)(void *receiver, const struct comment *comment);
};

#define SECRETS_TLS_KEY_LOG UINT32_C(0x544c534b) /* "TLSK": NSS key log format */

struct format {
	const char *name;
	size_t state_size; /* of what begins as all zeros */
	bool (*is)(struct bytes start);
	/* Reads what comes before the first frame.  FRAME: go on.  END: `fault` says why no
	 * file like this can be read. */
	enum capture_next (*begin)(
	    void *state, struct source *, struct capture_error *fault);
	/* The next frame, all but `input`.  `fault` is said without the file's name. */
	enum capture_next (*next)(void *state, struct source *, struct frame *,
	    const struct extras_sink *, struct capture_error *fault);
	/* From now on what `again` needs is remembered.  NULL: it needs nothing more. */
	void (*keep)(void *state);
	/* Reads frame `number` once more, which began at `offset`, out of a source that has
	 * it at hand.  False where it is not there. */
	bool (*again)(const void *state, struct source *, uint64_t offset, uint32_t number,
	    struct frame *);
	/* Of the first interface; false while none was seen. */
	bool (*link_type)(const void *state, uint16_t *link_type);
	void (*clear)(void *state);
};

enum { RECORD_MAX = 16 << 20 }; /* longer ones are taken for damage */

/* What an answer of the source other than READY means where frame `number` is looked for
 * (0: the file's header): a file may end before it, and not in it. */
enum capture_next format_short(const struct source *, enum source_answer, uint32_t number,
    struct capture_error *fault);
/* The record at hand, of frame `number`, makes no sense. */
enum capture_next format_damaged(
    const struct source *, const char *what, uint32_t number, struct capture_error *fault);

#endif
