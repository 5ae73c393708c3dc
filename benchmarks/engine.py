"""Speed, memory and sameness of the linguistic engine beside natasha's own pipeline.

Usage: python benchmarks/engine.py FOLDER [--chars 400000] [--rounds 3] [--processes 1,2] [--check 3000] [--threads 1]

FOLDER holds .txt files or .zip files with such (not part of the project). Each pipeline runs in a process of its own, in
turn, on the same texts: natasha's with sentences, tokens, morphology, syntax, names, lemmas and normal forms of names;
ours with sentences, tokens, morphology, syntax, names and lemmas. Rates are tokens of razdel a second, by the clock on the
wall and by processor time (the steadier one on a busy machine); "first" is the first pass over the texts in a fresh
process, with imports and loading; "warm" the median of the later ones. ``--check N`` compares N
sentences with slovnet's own answers on the same tokens.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path


def read_texts(folder: Path, n_chars: int) -> list[str]:
    texts, total = [], 0
    for text in _texts(folder):
        texts.append(text.replace("\r\n", "\n"))
        total += len(text)
        if total >= n_chars:
            break
    return texts


def _texts(folder: Path) -> Iterator[str]:
    for path in sorted(folder.iterdir()):
        if path.suffix == ".txt":
            yield path.read_text(encoding="utf-8", errors="ignore")
        elif path.suffix == ".zip":
            with zipfile.ZipFile(path) as archive:
                for name in sorted(n for n in archive.namelist() if n.endswith(".txt")):
                    yield archive.read(name).decode("utf-8", errors="ignore")


def ours(*, one_by_one: bool = False) -> Callable[[list[str]], None]:
    from civictext.pipeline import load_linguistic

    nlp = load_linguistic()

    def run(texts: list[str]) -> None:
        for _ in map(nlp, texts) if one_by_one else nlp.pipe(texts):
            pass

    return run


def natasha() -> Callable[[list[str]], None]:
    import natasha as n

    segmenter, vocab, embedding = n.Segmenter(), n.MorphVocab(), n.NewsEmbedding()
    morph, syntax, names = n.NewsMorphTagger(embedding), n.NewsSyntaxParser(embedding), n.NewsNERTagger(embedding)

    def run(texts: list[str]) -> None:
        for text in texts:
            doc = n.Doc(text)
            doc.segment(segmenter)
            doc.tag_morph(morph)
            doc.parse_syntax(syntax)
            doc.tag_ner(names)
            for token in doc.tokens:
                token.lemmatize(vocab)
            for span in doc.spans:
                span.normalize(vocab)

    return run


def tokens_only() -> Callable[[list[str]], None]:
    from civictext.annotate.tokens import words_and_spaces

    return lambda texts: [words_and_spaces(text) for text in texts] and None


def razdel_only() -> Callable[[list[str]], None]:
    from razdel import tokenize

    return lambda texts: [list(tokenize(text)) for text in texts] and None


def lines_of(run: Callable[[list[str]], None]) -> Callable[[list[str]], None]:
    return lambda texts: run([line for text in texts for line in text.split("\n") if line.strip()])


SYSTEMS: dict[str, Callable[[], Callable[[list[str]], None]]] = {
    "natasha": natasha,
    "civictext": ours,
    "civictext, nlp(text)": lambda: ours(one_by_one=True),
    "civictext, lines": lambda: lines_of(ours()),
    "civictext, nlp(line)": lambda: lines_of(ours(one_by_one=True)),
    "razdel tokens": razdel_only,
    "civictext tokens": tokens_only,
}


def clock() -> dict[str, float]:
    return {"wall": time.perf_counter(), "cpu": time.process_time()}


def timed(run: Callable[[], None]) -> dict[str, float]:
    start = clock()
    run()
    return {k: v - start[k] for k, v in clock().items()}


def work(name: str, texts: list[str], rounds: int) -> dict[str, float]:
    runs: list[Callable[[list[str]], None]] = []

    def first() -> None:
        runs.append(SYSTEMS[name]())
        runs[0](texts)

    out = {f"first_{k}": v for k, v in timed(first).items()}
    warm = [timed(lambda: runs[0](texts)) for _ in range(rounds)]
    out |= {f"warm_{k}": statistics.median(w[k] for w in warm) for k in ("wall", "cpu")}
    return out | {"peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def measure(name: str, options: argparse.Namespace, n_processes: int) -> list[dict[str, float]]:
    threads = {f"{library}_NUM_THREADS": str(options.threads) for library in ("OMP", "OPENBLAS", "MKL")}
    command = [sys.executable, "-W", "ignore", __file__, *sys.argv[1:], "--worker", name]
    root = str(Path(__file__).parents[1])
    environment = os.environ | threads | {"PYTHONPATH": os.pathsep.join([root, os.environ.get("PYTHONPATH", "")])}
    workers = [
        subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) for _ in range(n_processes)
    ]
    return [json.loads(worker.communicate()[0].splitlines()[-1]) for worker in workers]


MEASURES = ("first_wall", "warm_wall", "first_cpu", "warm_cpu")


def table(options: argparse.Namespace, texts: list[str]) -> None:
    from razdel import tokenize

    n_tokens = sum(1 for text in texts for line in text.split("\n") for _ in tokenize(line))
    print(f"{len(texts)} texts, {n_tokens} tokens, {options.threads} BLAS thread(s) a process")
    print(f"{'tokens/s (ratio)':22s} proc." + "".join(f"{m.replace('_', ', '):>18s}" for m in MEASURES) + "  peak MB")
    for n in (int(n) for n in options.processes.split(",")):
        base: dict[str, float] = {}
        for name in options.systems.split(";"):
            found = measure(name, options, n)
            rate = {m: sum(n_tokens / f[m] for f in found) for m in MEASURES}
            base = base or rate
            cells = "".join(f"{rate[m]:10.0f} ({rate[m] / base[m]:5.2f})" for m in MEASURES)
            print(f"{name:22s} {n:5d}{cells} {max(f['peak_mb'] for f in found):8.0f}", flush=True)


def check(texts: list[str], n_sentences: int) -> None:
    sys.path.insert(0, str(Path(__file__).parents[1]))
    from tests.annotate.reference import compare, sentences_of

    sentences = [s for text in texts for s in sentences_of(text)][:n_sentences]
    print("sameness:", compare(sentences))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--chars", type=int, default=400_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--processes", default="1")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--check", type=int, default=0, metavar="N")
    parser.add_argument("--systems", default=";".join(SYSTEMS), help="names with ; between them, the first is the base")
    parser.add_argument("--worker", help=argparse.SUPPRESS)
    options = parser.parse_args()
    texts = read_texts(options.folder, options.chars) if options.folder.is_dir() else []
    if not texts:
        print(f"not measured: no texts in {options.folder}")
    elif options.worker:
        print(json.dumps(work(options.worker, texts, options.rounds)))
    else:
        if options.systems:
            table(options, texts)
        if options.check:
            check(texts, options.check)


if __name__ == "__main__":
    main()
