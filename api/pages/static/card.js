// Cited rows as cards. Every text from documents is inserted as text, never as markup.

/** @typedef {{text: string, body: string, consent: boolean}} Responsible */
/** @typedef {{indicator: ?string, value: ?string, responsible: Responsible[], deadline_text: ?string}} Item */
/** @typedef {{measure_id: string, plan_title: string, source_file: string, region: ?string, place: string,
 *   section: ?string, task: ?string, measure_no: ?string, measure: string, items: Item[], warnings: string[]}} Row */

/** A copy of a template's content. @param {string} id @returns {DocumentFragment} */
export function copyOf(id) {
  const template = /** @type {HTMLTemplateElement} */ (document.getElementById(id));
  return /** @type {DocumentFragment} */ (template.content.cloneNode(true));
}

/** The element of a slot. @param {ParentNode} root @param {string} name @returns {HTMLElement} */
export function slot(root, name) {
  return /** @type {HTMLElement} */ (root.querySelector(`[data-slot="${name}"]`));
}

const words = new Map(
  [...document.querySelectorAll("#words dt")].map((term) => [term.textContent, term.nextElementSibling?.textContent ?? ""]),
);

/** A word of the page in its language. @param {string} key @returns {string} */
export function word(key) {
  return words.get(key) ?? key;
}

/** A row as a card; ``fields`` are those that the answer rests on, they stand out.
 * @param {Row} row @param {string[]} fields @returns {HTMLElement} */
export function cardOf(row, fields) {
  const fragment = copyOf("card-template");
  slot(fragment, "plan").textContent = row.plan_title;
  slot(fragment, "region").textContent = row.region ?? word("whole-country");
  slot(fragment, "no").textContent = row.measure_no ?? "";
  slot(fragment, "measure").textContent = row.measure;
  slot(fragment, "items").append(...listsOf(row.items, fields));
  fillContext(fragment, row);
  return /** @type {HTMLElement} */ (fragment.firstElementChild);
}

/** @param {DocumentFragment} fragment @param {Row} row */
function fillContext(fragment, row) {
  slot(fragment, "place").textContent = row.place;
  const headings = slot(fragment, "headings");
  if (row.section) headings.append(cellOf("section", [row.section]));
  if (row.task) headings.append(cellOf("task", [row.task]));
  slot(fragment, "full-title").textContent = row.plan_title;
  slot(fragment, "file").textContent = row.source_file;
  slot(fragment, "doubts").hidden = row.warnings.length === 0;
  slot(fragment, "doubt-list").append(...row.warnings.map(listItem));
}

/** The items as lists of cells. Bodies that all of them share are said once, before them.
 * @param {Item[]} items @param {string[]} fields @returns {HTMLElement[]} */
function listsOf(items, fields) {
  const bodies = new Set(items.map((item) => JSON.stringify(item.responsible)));
  if (bodies.size > 1) return groupsOf(items).map((group) => listOf(bodiesOf(group[0], fields), group, fields));
  if (!items.length) return [];
  const [first, ...others] = groupsOf(items);
  return [
    listOf(bodiesOf(items[0], fields), first, fields),
    ...others.map((group) => listOf([], group, fields)),
  ];
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

/** @param {HTMLElement[]} before @param {Item[]} items @param {string[]} fields @returns {HTMLElement} */
function listOf(before, items, fields) {
  const list = document.createElement("dl");
  list.className = "item";
  list.append(...before);
  const deadline = items[0].deadline_text;
  if (deadline) list.append(cellOf("deadline", [deadline], fields));
  const results = items.map(({ indicator, value }) => [indicator, value].filter(Boolean).join(": ")).filter(Boolean);
  const onlyValues = items.every((item) => !item.indicator);
  if (results.length) list.append(cellOf(onlyValues ? "value" : "indicator", results, fields));
  return list;
}

/** @param {Item} item @param {string[]} fields @returns {HTMLElement[]} */
function bodiesOf(item, fields) {
  return item.responsible.length ? [cellOf("responsible", item.responsible.map(bodyOf), fields)] : [];
}

/** @param {Responsible} body @returns {DocumentFragment} */
function bodyOf(body) {
  const fragment = copyOf("body-template");
  slot(fragment, "name").textContent = body.text;
  slot(fragment, "consent").hidden = !body.consent;
  return fragment;
}

/** A labelled cell: one text, or several things below each other.
 * @param {string} name @param {(string | Node)[]} content @param {string[]} [fields] @returns {HTMLElement} */
function cellOf(name, content, fields = []) {
  const cell = /** @type {HTMLElement} */ (copyOf("cell-template").firstElementChild);
  const value = /** @type {HTMLElement} */ (cell.lastElementChild);
  cell.classList.toggle("strong", fields.includes(name));
  cell.dataset.cell = name;
  /** @type {HTMLElement} */ (cell.firstElementChild).textContent = word(name);
  if (content.length === 1) {
    value.append(content[0]);
  } else {
    const list = document.createElement("ul");
    list.append(...content.map(listItem));
    value.append(list);
  }
  return cell;
}

/** @param {string | Node} content @returns {HTMLElement} */
function listItem(content) {
  const item = document.createElement("li");
  item.append(content);
  return item;
}
