/* SPDX-License-Identifier: BSD-2-Clause */
/* Captures that a test writes itself, and reading them by webflow and by libpcap.
 * A sample is saved in memory that has a path, so nothing is left behind. */
#ifndef TESTS_CAPTURE_SAMPLE_H
#define TESTS_CAPTURE_SAMPLE_H

#include "base/buffer.h"
#include "capture/capture.h"

struct sample {
	struct buffer bytes;
	bool big_endian;
	size_t block; /* where the open pcapng block begins */
	int fd;
	char path[32];
};

void sample_u16(struct sample *, uint16_t value);
void sample_u32(struct sample *, uint32_t value);

void sample_pcap(struct sample *, uint32_t magic, uint32_t link_type);
/* `len` bytes that depend on all arguments. */
void sample_pcap_frame(
    struct sample *, uint32_t seconds, uint32_t fraction, size_t len, uint32_t wire_len);

void sample_block_begin(struct sample *, uint32_t type);
void sample_block_end(struct sample *);
void sample_option(struct sample *, uint16_t code, struct bytes value);
void sample_section(struct sample *);
void sample_interface(struct sample *, uint16_t link_type, uint32_t snap_len);
void sample_frame(struct sample *, uint32_t interface, uint64_t time, size_t len);
void sample_secrets(struct sample *, struct bytes key_log);

/* Gives the bytes a path; good until sample_clear. */
const char *sample_save(struct sample *);
void sample_clear(struct sample *);

/* What reading a file to its end came to. */
struct reading {
	uint64_t frames;
	uint64_t bytes;
	uint64_t digest; /* of everything about every frame */
	int damages;
	bool opened;
	int err; /* of opening */
	struct capture_error error;
};

/* Up to `frame_max` frames. */
struct reading reading_of(const char *path, uint64_t frame_max);
/* The same by libpcap: damages is 1 where it complains. */
struct reading reading_by_libpcap(const char *path, uint64_t frame_max);
/* All frames, all times, all bytes, in order; the test fails where they differ. */
void assert_read_as_by_libpcap(const char *path);

#endif
