/* SPDX-License-Identifier: BSD-2-Clause */
/* What --version says: webflow's own version and its libraries'. */
#ifndef VERSION_H
#define VERSION_H

void version_print(void);

#endif
