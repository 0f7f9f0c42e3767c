/* SPDX-License-Identifier: BSD-2-Clause */
#include "story/sentence-next-hop.h"
#include "story/sentence-words.h"

static void
add_way(struct buffer *out, const struct step *step)
{
	char mac[MAC_TEXT_SIZE];
	bool is_far = !address_equal(step->address, step->for_address);

	sentence_add_address(out, "packets for ", step->for_address);
	buffer_printf(out, " go to %s", mac_text(step->mac, mac));
	if (is_far && step->address.family != 0)
		sentence_add_address(out, ", the gateway ", step->address);
}

void
text_next_hop(struct buffer *out, const struct page *page, const struct step *step)
{
	bool is_far = !address_equal(step->address, step->for_address);
	bool was_asked = step->start_ns != step->end_ns;
	char mac[MAC_TEXT_SIZE];

	(void)page;
	if (step->is.certainty != CERTAINTY_SEEN) {
		add_way(out, step);
		return;
	}
	sentence_add_address(out, "", step->address);
	buffer_printf(out, " is at %s", mac_text(step->mac, mac));
	sentence_add_duration(out,
	    step->address.family == 6 ? ", it answered by NDP after "
				      : ", it answered by ARP after ",
	    was_asked ? step->start_ns : 0, step->end_ns);
	if (is_far) {
		sentence_add_address(out, "; packets for ", step->for_address);
		buffer_add_string(out, " go there");
	}
}
