"""Names for the tests: a look-up that leads invented hosts to loopback addresses, and never asks the network."""

from __future__ import annotations

import socket


class Names:
    """Stands in for the system's look-up. ``asked`` are the hosts looked up, in order."""

    def __init__(self, **hosts: str | list[str]) -> None:
        self.hosts: dict[str, list[list[str]]] = {}
        self.asked: list[str] = []
        for host, found in hosts.items():
            self.set(host.replace("_", "."), found)

    def set(self, host: str, *answers: str | list[str]) -> None:
        """What ``host`` leads to; several answers are given one after the other, the last one for good."""
        self.hosts[host] = [[answer] if isinstance(answer, str) else answer for answer in answers]

    async def __call__(self, host: str, port: int) -> list[str]:
        """The addresses of ``host``. Raises socket.gaierror for a host that was not set."""
        self.asked.append(host)
        answers = self.hosts.get(host)
        if not answers:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return answers.pop(0) if len(answers) > 1 else answers[0]
