/* SPDX-License-Identifier: BSD-2-Clause */
/* pcap, draft-ietf-opsawg-pcap: one header of 24 bytes, then records, each of a header
 * (seconds, fraction, captured length, wire length) and a frame, all in the byte order of
 * the machine that wrote it. */
#ifndef CAPTURE_PCAP_FILE_H
#define CAPTURE_PCAP_FILE_H

#include "capture/format.h"

extern const struct format format_pcap;

#endif
