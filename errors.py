"""The one tree of errors that HyperRestore raises on purpose.

Every message is a full sentence for the analyst: what was asked, what was found, what to do. The Processing layer
translates the tree to ``QgsProcessingException`` in one place (``processing/base.py``).
"""


class RestorationError(Exception):
    """Root of the tree: anything that stops a restoration with a sentence for the user."""


class MissingDependency(RestorationError):
    """A Python package that the run needs cannot be imported."""


class InstallationFailed(RestorationError):
    """Packages could not be installed or removed; all is as it was before."""


class UnsuitableRaster(RestorationError):
    """The input cannot be read, or is not something that a restoration can work on."""


class InputChanged(UnsuitableRaster):
    """The input was written to while it was being read."""


class OutputRefused(RestorationError):
    """The output cannot be written where, or as what, it was asked for."""


class WriteFailed(OutputRefused):
    """The disk did not take what was written; what it had taken before is sound."""


class WeightsMismatch(RestorationError):
    """Weights are absent, damaged, altered, or belong to another architecture."""


class NotEnoughMemory(RestorationError):
    """The memory allowed or present does not hold the smallest unit of work."""


class DeviceUnavailable(RestorationError):
    """The device that was asked for is not there."""


class InvalidParameter(RestorationError):
    """A parameter is out of its range, or contradicts another one."""


class Cancelled(RestorationError):
    """The user cancelled the run."""


class Interrupted(RestorationError):
    """The system asked the program to end."""


class ClusterUnavailable(RestorationError):
    """The cluster that was asked for does not answer, or cannot do the work."""


class ClusterLost(Interrupted):
    """The cluster went away in the middle of the work."""
