"""The run over many documents: `analyze` and `Analysis`. Reads, tags and groups through the stages; tags nothing itself."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pandas as pd

from civictext.documents import Progress, inputs_of, outcomes, overrides_of, with_corrections
from civictext.records import Shown
from civictext.resources import using_labels
from civictext.tables import Tables

if TYPE_CHECKING:
    from spacy import Language

    from civictext.cluster import Together
    from civictext.commitment import Cluster
    from civictext.report.display import Display
    from civictext.report.plots import Plots
    from civictext.resolution import Recommendation, Resolution

STACK = (
    "spacy",
    "natasha",
    "navec",
    "slovnet",
    "razdel",
    "pymorphy3",
    "pymorphy3-dicts-ru",
    "scikit-learn",
    "numpy",
    "pandas",
)


@dataclass(frozen=True, repr=False)
class Analysis(Shown):
    """What a run found: frames of documents, recommendations and clusters, and what follows from them.

    Parameters
    ----------
    tables : Tables
        The tables of the run.
    """

    tables: Tables

    @property
    def documents(self) -> pd.DataFrame:
        """One row a document."""
        return self.tables.documents

    @property
    def recommendations(self) -> pd.DataFrame:
        """One row a recommendation, tags as lists of dicts."""
        return self.tables.recommendations

    @property
    def clusters(self) -> pd.DataFrame:
        """One row a commitment that recurs."""
        return self.tables.clusters

    @property
    def errors(self) -> pd.DataFrame:
        """One row an input that could not be used."""
        return self.tables.errors

    @property
    def run(self) -> dict[str, Any]:
        """Versions, settings, seeds and counts."""
        return dict(self.tables.run)

    @property
    def changes(self) -> pd.DataFrame:
        """One row a recommendation whose cluster differs from the run that was continued: rec_id, old, new, reason."""
        return self.tables.changes

    def resolution(self, document: str) -> Resolution:
        """Return one resolution with its recommendations; it shows itself in a notebook.

        Parameters
        ----------
        document : str
            Its ``doc_id`` or ``source``.

        Raises
        ------
        KeyError
            If the run has no such document.
        """
        from civictext.resolution import resolution_from
        from civictext.tables import rows

        table = self.documents
        found = table[(table["doc_id"] == document) | (table["source"] == document)]
        if not len(found):
            raise KeyError(
                f"no document {document!r} in this run; see analysis.documents: {', '.join(table['source'].head(3))}…"
            )
        row = rows(found)[0]
        its = self.recommendations[self.recommendations["doc_id"] == row["doc_id"]]
        return resolution_from(row, rows(its), self.run.get("labels"))

    def recommendation(self, rec_id: str) -> Recommendation:
        """Return one recommendation by its ``rec_id``; it shows itself in a notebook.

        Raises
        ------
        KeyError
            If the run has no such recommendation.
        """
        found = self.recommendations[self.recommendations["rec_id"] == rec_id]
        if not len(found):
            raise KeyError(
                f"no recommendation {rec_id!r} in this run; a rec_id is doc_id#n, see analysis.recommendations"
            )
        n = int(found["n"].iloc[0])
        return next(r for r in self.resolution(found["doc_id"].iloc[0]).recommendations if r.n == n)

    def cluster(self, number: int) -> Cluster:
        """Return one commitment that recurs, with its members; it shows itself in a notebook.

        Raises
        ------
        KeyError
            If the run has no such cluster.
        """
        from civictext.commitment import cluster_of

        return cluster_of(self.tables, number)

    def together(self, first: str, second: str) -> Together:
        """Return what ties two recommendations, given by ``rec_id``; see `civictext.cluster.why_together`.

        Raises
        ------
        KeyError
            If the run has no such recommendation.
        """
        from civictext.cluster import why_together
        from civictext.tables import rows

        table = self.recommendations
        found = [rows(table[table["rec_id"] == i]) for i in (first, second)]
        if lacking := [i for i, its in zip((first, second), found, strict=True) if not its]:
            raise KeyError(f"no recommendation {lacking[0]!r} in this run; see analysis.recommendations")
        return why_together(found[0][0], found[1][0])

    def weakest_link(self, cluster: int) -> Together:
        """Return what ties the two members of a cluster that are least alike; see `civictext.cluster.weakest_link`.

        Raises
        ------
        KeyError
            If the run has no such cluster.
        """
        from civictext.cluster import weakest_link

        return weakest_link(self.cluster(cluster).members)

    def outliers(self, n: int | None = None, *, lang: str = "ru") -> pd.DataFrame:
        """Return the recommendations in no cluster with the nearest one, the nearest first; see `civictext.cluster.outliers`.

        `n` of them, or all. The column ``reason`` says in Russian or English what they share and in what they differ.
        """
        from civictext.report.outliers import outliers_told

        with self._labels():
            return outliers_told(self.tables, n, lang=lang)

    def compare(self, by: str = "region", what: str = "theme", **options: Any) -> pd.DataFrame:
        """Return shares of `what` in each group of `by` with intervals and tests; see `civictext.compare.compare`."""
        from civictext.compare import compare

        return compare(self.tables, by=by, what=what, **options)

    def log_odds(self, by: str = "region", what: str = "lemma", **options: Any) -> pd.DataFrame:
        """Return what sets each group apart; see `civictext.compare.log_odds`."""
        from civictext.compare import log_odds

        return log_odds(self.tables, by=by, what=what, **options)

    def gaps(self, by: str = "region", what: str = "theme") -> pd.DataFrame:
        """Return observed against expected recommendations; see `civictext.compare.gaps` (`silent` names what is missing)."""
        from civictext.compare import gaps

        return gaps(self.tables, by=by, what=what)

    def silent(self, by: str = "region", what: str = "theme") -> pd.DataFrame:
        """Return what each group never mentions; see `civictext.compare.silent`."""
        from civictext.compare import silent

        return silent(self.tables, by=by, what=what)

    def asked_most(self, who: str = "addressee", n: int = 3) -> pd.DataFrame:
        """Return what each addressee is asked most; see `civictext.compare.asked_most`."""
        from civictext.compare import asked_most

        return asked_most(self.tables, who, n)

    def incomplete(self) -> pd.DataFrame:
        """Return recommendations without an addressee, a deadline or a number; see `civictext.compare.incomplete`."""
        from civictext.compare import incomplete

        return incomplete(self.tables)

    def by_year(self, what: str = "theme") -> pd.DataFrame:
        """Return the share of each label in each year; see `civictext.compare.by_year`."""
        from civictext.compare import by_year

        return by_year(self.tables, what)

    def trends(self, what: str = "theme", **options: Any) -> pd.DataFrame:
        """Return what emerges and what declines; see `civictext.compare.trends`."""
        from civictext.compare import trends

        return trends(self.tables, what, **options)

    def diffusion(self, what: str = "cluster", **options: Any) -> pd.DataFrame:
        """Return where commitments appeared first and how they spread; see `civictext.compare.diffusion`."""
        from civictext.compare import diffusion

        return diffusion(self.tables, what, **options)

    def recurrence(self, series: str | Sequence[str] = "region") -> pd.DataFrame:
        """Return what became of each commitment in later years; see `civictext.compare.recurrence`."""
        from civictext.compare import recurrence

        return recurrence(self.tables, series)

    def similar(self, query: str, **options: Any) -> pd.DataFrame:
        """Return the commitments nearest to a query; see `civictext.search.similar`."""
        from civictext.search import similar

        return similar(self.tables, query, **options)

    def kwic(self, query: str, by: Literal["lemma", "form"] = "lemma", **options: Any) -> pd.DataFrame:
        """Return every use of a word in its context; see `civictext.concordance.kwic`."""
        from civictext.concordance import kwic

        return kwic(self.tables, query, by, **options)

    def collocations(self, query: str, by: Literal["lemma", "form"] = "lemma", **options: Any) -> pd.DataFrame:
        """Return the lemmas typical near a word; see `civictext.concordance.collocations`."""
        from civictext.concordance import collocations

        return collocations(self.tables, query, by, **options)

    def frequency(self, query: str, by: Literal["lemma", "form"] = "lemma", **options: Any) -> pd.DataFrame:
        """Return how often each group uses a word; see `civictext.concordance.frequency`."""
        from civictext.concordance import frequency

        return frequency(self.tables, query, by, **options)

    def trace(self, programmes: str | Path | Sequence[str | Path], **options: Any) -> pd.DataFrame:
        """Return the passages of other documents that take commitments up; see `civictext.trace.trace`."""
        from civictext.trace import trace

        return trace(self.tables, programmes, **options)

    def to_html(self, path: str | Path, lang: str = "ru") -> Path:
        """Write the report, one self-contained page, and return its path."""
        from civictext.report import write_html

        with self._labels():
            return write_html(self.tables, Path(path), lang=lang)

    def to_excel(self, path: str | Path, lang: str = "ru") -> Path:
        """Write the workbook and return its path."""
        from civictext.report import write_excel

        with self._labels():
            return write_excel(self.tables, Path(path), lang=lang)

    def to_markdown(self, path: str | Path, lang: str = "ru") -> Path:
        """Write the memo as Markdown and return its path."""
        from civictext.report import write_markdown

        with self._labels():
            return write_markdown(self.tables, Path(path), lang=lang)

    def to_docx(self, path: str | Path, lang: str = "ru") -> Path:
        """Write the memo as a Word document and return its path."""
        from civictext.report import write_docx

        with self._labels():
            return write_docx(self.tables, Path(path), lang=lang)

    def _labels(self) -> AbstractContextManager[None]:
        """Names of the user's own taxonomy, if the run had one."""
        return using_labels(self.run.get("labels"))

    @property
    def plot(self) -> Plots:
        """Plots as altair charts, in Russian or English: ``analysis.plot.themes(by="region", lang="en")``."""
        from civictext.report import Plots

        return Plots(self.tables)

    def marked_composed(self) -> Analysis:
        """Return the analysis with a mark that its documents are composed; reports say so at their head."""
        return Analysis(replace(self.tables, run={**self.tables.run, "composed": True}))

    def show(self, lang: str = "ru") -> Display:
        """Return the overview that a notebook and a terminal show, in Russian or English."""
        from civictext.report.overview import overview

        with self._labels():
            return overview(self.tables, lang=lang)

    def save(self, folder: str | Path, formats: Sequence[str] = ("jsonl", "parquet", "csv")) -> Path:
        """Write the tables into a folder and return it."""
        from civictext.report import write_tables

        with self._labels():
            return write_tables(self.tables, Path(folder), formats)

    @classmethod
    def load(cls, folder: str | Path) -> Analysis:
        """Return the analysis that `save` wrote (from its JSON Lines)."""
        from civictext.report import read_tables

        return cls(read_tables(Path(folder)))


