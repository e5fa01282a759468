// <plan-assistant>: questions over action plans in any page.
//
//   <script type="module" src="https://plans.example/static/plan-assistant.js"></script>
//   <plan-assistant token="…" lang="uk" theme="light"></plan-assistant>
//
// server: the application's address, where it is not the one that the script came from. token: for pages of other
// sites. lang: uk or en, else the page's. theme: light or dark, else the visitor's. page: as a page of its own, that
// grows with the dialogue. person: whose visit this is. question: asked at once.

import { emptyAnswer, Refusal, Server } from "./assistant/asking.js";
import { CardMaker } from "./assistant/cards.js";
import { button, make, unseen } from "./assistant/making.js";
import { copy, print, textOf } from "./assistant/paper.js";
import { ratingOf } from "./assistant/rating.js";
import { PRINTED, STYLE } from "./assistant/style.js";
import { announcementOf, answerOf, partOf, suggestions, turnOf, waiting } from "./assistant/turn.js";
import { Visit } from "./assistant/visit.js";
import { wordsIn } from "./assistant/words.js";

/** @typedef {import("./assistant/asking.js").Answer} Answer */
/** @typedef {import("./assistant/asking.js").Asked} Asked */
/** @typedef {import("./assistant/visit.js").Turn} Turn */

const HOME = new URL("..", import.meta.url).href;
const LONGEST_QUESTION = 1000;
const REMEMBERED = 10; // earlier questions that go with a question

class PlanAssistant extends HTMLElement {
  static observedAttributes = ["lang", "server", "token", "person"];

  /** @type {AbortController | null} the question under way */
  underWay = null;
  /** @type {Turn[]} */
  turns = [];
  // what begin() and build() make
  word = wordsIn("uk");
  server = new Server(HOME, null, "uk");
  maker = new CardMaker(this.word, () => "", true);
  visit = new Visit(HOME, "");
  fresh = make("button");
  welcome = make("div");
  dialogue = make("div");
  log = make("div");
  announcer = make("p");
  field = make("textarea");
  send = make("button");

  connectedCallback() {
    this.begin();
  }

  disconnectedCallback() {
    this.underWay?.abort();
    this.underWay = null;
  }

  /** @param {string} _name @param {?string} before @param {?string} now */
  attributeChangedCallback(_name, before, now) {
    if (this.shadowRoot && this.isConnected && before !== now) this.begin();
  }

  /** Build everything anew, with what was said in this visit. */
  begin() {
    this.underWay?.abort();
    this.underWay = null;
    const lang = languageOf(this);
    this.word = wordsIn(lang);
    const address = this.getAttribute("server") || HOME;
    this.server = new Server(new URL(address, location.href).href, this.getAttribute("token"), lang);
    const isApart = new URL(this.server.address).origin !== location.origin || !this.hasAttribute("page");
    this.maker = new CardMaker(this.word, (row) => this.server.addressOf(row), isApart);
    this.visit = new Visit(this.server.address, this.getAttribute("person") ?? "");
    this.build(lang);
    this.turns = this.visit.turns();
    for (const turn of this.turns) this.show(this.beginTurn(turn.question), turn);
    this.toggleWelcome(!this.turns.length);
    this.log.scrollTop = this.log.scrollHeight;
    this.offerExamples();
    const question = this.getAttribute("question");
    if (question && this.turns.at(-1)?.question !== question) this.ask(question);
  }

