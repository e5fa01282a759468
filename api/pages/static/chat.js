// The dialogue: a question goes out, its answer comes back with the rows it rests on.

import { cardOf, copyOf, slot, word } from "./card.js";

/** @typedef {import("./card.js").Row} Row */
/** @typedef {{measure_id: string, items: number[], fields: string[]}} Citation */
/** @typedef {{answer: string, abstained: boolean, understood: string, citations: Citation[], rows: Row[],
 *   nearest_rows: Row[], suggestions: string[], conditions: {name: string, words: string}[]}} Answer */

const LONGEST_SAID = 700;
const SHOWN_FIRST = 5;
const SHOWN_MORE = 20;
const REMEMBERED = 10;

const form = /** @type {HTMLFormElement} */ (document.getElementById("form"));
const field = /** @type {HTMLTextAreaElement} */ (document.getElementById("question"));
const send = /** @type {HTMLButtonElement} */ (document.getElementById("send"));
const dialogue = /** @type {HTMLElement} */ (document.getElementById("dialogue"));
const welcome = /** @type {HTMLElement} */ (document.getElementById("welcome"));
const announcer = /** @type {HTMLElement} */ (document.getElementById("announcer"));
const fresh = /** @type {HTMLButtonElement} */ (document.getElementById("new"));

/** @type {string[]} questions of this dialogue, oldest first */
let history = [];
/** @type {AbortController | null} the question under way */
let underWay = null;

/** @param {string} text */
async function ask(text) {
  const question = text.trim();
  if (!question || underWay) return;
  const turn = beginTurn(question);
  const holder = slot(turn, "answer");
  await fill(holder, question);
}

/** Fill an answer's place; on failure offer to try again. ``before`` are the questions asked earlier, ``without`` the
 * conditions taken away. @param {HTMLElement} holder @param {string} question @param {string[]} before
 * @param {string[]} without */
async function fill(holder, question, before = history, without = []) {
  const mine = new AbortController();
  underWay = mine;
  send.setAttribute("aria-disabled", "true");
  holder.setAttribute("aria-busy", "true");
  announce(word("searching"));
  try {
    const answer = await fetchAnswer({ question, history: before, without }, mine.signal);
    show(holder, answer, (name) => correct(holder, question, before, [...without, name]));
    if (before === history) history = [...history, question].slice(-REMEMBERED);
  } catch (error) {
    if (!mine.signal.aborted) showFailure(holder, error, () => fill(holder, question, before, without));
  } finally {
    holder.removeAttribute("aria-busy");
    if (underWay === mine) endTurn();
  }
}

/** Ask again without a condition that was not meant; focus goes to the new answer, as its button is gone.
 * @param {HTMLElement} holder @param {string} question @param {string[]} before @param {string[]} without */
async function correct(holder, question, before, without) {
  if (underWay) return;
  await fill(holder, question, before, without);
  const said = /** @type {HTMLElement | null} */ (holder.querySelector(".said"));
  said?.setAttribute("tabindex", "-1");
  said?.focus();
}

/** @param {{question: string, history: string[], without: string[]}} asked @param {AbortSignal} signal
 * @returns {Promise<Answer>} */
async function fetchAnswer(asked, signal) {
  const response = await fetch("/api/v1/ask", {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/json" },
    body: JSON.stringify({ ...asked, lang: document.body.dataset.lang }),
    signal,
  });
  const body = await response.json();
  if (!response.ok) throw new Refusal(body.detail);
  return body;
}

/** What the server says went wrong, in words for the person. */
class Refusal extends Error {}

/** @param {string} question @returns {HTMLElement} */
function beginTurn(question) {
  welcome.hidden = true;
  fresh.hidden = false;
  document.body.classList.add("has-turns");
  const turn = /** @type {HTMLElement} */ (copyOf("turn-template").firstElementChild);
  slot(turn, "question").textContent = question;
  dialogue.append(turn);
  field.value = "";
  fit();
  turn.scrollIntoView({ block: "start" });
  return turn;
}

function endTurn() {
  underWay = null;
  send.removeAttribute("aria-disabled");
}

/** @param {HTMLElement} holder @param {Answer} answer @param {(name: string) => void} remove */
function show(holder, answer, remove) {
  const fragment = copyOf("answer-template");
  slot(fragment, "refused").hidden = !answer.abstained;
  const said = showText(fragment, answer);
  slot(fragment, "understood").textContent = answer.understood;
  slot(fragment, "understood-line").hidden = !answer.understood;
  showConditions(fragment, answer.conditions, remove);
  const rows = answer.rows.length ? answer.rows : answer.nearest_rows;
  const fields = new Map(answer.citations.map((cited) => [cited.measure_id, cited.fields]));
  const cards = rows.map((row) => cardOf(row, fields.get(row.measure_id) ?? []));
  if (cards.length) showCards(fragment, cards, answer.rows.length === 0);
  showSuggestions(fragment, answer.suggestions);
  holder.replaceChildren(fragment);
  const basis = answer.rows.length ? ` ${word("basis")}: ${answer.rows.length}.` : "";
  announce(`${answer.abstained ? `${word("refused")}. ` : ""}${said}${basis}`);
}

