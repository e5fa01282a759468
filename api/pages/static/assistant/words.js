// What the widget says, in Ukrainian and English.

/** @typedef {"uk" | "en"} Lang */

/** key -> [Ukrainian, English] @type {Record<string, [string, string]>} */
const WORDS = {
  name: ["Помічник за планами заходів", "Action plans assistant"],
  dialogue: ["Розмова", "Dialogue"],
  examples: ["Наприклад", "For example"],
  "no-plans": ["Планів, які можна запитати, ще немає.", "There are no plans to ask about yet."],
  question: ["Ваше питання", "Your question"],
  placeholder: ["Ваше питання", "Ask in Ukrainian"],
  keys: ["Enter — запитати, Shift+Enter — новий рядок", "Enter asks, Shift+Enter begins a new line"],
  ask: ["Запитати", "Ask"],
  new: ["Нова розмова", "New dialogue"],
  you: ["Ви запитали:", "You asked:"],
  searching: ["Шукаю в планах…", "Searching the plans…"],
  answer: ["Відповідь", "Answer"],
  full: ["Відповідь одним текстом", "The answer as one text"],
  understood: ["Питання зрозуміло так:", "Understood as:"],
  conditions: ["Умови, які можна прибрати", "Conditions that can be removed"],
  remove: ["Прибрати умову:", "Remove the condition:"],
  basis: ["Підстава", "Based on"],
  nearest: ["Найближче за змістом", "Nearest in meaning"],
  refused: ["Відповіді в планах немає", "The plans do not hold the answer"],
  more: ["Показати ще", "Show more"],
  left: ["… і ще рядків:", "… and more rows:"],
  suggestions: ["Запитати далі", "Ask next"],
  responsible: ["Виконавці", "Responsible"],
  deadline: ["Строк", "Deadline"],
  indicator: ["Індикатор", "Indicator"],
  value: ["Значення", "Value"],
  consent: ["за згодою", "by consent"],
  "whole-country": ["уся країна", "whole country"],
  context: ["Де це в плані", "Where in the plan"],
  section: ["Розділ", "Section"],
  task: ["Завдання", "Task"],
  doubts: ["Зауваження до читання документа", "Remarks on the reading of the document"],
  clipped: ["… (решта — у плані)", "… (the rest stands in the plan)"],
  "new-window": ["(у новій вкладці)", "(in a new tab)"],
  copy: ["Копіювати", "Copy"],
  copied: ["Відповідь скопійовано", "The answer is copied"],
  "not-copied": ["Скопіювати не вдалося", "It could not be copied"],
  print: ["Друкувати", "Print"],
  rate: ["Чи допомогла відповідь?", "Did the answer help?"],
  up: ["Так, допомогла", "Yes, it helped"],
  down: ["Ні, не допомогла", "No, it did not"],
  comment: ["Що не так або чого бракує (необов'язково)", "What is wrong or missing (optional)"],
  "comment-up": ["Що саме допомогло (необов'язково)", "What helped (optional)"],
  send: ["Надіслати", "Send"],
  thanks: ["Дякуємо, відгук записано.", "Thank you, noted."],
  "not-rated": ["Відгук не записано. Спробуйте ще раз.", "It was not noted. Try again."],
  failed: ["Не вдалося отримати відповідь", "The answer did not arrive"],
  offline: [
    "Застосунок не відповідає. Перевірте, чи він працює, і спробуйте ще раз.",
    "The application does not answer. Check that it is running and try again.",
  ],
  retry: ["Спробувати ще раз", "Try again"],
};

/** A word in a language. @typedef {(key: string) => string} Word */

/** @param {Lang} lang @returns {Word} */
export function wordsIn(lang) {
  return (key) => WORDS[key]?.[lang === "en" ? 1 : 0] ?? key;
}
