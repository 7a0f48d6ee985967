"""What is new in one project: its identity, its values, its conflicts, and the reports that add nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from core.ledger.clashes import Clash, clashes
from core.ledger.history import inferred_status
from core.ledger.rule import BY_COLUMN, CORRECTION, Rule
from core.ledger.succession import State, Succession
from core.ledger.values import FIGURES, Key, Move, Value, current, evidence, expansion, moves, name_of, stated
from core.ledger.winners import Stand, choose, is_passing

_OF_PROJECT = ("project", "kind", "segment", "status", "country", "country_name", "region", "city", "partners")
_OF_REPORT = ("report_id", "article", "url", "language", "published", "published_precision")

Row = dict[str, Any]


def about(project_id: str, project: Sequence[Stand], today: date | None) -> Row:
    """What the row of a change says of its project, by the values that count. today: see core.ledger.values.current."""
    told: Row = {"project_id": project_id}
    for name in _OF_PROJECT:
        rule = BY_COLUMN[name]
        winner = choose(project, rule).winner
        told[name] = winner.values[name] if winner else None
    silent = inferred_status(project, today)
    if silent is not None:
        told["status"] = silent.status
    return told


def _from(s: Stand, said: Mapping[str, Any]) -> Row:
    return {name: s.row[name] for name in _OF_REPORT} | {"quote": said.get("quote"), "quote_en": said.get("quote_en")}


class ProjectChanges:
    """One project of today beside what was known of it."""

    def __init__(self, project_id: str, was: State, now: State, kin: Succession, days: tuple[date | None, date | None]) -> None:
        self.project_id, self.now, self.was_state, self.kin, self.days = project_id, now[project_id], was, kin, days
        self.former = kin.former.get(project_id, [])
        self.was = sorted((s for i in self.former for s in was[i]), key=lambda s: s.key)
        self.told: set[str] = set()  # new reports that some change tells of
        self.was_values: dict[Key, Value] = {}
        self.now_values: dict[Key, Value] = {}

    def changes(self) -> Iterator[Row]:
        """The changes of the project, in no order."""
        self.was_values = current(self.was, self.days[0]) if self.was else {}
        self.now_values = current(self.now, self.days[1])
        shared = about(self.project_id, self.now, self.days[1])
        rows = self._of_identity()
        if self.was:
            rows += [*self._of_values(), *self._of_conflicts()]
        elif self.project_id not in self.kin.parted:
            rows += [self._first(), *self._of_conflicts()]
        if self.was or self.project_id in self.kin.parted:
            rows += self._of_reports()
        for row in rows:
            yield shared | {"former": [i for i in self.former if i != self.project_id]} | row

    def _known(self, s: Stand) -> bool:
        return s.row["report_id"] in self.kin.origin

    # -------------------------------------------------------------------------------------------------- identity

    def _first(self) -> Row:
        """The row of a new project, or a market figure: by the report that says where it stands."""
        leading = next((v for v in self.now_values.values() if v.winner is not None and v.ruling is None), None)
        s = leading.winner if leading and leading.winner else [s for s in self.now if not s.passing][-1]
        said = leading.said() if leading else next(iter(s.row["evidence"]), {})
        digest = [_named(v) for key, v in self.now_values.items() if key[0] in ("status", *FIGURES) and v.low is not None]
        figure = all(s.row["kind"] == "statistic" for s in self.now)
        words = "; ".join(digest) or s.row["headline_en"]
        named = all(is_passing(s.row) for s in self.now)
        what = "new_figure" if figure else "new_mention" if named else "new_project"
        return {"what": what, "cause": "report", "after_words": words} | _from(s, said)

    def _of_identity(self) -> list[Row]:
        former = self.kin.parted.get(self.project_id, self.former)
        split = self.project_id in self.kin.parted
        if not split and len(former) < 2:
            return []
        words = "; ".join(dict.fromkeys(_label(i, self.was_state[i]) for i in former))
        row: Row = {"what": "split" if split else "merged", "cause": "regrouping", "before_words": words, "former": former}
        done = {e["quote_en"] for s in self.now for e in s.row["evidence"] if _of_person(e)}
        done -= {e["quote_en"] for i in former for s in self.was_state[i] for e in s.row["evidence"] if _of_person(e)}
        new = [s for s in self.now if not self._known(s) and not s.passing]
        if done:
            row |= {"cause": "correction"} | _by_hand(min(done))
        elif len(new) == 1:
            row |= _from(new[0], next(iter(new[0].row["evidence"]), {})) | {"cause": "report"}
            self.told.add(new[0].row["report_id"])
        return [row]

    def _of_reports(self) -> Iterator[Row]:
        """A new expansion, and the new reports of which no change tells. A mention in passing is no report on it."""
        phase = expansion(self.now)
        if phase and not any(s.phase for s in self.was):
            s = phase[-1]
            of_site = {key[:2]: v.words() for key, v in self.now_values.items() if not key[2] and key[0] in FIGURES}
            values = [v for key, v in self.now_values.items() if key[2]]
            digest = []
            for key, value in self.now_values.items():
                site = of_site.get(key[:2])
                if key[2] and value.low is not None:
                    digest.append(_named(value) + (f" (the site: {site})" if site and site != value.words() else ""))
            words = "; ".join(digest) or s.row["headline_en"]
            said = next((v.said() for v in values if v.winner is s), next(iter(s.row["evidence"]), {}))
            self.told |= {s.row["report_id"] for s in phase}
            yield {"what": "new_expansion", "cause": "report", "expansion": True, "after_words": words} | _from(s, said)
        for s in self.now:
            if not self._known(s) and not s.passing and s.row["report_id"] not in self.told:
                said = next(iter(s.row["evidence"]), {})
                row = {"what": "new_report", "cause": "report", "after_words": s.row["headline_en"]} | _from(s, said)
                yield row | {"quote_en": None}  # what one sentence says is not what the report says

    # ---------------------------------------------------------------------------------------------------- values

    def _of_values(self) -> Iterator[Row]:
        was, now = self.was_values, self.now_values
        named = frozenset(c for s in self.was for c in s.row["partners"] or ())
        growing = any(key[2] for key in was)
        for key in dict.fromkeys([*now, *was]):
            a, b = was.get(key), now.get(key)
            if key[2] and not growing:
                continue  # the expansion itself is new
            if a and b and a.winner and b.winner and a.rule.of_phase and a.winner.phase and not b.winner.phase and not key[2]:
                a = None  # the expansion was told of before the site
            for move in moves(a, b, named):
                if not (move.what == "withdrawn_value" and key[2]):  # it runs now, as part of the site
                    yield self._moved(move, key, a, b)

    def _moved(self, move: Move, key: Key, was: Value | None, now: Value | None) -> Row:
        row: Row = {
            "what": move.what, "cause": self._cause(was, now), "column": key[0], "expansion": key[2], "unit": move.unit,
            "before_words": move.words[0] or None, "after_words": move.words[1] or None, "direction": move.direction,
            "before": _plain(move.before[0]), "before_max": move.before[1],
            "after": _plain(move.after[0]), "after_max": move.after[1],
        }  # fmt: skip
        row |= self._origin(was, now, BY_COLUMN[key[0]], row["cause"])
        if move.what == "partner_joined" and row.get("quote") and now and now.winner:
            named = evidence(now.winner, now.rule, move.after[0][0])
            row |= {"quote": named.get("quote"), "quote_en": named.get("quote_en")}
        return row

    def _origin(self, was: Value | None, now: Value | None, rule: Rule, cause: str) -> Row:
        """The report that gives the value now and its sentence, or a person's reason with its day."""
        if now is not None and now.since is not None:
            return {"published": now.since}
        if cause == "correction":
            if now is not None and now.ruling is not None:
                return _by_hand(now.ruling.why)
            corrected = self._corrected((now.winner if now else None, self._today(was.winner if was else None)), rule)
            words = evidence(corrected, rule, None).get("quote_en") if corrected and _notes(corrected, rule) else None
            return (_from(corrected, {}) if corrected else {}) | _by_hand(words)
        if now is None or now.winner is None or now.low is None:
            return {}
        if cause == "report":
            self.told.add(now.winner.row["report_id"])
        return _from(now.winner, now.said())

    def _cause(self, was: Value | None, now: Value | None) -> str:
        if (now is not None and now.since is not None) or (now is None and was is not None and was.since is not None):
            return "silence"
        value = now or was
        assert value is not None
        if (was.ruling if was else None) != (now.ruling if now else None):
            return "correction"
        winner = now.winner if now and now.low is not None else None
        before = was.winner if was else None
        if winner is not None and not self._known(winner):
            return "report"
        then = self._today(before)
        if self._corrected((winner, then), value.rule) is not None:
            return "correction"
        if was is not None and was.since is not None:
            return "silence"  # which is over: a report was new that says nothing of the status
        if before is not None and then is None:
            return self._lost(before)
        if winner is not None and self.kin.origin[winner.row["report_id"]] not in self.former:
            return "regrouping"
        return self._otherwise()

    def _lost(self, s: Stand) -> str:
        return "regrouping" if s.row["report_id"] in self.kin.same else "removal"

    def _otherwise(self) -> str:
        return "regrouping" if len(self.former) > 1 else "reassessment"

    def _corrected(self, reports: Iterable[Stand | None], rule: Rule) -> Stand | None:
        """The first of these reports of today in which a person has set something since, or taken it back."""
        return next((s for s in reports if s is not None and _notes(s, rule) != _notes(self._before(s), rule)), None)

    def _today(self, s: Stand | None) -> Stand | None:
        """A report of before as it stands in the project today."""
        today = self.kin.same.get(s.row["report_id"]) if s else None
        return next((s for s in self.now if s.row["report_id"] == today), None)

    def _before(self, today: Stand) -> Stand | None:
        same = self.kin.same
        return next((s for s in self.was if same.get(s.row["report_id"]) == today.row["report_id"]), None)

    # ------------------------------------------------------------------------------------------------- conflicts

    def _of_conflicts(self) -> Iterator[Row]:
        was, now = ([c for c in clashes(project) if not c.settled] for project in (self.was, self.now))
        known = {(clash.column, clash.phase, frozenset(clash.words())) for clash in was}
        for clash in now:
            words = clash.words()
            if (key := (clash.column, clash.phase, frozenset(words))) not in known:
                known.add(key)
                yield self._disputed(clash, words)
        still = {(clash.column, clash.phase) for clash in now}
        for clash in was:
            if (clash.column, clash.phase) not in still:
                still.add((clash.column, clash.phase))
                yield self._settled(clash)

    def _disputed(self, clash: Clash, words: tuple[str, str]) -> Row:
        one, other = clash.one, clash.other
        if not self._known(one) and self._known(other):
            one, other, words = other, one, (words[1], words[0])
        earlier, value = (next(stated(s, BY_COLUMN[clash.column])) for s in (one, other))
        self.told.add(other.row["report_id"])
        return {
            "what": "new_conflict", "cause": self._otherwise() if self._known(other) else "report", "column": clash.column,
            "expansion": clash.phase, "unit": value.unit, "before": _plain(earlier.low), "before_max": earlier.high,
            "after": _plain(value.low), "after_max": value.high, "before_words": words[0], "after_words": words[1],
            "against": one.row["report_id"],
        } | _from(other, value.said())  # fmt: skip

    def _settled(self, clash: Clash) -> Row:
        rule, sides = BY_COLUMN[clash.column], clash.words()
        row: Row = {"what": "settled_conflict", "column": clash.column, "expansion": clash.phase,
                    "before": list(sides), "before_words": " or ".join(sides)}  # fmt: skip
        final = next((v for key, v in self.now_values.items() if (key[0], key[2]) == (clash.column, clash.phase)), None)
        cause = self._cause(None, final) if final else self._otherwise()
        if cause == self._otherwise():  # not by a later report: what has become of the two?
            today = [self._today(s) for s in (clash.one, clash.other)]
            if (corrected := self._corrected(today, rule)) is not None:
                words = evidence(corrected, rule, None).get("quote_en")
                return row | self._ends(final) | {"cause": "correction"} | _by_hand(words)
            cause = next((self._lost(s) for s, left in zip((clash.one, clash.other), today, strict=True) if left is None), cause)
        return row | self._ends(final) | {"cause": cause} | self._origin(None, final, rule, cause)

    def _ends(self, final: Value | None) -> Row:
        if final is None or final.low is None:
            return {}
        return {"after": _plain(final.low), "after_max": final.high, "unit": final.unit, "after_words": final.words()}


