/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "look.h"
int main(void)
{
    return 0;
}
