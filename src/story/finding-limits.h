/* SPDX-License-Identifier: BSD-2-Clause */
/* From where on something is worth a finding: all thresholds in one place. */
#ifndef STORY_FINDING_LIMITS_H
#define STORY_FINDING_LIMITS_H

#include "base/clock.h"

/* slow_dns: people notice; a resolver that walks from the root needs less. */
#define SLOW_NAME_NS (500 * NS_PER_MS)
/* slow_server: of the server alone, the way there and back taken off. */
#define SLOW_ANSWER_NS (1 * NS_PER_S)
/* stall: TCP's least time-out (RFC 6298 has 1 s, all systems in use 200 ms). */
#define STALL_NS (200 * NS_PER_MS)
/* unused_connection: a capture that ends sooner does not show whether it is used. */
#define UNUSED_NS (5 * NS_PER_S)
/* arp_spoofing: the other MAC was heard so short a time before an announcement. */
#define CLAIM_IN_USE_NS (60 * NS_PER_S)
/* dns_unasked_answer: a client known for less may have asked before the capture began. */
#define QUESTION_BEFORE_NS (15 * NS_PER_S)

enum {
	REDIRECTS_MANY = 2,     /* redirect_chain: one is how https begins */
	LARGE_BODY = 16 * 1024, /* uncompressed, uncached: bytes */
	LOST_BYTES_MIN = 1      /* capture_loss: of the connections of a page */
};

#endif
