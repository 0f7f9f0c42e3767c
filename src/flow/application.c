/* SPDX-License-Identifier: BSD-2-Clause */
#include "config.h"

#include "flow/application.h"

#ifdef HAVE_NDPI

#include <ctype.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <sys/queue.h>

#include "base/clock.h"
#include "base/die.h"
#include "flow/application-packet.h"
#include "flow/ndpi-calls.h"

enum {
	TCP_PACKETS_MAX = 16, /* with payload; 97 % of connections are decided after 10 */
	UDP_PACKETS_MAX = 8,
	HOST_MAX = 255,
};

struct slot {
	TAILQ_ENTRY(slot) link;
	uint32_t serial; /* of the guess that has the slot, or had it last */
	bool busy;
	uint8_t ip_version; /* of its first packet */
	uint8_t transport_protocol;
	uint8_t packets_left;
	struct ndpi_flow_struct *flow; /* NULL before the first packet */
};

TAILQ_HEAD(slots, slot);

struct applications {
	struct ndpi_detection_module_struct *module;
	size_t flow_size; /* as the library says, which may be newer than its header */
	struct slots idle;
	struct slots busy; /* the one without a packet for longest is first */
	uint64_t evicted;
	char *risk_words[APPLICATION_RISKS_MAX + 1]; /* filled as they occur */
	struct slot slots[APPLICATION_GUESSES_MAX];
	uint8_t packet[APPLICATION_PACKET_ROOM];
};

struct applications *
applications_new(void)
{
	struct ndpi_detection_module_struct *module = ndpi_start();

	if (module == NULL)
		return NULL;

	struct applications *applications = alloc_zeroed(1, sizeof(*applications));

	applications->module = module;
	applications->flow_size = ndpi_detection_get_sizeof_ndpi_flow_struct();
	TAILQ_INIT(&applications->idle);
	TAILQ_INIT(&applications->busy);
	for (size_t i = 0; i < COUNT_OF(applications->slots); i++)
		TAILQ_INSERT_TAIL(&applications->idle, &applications->slots[i], link);
	return applications;
}

static struct application_names
names_of(
    struct applications *applications, uint16_t protocol, ndpi_protocol_category_t category)
{
	return (struct application_names){
		.application = ndpi_get_proto_name(applications->module, protocol),
		.category = category == NDPI_PROTOCOL_CATEGORY_UNSPECIFIED
				? NULL
				: ndpi_category_get_name(applications->module, category),
	};
}

bool
application_by_host(
    struct applications *applications, struct bytes host, struct application_names *names)
{
	char lower[HOST_MAX + 1];
	ndpi_protocol_match_result match = { 0 };

	if (applications == NULL || host.len == 0 || host.len > HOST_MAX)
		return false;
	for (size_t i = 0; i < host.len; i++) {
		if (host.at[i] <= ' ' || host.at[i] > '~')
			return false;
		lower[i] = (char)tolower(host.at[i]);
	}
	lower[host.len] = '\0';

	int protocol = ndpi_match_string_subprotocol(
	    applications->module, lower, (u_int)host.len, &match);

	if (protocol <= NDPI_PROTOCOL_UNKNOWN || protocol > UINT16_MAX)
		return false;
	*names = names_of(applications, (uint16_t)protocol, match.protocol_category);
	return true;
}

static void
flow_free(struct ndpi_flow_struct *flow)
{
	if (flow != NULL)
		ndpi_free_flow_data(flow);
	free(flow);
}

void
applications_free(struct applications *applications)
{
	if (applications == NULL)
		return;
	for (size_t i = 0; i < COUNT_OF(applications->slots); i++)
		flow_free(applications->slots[i].flow);
	for (size_t i = 0; i < COUNT_OF(applications->risk_words); i++)
		free(applications->risk_words[i]);
	ndpi_exit_detection_module(applications->module);
	free(applications);
}

static void
slot_release(struct applications *applications, struct slot *slot)
{
	flow_free(slot->flow);
	slot->flow = NULL;
	slot->busy = false;
	TAILQ_REMOVE(&applications->busy, slot, link);
	TAILQ_INSERT_HEAD(&applications->idle, slot, link);
}

static struct slot *
slot_of(struct applications *applications, struct application_guess guess)
{
	if (applications == NULL || guess.serial == 0 ||
	    guess.slot >= COUNT_OF(applications->slots))
		return NULL;

	struct slot *slot = &applications->slots[guess.slot];

	return slot->busy && slot->serial == guess.serial ? slot : NULL;
}

