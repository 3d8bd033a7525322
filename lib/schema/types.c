/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "schema_internal.h"

/* What people call a document of a type in a question: "uppdrag om ..." means a Regeringsuppdrag,
   and an inquiry is asked for as utredning, betänkande or by its series. Nothing where the word
   mostly means something else: few who ask for a strategi mean one of development aid. Other types
   are called by their names. Numbers of a series ("SOU 2023:98") are references and need nothing.
 */
static const struct {
    struct slice type, words;
} called[] = {
    {TEXT("Departementsserien och promemorior"), TEXT("promemoria departementspromemoria")},
    {TEXT("Internationella MR-granskningar av Sverige"), TEXT("")},
    {TEXT("Kommenterad dagordning"), TEXT("dagordning")},
    {TEXT("Kommittédirektiv"), TEXT("direktiv kommittédirektiv tilläggsdirektiv")},
    {TEXT("Rättsliga dokument"), TEXT("")},
    {TEXT("Proposition"), TEXT("proposition")},
    {TEXT("Regeringsuppdrag"), TEXT("uppdrag regeringsuppdrag")},
    {TEXT("Statens offentliga utredningar"),
     TEXT("utredning betänkande delbetänkande slutbetänkande")},
    {TEXT("Strategier för internationellt bistånd"), TEXT("biståndsstrategi")},
    {TEXT("Sveriges internationella överenskommelser"), TEXT("överenskommelse avtal")},
    {TEXT("Tal"), TEXT("tal anförande")},
    {TEXT("UD avråder"), TEXT("avrådan reseavrådan")},
    {TEXT("Överenskommelse och avtal"), TEXT("överenskommelse avtal")},
};

struct slice type_words(struct slice type)
{
    for (size_t i = 0; i < sizeof called / sizeof called[0]; i++)
        if (slice_equal(called[i].type, type))
            return called[i].words;
    return type;
}
