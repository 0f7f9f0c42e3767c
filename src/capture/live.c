/* SPDX-License-Identifier: BSD-2-Clause */
#include <errno.h>
#include <limits.h>
#include <pcap/pcap.h>
#include <poll.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/die.h"
#include "capture/interface.h"
#include "capture/live.h"

/* The kernel hands frames over in blocks, when one is full or this long after its first
 * frame.  Immediate mode loses a tenth of a busy link where this loses nothing. */
enum { BLOCK_MS = 50, WAIT_MS = 100 };

#define SNAP_LEN UINT32_C(262144)
#define BUFFER_KIB_MAX ((uint32_t)INT_MAX / 1024)

struct live {
	pcap_t *pcap;
	char *interface;
	int fd;      /* readable when there may be a frame; -1: the library has none */
	int wake_fd; /* -1: none */
	uint16_t link_type;
	bool in_ns;
	bool over;
	atomic_bool stopped;
	struct interface_drops drops;
};

/* Numbers that capture files use where libpcap's differ by system. */
static const struct {
	int dlt;
	uint16_t link_type;
} link_types[] = {
	{ DLT_ATM_RFC1483, 100 },
	{ DLT_RAW, 101 },
	{ DLT_SLIP_BSDOS, 102 },
	{ DLT_PPP_BSDOS, 103 },
	{ DLT_ATM_CLIP, 106 },
};

static uint16_t
link_type_of(int dlt)
{
	for (size_t i = 0; i < COUNT_OF(link_types); i++)
		if (link_types[i].dlt == dlt)
			return link_types[i].link_type;
	return (uint16_t)dlt;
}

/* What the library's answer to opening means, and what to do. */
static const struct {
	int answer;
	int err;
	const char *text;
} refusals[] = {
	{ PCAP_ERROR_NO_SUCH_DEVICE, -ENODEV, "no such interface (webflow -D lists them)" },
	{ PCAP_ERROR_PERM_DENIED, -EPERM,
	    "permission denied (run as root, or allow it once: setcap cap_net_raw+ep, see "
	    "webflow(1))" },
	{ PCAP_ERROR_PROMISC_PERM_DENIED, -EPERM,
	    "promiscuous mode is not permitted (-p does without)" },
	{ PCAP_ERROR_IFACE_NOT_UP, -ENETDOWN,
	    "the interface is down (bring it up with: ip link set)" },
};

static int
refuse(const struct live *live, int answer, struct capture_error *error)
{
	const char *why = pcap_geterr(live->pcap);
	int err = -EIO;

	if (*why == '\0')
		why = pcap_statustostr(answer);
	for (size_t i = 0; i < COUNT_OF(refusals); i++) {
		if (refusals[i].answer != answer)
			continue;
		why = refusals[i].text;
		err = refusals[i].err;
	}
	snprintf(error->text, sizeof(error->text), "%s: %s", live->interface, why);
	return err;
}

/* 0, or what pcap_activate says: an error below, a warning above. */
static int
activate(struct live *live, const struct live_options *options)
{
	uint32_t buffer_kib = MIN(options->buffer_kib, BUFFER_KIB_MAX);
	uint32_t snap_len = options->snap_len == 0 ? SNAP_LEN : options->snap_len;

	pcap_set_snaplen(live->pcap, (int)MIN(snap_len, SNAP_LEN));
	pcap_set_promisc(live->pcap, options->promiscuous);
	pcap_set_timeout(live->pcap, BLOCK_MS);
	if (buffer_kib > 0)
		pcap_set_buffer_size(live->pcap, (int)buffer_kib * 1024);
	pcap_set_tstamp_precision(live->pcap, PCAP_TSTAMP_PRECISION_NANO);
	return pcap_activate(live->pcap);
}

