"""What sign-in and `zakhid users` say, in Ukrainian and English."""

from __future__ import annotations

from api.settings import Lang

# key -> (Ukrainian, English)
SIGN_IN: dict[str, tuple[str, str]] = {
    "title": ("Вхід", "Sign in"),
    "lead": (
        "Плани відкрито лише тим, кого додав адміністратор.",
        "The plans are open to those whom an administrator has added.",
    ),
    "name": ("Ім'я користувача", "User name"),
    "password": ("Пароль", "Password"),
    "enter": ("Увійти", "Sign in"),
    "wrong": (
        "Ім'я і пароль не збігаються. Перевірте розкладку клавіатури й великі літери.",
        "The name and the password do not belong together. Check the keyboard layout and capital letters.",
    ),
    "often": (
        "Забагато спроб. Спробуйте ще раз за {minutes} хв.",
        "Too many attempts. Try again in {minutes} min.",
    ),
    "forgotten": ("Забули пароль? Новий задасть адміністратор.", "Forgotten? An administrator can set a new password."),
}
ROLE_NAMES: dict[str, tuple[str, str]] = {
    "reader": ("читає", "reader"),
    "editor": ("редагує", "editor"),
    "administrator": ("адміністратор", "administrator"),
}
USERS: dict[str, tuple[str, str]] = {
    "user-added": ("Додано {name}.", "Added {name}."),
    "user-changed": ("Тепер {name}. Відкриті сеанси завершено.", "Now {name}. Open sessions are ended."),
    "user-removed": (
        "Вилучено: {name}. Токени й сеанси більше не діють.",
        "Removed: {name}. Tokens and sessions no longer count.",
    ),
    "nobody-left": (
        "Це був останній користувач: запущений застосунок більше нікого не впустить, а запущений заново відповідатиме "
        "без входу й лише на цьому комп'ютері.",
        "This was the last user: a running application lets nobody in any more, and one that is started again answers "
        "without sign-in, on this computer only.",
    ),
    "group-how": (
        "Вкажіть, що належить до групи (--plan, --region), або --delete, щоб її не стало.",
        "Say what belongs to the group (--plan, --region), or --delete to take it away.",
    ),
    "token-made": (
        "Токен {id} для {name}. Його показано лише зараз, збережіть його:",
        "Token {id} for {name}. It is shown this once, keep it safe:",
    ),
    "token-revoked": ("Токен {id} більше не діє.", "Token {id} no longer counts."),
    "group-set": ("Група «{group}»: зараз {plans}.", "Group “{group}”: {plans} now."),
    "group-gone": ("Групи «{group}» більше немає.", "The group “{group}” is gone."),
    "no-users": (
        "Користувачів немає: застосунок відповідає лише на цьому комп'ютері й без входу.",
        "There are no users: the application answers on this computer only and without sign-in.",
    ),
    "password-prompt": ("Пароль (його не видно)", "Password (not shown)"),
    "password-again": ("Ще раз", "Once more"),
    "all-plans": ("усі плани", "all plans"),
    "of-groups": ("групи: {groups}", "groups: {groups}"),
    "no-groups": ("жодного плану", "no plan"),
    "without-password": ("без пароля", "no password"),
    "token-of": ("токен {id} «{label}»", "token {id} “{label}”"),
    "token-origins": ("лише зі сторінок {origins}", "on pages of {origins} only"),
    "token-until": ("до {day}", "until {day}"),
    "group-holds": ("група «{group}»: {members}", "group “{group}”: {members}"),
    "whole-country": ("загальнодержавні плани", "plans of the whole country"),
}


def sign_in_words(lang: Lang) -> dict[str, str]:
    return {key: texts[lang == "en"] for key, texts in SIGN_IN.items()}


def told(lang: Lang, key: str, **data: object) -> str:
    """A message of `zakhid users`."""
    return USERS[key][lang == "en"].format(**data)
