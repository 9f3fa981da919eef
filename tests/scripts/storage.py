"""What a phone keeps in its storage, and how that fails."""

from .played import NOW

NOW_MS = int(NOW.timestamp() * 1000)
FULL = "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };"
BLOCKED = (
    """Object.defineProperty(window, "localStorage", { get() { throw new DOMException("no", "SecurityError"); } });"""
)
ABSENT = """Object.defineProperty(window, "localStorage", { value: null });"""


def entry(text: str, order: int = 1, **more: object) -> dict[str, object]:
    return {"key": text, "place": "1-1", "kind": "note", "text": text, "answers": [], "order": order} | more
