"""Parameter definitions as our algorithms use them: choices stored by their words, numbers with their limits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from qgis.core import (
    QgsProcessingParameterDefinition,
    QgsProcessingParameterEnum,
    QgsProcessingParameterNumber,
)


@dataclass(frozen=True)
class Row:
    """One line of a table of parameters: ``make`` builds the definition, ``help`` is the user's."""

    make: Callable[[], QgsProcessingParameterDefinition]
    help: str
    advanced: bool = False


def choice(name: str, description: str, options: Sequence[str], default: str) -> QgsProcessingParameterEnum:
    """A choice stored by its text: an index would shift when options are added."""
    return QgsProcessingParameterEnum(
        name, description, options=list(options), defaultValue=default, usesStaticStrings=True
    )


def integer(
    name: str,
    description: str,
    *,
    default: int | None,
    minimum: int,
    maximum: int | None = None,
    optional: bool = False,
) -> QgsProcessingParameterNumber:
    """A whole number within its limits."""
    return _number(name, description, QgsProcessingParameterNumber.Type.Integer, default, minimum, maximum, optional)


def decimal(
    name: str,
    description: str,
    *,
    default: float | None,
    minimum: float,
    maximum: float | None = None,
    optional: bool = False,
) -> QgsProcessingParameterNumber:
    """A number with a fraction, within its limits."""
    return _number(name, description, QgsProcessingParameterNumber.Type.Double, default, minimum, maximum, optional)


def _number(name, description, kind, default, minimum, maximum, optional) -> QgsProcessingParameterNumber:
    limits = {} if maximum is None else {"maxValue": maximum}
    return QgsProcessingParameterNumber(
        name, description, type=kind, defaultValue=default, optional=optional, minValue=minimum, **limits
    )
