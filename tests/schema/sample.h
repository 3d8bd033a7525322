/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A document with something of everything, for the tests of this folder. */
#ifndef LUPP_TESTS_SCHEMA_SAMPLE_H
#define LUPP_TESTS_SCHEMA_SAMPLE_H

#include "schema.h"

extern const struct schema_document sample;

#endif
