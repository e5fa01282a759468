"""The help of the command line, in Ukrainian and English: commands, options and what stands for their values."""

from __future__ import annotations

# command -> (Ukrainian, English)
COMMANDS: dict[str, tuple[str, str]] = {
    "zakhid": (
        "Помічник за планами заходів: хто відповідає, до коли, які заходи заплановано. "
        "Кожна відповідь показує рядки планів, на яких стоїть.",
        "An assistant over action plans: who is responsible, by when, which measures are planned. "
        "Every answer shows the rows of the plans it rests on.",
    ),
    "ingest": (
        "Прочитати плани (файли й теки, разом із вкладеними) та проіндексувати їх.\n\n"
        "Один рядок на файл: скільки заходів знайдено, зауваження або чому файл пропущено. Файл, прочитаний удруге, "
        "замінює свою попередню версію; незмінений пропускається. Файл, що не читається, не зупиняє решту.",
        "Read plans (files and folders, with what is below them) and index them.\n\n"
        "One line a file: the measures found, remarks, or why it was left out. A file read again replaces its former "
        "version; an unchanged one is skipped. A file that cannot be read does not stop the others.",
    ),
    "remove": (
        "Вилучити плани: їхніх заходів більше не можна знайти.\n\n"
        "План називають так, як у «zakhid status»: ідентифікатором або назвою файлу.",
        "Take plans out: nothing of them can be found any more.\n\n"
        "A plan is named as `zakhid status` shows it: by its id or by the name of its file.",
    ),
    "export": (
        "Вивантажити всі заходи або заходи одного плану.\n\n"
        "jsonl: один захід на рядок; csv і xlsx: один рядок на кожен показник заходу.",
        "Write out every measure, or those of one plan.\n\n"
        "jsonl: one measure a line; csv and xlsx: one line for each item of a measure.",
    ),
    "ask": (
        "Відповісти на питання, показавши рядки планів, на яких стоїть відповідь.\n\n"
        'Приклад: zakhid ask "хто відповідає за укриття в школах і до коли"\n\n'
        "Мовна модель не потрібна. Якщо задано змінні ZAKHID_LLM_URL (адреса, сумісна з OpenAI) і ZAKHID_LLM_MODEL, "
        "вона може переказати готову відповідь; переказ, що каже більше чи менше за рядки планів, відкидається.",
        "Answer a question, with the rows of the plans that the answer rests on.\n\n"
        "No language model is needed. Where the variables ZAKHID_LLM_URL (an OpenAI-compatible address) and "
        "ZAKHID_LLM_MODEL are set, it may reword the composed answer; a wording that says more or less than the rows "
        "is dropped.\n\n"
        'Example: zakhid ask "хто відповідає за укриття в школах і до коли"',
    ),
    "search": (
        "Шукати заходи за змістом і за умовами, найкращі першими.\n\n"
        "Умови поєднуються через «і»; кілька значень однієї умови (повторіть її) — через «або».",
        "Search measures by meaning and under conditions, best first.\n\n"
        'Conditions are joined by "and"; several values of one condition (repeat it) by "or".',
    ),
    "status": (
        "Показати плани, кількість заходів, розмір індексу, модель і версії.",
        "Show the plans, the number of measures, index sizes, model and versions.",
    ),
    "serve": (
        "Запустити вебзастосунок і його API.\n\n"
        "Без користувачів — лише на цьому комп'ютері; на інших адресах — коли є кому входити (zakhid users).",
        "Run the web application and its API.\n\n"
        "Without users on this computer only; on other addresses where there is somebody to sign in (zakhid users).",
    ),
    "users": (
        "Користувачі: хто може входити, які плани бачить і що може змінювати.\n\n"
        "Доки користувачів немає, застосунок відповідає лише на цьому комп'ютері й без входу. Доданий користувач "
        "вимикає це одразу, також у вже запущеному застосунку.",
        "Users: who may sign in, which plans they see and what they may change.\n\n"
        "While there are none, the application answers on this computer only and without sign-in. A user that is "
        "added ends this at once, also in an application that is running.",
    ),
    "users list": (
        "Показати користувачів, їхні токени й групи планів.",
        "Show users, their tokens and groups of plans.",
    ),
    "users add": (
        "Додати користувача.\n\n"
        "Ролі: reader читає, editor також додає й виправляє плани, administrator бачить усе. Пароль питають двічі; "
        "зі скрипту його читають зі стандартного вводу. Без --group і --all-plans користувач не бачить жодного плану.",
        "Add a user.\n\n"
        "Roles: a reader reads, an editor adds and corrects plans too, an administrator sees everything. The password "
        "is asked for twice; of a script it is read from standard input. Without --group and --all-plans a user sees "
        "no plan.",
    ),
    "users change": (
        "Змінити роль, групи чи пароль користувача; його відкриті сеанси завершуються.",
        "Change the role, groups or password of a user, whose open sessions end.",
    ),
    "users remove": (
        "Вилучити користувача з його токенами й сеансами.",
        "Remove a user with their tokens and sessions.",
    ),
    "users group": (
        "Задати, що належить до групи планів: це замінює її попередній склад.\n\n"
        "План називають ідентифікатором або назвою файлу (також ще не доданий), область — «Україна» для "
        "загальнодержавних планів.",
        "Say what belongs to a group of plans, in place of what did.\n\n"
        "A plan is named by its id or file name (also one that is yet to come); the region «Україна» means plans of "
        "the whole country.",
    ),
    "users token": (
        "Зробити токен для програм користувача; його показано лише раз.\n\n"
        "З --origin це токен віджета: діє лише на сторінках названих сайтів і лише для читання.",
        "Make a token for programs of a user; it is shown this once.\n\n"
        "With --origin it is a widget's: it counts on pages of the sites named only, and for reading only.",
    ),
    "users revoke": (
        "Відкликати токен за його кодом із «zakhid users list».",
        "Revoke a token by its id in `zakhid users list`.",
    ),
    "users audit": (
        "Показати журнал: хто, коли й звідки питав, змінював і дивився.\n\n"
        "Записи зберігаються стільки днів, скільки каже налаштування audit_days (звичайно 90). Час — UTC.",
        "Show the log: who asked, changed and saw what, when and from where.\n\n"
        "Entries are kept for as many days as the setting audit_days says (usually 90). Times are UTC.",
    ),
    "mcp": (
        "Дати плани іншим помічникам (Claude Desktop, Open WebUI та іншим) за протоколом MCP: "
        "шість інструментів через стандартний ввід і вивід.\n\n"
        "У налаштуваннях помічника вкажіть команду «zakhid» з аргументами «mcp», «--data», «ТЕКА». З --user "
        "інструменти бачать лише те, що бачить цей користувач.",
        "Give the plans to other assistants (Claude Desktop, Open WebUI and the like) over MCP: six tools on standard "
        "input and output.\n\n"
        "In the assistant's settings, name the command `zakhid` with the arguments `mcp`, `--data`, `DIR`. With --user "
        "the tools see only what this user sees.",
    ),
    "eval": (
        "Оцінити відповіді за розміченим файлом питань.\n\n"
        "Таблиці: усі питання, за видом (type), за спільними словами із заходом (overlap), за шумом (noise); далі "
        "питання без правильної відповіді з причинами.",
        "Score the question answering on a labelled file of questions.\n\n"
        "Tables: all questions, by type, by words shared with the measure (overlap), by noise; then the questions that "
        "were not answered correctly, with the reasons.",
    ),
    "models": ("Мовні моделі: завантажити й установити.", "Language models: download and install."),
    "models fetch": (
        "Завантажити й установити українську модель spaCy із перевіркою контрольної суми.\n\n"
        "Без неї застосунок працює зі словником pymorphy3.",
        "Download and install spaCy's Ukrainian model, its checksum verified.\n\n"
        "Without it the application works with the pymorphy3 dictionary.",
    ),
    "duplicates": (
        "Показати заходи, що повторюють один одного: пари, групи, області чи суперечності.\n\n"
        "«Те саме» — та сама дія з тим самим предметом тими самими словами; «подібне» — те, що варто об'єднати чи "
        "узгодити. Рішення людини (zakhid verdict) мають перевагу.",
        "Show measures that repeat each other: pairs, clusters, regions or contradictions.\n\n"
        "Same: the same action on the same object, worded alike. Similar: what staff would merge or coordinate. "
        "A person's verdict (zakhid verdict) stands above both.",
    ),
    "verdict": (
        "Записати рішення про два заходи: duplicate (дублює), different (різні), coordinate (узгодити).",
        "Note a verdict on two measures: duplicate, different or coordinate.",
    ),
    "owners": (
        "Показати виконавців з усіма назвами або все, за що відповідає один із них.\n\n"
        "Виконавця називають будь-якою назвою чи скороченням. --merge, --split і --unmerge записують рішення про "
        "назви; пошук, відповіді й строки одразу їх дотримуються.",
        "Show responsible bodies with all their names, or all that one of them owns.\n\n"
        "A body may be given by any name or abbreviation. --merge, --split and --unmerge note decisions on names; "
        "search, answers and deadlines follow them at once.",
    ),
    "due": (
        "Показати строки станом на день: прострочені, найближчі, наступні, повторювані й без дати.\n\n"
        "Прострочено: строк минув, і ніхто не позначив виконання (zakhid note). Формат ics — файл календаря.",
        "Show deadlines as of a day: overdue, soon, later, recurring and undated.\n\n"
        "Overdue: the deadline has passed and nobody noted it as done (zakhid note). Format ics: a calendar file.",
    ),
    "decisions": (
        "Показати все, що люди записали: рішення про пари, позначки стану, об'єднані й розділені назви.\n\n"
        "Рішення, чийого заходу чи назви в планах уже немає, збережено: воно повернеться разом із планом.",
        "Show all that people have noted: verdicts on pairs, states, merged and split names.\n\n"
        "A decision whose measure or name no plan has now is kept and comes back with the plan.",
    ),
    "note": (
        "Позначити стан заходу: done (виконано), begun (розпочато), dropped (знято), open (відкрито).",
        "Note the state of a measure: done, begun, dropped or open.",
    ),
    "gaps": (
        "Показати прогалини плану: без виконавця, строку, індикатора чи значення, повторені номери, описки.",
        "Show what a plan leaves open: no owner, deadline, indicator or value, repeated numbers, misprints.",
    ),
    "compare": (
        "Порівняти дві редакції плану рядок за рядком.",
        "Compare two editions of a plan row by row.",
    ),
}

