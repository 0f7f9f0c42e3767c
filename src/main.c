/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/die.h"

int
main(void)
{
	die(EXIT_USAGE, "nothing is built yet");
}
