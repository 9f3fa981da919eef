from workshops.tool import Activity, Chapter, Context, Kind, Place, Question, Scene, Shape, Step, Stop, Tool

WRITE = Step(
    "write",
    "Skriv",
    wall="Skriv på telefonen. Én ting på hver seddel.",
    phone="Vælg, hvor din seddel hører til, og skriv. Én ting på hver seddel.",
    writes=True,
)
FIRST = Step(
    "first",
    "Hvad først?",
    wall="Sæt kryds på telefonen.",
    phone="Sæt kryds ved det, du synes, vi skal tage fat på først.",
    marks=True,
)
TALK = Step(
    "talk",
    "Tal og aftal",
    wall="Læs sedlerne. Hvad tager vi fat på først, og hvem gør hvad?",
    phone="Kig op på tavlen. Nu taler vi sammen om sedlerne.",
    shows=True,
    agrees=True,
)


class StartStop(Tool):
    key = "start-stop"
    title = "Start – stop – fortsæt"
    summary = "Skriv, hvad I vil starte på, stoppe med og fortsætte med, og vælg, hvad I tager fat på først."
    order = 50
    kinds = (Kind("note", "seddel"), Kind("first", "det tager vi først", "★", use="mark"))
    takes = {"write": ("note",), "first": ("first",)}
    needs = ("write", "first")
    shape = Shape(topics="Kolonner", add_topic="En kolonne mere")
    settles = True
    board_template = "start_stop/board.html"
    overview_template = "start_stop/overview.html"
    chapter_template = "start_stop/chapter.html"
    styles = phone_styles = ("start_stop/tool.css",)

    def stops(self, activity: Activity) -> list[Stop]:
        questions: dict[str, Question] = {}
        places: dict[str, tuple[Place, ...]] = {}
        for topic, question in activity.question_set.places():
            questions[question.key] = question
            places[question.key] = (*places.get(question.key, ()), Place(topic.pk, question.pk))
        way = [(WRITE, "write", ()), (FIRST, "first", ()), (TALK, "write", places.get("first", ()))]
        return [
            Stop(step, activity, question=questions[key], places=(*places[key], *more), focusable=True)
            for step, key, more in way
            if key in places
        ]

    def board(self, scene: Scene) -> Context:
        return {"columns": [spot for spot in scene.shown if spot.question.key == "write"]}

    def overview(self, scene: Scene) -> Context:
        """The columns with the most marked first."""
        firsts = [spot for spot in scene.shown if spot.question.key == "first"]
        return {"firsts": sorted(firsts, key=lambda spot: -sum(spot.marks.values()))}

    def chapter(self, told: Chapter) -> Context:
        sections = []
        for section in told["sections"]:
            answers = {each["key"]: each for each in section["answers"]}
            notes = [note["text"] for note in answers["write"]["notes"]] if "write" in answers else []
            choices = answers["first"]["choices"] if "first" in answers else []
            sections.append({"title": section["title"], "notes": notes, "choices": choices})
        return {"sections": sections}
