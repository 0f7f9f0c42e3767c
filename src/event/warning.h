/* SPDX-License-Identifier: BSD-2-Clause */
/* Bad packets are data: told, never fatal. */
#ifndef EVENT_WARNING_H
#define EVENT_WARNING_H

#include "event/event.h"

struct event_warning {
	struct event head;
	struct bytes layer;
	struct bytes text;
};

#endif