def analyze(
    inputs: str | Path | Iterable[str | Path],
    *,
    nlp: Language | None = None,
    progress: Progress | None = None,
    granularity: str | float = "normal",
    earlier: str | Path | Analysis | None = None,
) -> Analysis:
    r"""Read files, folders or globs of resolutions and return what they ask for.

    A document's tags depend on that document and the pipeline alone; clusters depend on the set of documents.

    Parameters
    ----------
    inputs : path, glob or several
        Folders are searched recursively.
    nlp : Language, optional
        A pipeline with civictext's components; default `civictext.load()`.
    progress : callable, optional
        Called after each input with (done, all, source).
    granularity : {"coarse", "normal", "fine"} or float, default="normal"
        How fine the clusters are, from -1 (fewer, larger) to 1; recorded in the run. See `civictext.cluster.CommitmentClusterer`.
    earlier : path or Analysis, optional
        An earlier run (its output folder) to continue: recommendations keep their clusters and clusters their numbers, new
        documents join them or found new ones, and `Analysis.changes` says what differs. The inputs decide the set of documents:
        give the old ones too. Default: a fresh run.

    Raises
    ------
    ValueError
        If `earlier` is no output folder of civictext, or a damaged one.

    Returns
    -------
    Analysis
        Inputs that could not be used are rows of its ``errors``.

    Examples
    --------
    >>> import civictext, tempfile, pathlib
    >>> folder = pathlib.Path(tempfile.mkdtemp())
    >>> _ = (folder / "a.txt").write_text("РЕЗОЛЮЦИЯ\nАдминистрации города рекомендуем:\n1. Создать парк.\n", "utf-8")
    >>> civictext.analyze(folder).recommendations["text"].tolist()
    ['Создать парк.']
    """
    from civictext.cluster.granularity import granularity_value
    from civictext.pipeline import load
    from civictext.taxonomy.own import taxonomy_of

    granularity = granularity_value(granularity)
    before = earlier_run(earlier) if earlier is not None else None  # a wrong one is told before anything is read
    nlp = nlp or load()
    found, errors = inputs_of(_as_list(inputs))
    overrides, problems = overrides_of(found)
    errors += problems
    documents: dict[str, dict[str, Any]] = {}
    recommendations: list[dict[str, Any]] = []
    for outcome in outcomes(found, nlp, progress):
        if "error" in outcome:
            errors.append(outcome)
        elif (document := outcome["document"])["doc_id"] in documents:
            documents[document["doc_id"]]["also"].append(document["source"])
        else:
            documents[document["doc_id"]] = document | overrides.values.get(document["source"], {})
            recommendations += outcome["recommendations"]
    with using_labels(taxonomy_of(nlp).get("labels")):
        recommendations, remarks = with_corrections(list(documents.values()), recommendations, found)
    tables = _grouped(
        list(documents.values()), recommendations, errors, nlp, [*overrides.warnings, *remarks], granularity, before
    )
    return Analysis(tables)


