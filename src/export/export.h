/* SPDX-License-Identifier: BSD-2-Clause */
/* The formats that -T takes: a table of renderings of the one story. */
#ifndef EXPORT_EXPORT_H
#define EXPORT_EXPORT_H

#include "event/event.h"
#include "export/json.h"
#include "export/output.h"
#include "view/narrative.h"
#include "view/summary.h"
#include "view/told.h"

/* What all renderings share. */
struct report {
	struct output output;
	struct selection selection;
	uint64_t pages_told; /* of the selected ones that are over */
	struct event_output events;
	struct story_captures captures; /* known at the end */
	bool has_colours;               /* where the format has any */
	struct narrative *narrative;    /* of `text` */
	struct summary *summary;        /* of `summary` */
	struct told_list told;          /* of `flow` */
};

struct format {
	const char *name;
	const char *meaning; /* for --help */
	enum output_kind kind;
	enum story_keep keep;
	bool keep_headers;   /* of the story's requests */
	bool keep_frames;    /* it is written out of frames fetched again (page-capture) */
	bool tells_no_pages; /* so none can be selected */
	/* NULL: it does not ask for these.  Of pages and connections only the selected ones
	 * are told; `end` sees the whole story. */
	void (*begin)(struct report *);
	void (*event)(struct report *, const struct event *);
	void (*page)(struct report *, const struct story *, const struct page *);
	void (*connection)(
	    struct report *, const struct story *, const struct connection *);
	void (*end)(struct report *, const struct story *);
};

extern const struct format formats[];
extern const size_t format_count;

/* NULL where there is none of that name. */
const struct format *format_find(const char *name);

#endif