# option or argument, alone or as «command option» -> (Ukrainian, English)
PARAMETERS: dict[str, tuple[str, str]] = {
    "data": (
        "тека даних (інакше змінна ZAKHID_DATA, інакше zakhid-data в поточній теці)",
        "the data folder (else the variable ZAKHID_DATA, else zakhid-data in the current folder)",
    ),
    "lang": (
        "мова інтерфейсу (інакше змінна ZAKHID_LANG, інакше українська)",
        "language of the interface (else the variable ZAKHID_LANG, else Ukrainian)",
    ),
    "help": ("показати цю довідку", "show this help"),
    "version": ("показати версію", "show the version"),
    "as_json": ("вивести як JSON", "print as JSON"),
    "ingest as_json": ("один об'єкт JSON на файл", "one JSON object a file"),
    "paths": ("файли й теки з планами", "files and folders of plans"),
    "explain_file": (
        "показати, що кожен крок читання зробив із файлу; нічого не зберігати",
        "show what each step of reading made of the file; store nothing",
    ),
    "keep_twins": (
        "додавати й файли, що містять уже збережений план",
        "also add files that hold a plan which is stored already",
    ),
    "no_compare": (
        "не шукати, що з нового повторює заходи інших планів",
        "do not look for what is new repeating measures of other plans",
    ),
    "plans": ("ідентифікатори або назви файлів планів", "ids or file names of plans"),
    "plan": ("лише цей план (ідентифікатор або назва файлу)", "this plan only (id or file name)"),
    "format": ("вигляд", "format"),
    "out": ("записати у файл", "write to this file"),
    "question": ("питання українською, краще в лапках", "a question in Ukrainian, best in quotation marks"),
    "after": (
        "попереднє питання розмови (можна кілька, найдавніше перше)",
        "an earlier question of the dialogue (several are possible, oldest first)",
    ),
    "without": (
        "умова, яку зрозуміло хибно і якої не зважати (можна кілька)",
        "a condition that was understood and not meant (several are possible)",
    ),
    "save": ("записати оцінки у файл, щоб порівняти згодом", "write the scores to this file, to compare with later"),
    "compare": (
        "файл оцінок (--save) попереднього запуску: показати, що здобуто і що втрачено, питання за питанням",
        "the scores (--save) of an earlier run: show what was gained and lost, question by question",
    ),
    "batch": ("файл питань, по одному об'єкту JSON на рядок", "a file of questions, one JSON object a line"),
    "ask out": ("куди записати відповіді (разом із --batch)", "where to write the answers (with --batch)"),
    "text": ("що шукати (порожній текст: лише за умовами)", "what to look for (empty: by conditions alone)"),
    "region": (
        "область у будь-якій формі; «Україна» — загальнодержавні плани",
        "oblast, in any form; «Україна»: plans of the whole country",
    ),
    "body": ("виконавець: назва, скорочення або форма назви", "responsible body: name, abbreviation or form"),
    "due_from": (
        "строк завершується не раніше (2020-01-31 або 31.01.2020)",
        "due on or after (2020-01-31 or 31.01.2020)",
    ),
    "due_to": ("строк завершується не пізніше", "due on or before"),
    "year": ("строк завершується цього року", "due in this year"),
    "section": ("слова з назви розділу чи завдання", "words of a section or task heading"),
    "consent": ("чи є виконавець «за згодою»", "whether a body takes part by consent"),
    "limit": ("скільки показати", "how many to show"),
    "explain": ("показати, з чого складається оцінка", "show what each score is made of"),
    "host": ("адреса, яку слухати", "address to listen on"),
    "port": ("порт", "port"),
    "questions": ("розмічений файл питань", "a labelled file of questions"),
    "gold": (
        "заходи, як їх прочитала людина (можна кілька файлів)",
        "measures as a person read them (several files are possible)",
    ),
    "more_gold": ("ще такі файли", "more of these files"),
    "wheel": ("уже завантажений файл моделі", "the model file, downloaded already"),
    "across": (
        "усі пари (all), з різних планів (plans) чи з різних областей (regions; загальнодержавні плани — окрема)",
        "all pairs, only of different plans, or only of different regions (the whole country is a region of its own)",
    ),
    "min_score": ("найменша оцінка пари, від 0 до 1", "least score of a pair, 0 to 1"),
    "view": ("що показати", "what to show"),
    "duplicates plan": ("лише пари із заходами цього плану", "only pairs with measures of this plan"),
    "a": ("код першого заходу", "id of the first measure"),
    "b": ("код другого заходу", "id of the second measure"),
    "word": ("рішення", "the verdict"),
    "comment": ("пояснення", "a comment"),
    "person": ("хто записує", "who says so"),
    "owners body": ("виконавець (без нього — усі)", "the body (all without it)"),
    "merge": ("дві назви — один виконавець: перша стає другою", "two names are one body: the first becomes the second"),
    "split": ("надрукована назва — інший виконавець", "a printed name is another body"),
    "unmerge": (
        "скасувати рішення про назву: вона знову означає саму себе",
        "take the decisions on a name back: it stands for itself again",
    ),
    "kind": ("лише такі рішення (можна кілька)", "such decisions only (several are possible)"),
    "standing": (
        "лише діючі, замінені чи ті, що чекають (можна кілька)",
        "only those that stand, are superseded or orphaned (several are possible)",
    ),
    "compare on": ("хто за що відповідав цього дня", "who owned what on this day"),
    "owners plan": ("--split і --unmerge лише в цьому плані", "--split and --unmerge in this plan only"),
    "on": ("станом на цей день (інакше сьогодні)", "as of this day (else today)"),
    "soon": ("скільки днів уперед вважати «незабаром»", "how many days ahead count as soon"),
    "state": ("лише цей стан (можна кілька)", "this state only (several are possible)"),
    "measure": ("код заходу", "id of the measure"),
    "status": ("стан", "the state"),
    "item": (
        "номер показника від нуля (без нього — увесь захід)",
        "number of the item from zero (else the whole measure)",
    ),
    "note on": ("день, від якого це так", "the day since when it is so"),
    "earlier": ("попередня редакція (план)", "the earlier edition (plan)"),
    "later": ("наступна редакція (план)", "the later edition (plan)"),
    "user": ("бачити лише плани цього користувача", "see the plans of this user only"),
    "name": ("ім'я користувача", "the user's name"),
    "role": ("роль", "the role"),
    "groups": ("група планів, яку видно (можна кілька)", "a group of plans that is seen (several are possible)"),
    "no_group": ("жодної групи", "no group"),
    "all_plans": ("видно всі плани, також майбутні", "all plans are seen, future ones too"),
    "change all_plans": ("видно всі плани чи лише плани груп", "all plans are seen, or those of groups only"),
    "no_password": ("без пароля: лише токени", "no password: tokens only"),
    "new_password": ("задати новий пароль", "set a new password"),
    "group_name": ("назва групи", "name of the group"),
    "held_plans": ("план групи (можна кілька)", "a plan of the group (several are possible)"),
    "held_regions": ("усі плани області (можна кілька)", "all plans of a region (several are possible)"),
    "delete": ("вилучити групу", "take the group away"),
    "label": ("для чого токен", "what the token is for"),
    "origins": (
        "сайт віджета, напр. https://portal.example (можна кілька)",
        "the widget's site, e.g. https://portal.example (several are possible)",
    ),
    "days": ("скільки днів діє (інакше без кінця)", "for how many days it counts (else without end)"),
    "token_id": ("код токена", "id of the token"),
    "audit person": ("лише цей користувач", "this user only"),
    "since": ("від цього дня", "from this day on"),
}

