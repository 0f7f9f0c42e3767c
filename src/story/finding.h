/* SPDX-License-Identifier: BSD-2-Clause */
/* Something a reader should know: one sentence, the frames, what to do about it. */
#ifndef STORY_FINDING_H
#define STORY_FINDING_H

#include "base/arena.h"
#include "story/lists.h"
#include "story/statement.h"

enum severity { SEVERITY_INFO, SEVERITY_WARNING, SEVERITY_PROBLEM };

struct finding {
	TAILQ_ENTRY(finding) entry;   /* of the story */
	TAILQ_ENTRY(finding) of_page; /* where it is of one that is there */
	uint32_t id;                  /* from 1 */
	enum severity severity;
	const char *kind; /* "arp_spoofing", "second_dhcp_server", ... */
	uint32_t client;  /* id; 0: of none */
	uint32_t page;    /* id; 0: of none */
	struct bytes text, advice;
	struct frame_list frames;
	struct arena arena; /* what it lives in */
	bool is_of_whole;   /* made of the whole page, anew whenever that is settled */
};

#endif
