"""Run by the peers' interpreter, never by ours: tantivy and symspell over the words given, JSON in and JSON out.

Given: {"documents": [{"raw": [...], "folded": [...]}, ...], "queries": [{"raw": [...], "readings": [[...], ...]}, ...],
"keys": [[reading, ...], ...], ...}. Both are tried as well as their libraries allow: exact words, then beginnings, then
one and two typing errors by length, then any of the words.
"""

# mypy: ignore-errors
# The libraries are not in our environment and have no types.

from __future__ import annotations

import json
import resource
import sys
import time

import symspellpy
import tantivy

TOP = 5


def typos(word):
    return 0 if len(word) <= 3 else 1 if len(word) <= 5 else 2


class Tantivy:
    def __init__(self, documents):
        builder = tantivy.SchemaBuilder()
        builder.add_integer_field("id", stored=True, indexed=True)
        builder.add_text_field("words", tokenizer_name="whitespace", index_option="freq")
        self.schema = builder.build()
        self.index = tantivy.Index(self.schema)
        writer = self.index.writer(64_000_000, 1)
        for number, words in enumerate(documents):
            writer.add_document(tantivy.Document(id=number, words=" ".join(words)))
        writer.commit()
        writer.wait_merging_threads()
        self.index.reload()
        self.searcher = self.index.searcher()

    def _term(self, word, fuzzy):
        query, occur = tantivy.Query, tantivy.Occur
        ways = [
            query.boost_query(query.term_query(self.schema, "words", word, "freq"), 4.0),
            query.boost_query(query.fuzzy_term_query(self.schema, "words", word, distance=0, prefix=True), 2.0),
        ]
        if fuzzy and typos(word):
            ways.append(query.fuzzy_term_query(self.schema, "words", word, distance=typos(word), prefix=False))
            ways.append(
                query.boost_query(query.fuzzy_term_query(self.schema, "words", word, distance=1, prefix=True), 0.5)
            )
        return query.boolean_query([(occur.Should, way) for way in ways])

    def search(self, readings):
        found = []
        passes = ((False, tantivy.Occur.Must), (True, tantivy.Occur.Must), (True, tantivy.Occur.Should))
        for fuzzy, occur in passes:
            for words in readings:
                parts = [(occur, self._term(word, fuzzy)) for word in words if word]
                if not parts:
                    continue
                hits = self.searcher.search(tantivy.Query.boolean_query(parts), TOP).hits
                for _, address in hits:
                    number = self.searcher.doc(address)["id"][0]
                    if number not in found:
                        found.append(number)
            if len(found) >= TOP:
                break
        return found[:TOP]


class Symspell:
    def __init__(self, documents):
        self.words, self.entries = symspellpy.SymSpell(max_dictionary_edit_distance=2, prefix_length=7), {}
        for number, words in enumerate(documents):
            for word in words:
                self.entries.setdefault(word, []).append(number)
        for word, numbers in self.entries.items():
            self.words.create_dictionary_entry(word, len(numbers))

    def search(self, readings):
        scores = {}
        for words in readings:
            for word in words:
                best = {}
                for each in self.words.lookup(word, symspellpy.Verbosity.CLOSEST, max_edit_distance=typos(word)):
                    for number in self.entries[each.term]:
                        best[number] = max(
                            best.get(number, 0), 1 / (1 + each.distance) / (1 + len(self.entries[each.term])) ** 0.2
                        )
                for number, value in best.items():
                    scores[number] = scores.get(number, 0) + value
        return sorted(scores, key=lambda number: -scores[number])[:TOP]


def asked(engine, queries):
    answers, took = [], []
    for readings in queries:
        start = time.perf_counter()
        answers.append(engine.search(readings))
        took.append(time.perf_counter() - start)
    return answers, took


def measured(make, documents, queries, keys=()):
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.perf_counter()
    engine = make(documents)
    build = time.perf_counter() - start
    answers, took = asked(engine, queries)
    typed = [[engine.search(readings) for readings in each] for each in keys]
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    return {"build": build, "answers": answers, "took": took, "keys": typed, "megabytes": grown / 1024}


def main():
    given = json.load(sys.stdin)
    raw = [each["raw"] for each in given["documents"]]
    folded = [each["folded"] for each in given["documents"]]
    raw_queries = [[each["raw"]] for each in given["queries"]]
    readings = [each["readings"] for each in given["queries"]]
    json.dump(
        {
            "tantivy": measured(Tantivy, raw, raw_queries),
            "tantivy folded": measured(Tantivy, folded, readings, given["keys"]),
            "symspell folded": measured(Symspell, folded, readings),
        },
        sys.stdout,
    )


if __name__ == "__main__":
    main()
