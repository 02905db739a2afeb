"""What a newcomer types: the examples below the help of each command.

Each is also in docs/commands.md, with its purpose.
"""

from __future__ import annotations

import click

EXAMPLES = {
    "demo": ("demo --keep tour && variorum --archive tour log",),
    "init": ("init /srv/news",),
    "add": (
        "add https://example.org/",
        "add https://example.org/feed.xml --name example --yes",
    ),
    "outlet list": ("outlet list --csv > outlets.csv",),
    "outlet show": ("outlet show example",),
    "outlet new": ("outlet new https://example.org/", "outlet new example"),
    "outlet check": (
        "outlet check example --diff",
        "outlet check --url https://example.org/story --live",
        "outlet check --explain https://example.org/story",
    ),
    "outlet schema": ("outlet schema > outlets/rules.schema.json",),
    "outlet pause": ("outlet pause example",),
    "outlet resume": ("outlet resume example",),
    "outlet remove": ("outlet remove example --yes",),
    "crawl": ("crawl example other", "crawl --all", "crawl --url https://example.org/story"),
    "run": (
        "run",
        "--archive /srv/news run --unit > ~/.config/systemd/user/variorum.service",
    ),
    "status": ("status",),
    "log": (
        "log --important --outlet example",
        "log 12 -p",
        "log --outlet example --weight substantive --since 7d",
        "log --text 'ferry fares' --kind number",
    ),
    "diff": ("diff 12", "diff 12 1..4", "diff https://example.org/story --view unified"),
    "show": (
        "show 12@1 --text",
        "show 12@2 --raw > page.html",
        "show 12 --at 2026-03-01T18:00Z --cite",
    ),
    "search": (
        "search '\"water tariffs\" outlet:example since:30d'",
        "search 'removed:confirmed added:denied' --json",
    ),
    "story list": ("story list --since 7d --json",),
    "story show": ("story show 12",),
    "serve": ("serve", "--archive /srv/news serve --port 8080"),
    "user add": ("user add edda --role editor < password.txt",),
    "user list": ("user list",),
    "user remove": ("user remove rita",),
    "export": (
        "export xlsx -o week.xlsx --since 7d",
        "export html 12 -o story",
        "export bag 12 2..3 -o evidence",
    ),
    "import": (
        "import crawl.warc.gz",
        "import --memento https://example.org/story",
        "import feeds.opml addresses.txt",
    ),
    "extract": (
        "extract page.html --url https://example.org/story --json",
        "extract --batch pages.jsonl.gz > articles.jsonl",
    ),
    "compare": ("compare old.html new.html", "compare old.txt new.txt --json --exit-code"),
    "warc check": ("warc check crawl.warc.gz", "warc check story.wacz"),
    "why": ("why https://news.example/bridge-closes",),
    "watch": (
        "watch https://news.example/bridge-closes --every 1m --for 6h",
        "watch https://news.example/bridge-closes --off",
    ),
    "simulate": ("simulate articles.csv.gz changes.csv.gz --budget 10 --json",),
    "reprocess": ("reprocess --dry-run", "reprocess --outlet example"),
    "health": ("health",),
    "verify": ("verify", "verify --checkpoint published-in-may.txt"),
    "archive apply": ("archive apply week-12.db week-13.db",),
    "archive compact": ("archive compact",),
    "archive export-since": ("archive export-since mirror/archive.db -o week-12.db",),
    "archive stats": ("archive stats",),
    "backup": ("backup /mnt/copies",),
    "redact": (
        'redact 1027 --reason "court order 7/26"',
        'redact --article https://example.org/story --reason "court order 7/26"',
    ),
    "checkpoint": ("checkpoint", "checkpoint --list"),
    "doctor": ("doctor",),
    "completion": ("completion bash",),
}
"""Examples by the words of the command, without the name of the program."""


def with_examples(command: click.Command, name: str) -> click.Command:
    """The command with its examples below its help; a group's examples are with its commands."""
    if isinstance(command, click.Group):
        for verb, one in command.commands.items():
            with_examples(one, f"{name} {verb}")
    else:
        told = "\n".join(f"  variorum {example}" for example in EXAMPLES[name])
        # A \b keeps the line breaks of what follows it.
        command.epilog = f"\b\nExamples:\n{told}"
    return command
