/* SPDX-License-Identifier: BSD-2-Clause */
#include "tests/view/visit.h"

static void
tell_part(struct telling *t, uint32_t flow, const char *url, const char *target,
    const char *mime, uint64_t status)
{
	struct asking asking = { .method = "GET",
		.url = url,
		.host = flow == 1 ? "www.youtube.test" : "i.ytimg.test",
		.target = target,
		.headers = {
		    { "Accept", "*/*" }, { "Referer", "http://www.youtube.test/" } } };

	tell_request(t, flow, asking);
	tell_wait(t, 40);
	tell_response(t, flow, status, mime, NULL);
	tell_wait(t, 25);
	tell_body(t, flow, 6300, true);
}

struct telling
a_visit(void)
{
	struct telling t = a_laptop_that_joined();
	struct connecting cdn = { .client = LAPTOP,
		.server = CDN,
		.port = 80,
		.client_ttl = 64,
		.server_ttl = 60 };
	uint32_t flow;

	tell_lookup(&t, "www.youtube.test", WEB);
	tell_connect(&t, WEB, 80);
	flow = t.flow;
	tell_get(&t, flow, "http://www.youtube.test/", "www.youtube.test", NULL);
	tell_part(
	    &t, flow, "http://www.youtube.test/s/app.css", "/s/app.css", "text/css", 200);
	tell_lookup(&t, "i.ytimg.test", CDN);
	tell_syn(&t, cdn);
	tell_wait(&t, 300);
	tell_syn_again(&t, cdn);
	tell_wait(&t, 20);
	tell_connect(&t, CDN, 80);
	tell_part(&t, t.flow, "http://i.ytimg.test/vi/가나다.png?size=big",
	    "/vi/가나다.png?size=big", "image/png", 404);
	story_end(t.story);
	return t;
}
