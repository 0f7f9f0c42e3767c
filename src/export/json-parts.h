/* SPDX-License-Identifier: BSD-2-Clause */
/* What the files that write the story as JSON share. */
#ifndef EXPORT_JSON_PARTS_H
#define EXPORT_JSON_PARTS_H

#include "base/json.h"
#include "story/story.h"
#include "view/selection.h"

struct story_json {
	struct json json;
	bool several_inputs; /* a frame is {input, frame}, and not a number alone */
	bool pages_alone;    /* no document around them has their clients */
};

/* json-parts.c: members that are absent where there is nothing to say. */
void add_statement(struct story_json *, const struct statement *);
void add_frames(struct story_json *, const char *key, const struct frame_list *);
void add_frame(struct story_json *, const char *key, struct frame_ref);
void add_text(struct story_json *, const char *key, struct bytes wire);
void add_word(struct story_json *, const char *key, const char *word);
void add_time(struct story_json *, const char *key, uint64_t ns);
void add_duration(struct story_json *, const char *key, struct maybe ns);
void add_number(struct story_json *, const char *key, struct maybe number);
void add_address(struct story_json *, const char *key, struct address);
void add_addresses(
    struct story_json *, const char *key, const struct address *, uint32_t count);

/* Objects of a list that is open; of a page, members of its object. */
void client_to_json(struct story_json *, const struct client *);
/* Of whom a page or the like is, as its member: the number, or who it is. */
void add_client(struct story_json *, const struct client *);
void lookup_to_json(struct story_json *, const struct lookup *);
void connection_to_json(struct story_json *, const struct connection *);
void request_to_json(struct story_json *, const struct request *);
void path_to_json(struct story_json *, const struct page *);
void page_findings_to_json(struct story_json *, const struct page *);
void page_to_json(struct story_json *, const struct page *);
void finding_to_json(struct story_json *, const struct finding *);
/* json-walk.c, json-nat.c: the list with its key. */
void walk_to_json(struct story_json *, const struct resolver_walk *);
void nat_to_json(
    struct story_json *, const struct story *, const struct selection *);

#endif
