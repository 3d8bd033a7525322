/* SPDX-License-Identifier: GPL-2.0-or-later */
/* analyser: the one that all tests of a program share. */
#ifndef LUPP_TESTS_SWEDISH_ANALYSER_H
#define LUPP_TESTS_SWEDISH_ANALYSER_H

#include "swedish.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* Open between these two, the setup and the teardown of a group of tests. */
extern struct swedish *swedish;

int analyser_open(void **state);
int analyser_close(void **state);

#endif
