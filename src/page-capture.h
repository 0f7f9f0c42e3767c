/* SPDX-License-Identifier: BSD-2-Clause */
/* -T pcap: the frames of the selected pages, fetched again and written as pcapng, each
 * with what it does there as its comment. */
#ifndef PAGE_CAPTURE_H
#define PAGE_CAPTURE_H

#include "capture/capture.h"
#include "event/flow-frames.h"
#include "view/selection.h"

/* What came of it. */
struct page_capture {
	uint64_t frames_gone; /* they have left the spool */
	int error;            /* 0, or the first -errno of writing */
};

/* A story that was kept whole, of a capture that keeps frames (capture_keep), after its
 * end.  `fd_taken` is closed. */
struct page_capture page_capture_write(struct capture *, const struct story *,
    const struct selection *, const struct flow_frames *, int fd_taken);

#endif
