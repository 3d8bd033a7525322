/* SPDX-License-Identifier: GPL-2.0-or-later */
/* store_files: the folder of an index: its stub, its lock, its databases as files. For store.c. */
#ifndef LUPP_INDEXER_STORE_FILES_H
#define LUPP_INDEXER_STORE_FILES_H

#include "base.h"

enum files_found {
    FILES_NOTHING,  /* no folder, or one with nothing in it but our leftovers */
    FILES_STUB,     /* our stub; *number is the database's */
    FILES_DATABASE, /* a plain database */
    FILES_OTHERS    /* something that is not ours */
};

/* What stands at path. STATUS_IO when it cannot be looked at. */
enum status files_look(const char *path, enum files_found *found, uint64_t *number,
                       struct error *error);
/* The folder and those above it. */
enum status files_make_folder(const char *path, struct error *error);
/* Points the stub at database `number`; whoever reads sees the old one or the new one. */
enum status files_write_stub(const char *path, uint64_t number, struct error *error);
/* DIR/NUMBER, or DIR itself for 0. caller frees with free(). */
char *files_database(const char *path, uint64_t number);
/* Waits until all its files are on the disk. */
enum status files_sync_database(const char *path, uint64_t number, struct error *error);
/* Removes a database's files, and its folder unless it is DIR itself. What fails is left. */
void files_remove_database(const char *path, uint64_t number);

/* Removes all databases but that one: runs that were killed left them. Whether there were any. */
bool files_remove_leftovers(const char *path, uint64_t number);

/* Takes the lock, which close() gives back. STATUS_LOCKED with the other's process id in the text,
   STATUS_STOPPED when a signal came while waiting. */
enum status files_lock(const char *path, int wait_seconds, int *lock, struct error *error);

#endif
