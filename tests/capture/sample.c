/* SPDX-License-Identifier: BSD-2-Clause */
#include "tests/capture/sample.h"

#include <pcap/pcap.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/hash.h"
#include "tests/test.h"

void
sample_u16(struct sample *s, uint16_t value)
{
	uint8_t low = (uint8_t)value;
	uint8_t high = (uint8_t)(value >> 8);

	buffer_add_char(&s->bytes, (char)(s->big_endian ? high : low));
	buffer_add_char(&s->bytes, (char)(s->big_endian ? low : high));
}

void
sample_u32(struct sample *s, uint32_t value)
{
	sample_u16(s, (uint16_t)(s->big_endian ? value >> 16 : value));
	sample_u16(s, (uint16_t)(s->big_endian ? value : value >> 16));
}

static void
sample_filler(struct sample *s, size_t len, uint32_t seed)
{
	for (size_t i = 0; i < len; i++)
		buffer_add_char(&s->bytes, (char)(seed * 31 + i * 7));
}

void
sample_pcap(struct sample *s, uint32_t magic, uint32_t link_type)
{
	sample_u32(s, magic);
	sample_u16(s, 2);
	sample_u16(s, 4);
	sample_u32(s, 0);
	sample_u32(s, 0);
	sample_u32(s, 262144);
	sample_u32(s, link_type);
}

void
sample_pcap_frame(
    struct sample *s, uint32_t seconds, uint32_t fraction, size_t len, uint32_t wire_len)
{
	sample_u32(s, seconds);
	sample_u32(s, fraction);
	sample_u32(s, (uint32_t)len);
	sample_u32(s, wire_len);
	sample_filler(s, len, seconds + fraction);
}

void
sample_block_begin(struct sample *s, uint32_t type)
{
	s->block = s->bytes.len;
	sample_u32(s, type);
	sample_u32(s, 0); /* the length: sample_block_end knows it */
}

void
sample_block_end(struct sample *s)
{
	size_t end, len;

	while (s->bytes.len % 4 != 0)
		buffer_add_char(&s->bytes, 0);
	len = s->bytes.len - s->block + 4;
	sample_u32(s, (uint32_t)len);
	end = s->bytes.len;
	s->bytes.len = s->block + 4;
	sample_u32(s, (uint32_t)len);
	s->bytes.len = end;
}

void
sample_option(struct sample *s, uint16_t code, struct bytes value)
{
	sample_u16(s, code);
	sample_u16(s, (uint16_t)value.len);
	buffer_add(&s->bytes, value);
	while (s->bytes.len % 4 != 0)
		buffer_add_char(&s->bytes, 0);
}

void
sample_section(struct sample *s)
{
	sample_block_begin(s, 0x0a0d0d0a);
	sample_u32(s, 0x1a2b3c4d);
	sample_u16(s, 1);
	sample_u16(s, 0);
	sample_u32(s, UINT32_MAX);
	sample_u32(s, UINT32_MAX);
	sample_block_end(s);
}

void
sample_interface(struct sample *s, uint16_t link_type, uint32_t snap_len)
{
	sample_block_begin(s, 1);
	sample_u16(s, link_type);
	sample_u16(s, 0);
	sample_u32(s, snap_len);
	sample_block_end(s);
}

void
sample_frame(struct sample *s, uint32_t interface, uint64_t time, size_t len)
{
	sample_block_begin(s, 6);
	sample_u32(s, interface);
	sample_u32(s, (uint32_t)(time >> 32));
	sample_u32(s, (uint32_t)time);
	sample_u32(s, (uint32_t)len);
	sample_u32(s, (uint32_t)len);
	sample_filler(s, len, (uint32_t)time);
	sample_block_end(s);
}

void
sample_secrets(struct sample *s, struct bytes key_log)
{
	sample_block_begin(s, 10);
	sample_u32(s, 0x544c534b);
	sample_u32(s, (uint32_t)key_log.len);
	buffer_add(&s->bytes, key_log);
	sample_block_end(s);
}

const char *
sample_save(struct sample *s)
{
	size_t done = 0;

	s->fd = memfd_create("sample", MFD_CLOEXEC);
	assert_true(s->fd > 0);
	while (done < s->bytes.len) {
		ssize_t wrote = write(s->fd, s->bytes.at + done, s->bytes.len - done);

		assert_true(wrote > 0);
		done += (size_t)wrote;
	}
	snprintf(s->path, sizeof(s->path), "/proc/self/fd/%d", s->fd);
	return s->path;
}

void
sample_clear(struct sample *s)
{
	if (s->fd > 0)
		close(s->fd);
	buffer_clear(&s->bytes);
	*s = (struct sample){ 0 };
}

/* The next digest depends on the one before, so order counts too. */
static void
reading_add(struct reading *r, uint64_t at_ns, uint32_t wire_len, struct bytes captured)
{
	struct hash_key key = { r->digest ^ at_ns, wire_len };

	r->frames++;
	r->bytes += captured.len;
	r->digest = hash_bytes(&key, captured);
}

struct reading
reading_of(const char *path, uint64_t frame_max)
{
	struct reading r = { 0 };
	struct capture *capture = capture_new();
	enum capture_next next = CAPTURE_END;
	struct frame frame;

	r.err = capture_add_file(capture, path, &r.error);
	r.opened = r.err == 0;
	if (r.opened)
		next = capture_next(capture, &frame, &r.error);
	while (next != CAPTURE_END) {
		assert_int_not_equal(next, CAPTURE_WAIT);
		if (next == CAPTURE_DAMAGED)
			r.damages++;
		else if (r.frames < frame_max)
			reading_add(&r, frame.at_ns, frame.wire_len, frame.captured);
		next = capture_next(capture, &frame, &r.error);
	}
	capture_free(capture);
	return r;
}

struct reading
reading_by_libpcap(const char *path, uint64_t frame_max)
{
	struct reading r = { 0 };
	char why[PCAP_ERRBUF_SIZE];
	pcap_t *pcap =
	    pcap_open_offline_with_tstamp_precision(path, PCAP_TSTAMP_PRECISION_NANO, why);
	struct pcap_pkthdr *header;
	const unsigned char *data;
	int result = 0;

	r.opened = pcap != NULL;
	while (pcap != NULL && (result = pcap_next_ex(pcap, &header, &data)) == 1)
		if (r.frames < frame_max)
			reading_add(&r,
			    (uint64_t)header->ts.tv_sec * NS_PER_S +
				(uint64_t)header->ts.tv_usec,
			    header->len, bytes_of(data, header->caplen));
	r.damages = result == PCAP_ERROR;
	if (pcap != NULL)
		pcap_close(pcap);
	return r;
}

void
assert_read_as_by_libpcap(const char *path)
{
	struct reading ours = reading_of(path, UINT64_MAX);
	struct reading theirs = reading_by_libpcap(path, UINT64_MAX);

	assert_true(ours.opened);
	assert_true(theirs.opened);
	assert_int_equal(ours.frames, theirs.frames);
	assert_int_equal(ours.bytes, theirs.bytes);
	assert_true(ours.digest == theirs.digest);
	assert_int_equal(ours.damages, theirs.damages);
}
