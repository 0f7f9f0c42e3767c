/* SPDX-License-Identifier: BSD-2-Clause */
/* Pieces of DNS messages as string literals. */
#ifndef TESTS_DISSECTORS_DNS_H
#define TESTS_DISSECTORS_DNS_H

#include "tests/dissectors/sink.h"
#include "tests/test.h"

extern const struct dissector dissector_dns;

#define ID "\x12\x34"
#define ASKS "\1\0"
#define ANSWERS "\x81\x80"
#define NONE "\0\0"
#define ONE "\0\1"
#define TWO "\0\2"
#define QUERY ID ASKS ONE NONE NONE NONE
#define RESPONSE(count) ID ANSWERS ONE count NONE NONE
#define NAME "\7example\4test\0" /* at offset 12 when it is the first question's */
#define TO_NAME "\xc0\x0c"
#define TO_TEST "\xc0\x14"
#define IN "\0\1"
#define TYPE_A "\0\1"
#define TYPE_CNAME "\0\5"
#define TYPE_AAAA "\0\x1c"
#define TYPE_HTTPS "\0\x41"
#define QUESTION(type) NAME type IN
#define TTL "\0\0\1\x2c"
#define RECORD(name, type, size, data) name type IN TTL "\0" size data
#define A_RECORD RECORD(TO_NAME, TYPE_A, "\4", "\xc6\x33\x64\1")
#define OPT_RECORD "\0\0\x29\x10\0\0\0\0\0\0\0"

#endif
