"""Builders of the table `phrases_timing`."""

from __future__ import annotations

from rowsmith.agents.models.offline.ontology.columns import knowledge
from rowsmith.agents.models.offline.reading.build_shares import is_no_state, state_words
from rowsmith.agents.models.offline.reading.statements import Condition, Place, Timing
from rowsmith.agents.models.offline.reading.states import find_state
from rowsmith.agents.models.offline.reading.view import Builder, Reading, View
from rowsmith.agents.models.offline.text.times import Clock

WEEKEND = ("5", "6")
WORKING = ("0", "1", "2", "3", "4")
PARTS_OF_DAY = {
    "night": (22, 5), "evening": (18, 21), "morning": (7, 10), "afternoon": (13, 17), "lunch": (11, 13), "dinner": (18, 20),
    "noon": (11, 13), "midday": (11, 13), "day": (7, 19), "daytime": (7, 19), "mid afternoon": (12, 16), "early afternoon": (12, 14),
    "late afternoon": (15, 18), "late morning": (9, 11),
}  # fmt: skip
SEASONS = {"spring": ("3", "4", "5"), "summer": ("6", "7", "8"), "autumn": ("9", "10", "11"), "fall": ("9", "10", "11"),
           "winter": ("12", "1", "2"), "december": ("12",), "christmas": ("12",)}  # fmt: skip


def entity_of(view: View) -> str:
    return view.entity("e") or view.entity("f") or view.context.entity


def texts(view: View) -> list[str]:
    return [item.word for item in view.sentence.items[view.start : view.end]]


def days(view: View) -> tuple[str, ...]:
    if any(word == "weekend" for word in texts(view)):
        return WEEKEND
    found = [view.item(name) for name in ("d", "d2")]
    return tuple(
        dict.fromkeys(item.value for item in found if item is not None and isinstance(item.value, str))
    )


def of_days(view: View, mode: str) -> Reading | None:
    entity, parts = entity_of(view), days(view)
    if not entity or not parts:
        return None
    return view.made(Timing(Place(timed(view, entity), ""), "weekday", parts, mode, view.quote))  # type: ignore[arg-type]  # modes are literals below


def timed(view: View, entity: str) -> str:
    """An entity with a date: the one spoken of, else the one that usually has events."""
    context = view.context
    if has_date(view, entity) or (entity and context.knows(entity) is None):
        return entity
    for name in (*reversed(context.recent), *context.vocabulary.entities):
        if has_date(view, name):
            return name
    return entity


def has_date(view: View, entity: str) -> bool:
    owner = view.context.vocabulary.entities.get(entity)
    if owner is None:
        return False
    if any(
        knowledge(a.words).kind in {"date", "datetime"} and "birth" not in a.words
        for a in owner.attributes.values()
    ):
        return True
    known = view.context.knows(entity)
    return known is not None and bool(known.main_date)


def never_days(view: View) -> Reading | None:
    return of_days(view, "never")


def more_days(view: View) -> Reading | None:
    return of_days(view, "more")


def less_days(view: View) -> Reading | None:
    return of_days(view, "less")


def only_days(view: View) -> Reading | None:
    return of_days(view, "only")


def only_weekdays(view: View) -> Reading | None:
    entity = entity_of(view)
    return (
        view.made(Timing(Place(timed(view, entity), ""), "weekday", WORKING, "only", view.quote))
        if entity
        else None
    )


def only_span(view: View) -> Reading | None:
    """Monday to Friday."""
    first, last = view.item("d"), view.item("d2")
    entity = entity_of(view)
    if (
        first is None
        or last is None
        or not entity
        or not isinstance(first.value, str)
        or not isinstance(last.value, str)
    ):
        return None
    start, end = int(first.value), int(last.value)
    parts = tuple(str(day % 7) for day in range(start, end + 1 if end >= start else end + 8))
    return view.made(Timing(Place(timed(view, entity), ""), "weekday", parts, "only", view.quote))


def hour_part(clock: Clock) -> str:
    first, last = clock.hours
    return f"{first}-{last}"


def hours(
    view: View,
    *clocks: Clock | None,
    mode: str = "more",
    entity: str = "",
    least: float | None = None,
    when: Condition | None = None,
) -> Reading | None:
    parts = tuple(hour_part(clock) for clock in clocks if clock is not None)
    owner = entity or entity_of(view)
    if not parts or not owner:
        return None
    place, measure = measured(view, owner)
    return view.made(Timing(place, "hour", parts, mode, view.quote, least, when, measure))  # type: ignore[arg-type]  # modes are literals below


def measured(view: View, entity: str) -> tuple[Place, str]:
    """Where every step has a row it is the measure that changes over the day, and not the number of rows."""
    for owner in dict.fromkeys((entity, *reversed(view.context.recent))):
        if owner in view.context.grids:
            measure = next(
                (
                    a.name
                    for a in view.context.vocabulary.entities[owner].attributes.values()
                    if knowledge(a.words).kind in {"decimal", "integer"}
                ),
                "",
            )
            return Place(owner, ""), measure
    return Place(timed(view, entity), ""), ""


def more_hours(view: View) -> Reading | None:
    return hours(view, view.clock("h"))


def peak_hours(view: View) -> Reading | None:
    return hours(view, view.clock("h"))


def two_peaks(view: View) -> Reading | None:
    return hours(view, view.clock("h"), view.clock("k"))


