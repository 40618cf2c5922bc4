"""Food, travel, culture and sport."""

from __future__ import annotations

from rowsmith.tools.semantics.building import cooked, pooled, related
from rowsmith.tools.semantics.entry import Entry

_AIRPORT = ("airport_code", "airport", "city", "country", "country_code")
_PORT = ("port_code", "port", "country", "country_code")


def kinds() -> dict[str, Entry]:
    """The kinds of this family."""
    return dict(
        [
            cooked("venue_name", "concert hall, arena, theatre"),
            cooked("hotel_name", "invented hotel"),
            cooked("restaurant_name", "invented restaurant"),
            cooked("cafe_name", "invented coffee shop"),
            related("dish", "dish, of the given cuisine", "dish", "dish", ("cuisine",)),
            related("cuisine", "Italian, Thai ...", "dish", "cuisine", ("dish",)),
            pooled("ingredient", "fruit, vegetable or spice"),
            related(
                "airport_code", "IATA code of an airport", "airport", "airport_code", _others(_AIRPORT, 0)
            ),
            related("airport", "name of an airport", "airport", "airport", _others(_AIRPORT, 1)),
            related("airport_city", "city that an airport serves", "airport", "city", _AIRPORT[:2]),
            pooled("airline", "invented airline"),
            related("port_code", "UN/LOCODE of a seaport", "port", "port_code", _others(_PORT, 0)),
            related("port", "seaport", "port", "port", _others(_PORT, 1)),
            cooked("neighbourhood", "quarter of an invented city"),
            cooked("book_title", "invented book"),
            pooled("book_genre", "Fantasy, Mystery ..."),
            cooked("movie_title", "invented film"),
            pooled("film_genre", "Drama, Comedy ..."),
            cooked("song_title", "invented song"),
            cooked("album_title", "invented album"),
            cooked("band_name", "invented band or musician"),
            pooled("music_genre", "Pop, Jazz ..."),
            pooled("podcast_genre", "True Crime, Technology ..."),
            pooled("game_genre", "Puzzle, Racing ..."),
            cooked("team_name", "sports team"),
            pooled("sport", "Football, Tennis ..."),
            pooled("weekday_name", "Monday ..."),
            pooled("month_name", "January ..."),
        ]
    )


def _others(roles: tuple[str, ...], own: int) -> tuple[str, ...]:
    return roles[:own] + roles[own + 1 :]
