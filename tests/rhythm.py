"""The rhythm of the workshops that most tests use: the whole way at each question."""

THOROUGH = {"reads": True, "reviews": True, "talks": True, "chooses": False}
