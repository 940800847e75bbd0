"""A model card for reading: one set of weights as a page of HTML.

It states no colours, so that it has those of the widget, which QGIS's dark themes set by style sheets.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape

from ...models.card import ModelCard
from ...processing.base import tr
from .table import Row, size_in_words, task_in_words

MEASURED_HOW = ("date", "command")
"""Of a measurement, what is told once below the table."""


def card_page(row: Row) -> str:
    """All that is known of the weights in ``row``."""
    item, card = row.item, row.item.card
    parts = [f"<h3>{escape(item.entry.name)}</h3>"]
    if row.problem:
        what = tr("Damaged:") if row.is_damaged else tr("Not usable:")
        parts.append(f"<p><b>{what}</b> {escape(row.problem)}</p>")
    facts = _facts(row) if card is None else {**_purpose(row, card), **_facts(row), **_training(card)}
    parts.append(_table(facts.items()))
    if card is not None:
        parts += _figures(card)
        if card.notes:
            parts.append(f"<h4>{tr('Notes')}</h4><p>{escape(card.notes)}</p>")
    return "".join(parts)


def nothing_page() -> str:
    """What stands there while no weights are chosen."""
    return f"<p>{tr('Choose weights above to see what they are for, where they come from and how good they are.')}</p>"


def _purpose(row: Row, card: ModelCard) -> dict[str, str]:
    task = task_in_words(row)
    default = tr("yes: runs use them unless told otherwise") if row.is_default else tr("no")
    return {
        tr("For"): f"{task} ({row.network_title})",
        tr("Default"): default,
        tr("Authors"): card.authors,
        tr("Licence"): card.licence,
    }


def _facts(row: Row) -> dict[str, str]:
    entry = row.item.entry
    source = tr("shipped with HyperRestore") if row.item.shipped else tr("yours: imported or trained")
    return {
        tr("From"): source,
        tr("State"): row.state,
        tr("File"): str(entry.weights_path),
        tr("Size"): size_in_words(row.item.size),
    }


def _training(card: ModelCard) -> dict[str, str]:
    names = {
        "data": tr("Trained on"),
        "noise": tr("Noise in training"),
        "steps": tr("Training steps"),
        "recipe": tr("Training recipe"),
        "begun_with": tr("Training began with"),
        "held_out": tr("Held out of training"),
        "fine_tuned_from": tr("Fine-tuned from"),
        "best_step": tr("Step that was kept"),
        "learning_rate": tr("Learning rate"),
        "imported_from": tr("Imported from"),
        "exported": tr("Exported"),
        "seed": tr("Seed"),
        "date": tr("Date"),
        "file": tr("Original file"),
    }
    return {
        names.get(key, key): str(value)
        for key, value in card.training.items()
        if isinstance(value, (str, int, float)) and key != "sha256_of_that"
    }


def _figures(card: ModelCard) -> Iterator[str]:
    if card.metrics:
        yield f"<h4>{tr('Measured')}</h4>"
        columns = [key for key in dict.fromkeys(key for one in card.metrics for key in one) if key not in MEASURED_HOW]
        cells = [[str(one.get(key, "")) for key in columns] for one in card.metrics]
        yield _grid([_heading(key) for key in columns], cells)
        yield f"<p>{tr('MPSNR and MSSIM: higher is better. SAM: lower is better.')}"
        how = dict.fromkeys(", ".join(str(one[key]) for key in MEASURED_HOW if key in one) for one in card.metrics)
        yield f" {escape('; '.join(filter(None, how)))}</p>"
    if card.precision:
        changes = ", ".join(f"{name} {change:+.3f} dB" for name, change in card.precision.items())
        yield f"<h4>{tr('What fewer bits cost')}</h4><p>"
        yield escape(tr("Worst change of MPSNR against fp32 that was measured: {}.").format(changes)) + "</p>"


def _heading(key: str) -> str:
    return {
        "data": tr("Data"),
        "noise": tr("Noise"),
        "scale": tr("Scale"),
        "mpsnr_in_db": tr("MPSNR of the input (dB)"),
        "mpsnr_before_db": tr("MPSNR with the former weights (dB)"),
        "mpsnr_db": tr("MPSNR (dB)"),
        "mssim": tr("MSSIM"),
        "sam_rad": tr("SAM (rad)"),
        "bicubic_mpsnr_db": tr("MPSNR of bicubic (dB)"),
        "bicubic_mssim": tr("MSSIM of bicubic"),
        "bicubic_sam_rad": tr("SAM of bicubic (rad)"),
    }.get(key, key)


def _table(pairs: Iterable[tuple[str, str]]) -> str:
    rows = "".join(
        f"<tr><td style='padding-right:14px'><i>{escape(name)}</i></td><td>{escape(text)}</td></tr>"
        for name, text in pairs
    )
    return f"<table cellspacing='2'>{rows}</table>"


def _grid(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    top = "".join(f"<th align='left'>{escape(text)}</th>" for text in headings)
    body = "".join(f"<tr>{''.join(f'<td>{escape(text)}</td>' for text in cells)}</tr>" for cells in rows)
    return f"<table cellspacing='0' cellpadding='4'><tr>{top}</tr>{body}</table>"
