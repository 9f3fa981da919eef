import pytest

from tests.rooms import Room


@pytest.fixture
def room(ane, bo) -> Room:
    return Room.about("roller", ane, bo, groups=["Leder", "Medarbejder", "TR eller AMR"])