def _by_hand(words: str | None) -> Row:
    """What a row says of a person's correction: the reason, and its day where it is known."""
    day = _day_in(words)
    return {"quote": None, "quote_en": words} | ({"published": day} if day else {})


def _notes(s: Stand | None, rule: Rule) -> list[Any]:
    """The notes of a person's corrections in a group of columns of a report."""
    evidence = s.row["evidence"] if s else ()
    return [(e["column"], e["quote_en"]) for e in evidence if e["rule"] == CORRECTION and e["column"] in rule.columns]


def _of_person(said: Mapping[str, Any]) -> bool:
    return bool(said["rule"] == CORRECTION and said["column"] == "project_id")


def _day_in(words: str | None) -> str | None:
    """The day in “Corrected on 2025-01-31: …”."""
    day = (words or "").partition(" on ")[2][:10]
    return day if len(day) == 10 and day[4] == day[7] == "-" else None


def _label(project_id: str, project: Sequence[Stand]) -> str:
    winner = choose(project, BY_COLUMN["project"]).winner
    return str(winner.values["project"]) if winner else project_id


def _named(value: Value) -> str:
    """“status announced”, “capacity 15 GWh”."""
    return f"{name_of(value.rule.name)} {value.words()}"


def _plain(value: Any) -> Any:
    """A place's levels as text, town first; all else as it is."""
    return ", ".join(level for level in value if level) if isinstance(value, tuple) else value
