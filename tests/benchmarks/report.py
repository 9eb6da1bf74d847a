"""The table that ``make bench`` prints: medians with their spread, budgets beside them, and ratios."""

from __future__ import annotations

from collections import defaultdict
from statistics import median


class Table:
    """Collects samples under names, in the order they first came; prints one line a name."""

    def __init__(self, title: str) -> None:
        self.title = title
        self._samples: dict[str, list[float]] = defaultdict(list)
        self._cpu: dict[str, list[float]] = defaultdict(list)
        self._units: dict[str, str] = {}
        self._budgets: dict[str, float] = {}
        self._notes: list[str] = []
        self._ratios: list[tuple[str, str]] = []

    def sample(
        self, name: str, value: float, unit: str, *, cpu: float | None = None, budget: float | None = None
    ) -> None:
        """Add one measurement; ``budget`` in the same unit, ``cpu`` in seconds."""
        self._samples[name].append(value)
        self._units[name] = unit
        if cpu is not None:
            self._cpu[name].append(cpu)
        if budget is not None:
            self._budgets[name] = budget

    def ratio(self, ours: str, theirs: str) -> None:
        """Ask for the ratio of two medians, where both were measured."""
        self._ratios.append((ours, theirs))

    def note(self, text: str) -> None:
        """A line below the table."""
        self._notes.append(text)

    def __str__(self) -> str:
        lines = [self.title, "=" * len(self.title)]
        for name, values in self._samples.items():
            line = f"{name:<58}{median(values):>9.2f} {self._units[name]:<7}"
            if len(values) > 1:
                line += f" ({min(values):.2f} - {max(values):.2f}, {len(values)} runs)"
            if self._cpu[name]:
                line += f"  cpu {median(self._cpu[name]):.3f} s"
            if name in self._budgets:
                line += f"  budget {self._budgets[name]:g}"
            lines.append(line)
        for ours, theirs in self._ratios:
            if ours in self._samples and theirs in self._samples:
                share = median(self._samples[ours]) / median(self._samples[theirs])
                line = f"{ours} / {theirs}: {share:.2f}"
                if self._cpu[ours] and self._cpu[theirs]:  # which tells more on a machine that others use too
                    line += (
                        f", of the processors' time {median(self._cpu[ours]) / median(self._cpu[theirs]):.2f}"
                    )
                lines.append(line)
        return "\n".join([*lines, *self._notes])
