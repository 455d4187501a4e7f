"""The portal's limits: a leaky bucket for all requests, and the operating time of each method for each key."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from desktop.core.clock import Clock, utc
from tests.fakes.bitrix_portal.wire import Refusal

BASKETS = 600


@dataclass
class Limits:
    """ "Others" of the table: 50, less 2 a second. `costs` is the operating time a call of a method takes."""

    clock: Clock
    threshold: int = 50
    leak: float = 2.0
    operating_limit: float = 480.0
    costs: dict[str, float] = field(default_factory=dict)
    refused: int = 0
    level: float = 0.0
    seen: float = 0.0
    baskets: dict[tuple[str, str], dict[int, float]] = field(default_factory=lambda: defaultdict(dict))

    def admit(self) -> None:
        now = self.clock.monotonic()
        self.level = max(0.0, self.level - (now - self.seen) * self.leak)
        self.seen = now
        if self.level + 1 > self.threshold:
            self.refused += 1
            raise Refusal(503, "QUERY_LIMIT_EXCEEDED", "Too many requests")
        self.level += 1

    def check_operating(self, key: str, method: str) -> None:
        if self._operating(key, method) > self.operating_limit:
            self.refused += 1
            raise Refusal(429, "OPERATION_TIME_LIMIT", "Method is blocked due to operation time limit.")

    def spend(self, key: str, method: str) -> dict[str, float | str]:
        """What `time` of the answer says."""
        cost = self.costs.get(method, 0.01)
        baskets = self.baskets[(key, method)]
        minute = self.clock.now() // 60 * 60
        baskets[minute] = baskets.get(minute, 0.0) + cost
        now = float(self.clock.now())
        return {
            "start": now,
            "finish": now + cost,
            "duration": cost,
            "processing": cost / 2,
            "date_start": utc(self.clock.now()).isoformat(),
            "date_finish": utc(self.clock.now()).isoformat(),
            "operating_reset_at": min(baskets) + BASKETS,
            "operating": self._operating(key, method),
        }

    def _operating(self, key: str, method: str) -> float:
        baskets = self.baskets[(key, method)]
        for minute in [one for one in baskets if one + BASKETS <= self.clock.now()]:
            del baskets[minute]
        return sum(baskets.values())
