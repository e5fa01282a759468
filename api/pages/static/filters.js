// Conditions take effect as they are chosen: what they change on the page (`data-part`) is fetched and put in place of
// what was there. The address keeps the conditions. Without this script the same forms and links bring a new page.

const WAIT = 350; // milliseconds after the last letter
/** @type {AbortController | undefined} the change under way */
let underWay;
/** @type {number | undefined} */
let timer;
let shown = location.search; // the conditions that the page shows

/** The address that a form asks for, blank fields left out. @param {HTMLFormElement} form */
function addressOf(form) {
  const address = new URL(form.action);
  address.search = "";
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string" && value.trim()) address.searchParams.append(name, value.trim());
  }
  return address;
}

/**
 * Show what is at the address. `isNew`: going back leads to what was before.
 * @param {URL} address @param {boolean} isNew
 */
async function show(address, isNew) {
  clearTimeout(timer);
  underWay?.abort();
  const mine = (underWay = new AbortController());
  const kept = keyOfFocus();
  document.body.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(address, { headers: { Accept: "text/html" }, signal: mine.signal });
    if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (isNew) history.pushState(null, "", address);
    else history.replaceState(null, "", address);
    shown = location.search;
    document.title = page.title;
    for (const part of document.querySelectorAll("[data-part]")) renew(part, page.getElementById(part.id));
    fill(page);
    restore(kept);
  } catch {
    if (!mine.signal.aborted) location.assign(address);
  } finally {
    if (underWay === mine) document.body.removeAttribute("aria-busy");
  }
}

/** Fields say what the address says; what is being written stays. @param {Document} page */
function fill(page) {
  for (const form of document.forms) {
    for (const field of form.matches("[data-live]") ? form.elements : []) {
      const fresh = page.querySelector(`main [name="${CSS.escape(field.getAttribute("name") ?? "")}"]:not([type=hidden])`);
      const isBoth = isField(field) && isField(fresh);
      if (isBoth && field !== document.activeElement && field.type !== "hidden") field.value = fresh.value;
    }
  }
}

/** @param {unknown} one @returns {one is HTMLInputElement | HTMLSelectElement} */
function isField(one) {
  return one instanceof HTMLSelectElement || one instanceof HTMLInputElement;
}

/** Put what is new in place, folds left as they are. @param {Element} part @param {?Element} fresh */
function renew(part, fresh) {
  const open = new Set(Array.from(part.querySelectorAll("details[open] > summary"), (one) => one.textContent ?? ""));
  part.replaceChildren(...Array.from(fresh?.childNodes ?? [], (node) => document.importNode(node, true)));
  for (const fold of part.querySelectorAll("details")) {
    if (open.has(fold.querySelector("summary")?.textContent ?? "")) fold.open = true;
  }
}

/** @returns {string | null} what names the focused link of a part that will be replaced */
function keyOfFocus() {
  const link = document.activeElement?.closest("[data-part] a");
  return link ? (link.getAttribute("data-key") ?? "") : null;
}

/** Focus goes to the same link, else to what tells the result. @param {string | null} key */
function restore(key) {
  if (key === null) return;
  const same = key ? document.querySelector(`[data-key="${CSS.escape(key)}"]`) : null;
  const next = same ?? document.querySelector("[data-found]");
  if (next instanceof HTMLElement) next.focus({ preventScroll: same !== null });
}

for (const form of /** @type {NodeListOf<HTMLFormElement>} */ (document.querySelectorAll("form[data-live]"))) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    show(addressOf(form), true);
  });
}
document.addEventListener("change", (event) => {
  const field = event.target;
  if (isField(field) && field.type !== "search" && field.form?.matches("[data-live]")) show(addressOf(field.form), true);
});
document.addEventListener("input", (event) => {
  const field = event.target;
  if (!(field instanceof HTMLInputElement) || field.type !== "search" || !field.form?.matches("[data-live]")) return;
  const { form } = field;
  clearTimeout(timer);
  timer = setTimeout(() => show(addressOf(form), false), WAIT);
});
document.addEventListener("click", (event) => {
  const link = event.target instanceof Element ? event.target.closest("a[data-live]") : null;
  if (!(link instanceof HTMLAnchorElement) || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  show(new URL(link.href), true);
});
addEventListener("popstate", () => {
  if (location.search !== shown) location.reload(); // a link within the page changes only the fragment
});
