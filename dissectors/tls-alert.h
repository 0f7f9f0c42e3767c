/* SPDX-License-Identifier: BSD-2-Clause */
/* Alerts: what a side complains of, or that it closes. */
#ifndef DISSECTORS_TLS_ALERT_H
#define DISSECTORS_TLS_ALERT_H

#include "dissectors/tls-state.h"

/* The TLS_ALERT_SIZE bytes of an alert in the clear. */
void tls_alert_dissect(struct sink *, const struct chunk *, struct bytes alert);

#endif
