// Elements made by hand: every text becomes a text node, never markup.

/** @typedef {string | Node | null | undefined | false} Child */

/**
 * An element with attributes and children. `true` sets an empty attribute; null, undefined and false set none.
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Record<string, string | boolean | null | undefined>} attributes
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false && value != null) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter(/** @returns {child is string | Node} */ (child) => child != null && child !== false));
  return element;
}

/**
 * A button that does something.
 * @param {string} name its class
 * @param {() => void} action
 * @param {...Child} children
 */
export function button(name, action, ...children) {
  const made = make("button", { type: "button", class: name }, ...children);
  made.addEventListener("click", action);
  return made;
}

/** Words for a screen reader alone. @param {string} text */
export function unseen(text) {
  return make("span", { class: "unseen" }, text);
}

const LONGEST_SHOWN = 4000; // characters of a cell: the rest stands in the plan
// Marks that turn the order of letters around them, and such as have no width: they can make a text say what it does not.
const MISLEADING = /[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;

/**
 * A text of a document or a person as it may be shown: in its own order, and not without end.
 * @param {string} text
 * @param {string} clipped what is said in place of the rest
 */
export function shown(text, clipped) {
  const plain = text.replace(MISLEADING, "");
  if (plain.length <= LONGEST_SHOWN) return plain;
  return plain.slice(0, LONGEST_SHOWN) + clipped;
}
