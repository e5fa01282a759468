"""What the page of duplicates says, in Ukrainian and English."""

from __future__ import annotations

# key -> (Ukrainian, English); the data are format fields
DUPLICATES: dict[str, tuple[str, str]] = {
    "title": ("Дублювання заходів", "Measures that repeat each other"),
    "lead": (
        "«Те саме» — однакова дія з однаковим предметом; «подібне» — варто об'єднати або узгодити.",
        "“Same” is the same action on the same object; “similar” is worth merging or coordinating.",
    ),
    "across": ("Порівнювати", "Compare"),
    "across-all": ("усі заходи", "all measures"),
    "across-plans": ("різні плани", "different plans"),
    "across-regions": ("різні області", "different regions"),
    "grade": ("Ступінь", "Grade"),
    "least": ("Найменша оцінка", "Least score"),
    "only-new": ("Лише без рішення", "Only undecided"),
    "matrix": ("Область на область", "Region by region"),
    "matrix-lead": (
        "Скільки пар поєднує дві області. Число веде до цих пар.",
        "How many pairs join two regions. A number leads to its pairs.",
    ),
    "groups": ("Групи", "Groups"),
    "found": ("Пар: {pairs}, груп: {groups}", "Pairs: {pairs}, groups: {groups}"),
    "group": ("Група {n}: заходів {measures}", "Group {n}: {measures} measures"),
    "pair": ("Пара", "Pair"),
    "pairs-of-group": ("Усі пари групи: {n}", "All pairs of the group: {n}"),
    "score": ("оцінка {score}", "score {score}"),
    "first": ("Перший", "The first"),
    "second": ("Другий", "The second"),
    "only-here": ("лише тут:", "only here:"),
    "end": ("кінець.", "end."),
    "verdict": ("Ваше рішення", "Your verdict"),
    "said": ("Рішення: {verdict}", "Verdict: {verdict}"),
    "orphaned": (
        "Рішень, чиїх заходів уже немає в планах: {n}. Вони збереглися.",
        "Verdicts whose measures are no longer in the plans: {n}. They are kept.",
    ),
    "contradictions": ("Суперечності: {n}", "Contradictions: {n}"),
    "contradictions-lead": (
        "Той самий захід з іншим виконавцем, строком чи значенням.",
        "The same measure with another body, deadline or value.",
    ),
    "one-group": ("одна група", "one group"),
    "condition-regions": ("{a} — {b}", "{a} — {b}"),
    "condition-plan": ("план: {value}", "plan: {value}"),
    "none": (
        "Повторів за цими умовами не знайдено.",
        "No repetition was found under these conditions.",
    ),
    "comparing": (
        "Порівнюю всі заходи між собою. Після зміни планів це триває довше, ніж зазвичай.",
        "Comparing all measures with one another. After plans have changed it takes longer than usual.",
    ),
    "refresh": ("Оновити сторінку", "Refresh the page"),
    "undo": ("Забрати рішення", "Take the verdict back"),
}
