"""Two calm themes, dark and light, and one of high contrast. Selection is a colour and a marker (U19)."""

from __future__ import annotations

from textual.theme import Theme

DARK = Theme(
    name="kartoteka-dark",
    primary="#8fb8de",
    secondary="#7d8fa3",
    accent="#d9b36c",
    foreground="#d6dbe1",
    background="#12161b",
    surface="#171c22",
    panel="#1e252d",
    success="#8fc08a",
    warning="#e0b15e",
    error="#e8837a",
    dark=True,
    variables={"foreground-muted": "#7f8b98", "selection": "#2d4a66", "selection-text": "#ffffff"},
)
LIGHT = Theme(
    name="kartoteka-light",
    primary="#1f5b8f",
    secondary="#5b6b7b",
    accent="#8a5a00",
    foreground="#1d252d",
    background="#f7f6f2",
    surface="#efede6",
    panel="#e4e1d8",
    success="#2f6b33",
    warning="#8a5a00",
    error="#a8261b",
    dark=False,
    variables={"foreground-muted": "#66717c", "selection": "#c9dcef", "selection-text": "#0b1a28"},
)
CONTRAST = Theme(
    name="kartoteka-contrast",
    primary="#ffffff",
    secondary="#ffffff",
    accent="#ffff00",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#000000",
    success="#00ff00",
    warning="#ffff00",
    error="#ff6060",
    dark=True,
    variables={"foreground-muted": "#c8c8c8", "selection": "#ffffff", "selection-text": "#000000"},
)
THEMES = (DARK, LIGHT, CONTRAST)


def after(name: str) -> Theme:
    """The theme the theme key goes to from `name`."""
    names = [theme.name for theme in THEMES]
    return THEMES[(names.index(name) + 1) % len(THEMES)] if name in names else THEMES[0]
