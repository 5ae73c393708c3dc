"""`Plots`: the plots of a run behind ``analysis.plot``, each a thin call of the function that draws it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import altair as alt

from civictext.report.figures import Figures
from civictext.report.names import Names
from civictext.report.plots import commitments, contrasts, gaps, plane, shares, time
from civictext.report.plots.style import MANY
from civictext.resources import using_labels
from civictext.tables import Tables

if TYPE_CHECKING:
    from civictext.cluster import Encoder


class Plots:
    """Plots of the tables of a run: altair charts without a config of their own, to be restyled, layered and concatenated.

    Every method takes `lang` ("ru" or "en"); labels are those of the user's own taxonomy where the run had one. Shares have 95 %
    intervals that draw resolutions, see `civictext.compare`; groups of fewer than three resolutions are marked and have none.

    Parameters
    ----------
    tables : Tables
    lang : {"ru", "en"}, default="ru"
        Language of a plot that is not asked for another.

    Examples
    --------
    >>> from civictext.tables import Tables
    >>> years = {"a": "2018", "b": "2020", "c": "2022"}
    >>> tables = Tables.from_rows(
    ...     [{"doc_id": d, "region": "RU-TOM", "date": y} for d, y in years.items()],
    ...     [{"doc_id": d, "rec_id": d, "text": "Открыть клуб", "lemmas": "открыть клуб", "cluster": 1, "actions": [{"strength": "direct"}],
    ...       "themes": [{"id": "youth" if d == "c" else "culture_heritage"}]} for d in years],
    ...     [{"cluster": 1, "label": "открыть клуб", "size": 3, "n_regions": 1, "group": 1}])
    >>> plots = Plots(tables)
    >>> plots.themes().properties(title="Томск", width=400).to_dict()["title"]
    'Томск'
    >>> both = plots.themes(by="year", lang="en") | plots.years(lang="en")
    >>> plots.share("youth", by="year").to_dict()["title"]["text"]
    '«Молодёжь»: доля по группам (Год)'
    >>> charts = [plots.gaps(), plots.log_odds("year", "theme"), plots.trends(), plots.recurrence(of="RU-TOM")]
    >>> charts += [plots.map(), plots.dendrogram(group=1), plots.clusters(by="year")]
    >>> charts[-1].to_dict()["title"]["text"]
    'Кто ещё просил о том же: повторяющиеся предложения × Год'
    """

    def __init__(self, tables: Tables, lang: str = "ru") -> None:
        self.tables, self.lang = tables, lang
        self._figures: dict[str, Figures] = {}
        self._of(lang)

    def _of(self, lang: str) -> Figures:
        if lang not in self._figures:
            self._figures[lang] = Figures(self.tables, Names(lang))
        return self._figures[lang]

    def _drawn(self, draw: Callable[..., Any], lang: str | None, *args: Any) -> Any:
        with using_labels(self.tables.run.get("labels")):
            return draw(self._of(lang or self.lang), *args)

    def themes(self, by: str | None = None, *, lang: str | None = None) -> alt.LayerChart:
        """Return bars of the shares of themes with intervals or, with `by` (``"region"``, ``"year"`` …), a heat map."""
        return self.labels("theme", by, lang=lang)

    def addressees(self, by: str | None = None, *, lang: str | None = None) -> alt.LayerChart:
        """Return bars of the shares of addressees' categories or, with `by`, a heat map."""
        return self.labels("addressee", by, lang=lang)

    def actions(self, by: str | None = None, *, lang: str | None = None) -> alt.LayerChart:
        """Return bars of the shares of types of action or, with `by`, a heat map."""
        return self.labels("action", by, lang=lang)

    def labels(self, what: str, by: str | None = None, *, n: int = MANY, lang: str | None = None) -> alt.LayerChart:
        """Return bars of any facet or, with `by`, a heat map of its labels in each group.

        Parameters
        ----------
        what, by : str
            Facets, see `civictext.compare.facet`: ``theme``, ``region``, ``year``, ``level``, ``addressee``, …
        n : int, default=30
            Labels shown, the most frequent ones; the title says how many are left out.
        lang : {"ru", "en"}, optional

        Raises
        ------
        ValueError
            If there is no such facet; the message lists the known ones.
        """
        if by is None:
            return self._drawn(shares.bars, lang, what, n)
        return self._drawn(shares.heat, lang, what, by, n)

    def share(
        self,
        label: str,
        by: str = "region",
        what: str = "theme",
        *,
        groups: Sequence[str] | None = None,
        lang: str | None = None,
    ) -> alt.LayerChart:
        """Return the share of one label in each group with its interval: ``plot.share("youth", by="region")``.

        Raises
        ------
        ValueError
            If no recommendation has the label; the message lists the known ones.
        """
        return self._drawn(shares.across, lang, label, what, by, groups)

    def gaps(
        self, by: str = "region", what: str = "theme", *, n: int = MANY, lang: str | None = None
    ) -> alt.LayerChart:
        """Return a heat map of observed against expected recommendations: what each group is silent about; see `civictext.compare.gaps`."""
        return self._drawn(gaps.gap_matrix, lang, by, what, n)

    def log_odds(
        self,
        by: str = "region",
        what: str = "lemma",
        *,
        n: int = 8,
        groups: Sequence[str] | None = None,
        lang: str | None = None,
    ) -> alt.FacetChart:
        """Return the `n` labels most typical of each group; see `civictext.compare.log_odds`.

        Without `groups`: those of at least three resolutions, or all where none has as many.
        """
        return self._drawn(contrasts.typical, lang, by, what, n, groups)

    def years(self, *, lang: str | None = None) -> alt.LayerChart:
        """Return columns of recommendations by year."""
        return self._drawn(time.years, lang)

    def trends(
        self, what: str = "theme", labels: Sequence[str] | None = None, *, n: int = 6, lang: str | None = None
    ) -> alt.FacetChart:
        """Return a small plot of each label's share by year with intervals; an arrow where the trend is hardly chance.

        Raises
        ------
        ValueError
            If `labels` names one that does not occur.
        """
        return self._drawn(time.trend_panels, lang, what, labels, n)

    def recurrence(
        self, series: str | Sequence[str] = "region", of: str | None = None, *, n: int = 20, lang: str | None = None
    ) -> alt.LayerChart:
        """Return when the commitments of one series of resolutions stood and what became of each; see `civictext.compare.recurrence`.

        Parameters
        ----------
        series : str or sequence of str, default="region"
        of : str, optional
            Which one, a region's code for instance; default: the series of most meetings.
        n : int, default=20
            Commitments shown, those that stood most often first.
        lang : {"ru", "en"}, optional

        Raises
        ------
        ValueError
            If nothing recurs, or there is no such series.
        """
        return self._drawn(time.chains, lang, series, of, n)

    def map(
        self,
        encoder: str | Encoder | None = None,
        *,
        n: int = plane.MOST,
        seed: int = 0,
        group: int | None = None,
        lang: str | None = None,
    ) -> alt.LayerChart:
        """Return recommendations as points of a plane, near where they ask for neighbouring measures; members of a cluster are tied.

        Parameters
        ----------
        encoder : str or Encoder, optional
            None: the pair model says who is near. Else the cosine of an encoder's vectors, see `civictext.cluster.encoders`.
        n : int
            Points shown; members of the largest clusters first.
        seed : int
            Of the projection (t-SNE): another seed gives another picture of the same neighbourhoods.
        group : int, optional
            A value of ``analysis.clusters["group"]``: only the recommendations of that group.
        lang : {"ru", "en"}, optional

        Raises
        ------
        ValueError
            If there is no such group.
        """
        return self._drawn(plane.plane, lang, encoder, n, seed, group)

    def dendrogram(
        self, group: int | None = None, *, encoder: str | Encoder | None = None, lang: str | None = None
    ) -> alt.LayerChart:
        """Return the tree by which a group's recommendations were joined, clusters apart, the cut as a line.

        Parameters
        ----------
        group : int, optional
            A value of ``analysis.clusters["group"]``; default: the group of most recommendations.
        encoder : str or Encoder, optional
            The one that the clusters were made with; None: the pair model.
        lang : {"ru", "en"}, optional

        Raises
        ------
        ValueError
            If there is no such group.
        """
        return self._drawn(commitments.tree, lang, group, encoder)

    def clusters(self, by: str = "region", *, n: int = 20, lang: str | None = None) -> alt.LayerChart:
        """Return a heat map of commitments that recur in each group: who else asked for the same."""
        return self._drawn(commitments.spread, lang, by, n)
