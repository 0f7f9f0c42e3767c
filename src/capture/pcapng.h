/* SPDX-License-Identifier: BSD-2-Clause */
/* The numbers of pcapng, for its reader and its writer. */
#ifndef CAPTURE_PCAPNG_H
#define CAPTURE_PCAPNG_H

enum {
	BLOCK_SECTION = 0x0a0d0d0a, /* the same from either end */
	BLOCK_INTERFACE = 1,
	BLOCK_PACKET = 2, /* obsolete */
	BLOCK_SIMPLE_PACKET = 3,
	BLOCK_NAMES = 4,
	BLOCK_ENHANCED_PACKET = 6,
	BLOCK_SECRETS = 10,

	OPTION_END = 0,
	OPTION_COMMENT = 1,
	OPTION_INTERFACE_NAME = 2,
	OPTION_TIME_RESOLUTION = 9,
	OPTION_TIME_OFFSET = 14,

	NAME_RECORD_END = 0,
	NAME_RECORD_IPV4 = 1,
	NAME_RECORD_IPV6 = 2,

	BYTE_ORDER_MAGIC = 0x1a2b3c4d,
	PCAPNG_MAJOR = 1,
	BLOCK_ALIGNMENT = 4, /* of options too */
};

#endif
