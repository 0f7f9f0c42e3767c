/* SPDX-License-Identifier: BSD-2-Clause */
/* What a request says of itself: does it ask for a page, and how did that come about? */
#ifndef STORY_NAVIGATION_H
#define STORY_NAVIGATION_H

#include "event/event.h"
#include "story/page.h"

/* Empty where there is no such header. */
struct bytes header_find(const struct list *headers, struct bytes name);
/* What it is for, as far as it says so: its role, whether it asks for a page. */
void request_read_purpose(struct request *, const struct list *headers);
/* What the head of its answer says of what follows. */
void request_read_answer(struct request *, const struct list *headers);
/* The same as the type of the answer tells; NULL where that tells nothing. */
const char *role_of_mime(struct bytes mime);
/* The same of the fields behind its body. */
void request_read_trailers(struct request *, const struct list *trailers);
/* How the page came to be asked for, by which rule, and why we think so. */
void page_say_how(struct page *, const char *how, const char *rule, struct bytes reason);
void page_set_how(struct page *, const struct request *, const struct list *headers);

#endif
