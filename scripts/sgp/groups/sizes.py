"""How many groups there are, and how large they are."""

FEWEST, MOST = 3, 5
"""People in a group."""


def limits(size: int) -> tuple[int, int]:
    """The fewest and the most people of a group: within one of `Group size`, and never fewer than 3 nor more than 5."""
    wished = min(max(size, FEWEST), MOST)
    return max(FEWEST, wished - 1), min(MOST, wished + 1)


def even_sizes(people: int, size: int) -> tuple[int, ...]:
    """Sizes as near to the one wished and as even as can be; from 3 to 5 where one more or less is not enough; () for too few people."""
    for least, most in (limits(size), (FEWEST, MOST)):
        able = [n for n in range(1, people // least + 1) if n * most >= people]
        if able:
            groups = min(able, key=lambda n: (abs(people / n - size), -n))
            each, more = divmod(people, groups)
            return tuple(each + (place < more) for place in range(groups))
    return ()
