/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What zstd may point back into when it packs a record: the 5,000 words that take most room in the
 * pages of regeringen.se until 2023 (words as such, by count), then the sample texts of corpus/ and
 * names of types, departments and folders. A part of the format: SCHEMA_VERSION rises with any
 * change of it.
 */
    .section .rodata
    .global schema_dictionary
    .global schema_dictionary_end
    .balign 16
schema_dictionary:
    .incbin "dictionary.txt"
schema_dictionary_end:
    .byte 0
    .section .note.GNU-stack,"",@progbits
