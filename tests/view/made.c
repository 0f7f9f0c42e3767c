/* SPDX-License-Identifier: BSD-2-Clause */
#include "tests/view/made.h"

static struct address
made_address(uint8_t a, uint8_t b, uint8_t c, uint8_t d)
{
	return (struct address){ 4, { a, b, c, d } };
}

static void
made_client(struct made *made)
{
	struct client *client = &made->client;
	struct lease *lease = &made->lease;

	*lease = (struct lease){ .kind = LEASE_DORA,
		.server = made_address(192, 0, 2, 1),
		.address = made_address(192, 0, 2, 10),
		.subnet_mask = made_address(255, 255, 255, 0),
		.has_lease_s = true,
		.lease_s = 3600,
		.is_over = true,
		.ack = { 0, 4 },
		.start_ns = MADE_START_NS - 12300 * MADE_MS,
		.end_ns = MADE_START_NS - 12000 * MADE_MS };
	made->addresses[0] = (struct client_address){ .address = lease->address };
	made->neighbour = (struct neighbour){ .address = lease->server,
		.mac = { { 2, 0, 0, 0, 0, 1 } },
		.asked_ns = MADE_START_NS - MADE_MS,
		.at_ns = MADE_START_NS - MADE_MS / 2 };
	*client = (struct client){ .id = 1,
		.name = BYTES("laptop"),
		.has_mac = true,
		.mac = { { 2, 0, 0, 0, 0, 9 } },
		.addresses = made->addresses,
		.address_count = 1,
		.gateway = lease->server,
		.resolvers = { made_address(203, 0, 113, 53) },
		.resolver_count = 1,
		.page_count = 1 };
	TAILQ_INIT(&client->leases);
	TAILQ_INIT(&client->neighbours);
	TAILQ_INIT(&client->lookups);
	TAILQ_INSERT_TAIL(&client->leases, lease, entry);
	TAILQ_INSERT_TAIL(&client->neighbours, &made->neighbour, entry);
}

static void
made_connection(struct made *made)
{
	made->lookup = (struct lookup){ .client = &made->client,
		.name = BYTES("shop.example"),
		.type = BYTES("A"),
		.resolver = made_address(203, 0, 113, 53),
		.transport = "udp",
		.start_ns = MADE_START_NS,
		.end_ns = MADE_START_NS + 20 * MADE_MS,
		.page = 1 };
	made->connection_pages[0] = 1;
	made->connection = (struct connection){ .id = 1,
		.client = &made->client,
		.client_address = made_address(192, 0, 2, 10),
		.server_address = made_address(198, 51, 100, 80),
		.client_port = 40000,
		.server_port = 80,
		.transport = "tcp",
		.application = BYTES("HTTP"),
		.category = BYTES("Web"),
		.outcome = CONNECTION_OPEN,
		.begun = true,
		.start_ns = MADE_START_NS + 21 * MADE_MS,
		.established_ns = MADE_START_NS + 42 * MADE_MS,
		.bytes_client = 400,
		.bytes_server = 6800,
		.is_closed = true,
		.closed_how = "fin",
		.closed_by = made_address(192, 0, 2, 10),
		.closed_ns = MADE_START_NS + 1221 * MADE_MS,
		.is = { .frames = { 3, { { 0, 9 }, { 0, 10 }, { 0, 11 } } } },
		.pages = made->connection_pages,
		.page_count = 1 };
	made->connections[0] = &made->connection;
	made->request = (struct request){ .id = 1,
		.method = BYTES("GET"),
		.url = BYTES("http://shop.example/"),
		.status = 200,
		.status_reason = BYTES("OK"),
		.role = "document",
		.connection = &made->connection,
		.page = &made->page,
		.start_ns = MADE_START_NS + 42 * MADE_MS,
		.sent_ns = MADE_START_NS + 42 * MADE_MS,
		.first_byte_ns = MADE_START_NS + 900 * MADE_MS,
		.end_ns = MADE_START_NS + 1200 * MADE_MS,
		.bytes = 6400,
		.is_over = true };
}

static void
made_steps(struct made *made)
{
	struct step *steps = made->steps;
	const struct connection *connection = &made->connection;
	const struct request *request = &made->request;

	steps[0] = (struct step){ .kind = STEP_JOIN,
		.start_ns = made->lease.start_ns,
		.end_ns = made->lease.end_ns,
		.lease = &made->lease,
		.is.frames = { 4, { { 0, 1 }, { 0, 2 }, { 0, 3 }, { 0, 4 } } } };
	steps[1] = (struct step){ .kind = STEP_NEXT_HOP,
		.start_ns = made->neighbour.asked_ns,
		.end_ns = made->neighbour.at_ns,
		.address = made->neighbour.address,
		.for_address = made->lookup.resolver,
		.mac = made->neighbour.mac };
	steps[2] = (struct step){ .kind = STEP_NAME,
		.is = { CERTAINTY_INFERRED, "cache", BYTES("it was known"), { 0 } },
		.start_ns = MADE_START_NS,
		.name = made->lookup.name };
	steps[3] = (struct step){ .kind = STEP_CONNECT,
		.is = connection->is,
		.start_ns = connection->start_ns,
		.end_ns = connection->established_ns,
		.connection = connection };
	steps[4] = (struct step){ .kind = STEP_REQUEST,
		.start_ns = request->start_ns,
		.end_ns = request->sent_ns,
		.connection = connection,
		.request = request };
	steps[5] = (struct step){ .kind = STEP_RESPONSE,
		.start_ns = request->first_byte_ns,
		.end_ns = request->end_ns,
		.connection = connection,
		.request = request };
	steps[6] = (struct step){ .kind = STEP_CLOSE,
		.start_ns = connection->closed_ns,
		.end_ns = connection->closed_ns,
		.connection = connection };
}

void
made_init(struct made *made)
{
	struct story_options options = { .keep = STORY_KEEP_ALL };

	*made = (struct made){ .story = story_new(&options) };
	made_client(made);
	made_connection(made);
	made_steps(made);
	made->redirect = (struct redirect){
		.to = BYTES("http://shop.example/home"), .status = 301, .why = "http"
	};
	made->page = (struct page){ .id = 1,
		.client = &made->client,
		.url = BYTES("http://shop.example/"),
		.final_url = BYTES("http://shop.example/"),
		.status = 200,
		.how = "typed",
		.is = { CERTAINTY_INFERRED, "no_referer", BYTES("no Referer"), { 0 } },
		.start_ns = MADE_START_NS,
		.loaded_ns = MADE_START_NS + 1200 * MADE_MS,
		.path.phases_ns = { [PHASE_WAITING] = 300 * MADE_MS },
		.over_ns = MADE_START_NS + 1300 * MADE_MS,
		.steps = made->steps,
		.step_count = MADE_STEPS - 1,
		.request_count = 1,
		.connections = made->connections,
		.connection_count = 1,
		.bytes = 6400 };
	TAILQ_INIT(&made->page.requests);
	TAILQ_INSERT_TAIL(&made->page.requests, &made->request, entry);
}

void
made_clear(struct made *made)
{
	story_free(made->story);
}
