/* SPDX-License-Identifier: BSD-2-Clause */
#include "capture/filter.h"

#include <errno.h>
#include <pcap/pcap.h>
#include <stdlib.h>

#include "base/die.h"
#include "capture/fault.h"

enum { SNAP_LEN = 262144 };

struct program {
	uint16_t link_type;
	bool is_valid; /* false: the expression means nothing there */
	struct bpf_program code;
};

struct filter {
	char *expression;
	struct program *programs;
	size_t program_count;
	size_t latest; /* index of the one used last */
};

/* libpcap's own numbers (DLT_) differ from those in files in a few places. */
static const struct {
	uint16_t link_type;
	int dlt;
} dlts[] = {
	{ 100, DLT_ATM_RFC1483 },
	{ 101, DLT_RAW },
	{ 102, DLT_SLIP_BSDOS },
	{ 103, DLT_PPP_BSDOS },
	{ 106, DLT_ATM_CLIP },
};

/* Ethernet; null, loop; PPP, raw IP; 802.11; cooked, both versions; IPv4, IPv6. */
static const uint16_t usual_link_types[] = { 1, 0, 108, 9, 101, 12, 105, 127, 113, 276, 228,
	229 };

static int
dlt_of(uint16_t link_type)
{
	for (size_t i = 0; i < COUNT_OF(dlts); i++)
		if (dlts[i].link_type == link_type)
			return dlts[i].dlt;
	return link_type;
}

const char *
capture_link_name(uint16_t link_type)
{
	const char *name = pcap_datalink_val_to_name(dlt_of(link_type));

	return name == NULL ? "unknown" : name;
}

static size_t
filter_compile(struct filter *f, uint16_t link_type, struct capture_error *fault)
{
	pcap_t *dead = pcap_open_dead(dlt_of(link_type), SNAP_LEN);
	struct program program = { .link_type = link_type };

	if (dead == NULL)
		die(EXIT_CANNOT, "out of memory");
	program.is_valid =
	    pcap_compile(dead, &program.code, f->expression, 1, PCAP_NETMASK_UNKNOWN) == 0;
	if (!program.is_valid)
		fault_set(fault, -EINVAL, "%s", pcap_geterr(dead));
	pcap_close(dead);
	f->programs =
	    alloc_resized(f->programs, f->program_count + 1, sizeof(*f->programs));
	f->programs[f->program_count] = program;
	return f->program_count++;
}

static size_t
filter_find(struct filter *f, uint16_t link_type, struct capture_error *fault)
{
	for (size_t i = 0; i < f->program_count; i++)
		if (f->programs[i].link_type == link_type)
			return i;
	return filter_compile(f, link_type, fault);
}

struct filter *
filter_new(const char *expression, const uint16_t *link_types, size_t count,
    struct capture_error *error)
{
	struct filter *f = alloc_zeroed(1, sizeof(*f));
	struct capture_error fault;

	f->expression = alloc_string(expression);
	for (size_t i = 0; i < count; i++) {
		size_t at = filter_find(f, link_types[i], &fault);

		if (!f->programs[at].is_valid) {
			fault_set(error, -EINVAL,
			    "bad filter: %s in \"%.*s\" (see pcap-filter(7), webflow "
			    "--help)",
			    fault.text, FAULT_NAME_MAX / 2, expression);
			filter_free(f);
			return NULL;
		}
	}
	for (size_t i = 0; i < COUNT_OF(usual_link_types); i++)
		filter_find(f, usual_link_types[i], &fault);
	return f;
}

void
filter_free(struct filter *f)
{
	if (f == NULL)
		return;
	for (size_t i = 0; i < f->program_count; i++)
		pcap_freecode(&f->programs[i].code);
	free(f->programs);
	free(f->expression);
	free(f);
}

bool
filter_match(struct filter *f, const struct frame *frame)
{
	struct pcap_pkthdr header = { .caplen = (bpf_u_int32)frame->captured.len,
		.len = frame->wire_len };
	struct program *program = f->program_count == 0 ? NULL : &f->programs[f->latest];

	if (program == NULL || program->link_type != frame->link_type) {
		struct capture_error unsaid;

		f->latest = filter_find(f, frame->link_type, &unsaid);
		program = &f->programs[f->latest];
	}
	return program->is_valid &&
	       pcap_offline_filter(&program->code, &header, frame->captured.at) != 0;
}
