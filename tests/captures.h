/* SPDX-License-Identifier: BSD-2-Clause */
/* The captures that come with the source, frame by frame, as libpcap reads them. */
#ifndef TESTS_CAPTURES_H
#define TESTS_CAPTURES_H

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

#include <pcap/pcap.h>

#include "base/clock.h"
#include "base/frame.h"

typedef void frame_taker(void *receiver, const struct frame *frame);

static inline void
captures_read(const char *path, frame_taker *take, void *receiver)
{
	char error[PCAP_ERRBUF_SIZE];
	pcap_t *pcap = pcap_open_offline_with_tstamp_precision(
	    path, PCAP_TSTAMP_PRECISION_NANO, error);
	struct pcap_pkthdr *header;
	const u_char *data;
	struct frame frame = { 0 };

	if (pcap == NULL) {
		fprintf(stderr, "%s\n", error);
		return;
	}
	while (pcap_next_ex(pcap, &header, &data) == 1) {
		frame.number++;
		frame.at_ns =
		    (uint64_t)header->ts.tv_sec * NS_PER_S + (uint64_t)header->ts.tv_usec;
		frame.link_type = (uint16_t)pcap_datalink(pcap);
		frame.wire_len = header->len;
		frame.captured = (struct bytes){ data, header->caplen };
		take(receiver, &frame);
	}
	pcap_close(pcap);
}

static inline bool
captures_has_ending(const char *name)
{
	const char *dot = strrchr(name, '.');

	return dot != NULL && (strcmp(dot, ".pcap") == 0 || strcmp(dot, ".pcapng") == 0);
}

/* Hands every frame of every capture to `take`; how many captures there were. */
static inline int
captures_each_frame(frame_taker *take, void *receiver)
{
	const char *top = getenv("srcdir");
	char folder[4096], path[8192];
	int count = 0;
	struct dirent *entry;

	snprintf(folder, sizeof(folder), "%s/captures", top == NULL ? "." : top);
	DIR *dir = opendir(folder);

	while (dir != NULL && (entry = readdir(dir)) != NULL) {
		if (!captures_has_ending(entry->d_name))
			continue;
		snprintf(path, sizeof(path), "%s/%s", folder, entry->d_name);
		captures_read(path, take, receiver);
		count++;
	}
	if (dir != NULL)
		closedir(dir);
	return count;
}

#endif
