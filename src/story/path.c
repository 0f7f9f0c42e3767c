/* SPDX-License-Identifier: BSD-2-Clause */
#include "story/path.h"

const char *
phase_word(enum phase phase)
{
	static const char *const words[PHASE_COUNT] = { "join", "arp", "dns", "connect",
		"tls", "waiting", "receiving", "client", "stalled" };

	return words[phase];
}
