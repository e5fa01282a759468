"""How questions name times: months, quarters, halves, seasons, ordinals, and the words around them, as data."""

from __future__ import annotations

import re

# stems of month names: Ukrainian, Russian, English; «may» needs its capital meaning from a preposition or a year
MONTHS: tuple[tuple[int, str], ...] = (
    (1, r"січнев\w{1,3}|січ(?:ень|ня|ні|нем|н)|январ\w{1,2}|january|jan\.?"),
    (2, r"лютнев\w{1,3}|лют(?:ий|ого|ому|им|ім)|феврал\w{1,2}|february|feb\.?"),
    (3, r"березнев\w{1,3}|берез(?:ень|ня|ні|нем|н)|март(?:а|е|ом|у)?|march"),
    (4, r"квітнев\w{1,3}|квіт(?:ень|ня|ні|нем|н)|апрел\w{1,2}|april|apr\.?"),
    (5, r"травнев\w{1,3}|трав(?:ень|ня|ні|нем|н)|ма(?:й|я|е|ем)|may(?=\s+\d{4})|(?<=in )may|(?<=by )may"),
    (6, r"червнев\w{1,3}|черв(?:ень|ня|ні|нем|н)|июн\w{1,2}|june"),
    (7, r"липнев\w{1,3}|лип(?:ень|ня|ні|нем|н)|июл\w{1,2}|july"),
    (8, r"серпнев\w{1,3}|серп(?:ень|ня|ні|нем|н)|август\w{0,2}|august|aug\.?"),
    (9, r"верес(?:е)?нев\w{1,3}|верес(?:ень|ня|ні|нем|н)|сентябр\w{1,2}|september|sept?\.?"),
    (10, r"жовтнев\w{1,3}|жовт(?:ень|ня|ні|нем|н)|октябр\w{1,2}|october|oct\.?"),
    (11, r"листопадов\w{1,3}|листопад(?:а|і|ом|у)?|ноябр\w{1,2}|november|nov\.?"),
    (12, r"груднев\w{1,3}|груд(?:ень|ня|ні|нем|н)|декабр\w{1,2}|december|dec\.?"),
)
MONTH = "(?:" + "|".join(pattern for _, pattern in MONTHS) + ")"
YEAR = r"(?:19|20)\d\d"
YEAR_TAIL = (
    r"(?:\s*-?\s*(?:року|році|рік|роком|років|роках|р\.|рр?\b\.?|го\s+року|го\s+року|годов|года|году|год|г\.|year))?"
)

# «перший», «1-й», «I», with the Cyrillic and Latin letters that print a Roman numeral
NUMERALS: tuple[tuple[int, str], ...] = (
    (4, r"4(?:-?(?:й|го|му|ий|th))?|iv|іv|iѵ|четверт\w{1,3}|fourth"),
    (3, r"3(?:-?(?:й|го|му|ій|rd))?|iii|ііі|трет\w{1,4}|third"),
    (2, r"2(?:-?(?:й|го|му|ий|nd))?|ii|іі|друг\w{1,3}|втор\w{1,3}|second"),
    (1, r"1(?:-?(?:й|го|му|ий|st))?|i|і|перш\w{1,3}|перв\w{1,3}|first"),
)
NUMERAL = "(?:" + "|".join(pattern for _, pattern in NUMERALS) + ")"
QUARTER = r"квартал(?:и|у|ом|і|ах|ів|а|е|ы|ов)?|кв\.?(?!\w)|quarters?"
NO_QUARTER = r"(?:0|[5-9]|[1-9]\d)(?:-?(?:й|го|му|ому|ий))?|v[iі]{0,3}|ix|x|п'?ят(?:ий|ого|ому)|шост(?:ий|ого|ому)|сьом(?:ий|ого|ому)"
HALF = r"півріч(?:чя|чі|чям)|половин(?:а|і|у|ою)(?:\s+року)?(?=\s+(?:19|20)\d\d|\s*\W*$)|полугоди\w{1,3}|half(?:\s+of(?:\s+the\s+year)?)?"
SEASONS: tuple[tuple[tuple[int, int], str], ...] = (
    ((3, 5), r"весн(?:а|ою|і|у|и|ы)|навесні|весной|spring"),
    ((6, 8), r"літ(?:о|ом|ку|а(?=\s+(?:19|20)\d\d|\W*$))|влітку|улітку|летом|summer"),
    ((9, 11), r"осін(?:ь|ню)|осені|восени|осенью|autumn"),
)

# what stands before a time and says which side of it is meant
BEFORE = re.compile(
    r"(?:до\s+кінц[яюі]|до\s+конца|к\s+концу|на\s+кінець|під\s+кінець|кінець|в\s+кінці|(?:by|until|before)\s+(?:the\s+)?end\s+of"
    r"|не\s+пізніше(?:\s+(?:від|за|ніж))?|не\s+позднее|не\s+позже|по)\s+(?:включно\s+)?$"
)
EXCLUSIVE = re.compile(
    r"\b(?:до|раніше(?:\s+(?:за|від|ніж))?|перед|before|until|by|к|раньше)\s+(?:початку\s+|начала\s+)?$"
)
# what goes on «until 2030» ends in that year
LASTING = re.compile(
    r"\b(?:(?:тягн|трива|розтяг|продовж|растя|длит|длят|last|runs?)\w*\s+(?:аж\s+)?|аж\s+)(?:до|until|till)\s+(?:кінця\s+|конца\s+)?$"
)
WHEN_ASKED = re.compile(r"\b(?:коли|до\s+коли|до\s+якого|когда|до\s+какого|when|строк|срок|термін)\b")
# a clause of the past that a time ends: «борг, що набіг до»
HAS_BEEN = re.compile(
    r"\w\s*,?\s+(?:що|шо|який|яка|яке|які|котр\w+|что|котор\w+)\s+(?:[\w'-]+\s+){0,3}?"
    r"\w+(?:в|ла|ло|ли|біг|ріс|ник|лась|лася|лось|лося|лись|лися|вся)\s+(?:до|після|у|в|на|з|с|после|станом\s+на)?\s*$"
)
AFTER = re.compile(r"\b(?:після|пізніше(?:\s+(?:за|від|ніж))?|после|after|позже)\s+$")
SINCE = re.compile(
    r"\b(?:з|із|від|починаючи\s+з|с|со|since|from|starting(?:\s+from)?|начиная\s+с)\s+(?:початку\s+|начала\s+)?$"
)
WITHIN = re.compile(
    r"\b(?:у|в|на|за|протягом|впродовж|упродовж|під\s+час|в\s+течение|в\s+течении|во|in|during|within|for|of|станом\s+на)\s+(?:місяці\s+|месяце\s+)?$"
)
EXACT = re.compile(
    r"\b(?:саме|тільки|лише|рівно|точно|виключно|именно|только|ровно|exactly|only|just)\s+(?:(?:на|у|в|за|in)\s+)?$"
)
EXACT_AFTER = re.compile(r"^\s*(?:саме|тільки|лише|only)\b")
NAMED = re.compile(
    r"\b(?:строк\w*|термін\w*|срок\w*|дедлайн\w*|deadlines?|due)\s+(?:виконання\s+|реалізації\s+|of\s+|is\s+|in\s+)?$"
)
RANGE = re.compile(r"^\s*(?:-|–|—|до|по|і|й|та|и|to|till|through|and|,)\s*$")
BETWEEN = re.compile(r"\b(?:між|между|between)\s+$")