struct application_guess
application_guess_new(struct applications *applications, uint8_t transport_protocol)
{
	if (applications == NULL ||
	    (transport_protocol != IPPROTO_TCP && transport_protocol != IPPROTO_UDP))
		return (struct application_guess){ 0 };
	if (TAILQ_EMPTY(&applications->idle)) {
		slot_release(applications, TAILQ_FIRST(&applications->busy));
		applications->evicted++;
	}

	struct slot *slot = TAILQ_FIRST(&applications->idle);

	TAILQ_REMOVE(&applications->idle, slot, link);
	TAILQ_INSERT_TAIL(&applications->busy, slot, link);
	slot->busy = true;
	slot->serial = slot->serial == UINT32_MAX ? 1 : slot->serial + 1;
	slot->ip_version = 0;
	slot->transport_protocol = transport_protocol;
	slot->packets_left =
	    transport_protocol == IPPROTO_TCP ? TCP_PACKETS_MAX : UDP_PACKETS_MAX;
	return (struct application_guess){ (uint32_t)(slot - applications->slots),
		slot->serial };
}

/* nDPI writes unknown risks into a buffer of its own, so words are copied. */
static const char *
risk_word(struct applications *applications, unsigned risk)
{
	char **word = &applications->risk_words[risk];

	if (*word == NULL)
		*word = alloc_string(ndpi_risk2str((ndpi_risk_enum)risk));
	return *word;
}

static void
answer_add_risks(
    struct applications *applications, struct application_answer *answer, ndpi_risk risks)
{
	for (unsigned risk = NDPI_NO_RISK + 1; risk < NDPI_MAX_RISK; risk++)
		if ((risks >> risk & 1) != 0)
			answer->risks[answer->risk_count++] = risk_word(applications, risk);
}

/* Fills the answer, before the slot is released: risks lie in nDPI's flow. */
static enum application_state
slot_conclude(struct applications *applications, struct slot *slot,
    const ndpi_protocol *protocol, struct application_answer *answer)
{
	uint16_t application = ndpi_application(protocol);

	*answer = (struct application_answer){ 0 };
	if (application != NDPI_PROTOCOL_UNKNOWN) {
		answer->names = names_of(applications, application, protocol->category);
		answer_add_risks(applications, answer, slot->flow->risk);
	}
	slot_release(applications, slot);
	return answer->names.application == NULL ? APPLICATION_UNKNOWN : APPLICATION_KNOWN;
}

enum application_state
application_guess_packet(struct applications *applications, struct application_guess guess,
    struct bytes network, uint64_t at_ns, struct application_answer *answer)
{
	struct slot *slot = slot_of(applications, guess);

	if (slot == NULL)
		return APPLICATION_UNKNOWN;
	if (slot->ip_version == 0 && network.len > 0)
		slot->ip_version = network.at[0] >> 4 == 6 ? 6 : 4;

	size_t len = application_packet_copy(
	    network, slot->ip_version, slot->transport_protocol, applications->packet);

	if (len == 0)
		return APPLICATION_UNDECIDED;
	TAILQ_REMOVE(&applications->busy, slot, link);
	TAILQ_INSERT_TAIL(&applications->busy, slot, link);
	if (slot->flow == NULL)
		slot->flow = alloc_zeroed(1, applications->flow_size);

	ndpi_protocol protocol = ndpi_packet(applications->module, slot->flow,
	    applications->packet, (uint16_t)len, at_ns / NS_PER_MS);

	if (ndpi_application(&protocol) != NDPI_PROTOCOL_UNKNOWN &&
	    !ndpi_wants_more(applications->module, slot->flow))
		return slot_conclude(applications, slot, &protocol, answer);
	if (--slot->packets_left > 0)
		return APPLICATION_UNDECIDED;
	return application_guess_end(applications, guess, answer);
}

enum application_state
application_guess_end(struct applications *applications, struct application_guess guess,
    struct application_answer *answer)
{
	struct slot *slot = slot_of(applications, guess);

	if (slot == NULL)
		return APPLICATION_UNKNOWN;
	if (slot->flow == NULL) {
		slot_release(applications, slot);
		return APPLICATION_UNKNOWN;
	}

	ndpi_protocol protocol = ndpi_give_up(applications->module, slot->flow);

	return slot_conclude(applications, slot, &protocol, answer);
}

const char *
applications_version(void)
{
	return ndpi_revision();
}

uint64_t
applications_evicted(const struct applications *applications)
{
	return applications == NULL ? 0 : applications->evicted;
}

#endif