  /** @param {string} lang */
  build(lang) {
    const { word } = this;
    this.fresh = button("quiet", () => this.startOver(), word("new"));
    this.welcome = make("div", { class: "welcome" });
    this.dialogue = make("div", {});
    const isPage = this.hasAttribute("page");
    this.log = make("div", { class: "log", role: "region", "aria-label": word("dialogue"), tabindex: isPage ? null : "0" },
      this.welcome, this.dialogue);
    this.announcer = make("p", { class: "unseen", role: "status", "aria-live": "polite", "aria-atomic": "true" });
    this.field = make("textarea", {
      id: "question", rows: "1", maxlength: String(LONGEST_QUESTION), placeholder: word("placeholder"), required: true,
      "aria-label": word("question"), "aria-describedby": "keys", enterkeyhint: "send", lang: "uk", autocomplete: "off",
    });
    this.send = make("button", { type: "submit", class: "primary" }, word("ask"));
    const form = make("form", { class: "ask" }, this.field, this.send, make("p", { class: "unseen", id: "keys" }, word("keys")));
    this.listen(form);
    const frame = make("section", { class: "frame", "aria-label": word("name"), lang },
      make("div", { class: "bar" }, make("p", { class: "name" }, word("name")), this.fresh),
      this.log, make("div", { class: "dock" }, form), this.announcer);
    const root = this.shadowRoot ?? this.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    root.adoptedStyleSheets = [sheet];
    root.replaceChildren(frame);
  }

