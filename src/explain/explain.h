/* SPDX-License-Identifier: BSD-2-Clause */
/* Words for learners: what each kind of step is, and why it has to happen. */
#ifndef EXPLAIN_EXPLAIN_H
#define EXPLAIN_EXPLAIN_H

struct explanation {
	const char *step; /* as the story calls its kind: "next_hop" */
	const char *title;
	const char *text; /* a few sentences */
};

/* NULL where there is none for this. */
const struct explanation *explain_step(const char *step);

#endif
