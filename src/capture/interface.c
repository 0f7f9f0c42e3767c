/* SPDX-License-Identifier: BSD-2-Clause */
#include <errno.h>
#include <fcntl.h>
#include <pcap/pcap.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/text.h"
#include "capture/interface.h"
#include "capture/live.h"

enum { PATH_SIZE = 128, NUMBER_SIZE = 32, DECIMAL = 10 };

static const char *const counters[INTERFACE_COUNTERS] = { "rx_missed_errors",
	"rx_fifo_errors" };

/* False where one of the counters cannot be read any more. */
static bool
read_sum(const struct interface_drops *drops, uint64_t *sum)
{
	*sum = 0;
	for (size_t i = 0; i < COUNT_OF(drops->fds); i++) {
		char text[NUMBER_SIZE] = "";

		if (pread(drops->fds[i], text, sizeof(text) - 1, 0) <= 0)
			return false;
		*sum += strtoull(text, NULL, DECIMAL);
	}
	return true;
}

struct interface_drops
interface_drops_open(const char *interface)
{
	struct interface_drops drops = { 0 };
	char path[PATH_SIZE];

	for (size_t i = 0; i < COUNT_OF(counters); i++) {
		int len = snprintf(path, sizeof(path), "/sys/class/net/%s/statistics/%s",
		    interface, counters[i]);
		bool is_name = strchr(interface, '/') == NULL && len < PATH_SIZE;

		drops.fds[i] = is_name ? open(path, O_RDONLY | O_CLOEXEC) : -1;
	}
	read_sum(&drops, &drops.before);
	return drops;
}

uint64_t
interface_drops_count(struct interface_drops *drops)
{
	uint64_t now;

	if (read_sum(drops, &now))
		drops->counted = now > drops->before ? now - drops->before : 0;
	return drops->counted;
}

void
interface_drops_close(struct interface_drops *drops)
{
	for (size_t i = 0; i < COUNT_OF(drops->fds); i++)
		if (drops->fds[i] >= 0)
			close(drops->fds[i]);
}

/* Words for an interface's flags, in tcpdump's order. */
static const struct {
	bpf_u_int32 mask, value;
	const char *word;
} states[] = {
	{ PCAP_IF_UP, PCAP_IF_UP, "Up" },
	{ PCAP_IF_RUNNING, PCAP_IF_RUNNING, "Running" },
	{ PCAP_IF_LOOPBACK, PCAP_IF_LOOPBACK, "Loopback" },
	{ PCAP_IF_WIRELESS, PCAP_IF_WIRELESS, "Wireless" },
	{ PCAP_IF_CONNECTION_STATUS, PCAP_IF_CONNECTION_STATUS_CONNECTED, "Connected" },
	{ PCAP_IF_CONNECTION_STATUS, PCAP_IF_CONNECTION_STATUS_DISCONNECTED,
	    "Disconnected" },
};

/* Descriptions may come from the device itself, so they are made safe. */
static void
add_interface(struct buffer *out, int number, const pcap_if_t *interface)
{
	const char *before = " [";

	buffer_printf(out, "%d.", number);
	text_add_safe(out, bytes_of_string(interface->name));
	if (interface->description != NULL) {
		buffer_add_string(out, " (");
		text_add_safe(out, bytes_of_string(interface->description));
		buffer_add_char(out, ')');
	}
	for (size_t i = 0; i < COUNT_OF(states); i++) {
		if ((interface->flags & states[i].mask) != states[i].value)
			continue;
		buffer_printf(out, "%s%s", before, states[i].word);
		before = ", ";
	}
	buffer_add_string(out, before[0] == ',' ? "]\n" : "\n");
}

int
live_list(FILE *out, struct capture_error *error)
{
	char text[PCAP_ERRBUF_SIZE] = "";
	pcap_if_t *interfaces = NULL;
	struct buffer lines = { 0 };
	int number = 0;

	if (pcap_findalldevs(&interfaces, text) != 0) {
		snprintf(
		    error->text, sizeof(error->text), "no list of interfaces: %s", text);
		return -EIO;
	}
	for (const pcap_if_t *at = interfaces; at != NULL; at = at->next)
		add_interface(&lines, ++number, at);
	pcap_freealldevs(interfaces);

	size_t written = fwrite(lines.at, 1, lines.len, out);
	int err = written < lines.len || fflush(out) != 0 ? -EIO : 0;

	if (err < 0)
		snprintf(error->text, sizeof(error->text),
		    "the list of interfaces cannot be written: %s", strerror(errno));
	buffer_clear(&lines);
	return err;
}
