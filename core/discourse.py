from core.project import Choice, Reader
from core.units import Unit


def choose(reader: Reader, unit: Unit, proposal: Choice) -> Choice:
    return proposal
