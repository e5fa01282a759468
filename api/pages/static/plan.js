// The page of a plan: a row that the address names is brought into view with its original place beside it. Without
// this script the same place comes with a new page.

/**
 * Puts the original place of a row beside it, taken from the page that shows it.
 * @param {HTMLAnchorElement} link
 * @returns {Promise<void>}
 */
async function open(link) {
  const row = link.closest("article");
  if (!row || row.querySelector(".original")) return;
  const address = new URL(link.href);
  address.searchParams.set("alone", "1");
  const answer = await fetch(address, { headers: { Accept: "text/html" } });
  if (!answer.ok) throw new Error(String(answer.status));
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const place = page.getElementById(`place-${link.dataset.place}`);
  if (!place || row.querySelector(".original")) return;
  row.append(document.importNode(place, true));
  row.classList.add("opened");
  uncover(row);
}

/**
 * Scrolls a wide table to the first cell of the row that has words: cells merged from above are blank here.
 * @param {Element} row
 */
function uncover(row) {
  const frame = row.querySelector(".original .scrolled");
  const cell = [...row.querySelectorAll(".original .named td")].find((one) => one.textContent?.trim());
  if (!(frame instanceof HTMLElement) || !(cell instanceof HTMLElement)) return;
  if (cell.offsetLeft + 120 > frame.clientWidth) frame.scrollLeft = cell.offsetLeft - 60;
}

/** @returns {HTMLElement | null} the row that the address names */
function named() {
  try {
    return document.getElementById(decodeURIComponent(location.hash.slice(1)));
  } catch {
    return null;
  }
}

async function follow() {
  const row = named();
  const link = row?.querySelector("a[data-place]");
  if (!row || !(link instanceof HTMLAnchorElement)) return;
  row.focus({ preventScroll: true });
  await open(link).catch(() => {});
  row.scrollIntoView({ block: "start" });
}

document.addEventListener("click", (event) => {
  const target = event.target instanceof Element ? event.target : null;
  const link = target?.closest("a[data-place]");
  const close = target?.closest("a[data-close]");
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (link instanceof HTMLAnchorElement) {
    event.preventDefault();
    open(link).catch(() => location.assign(link.href));
  } else if (close) {
    event.preventDefault();
    const row = close.closest("article");
    row?.classList.remove("opened");
    row?.querySelector(".original")?.remove();
    /** @type {HTMLElement | null | undefined} */ (row?.querySelector("a[data-place]"))?.focus();
  }
});
addEventListener("hashchange", follow);
document.querySelectorAll("article.opened").forEach(uncover);
follow();
