"""Someone who has no mouse."""

import re
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

MOST = 200  # presses of Tab to what one looks for

# What is wrong with how the element is shown that has the focus. A choice that is drawn by its label is its label.
SEEN = """() => {
  const focused = document.activeElement;
  if (focused === document.body || focused.matches("[type^=date]")) return ""; // a date's parts are the browser's own
  const drawn = (focused.matches("[type=radio], [type=checkbox]") && focused.closest("label")) || focused;
  const rings = [focused, drawn].some((each) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(each);
    return outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
  });
  const about = focused.outerHTML.slice(0, 120);
  if (!rings) return `no ring: ${about}`;
  const box = drawn.getBoundingClientRect();
  const [left, top] = [Math.max(box.left, 0), Math.max(box.top, 0)];
  const [right, bottom] = [Math.min(box.right, innerWidth), Math.min(box.bottom, innerHeight)];
  if (right - left < 1 || bottom - top < 1) return `out of sight: ${about}`;
  const above = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
  if (!above || drawn.contains(above) || above.contains(drawn)) return "";
  return `under ${above.outerHTML.slice(0, 80)}: ${about}`;
}"""


@dataclass
class Keys:
    """Someone who has no mouse, on one page."""

    page: Page

    def to(self, what: Locator, key: str = "Tab") -> Locator:
        """Press Tab until that has the focus."""
        expect(what).to_have_count(1)
        for _press in range(MOST):
            if what.evaluate("(each) => each === document.activeElement"):
                return what
            self.page.keyboard.press(key)
            assert self.page.evaluate(SEEN) == ""
        raise AssertionError(f"no way by {key} to {what}")

    def press(self, name: str | re.Pattern[str], role: str = "button", key: str = "Enter") -> None:
        self.to(self.page.get_by_role(role, name=name, exact=isinstance(name, str)))
        self.page.keyboard.press(key)

    def write(self, label: str | re.Pattern[str], text: str) -> None:
        self.to(self.page.get_by_label(label, exact=isinstance(label, str)))
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text)
