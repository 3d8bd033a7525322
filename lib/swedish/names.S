/* SPDX-License-Identifier: GPL-2.0-or-later */
    .section .rodata
    .global swedish_names_table
    .global swedish_names_table_end
swedish_names_table:
    .incbin "names.tsv"
swedish_names_table_end:
    .byte 0
    .section .note.GNU-stack,"",@progbits
