/* SPDX-License-Identifier: BSD-2-Clause */
/* What must be true of what is written, whatever names were in the packets: nothing steers
 * a terminal, and who reads the format can read it. */
#ifndef TESTS_EXPORT_OUTPUT_FAULT_H
#define TESTS_EXPORT_OUTPUT_FAULT_H

#include "base/bytes.h"

enum { OUTPUT_FAULT_SIZE = 512 };

/* NULL, or what is wrong with this output of `format`, written to `fault`. */
const char *output_fault(
    const char *format, struct bytes text, char fault[OUTPUT_FAULT_SIZE]);

#endif
