/* SPDX-License-Identifier: BSD-2-Clause */
/* Where frames come from: saved captures, merged by time, or a live interface.
 *
 * Files are told by their content: pcap, pcapng, either of them in gzip, zstd or lz4.
 * Everything is opened by capture_add_*, before privileges are dropped; frames are read by
 * capture_next.  A frame's bytes are borrowed until the next call.
 *
 * The order of calls: capture_add_* for each input, capture_set_filter, capture_write_to,
 * capture_secrets, capture_names (each where wanted), capture_next until CAPTURE_END,
 * capture_write_end.
 */
#ifndef CAPTURE_CAPTURE_H
#define CAPTURE_CAPTURE_H

#include "base/address.h"
#include "base/frame.h"

struct capture;

enum { CAPTURE_ERROR_SIZE = 512 };

/* What went wrong, in one line without the program's name: "FILE: what (what to do)". */
struct capture_error {
	char text[CAPTURE_ERROR_SIZE];
};

struct live_options {
	const char *interface;
	uint32_t snap_len;   /* bytes; 0: 262144 */
	uint32_t buffer_kib; /* 0: the library's choice */
	bool promiscuous;
};

enum capture_next {
	CAPTURE_FRAME,   /* *frame was filled */
	CAPTURE_WAIT,    /* live, or a pipe: nothing for a tenth of a second; call again */
	CAPTURE_END,     /* there will be no more, or capture_stop was called, or what
			    capture_write_to writes to has no reader any more */
	CAPTURE_DAMAGED, /* an input ended early or is damaged: *error says where; what the
			    other inputs hold still comes, so call again */
};

/* One input, for the story's "captures" and for the drop counts at the end. */
struct capture_input {
	const char *name;   /* file or interface as given */
	uint16_t link_type; /* of its first interface or frame */
	uint64_t frames;    /* given by capture_next so far */
	uint64_t bytes;     /* captured bytes of those */
	uint64_t first_ns, last_ns;
	uint64_t read_bytes; /* of the file, as stored; for progress */
	uint64_t size;       /* of the file, as stored; 0: not known (pipe, interface) */
	bool damaged;
	bool is_live;
	uint64_t kernel_dropped, interface_dropped; /* live, after the end */
};

struct capture *capture_new(void);
void capture_free(struct capture *);

/* These answer 0 or -errno, and then *error says it in words.  `path` "-" is standard
 * input, once; a pipe is waited for until its first bytes come.  An interface is captured
 * alone.  A file that is known for a capture and then breaks off within its header is
 * added: capture_next says so. */
int capture_add_file(struct capture *, const char *path, struct capture_error *error);
int capture_add_live(
    struct capture *, const struct live_options *, struct capture_error *error);
/* For all inputs, compiled for each link type; to be called after the inputs were added,
 * and while names of hosts and services can still be looked up (ahead of the sandbox).
 * Frames that do not match keep their numbers: those given have the numbers that they have
 * in their file.  Frames of an interface are numbered as they are given. */
int capture_set_filter(
    struct capture *, const char *expression, struct capture_error *error);
/* Frames given are written to `path` too, as pcapng, and with them the secrets, names and
 * comments that the reading comes upon; "-" is standard output. */
int capture_write_to(struct capture *, const char *path, struct capture_error *error);
/* Flushes what capture_write_to writes; -errno when not all of it could be written. */
int capture_write_end(struct capture *, struct capture_error *error);

/* Frames that are given from now on can be fetched again: those of plain files on disk are
 * left there, others are spooled, the last GiB of them.  To be called ahead of the first
 * frame, while files can be opened. */
int capture_keep(struct capture *, struct capture_error *error);
/* Frame `number` of this input once more; its bytes are good until the next is fetched.
 * False where it has left the spool, or was never given. */
bool capture_fetch(struct capture *, uint32_t input, uint32_t number, struct frame *frame);

enum capture_next capture_next(
    struct capture *, struct frame *frame, struct capture_error *error);
/* Waiting ends, too, when this file descriptor can be read: there a person types. */
void capture_wake_on(struct capture *, int fd);
/* Makes a waiting capture_next return: safe to call from a signal handler. */
void capture_stop(struct capture *);

size_t capture_input_count(const struct capture *);
const struct capture_input *capture_input(struct capture *, size_t index);

/* "EN10MB"; "unknown" where libpcap has no name for it. */
const char *capture_link_name(uint16_t link_type);

/* Calls `take` with the TLS key log (NSS format) of every secrets block: for plain files on
 * disk all of them, now, by a walk over the block headers; for pipes and compressed files
 * as they come, from within capture_next. */
void capture_secrets(
    struct capture *, void (*take)(void *receiver, struct bytes key_log), void *receiver);
/* Calls `take` with every name that a file holds for an IPv4 or IPv6 address (pcapng's name
 * resolution blocks), as the reading comes to it, from within capture_next.  `name` is
 * borrowed for the call and stands as the file has it: never empty, less than 64 KiB, and
 * perhaps no host name at all.  Nobody remembers which were given already. */
void capture_names(struct capture *,
    void (*take)(void *receiver, struct address address, struct bytes name),
    void *receiver);

#endif
