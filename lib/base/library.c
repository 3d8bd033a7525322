/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base.h"

#include <dlfcn.h>
#include <string.h>

/* C knows no way from the pointer that dlsym gives to one that can be called; POSIX promises that
   they have the same bytes. */
_Static_assert(sizeof(void *) == sizeof(void (*)(void)), "pointers to functions are as POSIX says");

static enum status cannot(const char *soname, const char *use, const char *reason,
                          struct error *error)
{
    size_t size = strlen(soname);
    if (reason == NULL)
        reason = "unknown reason";
    /* It mostly begins with the name as well. */
    if (strncmp(reason, soname, size) == 0 && strncmp(reason + size, ": ", 2) == 0)
        reason += size + 2;
    return error_set(error, STATUS_IO, "%s needs the library %s: %s", use, soname, reason);
}

static const struct library_function *
first_lacking(void *library, const struct library_function *functions, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (dlsym(library, functions[i].name) == NULL)
            return &functions[i];
    }
    return NULL;
}

enum status library_open(const char *soname, const char *use,
                         const struct library_function *functions, size_t count, void *table,
                         struct error *error)
{
    /* All of its own references at once, so that what is missing is told here and not met later. */
    void *library = dlopen(soname, RTLD_NOW | RTLD_LOCAL);
    if (library == NULL)
        return cannot(soname, use, dlerror(), error);
    const struct library_function *lacking = first_lacking(library, functions, count);
    if (lacking != NULL) {
        (void)dlclose(library);
        return error_set(error, STATUS_IO, "%s needs the library %s: it has no %s", use, soname,
                         lacking->name);
    }
    for (size_t i = 0; i < count; i++) {
        void *found = dlsym(library, functions[i].name);
        memcpy((char *)table + functions[i].offset, &found, sizeof found);
    }
    return STATUS_OK;
}
