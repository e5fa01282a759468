// One question with its answer, as elements.

import { button, make, shown, unseen } from "./making.js";

/** @typedef {import("./asking.js").Answer} Answer */
/** @typedef {import("./cards.js").CardMaker} CardMaker */
/** @typedef {import("./words.js").Word} Word */
/** @typedef {{remove: (name: string) => void, ask: (text: string) => void,
 *   complete: (upTo: number) => Promise<void>}} Doing */

const LONGEST_SAID = 700;
const SHOWN_FIRST = 5;
const SHOWN_MORE = 20;

/** The article of a question; its answer goes into `.answer`. @param {Word} word @param {string} question */
export function turnOf(word, question) {
  return make("article", { class: "turn" },
    make("h2", { class: "asked" }, unseen(`${word("you")} `), make("bdi", {}, shown(question, word("clipped")))),
    make("div", { class: "answer" }));
}

/** What is shown while nothing has come. @param {Word} word */
export function waiting(word) {
  return make("p", { class: "loading" }, make("span", { class: "pulse", "aria-hidden": "true" }), word("searching"));
}

/** What has come of an answer so far. @param {Word} word @param {Answer} sofar @returns {HTMLElement[]} */
export function partOf(word, sofar) {
  const said = sofar.answer && make("p", { class: "said", lang: "uk" }, sofar.answer);
  return [said || waiting(word), ...understood(word, sofar)];
}

/**
 * A whole answer. `doing` says what its buttons do; `tools` stand below it.
 * @param {Word} word @param {CardMaker} maker @param {Answer} answer
 * @param {Doing} doing @param {HTMLElement[]} tools
 * @returns {HTMLElement[]}
 */
export function answerOf(word, maker, answer, doing, tools) {
  const { said, isLong } = textOf(answer);
  return [
    ...(answer.abstained ? [make("p", { class: "refused" }, word("refused"))] : []),
    make("p", { class: "said", lang: "uk", tabindex: "-1" }, shown(said, word("clipped"))),
    ...(isLong ? [make("details", { class: "full" }, make("summary", {}, word("full")),
      make("p", { class: "said-fully", lang: "uk" }, answer.answer))] : []),
    ...understood(word, answer),
    ...conditions(word, answer, doing.remove),
    ...basis(word, maker, answer, doing.complete),
    ...tools,
    ...suggestions(word, answer.suggestions, doing.ask),
  ];
}

/** What a screen reader says when an answer has come. @param {Word} word @param {Answer} answer */
export function announcementOf(word, answer) {
  const refused = answer.abstained ? `${word("refused")}. ` : "";
  const rows = answer.rows.length ? ` ${word("basis")}: ${numberOf(answer)}.` : "";
  return `${refused}${shown(textOf(answer).said, "…")}${rows}`;
}

/** The answer's text; where the rows below say the rest, its first line. @param {Answer} answer */
function textOf(answer) {
  const lines = answer.answer.split("\n");
  const isRepeated = answer.nearest_rows.length > 0 || (answer.rows.length > 1 && answer.answer.length > LONGEST_SAID);
  const isLong = isRepeated && lines.length > 1;
  return { said: isLong ? lines[0] : answer.answer, isLong };
}

/** How many rows it rests on: it need not hold all of them. @param {Answer} answer */
function numberOf(answer) {
  return Math.max(answer.citations.length, answer.rows.length);
}

/** @param {Word} word @param {Answer} answer @returns {HTMLElement[]} */
function understood(word, answer) {
  if (!answer.understood) return [];
  return [make("p", { class: "understood muted" }, `${word("understood")} `, make("bdi", {}, shown(answer.understood, "…")))];
}

/** What was understood, each condition with a button that takes it away.
 * @param {Word} word @param {Answer} answer @param {(name: string) => void} remove @returns {HTMLElement[]} */
function conditions(word, answer, remove) {
  if (!answer.conditions.length) return [];
  const chips = answer.conditions.map(({ name, words }) =>
    make("li", {}, button("chip condition", () => remove(name), unseen(`${word("remove")} `),
      make("bdi", {}, shown(words, "…")), make("span", { "aria-hidden": "true" }, " ×"))));
  return [make("ul", { class: "chips conditions", "aria-label": word("conditions") }, ...chips)];
}

/** The first few cards; the others when asked for, and then focus goes to the first of them.
 * @param {Word} word @param {CardMaker} maker @param {Answer} answer @param {Doing["complete"]} complete
 * @returns {HTMLElement[]} */
function basis(word, maker, answer, complete) {
  const isNearest = answer.rows.length === 0;
  const rows = isNearest ? answer.nearest_rows : answer.rows;
  if (!rows.length) return [];
  const number = () => isNearest ? rows.length : numberOf(answer);
  const fields = new Map(answer.citations.map((cited) => [cited.measure_id, cited.fields]));
  const list = make("ol", { class: "cards" });
  const failed = make("p", { role: "alert" });
  const more = button("chip more", async () => {
    const upTo = list.children.length + SHOWN_MORE;
    failed.textContent = "";
    try {
      await complete(upTo);
      reveal(upTo)?.focus();
    } catch {
      failed.textContent = word("offline");
    }
  });
  /** @param {number} upTo */
  const reveal = (upTo) => {
    const added = rows.slice(list.children.length, upTo).map((row) => maker.card(row, fields.get(row.measure_id) ?? []));
    list.append(...added);
    more.hidden = list.children.length >= number();
    more.textContent = `${word("more")} ${number() - list.children.length}`;
    return added[0]?.querySelector("a");
  };
  reveal(SHOWN_FIRST);
  const heading = make("h3", { class: "small-heading" }, word(isNearest ? "nearest" : "basis"), " ",
    number() > 1 && make("span", { class: "number" }, String(number())));
  return [make("div", { class: isNearest ? "rows nearest" : "rows" }, heading, list, more, failed)];
}

/** @param {Word} word @param {string[]} texts @param {(text: string) => void} ask @returns {HTMLElement[]} */
export function suggestions(word, texts, ask) {
  if (!texts.length) return [];
  const chips = texts.map((text) => {
    const chip = button("chip suggestion", () => ask(text), make("bdi", {}, shown(text, "…")));
    chip.lang = "uk";
    return make("li", {}, chip);
  });
  return [make("div", { class: "next", role: "group", "aria-label": word("suggestions") }, make("ul", { class: "chips" }, ...chips))];
}