# what stands for a value, in usage lines and help
METAVARS: dict[str, tuple[str, str]] = {
    "data": ("ТЕКА", "DIR"),
    "paths": ("[ШЛЯХ]...", "[PATH]..."),
    "explain_file": ("ФАЙЛ", "FILE"),
    "plans": ("ПЛАН...", "PLAN..."),
    "plan": ("ПЛАН", "PLAN"),
    "out": ("ФАЙЛ", "FILE"),
    "question": ("[ПИТАННЯ]", "[QUESTION]"),
    "after": ("ПИТАННЯ", "QUESTION"),
    "save": ("ФАЙЛ.json", "FILE.json"),
    "compare": ("ФАЙЛ.json", "FILE.json"),
    "without": ("УМОВА", "CONDITION"),
    "batch": ("ФАЙЛ.jsonl", "FILE.jsonl"),
    "text": ("ТЕКСТ", "TEXT"),
    "region": ("ОБЛАСТЬ", "REGION"),
    "body": ("НАЗВА", "NAME"),
    "due_from": ("ДАТА", "DATE"),
    "due_to": ("ДАТА", "DATE"),
    "year": ("РІК", "YEAR"),
    "section": ("СЛОВА", "WORDS"),
    "limit": ("ЧИСЛО", "NUMBER"),
    "host": ("АДРЕСА", "ADDRESS"),
    "port": ("ПОРТ", "PORT"),
    "questions": ("ПИТАННЯ.jsonl", "QUESTIONS.jsonl"),
    "gold": ("ЗАХОДИ.jsonl", "GOLD.jsonl"),
    "more_gold": ("[ЗАХОДИ.jsonl]...", "[GOLD.jsonl]..."),
    "wheel": ("ФАЙЛ.whl", "FILE.whl"),
    "min_score": ("ОЦІНКА", "SCORE"),
    "a": ("ЗАХІД", "MEASURE"),
    "b": ("ЗАХІД", "MEASURE"),
    "word": ("РІШЕННЯ", "VERDICT"),
    "comment": ("ТЕКСТ", "TEXT"),
    "person": ("ІМ'Я", "NAME"),
    "merge": ("НАЗВА НАЗВА", "NAME NAME"),
    "split": ("НАЗВА ВИКОНАВЕЦЬ", "NAME BODY"),
    "unmerge": ("НАЗВА", "NAME"),
    "on": ("ДАТА", "DATE"),
    "soon": ("ДНІВ", "DAYS"),
    "measure": ("ЗАХІД", "MEASURE"),
    "status": ("СТАН", "STATE"),
    "item": ("НОМЕР", "NUMBER"),
    "earlier": ("ПЛАН", "PLAN"),
    "later": ("ПЛАН", "PLAN"),
    "user": ("ІМ'Я", "NAME"),
    "name": ("ІМ'Я", "NAME"),
    "groups": ("ГРУПА", "GROUP"),
    "group_name": ("ГРУПА", "GROUP"),
    "held_plans": ("ПЛАН", "PLAN"),
    "held_regions": ("ОБЛАСТЬ", "REGION"),
    "label": ("ТЕКСТ", "TEXT"),
    "origins": ("САЙТ", "SITE"),
    "days": ("ДНІВ", "DAYS"),
    "token_id": ("КОД", "ID"),
    "since": ("ДАТА", "DATE"),
    # of the groups
    "commands": ("[ПАРАМЕТРИ] КОМАНДА ...", "[OPTIONS] COMMAND ..."),
    "options": ("[ПАРАМЕТРИ]", "[OPTIONS]"),
}
