/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The data of the rules, as they stand in data/: swedish_..._table to swedish_..._table_end. */
    .section .rodata
    .global swedish_paradigms_table, swedish_paradigms_table_end
    .global swedish_exceptions_table, swedish_exceptions_table_end
    .global swedish_compounds_table, swedish_compounds_table_end
swedish_paradigms_table:
    .incbin "paradigms.tsv"
swedish_paradigms_table_end:
swedish_exceptions_table:
    .incbin "exceptions.tsv"
swedish_exceptions_table_end:
swedish_compounds_table:
    .incbin "compounds.tsv"
swedish_compounds_table_end:
    .byte 0
    .section .note.GNU-stack,"",@progbits
