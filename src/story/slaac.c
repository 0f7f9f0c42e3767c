/* SPDX-License-Identifier: BSD-2-Clause */
#include "story/slaac.h"
#include "base/clock.h"

/* What was announced or asked so long ago did not lead to the address. */
#define SLAAC_NS (60 * NS_PER_S)

static const struct frame_ref no_frame;

void
slaac_solicitation(struct slaac *slaac, const struct event_ndp *e)
{
	slaac->solicited =
	    (struct solicited){ e->head.src_mac, frame_of(&e->head), e->head.at_ns };
}

/* The place of this prefix, or of the oldest one. */
static struct advertised *
advertised_place(struct slaac *slaac, struct address prefix)
{
	struct advertised *oldest = &slaac->advertised[0];

	for (size_t i = 0; i < COUNT_OF(slaac->advertised); i++) {
		struct advertised *place = &slaac->advertised[i];

		if (address_equal(place->prefix, prefix))
			return place;
		if (place->at_ns < oldest->at_ns)
			oldest = place;
	}
	return oldest;
}

void
slaac_advertisement(struct slaac *slaac, const struct event_ndp *e)
{
	const struct ndp_prefix *prefixes = e->prefixes.items;

	for (size_t i = 0; i < e->prefixes.count; i++)
		*advertised_place(slaac, prefixes[i].prefix) = (struct advertised){
			.prefix = prefixes[i].prefix,
			.bits = (unsigned)MIN(prefixes[i].length, UINT64_C(128)),
			.router = e->head.src,
			.router_mac =
			    e->source_mac.known ? e->source_mac.mac : e->head.src_mac,
			.frame = frame_of(&e->head),
			.at_ns = e->head.at_ns,
		};
}

static const struct advertised *
advertised_find(const struct slaac *slaac, struct address address, uint64_t at_ns)
{
	for (size_t i = 0; i < COUNT_OF(slaac->advertised); i++) {
		const struct advertised *found = &slaac->advertised[i];

		if (found->at_ns != 0 && clock_between(found->at_ns, at_ns) <= SLAAC_NS &&
		    address_same_network(found->prefix, address, found->bits))
			return found;
	}
	return NULL;
}

void
slaac_probe(const struct slaac *slaac, struct mac mac, const struct event_ndp *e,
    struct address_made *made)
{
	const struct advertised *by = advertised_find(slaac, e->target, e->head.at_ns);
	const struct solicited *asked = &slaac->solicited;
	bool was_asked = by != NULL && asked->at_ns != 0 && mac_equal(asked->mac, mac) &&
			 asked->at_ns <= by->at_ns &&
			 clock_between(asked->at_ns, by->at_ns) <= SLAAC_NS;

	if (by == NULL || made->router.family != 0)
		return;
	*made = (struct address_made){ .router = by->router,
		.router_mac = by->router_mac,
		.start_ns = was_asked ? asked->at_ns : by->at_ns,
		.end_ns = e->head.at_ns };
	frame_list_add(&made->frames, was_asked ? asked->frame : no_frame);
	frame_list_add(&made->frames, by->frame);
	made->advertisement = by->frame;
	made->advertised_ns = by->at_ns;
	frame_list_add(&made->frames, frame_of(&e->head));
}
