/* SPDX-License-Identifier: GPL-2.0-or-later */
    .section .rodata
    .global swedish_lexicon
    .global swedish_lexicon_end
    .balign 64
swedish_lexicon:
    .incbin "lexicon.bin"
swedish_lexicon_end:
    .byte 0
    .section .note.GNU-stack,"",@progbits
