/* SPDX-License-Identifier: BSD-2-Clause */
/* HTTP Archive 1.2, rule by rule (softwareishard.com/blog/har-12-spec). */
#ifndef TESTS_EXPORT_HAR_RULES_H
#define TESTS_EXPORT_HAR_RULES_H

#include <jansson.h>

enum { HAR_FAULT_SIZE = 256 };

/* NULL where the archive keeps them all; else what is wrong, written to `fault`. */
const char *har_fault(json_t *archive, char fault[HAR_FAULT_SIZE]);

#endif
