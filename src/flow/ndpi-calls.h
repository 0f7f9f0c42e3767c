/* SPDX-License-Identifier: BSD-2-Clause */
/* nDPI 4.2 to 5.0 behind one set of calls; only application.c includes this.
 * configure tells the versions apart by compiling (m4/webflow.m4). */
#ifndef FLOW_NDPI_CALLS_H
#define FLOW_NDPI_CALLS_H

#include <ndpi_api.h>

/* 20 ms.  Until 5.0 every protocol must be switched on. */
static inline struct ndpi_detection_module_struct *
ndpi_start(void)
{
#ifdef NDPI_INIT_PREFS
	struct ndpi_detection_module_struct *module =
	    ndpi_init_detection_module(ndpi_no_prefs);
#else
	struct ndpi_detection_module_struct *module = ndpi_init_detection_module(NULL);
#endif

	if (module == NULL)
		return NULL;
#ifdef NDPI_BITMASK
	NDPI_PROTOCOL_BITMASK every;

	NDPI_BITMASK_SET_ALL(every);
	ndpi_set_protocol_detection_bitmask2(module, &every);
#endif
	ndpi_finalize_initialization(module);
	return module;
}

static inline ndpi_protocol
ndpi_packet(struct ndpi_detection_module_struct *module, struct ndpi_flow_struct *flow,
    const uint8_t *packet, uint16_t len, uint64_t at_ms)
{
#ifdef NDPI_PROCESS_6
	return ndpi_detection_process_packet(module, flow, packet, len, at_ms, NULL);
#else
	return ndpi_detection_process_packet(module, flow, packet, len, at_ms);
#endif
}

/* What is known so far, or can be guessed from the ports. */
static inline ndpi_protocol
ndpi_give_up(struct ndpi_detection_module_struct *module, struct ndpi_flow_struct *flow)
{
#if defined(NDPI_GIVEUP_4)
	uint8_t was_guessed;

	return ndpi_detection_giveup(module, flow, 1, &was_guessed);
#elif defined(NDPI_GIVEUP_3)
	uint8_t was_guessed;

	return ndpi_detection_giveup(module, flow, &was_guessed);
#else
	return ndpi_detection_giveup(module, flow);
#endif
}

/* "TLS.YouTube" is YouTube. */
static inline uint16_t
ndpi_application(const ndpi_protocol *protocol)
{
#ifdef NDPI_PROTO_NESTED
	uint16_t upper = protocol->proto.app_protocol;
	uint16_t lower = protocol->proto.master_protocol;
#else
	uint16_t upper = protocol->app_protocol;
	uint16_t lower = protocol->master_protocol;
#endif

	return upper == NDPI_PROTOCOL_UNKNOWN ? lower : upper;
}

/* Would the next packets tell more than the name? */
static inline bool
ndpi_wants_more(struct ndpi_detection_module_struct *module, struct ndpi_flow_struct *flow)
{
#ifdef NDPI_EXTRA_DISSECTION
	return ndpi_extra_dissection_possible(module, flow) != 0;
#else
	(void)module;
	return flow->extra_packets_func != NULL;
#endif
}

#endif
