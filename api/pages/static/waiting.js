// A page whose content is still being made: it is asked for until it is there. Without this script a link asks again.

const PAUSE = 2000; // milliseconds

async function look() {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } }).catch(() => null);
  const page = answer?.ok ? new DOMParser().parseFromString(await answer.text(), "text/html") : null;
  if (page && !page.querySelector("[data-waiting]")) {
    location.reload();
    return;
  }
  const bar = document.querySelector("progress");
  const fresh = page?.querySelector("progress");
  if (bar && fresh?.hasAttribute("value")) {
    bar.max = fresh.max;
    bar.value = fresh.value;
  }
  setTimeout(look, PAUSE);
}

setTimeout(look, PAUSE);
