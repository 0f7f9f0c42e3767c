/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/buffer.h"
#include "packet/anatomy.h"
#include "tests/captures.h"
#include "tests/packet/packet-test.h"

enum { ETHERNET = 1, RAW = 101 };

static void
add_line(void *receiver, const struct anatomy_line *line)
{
	struct buffer *out = receiver;

	buffer_printf(out, "%*s%.*s [%zu+%zu]\n", line->depth * 2, "", (int)line->text.len,
	    (const char *)line->text.at, line->start, line->len);
}

static void
assert_anatomy(uint16_t link_type, struct bytes bytes, const char *expected)
{
	struct frame frame = frame_of(link_type, bytes);
	struct packet packet = decode(link_type, bytes);
	struct buffer out = { 0 };

	anatomy_of_frame(&frame, &packet, add_line, &out);
	buffer_add_char(&out, '\0');
	assert_string_equal((const char *)out.at, expected);
	buffer_clear(&out);
}

static void
every_field_of_a_header_has_its_bytes(void **state)
{
	(void)state;
	assert_anatomy(ETHERNET, BYTES(ETHERNET_UDP "\x00\x00"),
	    "Frame 1: 48 bytes on wire, 48 bytes captured [0+48]\n"
	    "Ethernet II, Dst: 02:00:00:00:00:02, Src: 02:00:00:00:00:01 [0+14]\n"
	    "  Destination: 02:00:00:00:00:02 [0+6]\n"
	    "  Source: 02:00:00:00:00:01 [6+6]\n"
	    "  Type: IPv4 (0x0800) [12+2]\n"
	    "Internet Protocol Version 4, Src: 192.0.2.1, Dst: 192.0.2.2 [14+20]\n"
	    "  Version: 4 [14+1]\n"
	    "  Header Length: 20 bytes (5) [14+1]\n"
	    "  Differentiated Services Field: 0x00 [15+1]\n"
	    "    Differentiated Services Codepoint: 0 [15+1]\n"
	    "    Explicit Congestion Notification: Not ECN-Capable Transport (0) [15+1]\n"
	    "  Total Length: 32 [16+2]\n"
	    "  Identification: 0x1234 [18+2]\n"
	    "  Flags: 0x0 [20+1]\n"
	    "    Don't fragment: Not set [20+1]\n"
	    "    More fragments: Not set [20+1]\n"
	    "  Fragment Offset (in units of 8 bytes): 0 [20+2]\n"
	    "  Time to Live: 64 [22+1]\n"
	    "  Protocol: UDP (17) [23+1]\n"
	    "  Header Checksum: 0x0000 [24+2]\n"
	    "  Source Address: 192.0.2.1 [26+4]\n"
	    "  Destination Address: 192.0.2.2 [30+4]\n"
	    "User Datagram Protocol, Src Port: 5000, Dst Port: 53 [34+8]\n"
	    "  Source Port: 5000 [34+2]\n"
	    "  Destination Port: 53 [36+2]\n"
	    "  Length: 12 [38+2]\n"
	    "  Checksum: 0x0000 [40+2]\n"
	    "UDP payload (4 bytes) [42+4]\n");
}

#define SYN                                                                                \
	"\x30\x39\x00\x50\x00\x00\x00\x07\x00\x00\x00\x00\x80\x02\x10\x00\x00\x00\x00\x00" \
	"\x02\x04\x05\xb4\x01\x03\x03\x07\x08\x02\x00\x00"

static void
tcp_options_are_lines_of_their_own(void **state)
{
	(void)state;
	assert_anatomy(RAW, BYTES(IPV6("\x00\x20", "\x06") SYN),
	    "Frame 1: 72 bytes on wire, 72 bytes captured [0+72]\n"
	    "Internet Protocol Version 6, Src: 2001:db8::1, Dst: 2001:db8::2 [0+40]\n"
	    "  Version: 6 [0+1]\n"
	    "  Traffic Class: 0x00 [0+2]\n"
	    "  Flow Label: 0x00000 [1+3]\n"
	    "  Payload Length: 32 [4+2]\n"
	    "  Next Header: TCP (6) [6+1]\n"
	    "  Hop Limit: 64 [7+1]\n"
	    "  Source Address: 2001:db8::1 [8+16]\n"
	    "  Destination Address: 2001:db8::2 [24+16]\n"
	    "Transmission Control Protocol, Src Port: 12345, Dst Port: 80 [40+32]\n"
	    "  Source Port: 12345 [40+2]\n"
	    "  Destination Port: 80 [42+2]\n"
	    "  Sequence Number (raw): 7 [44+4]\n"
	    "  Acknowledgment number (raw): 0 [48+4]\n"
	    "  Header Length: 32 bytes (8) [52+1]\n"
	    "  Flags: 0x002 [52+2]\n"
	    "    Accurate ECN: Not set [52+1]\n"
	    "    Congestion Window Reduced: Not set [53+1]\n"
	    "    ECN-Echo: Not set [53+1]\n"
	    "    Urgent: Not set [53+1]\n"
	    "    Acknowledgment: Not set [53+1]\n"
	    "    Push: Not set [53+1]\n"
	    "    Reset: Not set [53+1]\n"
	    "    Syn: Set [53+1]\n"
	    "    Fin: Not set [53+1]\n"
	    "  Window: 4096 [54+2]\n"
	    "  Checksum: 0x0000 [56+2]\n"
	    "  Urgent Pointer: 0 [58+2]\n"
	    "  Options: (12 bytes) [60+12]\n"
	    "    TCP Option - Maximum segment size: 1460 bytes [60+4]\n"
	    "    TCP Option - No-Operation (NOP) [64+1]\n"
	    "    TCP Option - Window scale: 7 (multiply by 128) [65+3]\n"
	    "    TCP Option - Timestamps: too short [68+2]\n"
	    "    TCP Option - End of Option List (EOL) [70+1]\n");
}

static void
a_header_that_is_not_whole_is_data(void **state)
{
	(void)state;
	assert_anatomy(ETHERNET, BYTES("\x02\x00\x00"),
	    "Frame 1: 3 bytes on wire, 3 bytes captured [0+3]\n"
	    "Data (3 bytes) [0+3]\n");
	assert_anatomy(
	    ETHERNET, BYTES(""), "Frame 1: 0 bytes on wire, 0 bytes captured [0+0]\n");
}

/* What lies outside of the frame would be read by whoever lights it. */
static void
check_line(void *receiver, const struct anatomy_line *line)
{
	const struct frame *frame = receiver;

	assert_true(line->start + line->len <= frame->captured.len);
	assert_true(line->text.len > 0);
}

static void
check_frame(void *receiver, const struct frame *frame)
{
	for (size_t len = 0; len <= MIN(frame->captured.len, 128); len++) {
		struct frame cut = *frame;
		struct packet packet;

		cut.captured.len = len;
		packet_decode(receiver, &cut, &packet);
		anatomy_of_frame(&cut, &packet, check_line, &cut);
	}
}

static void
no_line_lies_outside_of_its_frame_wherever_that_is_cut(void **state)
{
	struct decoder *decoder = decoder_new();

	(void)state;
	assert_true(captures_each_frame(check_frame, decoder) > 0);
	decoder_free(decoder);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_field_of_a_header_has_its_bytes),
		cmocka_unit_test(tcp_options_are_lines_of_their_own),
		cmocka_unit_test(a_header_that_is_not_whole_is_data),
		cmocka_unit_test(no_line_lies_outside_of_its_frame_wherever_that_is_cut),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
