/* SPDX-License-Identifier: GPL-2.0-or-later */
    .section .rodata
    .global schema_dictionary
    .global schema_dictionary_end
    .balign 16
schema_dictionary:
    .incbin "dictionary.txt"
schema_dictionary_end:
    .byte 0
    .section .note.GNU-stack,"",@progbits
