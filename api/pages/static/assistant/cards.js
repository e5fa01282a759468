// Cited rows as cards, each with a link to the row in its plan.

import { make, shown, unseen } from "./making.js";

/** @typedef {import("./asking.js").Row} Row */
/** @typedef {import("./asking.js").Item} Item */
/** @typedef {import("./making.js").Child} Child */
/** @typedef {import("./words.js").Word} Word */

/** Makes cards in one language; `address` says where a row stands. */
export class CardMaker {
  /** @param {Word} word @param {(row: Row) => string} address @param {boolean} apart whether links open a new tab */
  constructor(word, address, apart) {
    this.word = word;
    this.address = address;
    this.apart = apart;
  }

  /** @param {?string} text */
  text(text) {
    return shown(text ?? "", this.word("clipped"));
  }

  /** A row as a card; `fields` are those that the answer rests on, they stand out. @param {Row} row @param {string[]} fields */
  card(row, fields) {
    const target = this.apart ? { target: "_blank", rel: "noopener" } : {};
    return make(
      "li",
      { class: "card", lang: "uk" },
      make("p", { class: "source" }, make("bdi", { class: "region" }, this.text(row.region) || this.word("whole-country")),
        " · ", make("bdi", {}, this.text(row.plan_title))),
      make("h4", { class: "measure" },
        make("a", { href: this.address(row), ...target },
          row.measure_no && make("bdi", { class: "measure-no" }, this.text(row.measure_no)), row.measure_no && " ",
          make("bdi", {}, this.text(row.measure)), this.apart && unseen(` ${this.word("new-window")}`))),
      ...this.lists(row.items, fields),
      this.context(row),
    );
  }

  /** @param {Row} row */
  context(row) {
    const headings = make("dl", {});
    if (row.section) headings.append(this.cell("section", [this.text(row.section)]));
    if (row.task) headings.append(this.cell("task", [this.text(row.task)]));
    return make(
      "details",
      { class: "context" },
      make("summary", {}, `${this.word("context")}: `, make("bdi", { class: "place" }, this.text(row.place))),
      headings.children.length > 0 && headings,
      make("p", { class: "muted file" }, make("bdi", {}, this.text(row.plan_title)), make("br"),
        make("bdi", {}, this.text(row.source_file))),
      row.warnings.length > 0 && make("div", { class: "doubts" }, make("p", {}, `${this.word("doubts")}:`),
        make("ul", {}, ...row.warnings.map((said) => make("li", {}, this.text(said))))),
    );
  }

  /** The items as lists of cells. Bodies that all of them share are said once, before them.
   * @param {Item[]} items @param {string[]} fields @returns {HTMLElement[]} */
  lists(items, fields) {
    const groups = groupsOf(items);
    const isShared = new Set(items.map((item) => JSON.stringify(item.responsible))).size === 1;
    return groups.map((group, n) => this.list(!isShared || n === 0 ? this.bodies(group[0], fields) : [], group, fields));
  }

  /** @param {HTMLElement[]} before @param {Item[]} items @param {string[]} fields @returns {HTMLElement} */
  list(before, items, fields) {
    const list = make("dl", { class: "item" }, ...before);
    const deadline = items[0].deadline_text;
    if (deadline) list.append(this.cell("deadline", [this.text(deadline)], fields));
    const results = items.map(({ indicator, value }) => [indicator, value].filter(Boolean).join(": ")).filter(Boolean);
    const name = items.every((item) => !item.indicator) ? "value" : "indicator";
    if (results.length) list.append(this.cell(name, results.map((text) => this.text(text)), fields));
    return list;
  }

  /** @param {Item} item @param {string[]} fields @returns {HTMLElement[]} */
  bodies(item, fields) {
    const bodies = item.responsible.map(({ text, consent }) =>
      make("span", {}, make("bdi", {}, this.text(text)), consent && " ",
        consent && make("span", { class: "consent" }, this.word("consent"))));
    return bodies.length ? [this.cell("responsible", bodies, fields)] : [];
  }

  /** A labelled cell: one thing, or several below each other.
   * @param {string} name @param {(string | Node)[]} content @param {string[]} fields @returns {HTMLElement} */
  cell(name, content, fields = []) {
    const value = content.length === 1 ? [make("bdi", {}, content[0])]
      : [make("ul", {}, ...content.map((one) => make("li", {}, make("bdi", {}, one))))];
    return make("div", { class: fields.includes(name) ? "cell strong" : "cell", "data-cell": name },
      make("dt", {}, this.word(name)), make("dd", {}, ...value));
  }
}

/** Items that follow each other with the same bodies and deadline: these are said once for all of them.
 * @param {Item[]} items @returns {Item[][]} */
function groupsOf(items) {
  /** @type {Item[][]} */
  const groups = [];
  let last = "";
  for (const item of items) {
    const key = JSON.stringify([item.responsible, item.deadline_text]);
    if (groups.length && key === last) groups[groups.length - 1].push(item);
    else groups.push([item]);
    last = key;
  }
  return groups;
}
