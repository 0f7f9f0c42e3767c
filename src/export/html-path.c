/* SPDX-License-Identifier: BSD-2-Clause */
/* What the time of a page went into, as one bar: the parts of its critical path as they
 * followed each other, and how much of it was what. */
#include "base/clock.h"
#include "export/html-parts.h"

enum { SCALE = 10000 /* hundredths of a per cent */ };

static const struct {
	const char *class, *words;
} looks[PHASE_COUNT] = {
	[PHASE_JOIN] = { "join", "joining the network" },
	[PHASE_ARP] = { "arp", "finding the next hop" },
	[PHASE_DNS] = { "dns", "asking for names" },
	[PHASE_CONNECT] = { "connect", "connecting" },
	[PHASE_TLS] = { "tls", "making it private" },
	[PHASE_WAITING] = { "wait", "waiting" },
	[PHASE_RECEIVING] = { "receive", "receiving" },
	[PHASE_CLIENT] = { "client", "in the browser itself" },
	[PHASE_STALLED] = { "lost", "sending again what was lost" },
};

static unsigned
place_of(const struct page *page, uint64_t at_ns, uint64_t whole_ns)
{
	return (unsigned)((double)clock_between(page->start_ns, at_ns) /
			  (double)MAX(whole_ns, UINT64_C(1)) * SCALE);
}

static void
add_part(struct buffer *out, const struct page *page, const struct path_part *part,
    uint64_t whole_ns)
{
	unsigned from = place_of(page, part->start_ns, whole_ns),
		 to = place_of(page, part->end_ns, whole_ns);
	char text[CLOCK_TEXT_SIZE];

	buffer_printf(out,
	    "<rect class=f-%s x=\"%u.%02u%%\" width=\"%u.%02u%%\" "
	    "height=\"100%%\"><title>%s, %s",
	    looks[part->phase].class, from / 100, from % 100, (to - from) / 100,
	    (to - from) % 100, looks[part->phase].words,
	    clock_duration(clock_between(part->start_ns, part->end_ns), text));
	if (part->request != NULL) {
		buffer_add_string(out, ": ");
		html_add_cut(out, part->request->url, LINE_WORD_MAX);
	}
	buffer_add_string(out, "</title></rect>");
}

/* Its parts on a scale of `whole_ns`. */
static void
add_bar(struct buffer *out, const struct page *page, uint64_t whole_ns)
{
	for (uint32_t i = 0; i < page->path.count; i++)
		add_part(out, page, &page->path.parts[i], whole_ns);
	buffer_add_string(out, "</svg>");
}

void
html_add_path_small(struct html *html, const struct page *page, uint64_t longest_ns)
{
	if (page->path.count == 0)
		return;
	buffer_add_string(html->out, "<svg class=mini>");
	add_bar(html->out, page, longest_ns);
}

void
html_add_path(struct html *html, const struct page *page)
{
	const struct path *path = &page->path;
	struct buffer *out = html->out;
	char text[CLOCK_TEXT_SIZE];

	if (path->count == 0)
		return;
	buffer_add_string(out, "<div class=phases><svg>");
	add_bar(out, page, clock_between(page->start_ns, path->end_ns));
	buffer_add_string(out, "<ul class=keys>");
	for (int phase = 0; phase < PHASE_COUNT; phase++)
		if (path->phases_ns[phase] > 0)
			buffer_printf(out,
			    "<li><svg><rect class=f-%s width=\"10\" height=\"10\"/></svg>"
			    "%s <b>%s</b></li>",
			    looks[phase].class, looks[phase].words,
			    clock_duration(path->phases_ns[phase], text));
	buffer_add_string(out, "</ul></div>\n");
}
