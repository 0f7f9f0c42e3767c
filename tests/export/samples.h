/* SPDX-License-Identifier: BSD-2-Clause */
/* The sample captures, with the secrets in them, as whole stories. */
#ifndef TESTS_EXPORT_SAMPLES_H
#define TESTS_EXPORT_SAMPLES_H

#include "story/story.h"

typedef void sample_taker(const char *name, const struct story *story);

/* How many there were. */
int samples_each(sample_taker *take);

#endif
