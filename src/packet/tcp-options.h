/* SPDX-License-Identifier: BSD-2-Clause */
/* The options of a TCP header (RFC 9293 3.2, RFC 7323, RFC 2018), each as a line. */
#ifndef PACKET_TCP_OPTIONS_H
#define PACKET_TCP_OPTIONS_H

#include "base/bytes.h"

/* `text` is ours, and good until the call returns; `where` is the part of `options` that it
 * stands in.  What does not make sense ends the list. */
void tcp_options_each(struct bytes options,
    void (*option)(void *receiver, struct bytes text, struct bytes where), void *receiver);

#endif
