/* SPDX-License-Identifier: BSD-2-Clause */
/* The data of DNS records in the presentation form of their RFCs. */
#ifndef DISSECTORS_DNS_DATA_H
#define DISSECTORS_DNS_DATA_H

#include "dissectors/dns-name.h"

/* As in zone files for the types that pages need; for all others, and for data that is not
 * what its type says, the form of RFC 3597: "\# 4 c0000201".  The text is in the names'
 * scratch memory, or borrowed from the message.  TXT's strings are joined, as they are. */
struct bytes dns_data_text(struct dns_names *, uint16_t type, struct bytes data);

#endif