@dataclass(frozen=True)
class Earlier:
    """The run that is continued."""

    source: str
    tables: Tables

    def told(self) -> dict[str, Any]:
        """Return what `run.json` says of it: its folder's name, a digest of its groups, its settings of clusters."""
        table = self.tables.recommendations
        groups = sorted(zip(table["rec_id"].astype(str), table["cluster"].astype(str), strict=True))
        digest = sha256(json.dumps(groups).encode()).hexdigest()
        return {"from": self.source, "sha256": digest, "clustering": self.tables.run.get("clustering")}


def earlier_run(earlier: str | Path | Analysis) -> Earlier:
    """Return the run that is to be continued.

    Raises
    ------
    ValueError
        If it is no output folder of civictext, or a damaged one; the message says what to do.
    """
    if isinstance(earlier, Analysis):
        return Earlier("", earlier.tables)
    folder = Path(earlier)
    from civictext.report.jsonl import read_json

    way_out = "give --continue the output folder of an earlier `analyze`, or leave it out for a fresh run"
    try:
        if not read_json(folder / "run.json").get("clustering"):
            raise ValueError("run.json has no settings of clusters")
        tables = Analysis.load(folder).tables
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise ValueError(f"{folder}: no earlier run to continue ({error}); {way_out}") from error
    table = tables.recommendations
    if table["rec_id"].duplicated().any():
        raise ValueError(f"{folder}: no earlier run to continue (recommendations twice); {way_out}")
    numbers = set(table["cluster"].dropna()) ^ set(tables.clusters["cluster"].dropna())
    if numbers:
        raise ValueError(
            f"{folder}: cluster {min(numbers)} stands in one of its tables only, the folder is damaged; {way_out}"
        )
    return Earlier(folder.name, tables)