def named_peaks(view: View) -> Reading | None:
    parts = [PARTS_OF_DAY[word] for word in texts(view) if word in PARTS_OF_DAY]
    return hours(view, *(Clock(a, b + 1) for a, b in parts))


def low_night(view: View) -> Reading | None:
    return hours(view, Clock(0, 5), mode="less")


def mostly_part(view: View) -> Reading | None:
    parts = [PARTS_OF_DAY[word] for word in texts(view) if word in PARTS_OF_DAY]
    return hours(view, *(Clock(a, (b + 1) % 24) for a, b in parts))


def state_hours(view: View) -> Reading | None:
    """Noise complaints mostly come in at night, at least half of them between 22:00 and 06:00."""
    words = state_words(view, "s")
    found = state_within(view, words)
    if found is None:
        return None
    part = next((PARTS_OF_DAY[word] for word in texts(view) if word in PARTS_OF_DAY), (22, 5))
    clock = view.clock("h") or Clock(part[0], (part[1] + 1) % 24)
    share = view.quantity("p")
    least = share.low if share is not None and share.low is not None else None
    return hours(view, clock, entity=found.place.entity, least=least, when=found)


def state_within(view: View, words: tuple[str, ...]) -> Condition | None:
    if not words or is_no_state(words[0]):
        return None
    return find_state(view.context, words) or next(
        (
            found
            for word in words
            if (found := find_state(view.context, (word,))) is not None and found.op == "="
        ),
        None,
    )


def months_of(view: View) -> tuple[str, ...]:
    first, last = view.item("m"), view.item("m2")
    if first is None or not isinstance(first.value, str):
        return ()
    start = int(first.value)
    end = int(last.value) if last is not None and isinstance(last.value, str) else start
    count = (end - start) % 12 + 1
    return tuple(str((start + step - 1) % 12 + 1) for step in range(count))


def state_months(view: View) -> Reading | None:
    found, parts = state_within(view, state_words(view, "s")), months_of(view)
    if found is None or not parts:
        return None
    return view.made(Timing(Place(found.place.entity, ""), "month", parts, "more", view.quote, None, found))


def peak_months(view: View) -> Reading | None:
    entity, parts = entity_of(view), months_of(view)
    if not entity or not parts:
        return None
    place, measure = measured(view, entity)
    return view.made(Timing(place, "month", parts, "more", view.quote, measure=measure))


def peak_season(view: View) -> Reading | None:
    parts = next((SEASONS[word] for word in texts(view) if word in SEASONS), ())
    entity = entity_of(view)
    if not parts or not entity:
        return None
    place, measure = measured(view, entity)
    return view.made(Timing(place, "month", parts, "more", view.quote, measure=measure))


def season_over(view: View) -> Reading | None:
    """Summer >> winter."""
    return peak_season(view)


def month_over(view: View) -> Reading | None:
    """July warmer than January: a measure by month."""
    item, entity = view.item("m"), view.context.entity
    if item is None or not isinstance(item.value, str) or not entity:
        return None
    for owner in dict.fromkeys((entity, *reversed(view.context.recent), *view.context.vocabulary.entities)):
        for attribute in view.context.vocabulary.entities[owner].attributes.values():
            if "temperature" in attribute.words:
                return view.made(
                    Timing(
                        Place(owner, ""), "month", (item.value,), "more", view.quote, measure=attribute.name
                    )
                )
    return None


def daily_cycle(view: View) -> Reading | None:
    text = " ".join(texts(view))
    names = sorted(PARTS_OF_DAY, key=len, reverse=True)
    part = next((PARTS_OF_DAY[name] for name in names if name in text.replace("-", " ")), (12, 16))
    return hours(view, Clock(part[0], (part[1] + 1) % 24))


def daily_plain(view: View) -> Reading | None:
    return hours(view, Clock(12, 17))


def day_night(view: View) -> Reading | None:
    words = texts(view)
    warm = bool({"warmer", "hotter", "higher"} & set(words))
    by_day = "day" in words
    return hours(view, Clock(12, 17) if warm == by_day else Clock(0, 6))


def only_hours(view: View) -> Reading | None:
    entity = entity_of(view)
    if (
        view.context.attribute is not None
        and view.context.adjacent
        and knowledge((view.context.attribute.attribute,)).kind not in {"datetime", "date", ""}
    ):
        return None
    return hours(view, view.clock("h"), mode="only", entity=timed(view, entity)) if entity else None


def office_hours(view: View) -> Reading | None:
    return hours(view, Clock(8, 18), mode="only")


BUILDERS: dict[str, Builder] = {
    "never_days": never_days,
    "more_days": more_days,
    "less_days": less_days,
    "only_days": only_days,
    "only_weekdays": only_weekdays,
    "only_span": only_span,
    "more_hours": more_hours,
    "peak_hours": peak_hours,
    "two_peaks": two_peaks,
    "named_peaks": named_peaks,
    "low_night": low_night,
    "mostly_part": mostly_part,
    "state_hours": state_hours,
    "state_months": state_months,
    "peak_months": peak_months,
    "peak_season": peak_season,
    "season_over": season_over,
    "month_over": month_over,
    "daily_cycle": daily_cycle,
    "daily_plain": daily_plain,
    "day_night": day_night,
    "only_hours": only_hours,
    "office_hours": office_hours,
}