struct live *
live_open(const struct live_options *options, struct capture_error *error, int *err)
{
	char text[PCAP_ERRBUF_SIZE] = "";
	struct live *live = alloc_zeroed(1, sizeof(*live));

	live->drops = interface_drops_open(options->interface);
	live->wake_fd = -1;
	live->interface = alloc_string(options->interface);
	live->pcap = pcap_create(options->interface, text);
	if (live->pcap == NULL) {
		snprintf(
		    error->text, sizeof(error->text), "%s: %s", options->interface, text);
		*err = -EIO;
		goto fail;
	}

	int answer = activate(live, options);

	if (answer < 0) {
		*err = refuse(live, answer, error);
		goto fail;
	}
	/* "any": of the two layouts that it offers, SLL2 tells which interface it was. */
	if (pcap_datalink(live->pcap) == DLT_LINUX_SLL)
		pcap_set_datalink(live->pcap, DLT_LINUX_SLL2);
	if (pcap_setnonblock(live->pcap, 1, text) != 0) {
		*err = refuse(live, PCAP_ERROR, error);
		goto fail;
	}
	live->fd = pcap_get_selectable_fd(live->pcap);
	live->link_type = link_type_of(pcap_datalink(live->pcap));
	live->in_ns = pcap_get_tstamp_precision(live->pcap) == PCAP_TSTAMP_PRECISION_NANO;
	return live;
fail:
	live_close(live);
	return NULL;
}

static void
fill(const struct live *live, const struct pcap_pkthdr *header, const uint8_t *data,
    struct frame *frame)
{
	uint64_t fraction = (uint64_t)header->ts.tv_usec;

	frame->at_ns = (uint64_t)header->ts.tv_sec * NS_PER_S +
		       (live->in_ns ? fraction : fraction * NS_PER_US);
	frame->link_type = live->link_type;
	frame->wire_len = MAX(header->len, header->caplen);
	frame->captured = bytes_of(data, header->caplen);
}

/* A signal ends the wait early. */
static void
wait_for_frames(const struct live *live)
{
	struct pollfd readable[] = {
		{ .fd = live->fd, .events = POLLIN },
		{ .fd = live->wake_fd, .events = POLLIN },
	};

	poll(readable, COUNT_OF(readable), live->fd < 0 ? BLOCK_MS : WAIT_MS);
}

static enum capture_next
end_with(struct live *live, struct capture_error *error)
{
	live->over = true;
	snprintf(error->text, sizeof(error->text), "%s: the capture ended: %s",
	    live->interface, pcap_geterr(live->pcap));
	return CAPTURE_DAMAGED;
}

enum capture_next
live_next(struct live *live, struct frame *frame, struct capture_error *error)
{
	for (int tries = 0; tries < 2; tries++) {
		struct pcap_pkthdr *header;
		const uint8_t *data;

		if (live->over || atomic_load(&live->stopped))
			return CAPTURE_END;

		int answer = pcap_next_ex(live->pcap, &header, &data);

		if (answer < 0)
			return end_with(live, error);
		if (answer == 1) {
			fill(live, header, data, frame);
			return CAPTURE_FRAME;
		}
		if (tries == 0)
			wait_for_frames(live);
	}
	return CAPTURE_WAIT;
}

void
live_stop(struct live *live)
{
	atomic_store(&live->stopped, true);
}

void
live_wake_on(struct live *live, int fd)
{
	live->wake_fd = fd;
}

void
live_drops(struct live *live, uint64_t *kernel, uint64_t *interface)
{
	struct pcap_stat stat = { 0 };

	pcap_stats(live->pcap, &stat);
	*kernel = stat.ps_drop;
	/* libpcap opens a file to count these, which fails once we are fenced in. */
	*interface = interface_drops_count(&live->drops);
}

uint16_t
live_link_type(const struct live *live)
{
	return live->link_type;
}

void
live_close(struct live *live)
{
	if (live == NULL)
		return;
	if (live->pcap != NULL)
		pcap_close(live->pcap);
	interface_drops_close(&live->drops);
	free(live->interface);
	free(live);
}
