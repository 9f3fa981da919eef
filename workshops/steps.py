"""The engine's own steps: before and after the activities, and between those of a tool (its rhythm)."""

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from .registry import Step

LOBBY = Step("lobby", _("Velkommen"), minutes=5, phone=_("Du er med. Kig op på tavlen, vi går i gang om lidt."))
MANDATE = Step(
    "mandate",
    _("Det kan vi være med til at bestemme"),
    wall=_("Hvad er besluttet, og hvad kan I være med til at bestemme?"),
    phone=_("Kig op på tavlen. Vi ser på, hvad der ligger fast, og hvad der er åbent."),
    minutes=5,
)
LOOK_BACK = Step(
    "look-back",
    _("Det aftalte vi sidst"),
    wall=_("Hvordan er det gået med aftalerne?"),
    phone=_("Kig op på tavlen. Vi ser på det, vi aftalte sidst."),
    minutes=10,
)
REVIEW = Step(
    "review",
    _("Gennemsyn"),
    wall=_("Sedlerne bliver læst igennem, før vi ser dem sammen."),
    phone=_("Kig op på tavlen. Sedlerne bliver læst igennem, før vi ser dem sammen."),
    reviews=True,
    if_written=True,
)
READ = Step(
    "explain",
    _("Læs"),
    wall=_("Læs spørgsmålet, og tænk et øjeblik hver for sig."),
    phone=_("Læs spørgsmålet, og tænk lidt over det. Om et øjeblik kan du skrive."),
    per_question=True,
)
PICK = Step(
    "pick",
    _("Vælg spørgsmål"),
    part=_("Vælg spørgsmål"),
    asks=_("Hvilke spørgsmål vil I helst tale om?"),
    wall=_("Sæt dine prikker på telefonen. I taler om dem, der får flest, og springer resten over."),
    phone=_("Sæt dine prikker ved de spørgsmål, du helst vil tale om."),
    minutes=3,
    dots=True,
    gathers=True,
    picks=True,
)
PICKED = Step(
    "picked",
    _("Se, hvilke I valgte"),
    part=_("Vælg spørgsmål"),
    asks=_("Hvilke spørgsmål vil I helst tale om?"),
    wall=_("Hvor mange af dem når I? Resten springer I over."),
    phone=_("Kig op på tavlen. Vi ser, hvilke spørgsmål der fik flest prikker."),
    shows=True,
    gathers=True,
    picks=True,
    ranks=True,
)
GATHER = Step(
    "gather",
    _("Læg i bunker"),
    asks=_("Hvad hører sammen?"),
    wall=_("Læg det, der ligner hinanden, i bunker, og giv hver bunke en overskrift."),
    phone=_("Kig op på tavlen. Vi lægger sedlerne i bunker."),
    shows=True,
    if_written=True,
    gathers=True,
)
CHOOSE = Step(
    "dots",
    _("Vælg det vigtigste"),
    part=_("Vælg"),
    asks=_("Hvad er vigtigst at tale om?"),
    wall=_("Sæt dine prikker på telefonen. Prikker er ikke en afstemning: De viser, hvad I skal tale om først."),
    phone=_("Sæt dine prikker ved det, du helst vil tale om."),
    dots=True,
    if_written=True,
    gathers=True,
)
CHOSEN = Step(
    "ranked",
    _("Se, hvad I valgte"),
    part=_("Vælg"),
    asks=_("Hvad vil I helst tale om?"),
    wall=_("Begynd øverst. Prikker er ikke en afstemning: Også det med få prikker kan være vigtigt."),
    phone=_("Kig op på tavlen. Vi ser, hvad der fik flest prikker."),
    shows=True,
    if_written=True,
    gathers=True,
    ranks=True,
)
TALK = Step(
    "decide",
    _("Tal og aftal"),
    wall=_("Hvad vil I gøre ved det? Hvem gør hvad, og hvornår?"),
    phone=_("Nu taler vi sammen. Sig til, når der er noget, vi skal aftale."),
    per_question=True,
    shows=True,
    agrees=True,
)
TALK_OF_ALL = replace(TALK, asks=_("Hvad skal der ske?"), per_question=False, gathers=True, ranks=True)
WRAP_UP = Step(
    "wrap-up",
    _("Vores aftaler"),
    phone=_("Kig op på tavlen. Vi samler op på, hvad vi har aftalt."),
    minutes=5,
    agrees=True,
)
