/* SPDX-License-Identifier: BSD-2-Clause */
#include "load-capture.h"

#include <pcap/pcap.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void *
memory_resized(void *old_taken, size_t count, size_t size)
{
	void *memory = reallocarray(old_taken, count, size);

	if (memory == NULL && count > 0) {
		fputs("make-load: not enough memory\n", stderr);
		exit(EXIT_FAILURE);
	}
	return memory;
}

void
capture_reserve(struct capture *c, size_t more_count)
{
	if (c->capacity - c->count >= more_count)
		return;
	c->capacity = c->count + more_count;
	c->packets = memory_resized(c->packets, c->capacity, sizeof *c->packets);
}

void
capture_add(struct capture *c, int64_t at_us, const uint8_t *bytes, size_t size)
{
	struct packet *p;
	bool in_order;

	if (c->count == c->capacity)
		capture_reserve(c, c->capacity + 64);
	p = &c->packets[c->count];
	*p = (struct packet){ .number = (uint32_t)c->count, .at_us = at_us };
	p->size = (uint32_t)size;
	p->bytes = memory_resized(NULL, size + 1, 1);
	memcpy(p->bytes, bytes, size);
	headers_read(&p->headers, bytes, size);
	in_order = memcmp(&p->headers.source, &p->headers.target, sizeof(struct end)) < 0;
	p->low = in_order ? p->headers.source : p->headers.target;
	p->high = in_order ? p->headers.target : p->headers.source;
	c->count++;
}

static void
read_packets(struct capture *c, pcap_t *pcap)
{
	struct pcap_pkthdr *head;
	const uint8_t *bytes;
	int got;

	while ((got = pcap_next_ex(pcap, &head, &bytes)) == 1) {
		int64_t at_us = (int64_t)head->ts.tv_sec * 1000000 + head->ts.tv_usec;

		if (head->caplen < head->len)
			c->cut_count++;
		else
			capture_add(c, at_us, bytes, head->caplen);
	}
	if (got == PCAP_ERROR)
		fprintf(stderr, "make-load: %s: read up to packet %zu: %s\n", c->name,
		    c->count, pcap_geterr(pcap));
}

bool
capture_read(struct capture *c, const char *path)
{
	char error[PCAP_ERRBUF_SIZE];
	pcap_t *pcap = pcap_open_offline(path, error);
	int link;

	if (pcap == NULL) {
		fprintf(stderr, "make-load: left out: %s: %s\n", path, error);
		return false;
	}
	link = pcap_datalink(pcap);
	if (link == DLT_EN10MB)
		read_packets(c, pcap);
	else
		fprintf(stderr,
		    "make-load: left out: %s: its link type is %s, not Ethernet\n", path,
		    pcap_datalink_val_to_description_or_dlt(link));
	pcap_close(pcap);
	return link == DLT_EN10MB;
}

void
capture_clear(struct capture *c)
{
	for (size_t i = 0; i < c->count; i++)
		free(c->packets[i].bytes);
	free(c->packets);
	*c = (struct capture){ 0 };
}
