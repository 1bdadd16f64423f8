// Warns before a page closes by itself; what is typed meanwhile stays, because the page is fetched without leaving it.
const closes = document.querySelector("[data-closes-after]");
const soon = document.querySelector("[data-closes-soon]");
if (closes && soon) {
  const wait = (Number(closes.dataset.closesAfter) - Number(closes.dataset.warnsBefore)) * 1000;
  let timer = 0;
  const begin = () => {
    soon.hidden = true;
    timer = window.setTimeout(() => {
      soon.hidden = false;
    }, wait);
  };
  soon.querySelector("a").addEventListener("click", async (event) => {
    event.preventDefault();
    window.clearTimeout(timer);
    await fetch(window.location.pathname, { credentials: "same-origin" });
    begin();
  });
  begin();
}