def _as_list(inputs: str | Path | Iterable[str | Path]) -> list[str | Path]:
    return [inputs] if isinstance(inputs, str | Path) else list(inputs)


def _grouped(
    documents: list[dict[str, Any]],
    recommendations: list[dict[str, Any]],
    errors: list[dict[str, Any]],
    nlp: Language,
    warnings: list[str],
    granularity: float = 0.0,
    earlier: Earlier | None = None,
) -> Tables:
    """Return the tables of a run: near-equal documents marked, commitments clustered."""
    from civictext.cluster import CommitmentClusterer, cluster_commitments
    from civictext.cluster.continued import changes
    from civictext.cluster.copies import copy_groups
    from civictext.tables import rows
    from civictext.tag.canonical import with_canonical_names
    from civictext.taxonomy.own import taxonomy_of

    recommendations = with_canonical_names(recommendations)
    _mark_duplicates(documents, recommendations)
    for row, group in zip(recommendations, copy_groups([r["text"] for r in recommendations]), strict=True):
        row["copies"] = group
    tables = Tables.from_rows(documents, recommendations)
    clusters: list[dict[str, Any]] = []
    if recommendations:
        labels, action_labels, clusters = cluster_commitments(
            tables.recommendations,
            tables.documents,
            granularity=granularity,
            earlier=earlier.tables.recommendations if earlier else None,
        )
        for row, label, of_actions in zip(recommendations, labels, action_labels, strict=True):
            row["cluster"] = label
            row["actions"] = [{**a, "cluster": c} for a, c in zip(row["actions"], of_actions, strict=True)]
    differs: list[dict[str, Any]] = []
    if earlier:
        differs = changes(
            [r.get("cluster") for r in recommendations], recommendations, rows(earlier.tables.recommendations)
        )
    run = {
        "versions": versions(),
        "pipeline": {name: dict(nlp.config["components"][name]) for name in nlp.pipe_names},
        **taxonomy_of(nlp),
        "clustering": CommitmentClusterer(granularity=granularity).settings(len(recommendations)),
        "continued": earlier.told() if earlier else None,
        "warnings": warnings,
        "counts": {
            "documents": len(documents),
            "recommendations": len(recommendations),
            "clusters": len(clusters),
            "errors": len(errors),
        },
    }
    return Tables.from_rows(documents, recommendations, clusters, errors, run, differs)


def _mark_duplicates(documents: list[dict[str, Any]], recommendations: list[dict[str, Any]]) -> None:
    """Set `duplicate_of` and a warning on a document that says nearly the same as one before it."""
    from civictext.read import near_duplicates

    texts: dict[str, list[str]] = {d["doc_id"]: [] for d in documents}
    for row in recommendations:
        texts[row["doc_id"]].append(row["text"])
    by_id = {d["doc_id"]: d for d in documents}
    for group in near_duplicates(texts):
        first, *others = (i for i in texts if i in group)
        for other in others:
            by_id[other]["duplicate_of"] = first
            by_id[other]["warnings"].append(f"почти то же, что {by_id[first]['source']}; считается один раз")


def versions() -> dict[str, str]:
    """Return the versions of Python, civictext and the libraries that decide a result."""
    out = {"python": sys.version.split()[0]}
    for name in ("civictext", *STACK):
        try:
            out[name] = version(name)
        except PackageNotFoundError:
            out[name] = "not installed"
    return out