/** The answer's text; where the rows below say the rest, its first line, and the whole when asked for.
 * @param {DocumentFragment} fragment @param {Answer} answer @returns {string} what is said at once */
function showText(fragment, answer) {
  const lines = answer.answer.split("\n");
  const isRepeated = answer.nearest_rows.length > 0 || (answer.rows.length > 1 && answer.answer.length > LONGEST_SAID);
  const isLong = isRepeated && lines.length > 1;
  const said = isLong ? lines[0] : answer.answer;
  slot(fragment, "said").textContent = said;
  slot(fragment, "full").hidden = !isLong;
  slot(fragment, "said-fully").textContent = isLong ? answer.answer : "";
  return said;
}

/** The first few cards; the others when asked for, and then focus goes to the first of them.
 * @param {DocumentFragment} fragment @param {HTMLElement[]} cards @param {boolean} nearest */
function showCards(fragment, cards, nearest) {
  const basis = slot(fragment, "basis");
  const list = slot(fragment, "cards");
  const more = slot(fragment, "more");
  const left = slot(fragment, "left");
  basis.hidden = false;
  basis.classList.toggle("nearest", nearest);
  slot(fragment, "basis-title").textContent = word(nearest ? "nearest" : "basis");
  slot(fragment, "number").textContent = cards.length > 1 ? String(cards.length) : "";
  /** @param {number} upTo */
  const reveal = (upTo) => {
    const added = cards.slice(list.children.length, upTo);
    list.append(...added);
    more.hidden = list.children.length >= cards.length;
    left.textContent = String(cards.length - list.children.length);
    return /** @type {HTMLElement | null | undefined} */ (added[0]?.querySelector(".measure"));
  };
  reveal(SHOWN_FIRST);
  more.addEventListener("click", () => reveal(list.children.length + SHOWN_MORE)?.focus());
}

/** What was understood, each condition with a button that takes it away.
 * @param {DocumentFragment} fragment @param {Answer["conditions"]} conditions @param {(name: string) => void} remove */
function showConditions(fragment, conditions, remove) {
  slot(fragment, "conditions").hidden = conditions.length === 0;
  slot(fragment, "conditions").append(...conditions.map(({ name, words }) => {
    const chip = copyOf("condition-template");
    slot(chip, "words").textContent = words;
    slot(chip, "remove").addEventListener("click", () => remove(name));
    return chip;
  }));
}

/** @param {DocumentFragment} fragment @param {string[]} suggestions */
function showSuggestions(fragment, suggestions) {
  slot(fragment, "next").hidden = suggestions.length === 0;
  slot(fragment, "suggestions").append(...suggestions.map((text) => {
    const item = document.createElement("li");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "chip";
    button.dataset.ask = "";
    button.lang = "uk";
    button.textContent = text;
    item.append(button);
    return item;
  }));
}

/** @param {HTMLElement} holder @param {unknown} error @param {() => void} again */
function showFailure(holder, error, again) {
  const fragment = copyOf("failure-template");
  if (error instanceof Refusal && error.message) slot(fragment, "detail").textContent = error.message;
  slot(fragment, "retry").addEventListener("click", () => {
    if (underWay) return;
    field.focus();
    const waiting = slot(/** @type {HTMLElement} */ (copyOf("turn-template").firstElementChild), "answer");
    holder.replaceChildren(...waiting.children);
    again();
  });
  holder.replaceChildren(fragment);
}

/** Tell a screen reader; emptied first, so that the same words are said again. @param {string} text */
function announce(text) {
  announcer.textContent = "";
  requestAnimationFrame(() => { announcer.textContent = text; });
}

/** The field is as high as what is written in it. */
function fit() {
  field.style.height = "auto";
  field.style.height = `${field.scrollHeight + 2}px`;
}

function startOver() {
  underWay?.abort();
  endTurn();
  history = [];
  dialogue.replaceChildren();
  announcer.textContent = "";
  welcome.hidden = false;
  fresh.hidden = true;
  document.body.classList.remove("has-turns");
  field.focus();
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  void ask(field.value);
});
field.addEventListener("input", fit);
field.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    form.requestSubmit();
  }
});
document.addEventListener("click", (event) => {
  const button = event.target instanceof Element ? event.target.closest("[data-ask]") : null;
  if (!button) return;
  field.focus();
  void ask(button.textContent ?? "");
});
fresh.addEventListener("click", startOver);

if (matchMedia("(pointer: fine)").matches) field.focus({ preventScroll: true });
const wanted = new URLSearchParams(location.search).get("q");
if (wanted) void ask(wanted);