  /** @param {HTMLFormElement} form */
  listen(form) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.ask(this.field.value);
    });
    this.field.addEventListener("input", () => this.fit());
    this.field.addEventListener("keydown", (event) => {
      event.stopPropagation(); // shortcuts of the page around are not meant
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
        event.preventDefault();
        form.requestSubmit();
      }
    });
  }

  async offerExamples() {
    const { welcome, word, server } = this;
    const offered = await server.examples().catch(() => null);
    if (!offered || welcome !== this.welcome) return;
    const ask = (/** @type {string} */ text) => this.ask(text);
    if (!offered.examples.length) return welcome.replaceChildren(make("p", { class: "notice" }, word("no-plans")));
    const atHand = !this.hasAttribute("page") && make("p", { class: "muted" }, offered.at_hand);
    welcome.replaceChildren(...(atHand ? [atHand] : []), make("h2", { class: "small-heading" }, word("examples")), ...suggestions(word, offered.examples, ask));
  }

  /** @param {string} text */
  async ask(text) {
    const question = text.trim();
    if (!question || this.underWay) return;
    const holder = this.beginTurn(question);
    this.field.value = "";
    this.fit();
    holder.closest("article")?.scrollIntoView({ block: "start" });
    if (this.shadowRoot?.activeElement) this.field.focus({ preventScroll: true });
    const history = this.turns.map((turn) => turn.question).slice(-REMEMBERED);
    await this.fill(holder, { question, history, without: [] });
  }

  /** @param {string} question @returns {HTMLElement} the place of its answer */
  beginTurn(question) {
    this.toggleWelcome(false);
    const turn = turnOf(this.word, question);
    this.dialogue.append(turn);
    return /** @type {HTMLElement} */ (turn.querySelector(".answer"));
  }

  /** Fill an answer's place; on failure offer to try again. `former` is the turn that this one puts right.
   * @param {HTMLElement} holder @param {Asked} asked @param {Turn} [former] */
  async fill(holder, asked, former) {
    const mine = new AbortController();
    this.underWay = mine;
    this.send.setAttribute("aria-disabled", "true");
    holder.setAttribute("aria-busy", "true");
    holder.replaceChildren(waiting(this.word));
    this.announce(this.word("searching"));
    try {
      const partly = (/** @type {Answer} */ sofar) => holder.replaceChildren(...partOf(this.word, sofar));
      const turn = { ...asked, answer: await this.server.ask(asked, partly, mine.signal) };
      if (mine.signal.aborted) return;
      this.remember(turn, former);
      this.show(holder, turn);
      this.announce(announcementOf(this.word, turn.answer));
    } catch (error) {
      if (!mine.signal.aborted) this.showFailure(holder, error, () => this.fill(holder, asked, former));
    } finally {
      holder.removeAttribute("aria-busy");
      if (this.underWay === mine) this.endTurn();
    }
  }

  endTurn() {
    this.underWay = null;
    this.send.removeAttribute("aria-disabled");
  }

  /** @param {Turn} turn @param {Turn} [former] */
  remember(turn, former) {
    const place = former ? this.turns.indexOf(former) : -1;
    if (place < 0) this.turns.push(turn);
    else this.turns[place] = turn;
    this.visit.keep(this.turns);
  }

  /** @param {HTMLElement} holder @param {Turn} turn */
  show(holder, turn) {
    const answer = { ...emptyAnswer(), ...turn.answer };
    const doing = {
      remove: (/** @type {string} */ name) => this.correct(holder, turn, name),
      ask: (/** @type {string} */ text) => this.ask(text),
      complete: (/** @type {number} */ upTo) => this.server.complete(answer, upTo),
    };
    holder.replaceChildren(...answerOf(this.word, this.maker, answer, doing, this.toolsOf(holder, { ...turn, answer })));
  }

  /** Copy, print, thumbs. @param {HTMLElement} holder @param {Turn} turn @returns {HTMLElement[]} */
  toolsOf(holder, turn) {
    const { word } = this;
    const id = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
    const { question, history, answer } = turn;
    const { thumbs, comment } = ratingOf(word, (thumb, said) => this.server.rate({
      id, thumb, comment: said, question, history, answer: answer.answer, abstained: answer.abstained,
    }), (text) => this.announce(text));
    const told = make("span", { class: "muted" });
    const copyIt = async () => {
      const text = textOf(question, answer, word, (row) => this.server.addressOf(row));
      const done = await copy(text, /** @type {ShadowRoot} */ (this.shadowRoot));
      told.textContent = word(done ? "copied" : "not-copied");
      this.announce(told.textContent);
    };
    const article = /** @type {HTMLElement} */ (holder.closest("article"));
    const tools = make("div", { class: "tools" }, button("quiet copy", copyIt, word("copy")),
      button("quiet print", () => print(article, PRINTED, question), word("print")), told, thumbs);
    return [tools, comment];
  }

  /** Ask again without a condition that was not meant; focus goes to the new answer, as its button is gone.
   * @param {HTMLElement} holder @param {Turn} turn @param {string} name */
  async correct(holder, turn, name) {
    if (this.underWay) return;
    const { question, history, without } = turn;
    await this.fill(holder, { question, history, without: [...without, name] }, turn);
    const next = holder.querySelector(".said, .failure button");
    if (next instanceof HTMLElement) next.focus();
  }

  /** @param {HTMLElement} holder @param {unknown} error @param {() => void} again */
  showFailure(holder, error, again) {
    const { word } = this;
    const detail = error instanceof Refusal && error.message ? error.message : word("offline");
    const retry = button("chip", () => {
      if (this.underWay) return;
      this.field.focus();
      again();
    }, word("retry"));
    holder.replaceChildren(make("div", { class: "failure", role: "alert" },
      make("p", { class: "refused" }, word("failed")), make("p", {}, detail), retry));
  }

  /** Tell a screen reader; emptied first, so that the same words are said again. @param {string} text */
  announce(text) {
    const { announcer } = this;
    announcer.textContent = "";
    setTimeout(() => { announcer.textContent = text; }, 50);
  }

  /** The field is as high as what is written in it. */
  fit() {
    this.field.style.height = "auto";
    this.field.style.height = `${this.field.scrollHeight + 2}px`;
  }

  /** What is offered before the first question; `asked` tells the page around. @param {boolean} isNew */
  toggleWelcome(isNew) {
    this.welcome.hidden = !isNew;
    this.fresh.hidden = isNew;
    this.toggleAttribute("asked", !isNew);
  }

  startOver() {
    this.underWay?.abort();
    this.endTurn();
    this.turns = [];
    this.visit.keep([]);
    this.dialogue.replaceChildren();
    this.announcer.textContent = "";
    this.toggleWelcome(true);
    this.field.focus();
  }
}

/** The nearest language that is spoken here. @param {HTMLElement} element @returns {"uk" | "en"} */
function languageOf(element) {
  const wanted = (element.closest("[lang]")?.getAttribute("lang") ?? "uk").toLowerCase();
  return wanted.startsWith("en") ? "en" : "uk";
}

customElements.get("plan-assistant") ?? customElements.define("plan-assistant", PlanAssistant);
