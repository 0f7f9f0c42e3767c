/* SPDX-License-Identifier: BSD-2-Clause */
/* Calls that this project does without: each has written past somebody's buffer.
 * Included before every file by the build. */
#ifndef BANNED_H
#define BANNED_H

#include <stdio.h>
#include <string.h>

#pragma GCC poison strcpy strcat sprintf vsprintf strtok gets

#endif
